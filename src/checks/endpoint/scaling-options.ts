import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import { Token } from 'aws-cdk-lib/core';
import { AutoScaleOptions } from '../../capacity/auto-scale-options';
import { BacklogScalingOptions } from '../../capacity/backlog-scaling-options';
import { ConcurrentRequestsScalingOptions } from '../../capacity/concurrent-requests-scaling-options';
import { GpuUtilizationScalingOptions } from '../../capacity/gpu-utilization-scaling-options';
import { InvocationsScalingOptions } from '../../capacity/invocations-scaling-options';
import { amountIn } from '../../input/amounts';
import { BOOLEAN, having, NUMBER, Read, STRING, time } from '../../input/kinds';
import { Shape } from '../../input/shape';
import { Check, finding, Finding } from '../legacy';
import { withoutLeftOut, wrongFindings } from '../props';

const COOLDOWN: Check = {
  id: 'scaling-cooldown',
  severity: 'error',
  what: 'a cooldown of a scaling policy has a fraction of a second',
  why: 'Application Auto Scaling takes whole seconds alone',
  fix: 'use whole seconds',
  source: 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html',
};

export const SCALING_OPTION_CHECKS = [COOLDOWN];

type Cooldowns = Pick<appscaling.BaseTargetTrackingProps, 'scaleInCooldown' | 'scaleOutCooldown'>;

/** A token in place of a number. */
const anyNumber = () => Token.asNumber({ Ref: 'AWS::NoValue' });

const TRACKING: Shape<appscaling.BaseTargetTrackingProps> = {
  policyName: STRING, disableScaleIn: BOOLEAN, scaleInCooldown: time('seconds'), scaleOutCooldown: time('seconds'),
};
const TARGET = { required: NUMBER, standIn: anyNumber };
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

/** What is to be said of options: what is wrong with their types, and what others say of the rest. */
export function optionFindings<T extends object>({ wrong, value }: Read<T>, others: readonly Finding[]): Finding[] {
  const all = [...cooldown('scaleInCooldown', value), ...cooldown('scaleOutCooldown', value), ...others];
  return [...wrongFindings(wrong), ...withoutLeftOut(all, wrong)];
}

function cooldown(option: keyof Cooldowns, { [option]: given }: Cooldowns): Finding[] {
  const seconds = given && amountIn('seconds', given);
  return seconds === undefined || Token.isUnresolved(seconds) || Number.isInteger(seconds) ? []
    : [finding(COOLDOWN, `'${option}' must be an integer of at least 0 seconds, got ${seconds}`)];
}
