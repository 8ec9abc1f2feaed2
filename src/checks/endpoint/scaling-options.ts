import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import { Token } from 'aws-cdk-lib/core';
import { AutoScaleOptions } from '../../capacity/auto-scale-options';
import { BacklogScalingOptions } from '../../capacity/backlog-scaling-options';
import { ConcurrentRequestsScalingOptions } from '../../capacity/concurrent-requests-scaling-options';
import { GpuUtilizationScalingOptions } from '../../capacity/gpu-utilization-scaling-options';
import { InvocationsScalingOptions } from '../../capacity/invocations-scaling-options';
import { BOOLEAN, having, NUMBER, STRING, time } from '../../input/kinds';
import { Shape } from '../../input/shape';

/** A token in place of a number. */
const anyNumber = () => Token.asNumber({ Ref: 'AWS::NoValue' });

export const TRACKING: Shape<appscaling.BaseTargetTrackingProps> = {
  policyName: STRING, disableScaleIn: BOOLEAN, scaleInCooldown: time('seconds'), scaleOutCooldown: time('seconds'),
};
export const TARGET = { required: NUMBER, standIn: anyNumber };
const TIME = having('a Date', ['getTime']);

export const AUTO_SCALE: Shape<AutoScaleOptions> = { minCapacity: NUMBER, maxCapacity: TARGET };
export const ON_INVOCATIONS: Shape<InvocationsScalingOptions> = { ...TRACKING, invocationsPerInstance: TARGET };
export const ON_CONCURRENT_REQUESTS: Shape<ConcurrentRequestsScalingOptions> = { ...TRACKING, concurrentRequestsPerModel: TARGET };
export const ON_GPU_UTILIZATION: Shape<GpuUtilizationScalingOptions> = { ...TRACKING, targetUtilizationPercent: TARGET, acceleratorCount: NUMBER };
export const ON_BACKLOG: Shape<BacklogScalingOptions> = { ...TRACKING, backlogPerInstance: TARGET };
export const SCHEDULE: Shape<appscaling.ScalingSchedule> = {
  schedule: { required: having('a Schedule', ['expressionString'], 'use one such as that of Schedule.cron') },
  minCapacity: NUMBER,
  maxCapacity: NUMBER,
  startTime: TIME,
  endTime: TIME,
  timeZone: having('a TimeZone', ['timezoneName'], 'use one such as TimeZone.of'),
};
