import { Duration, Token } from 'aws-cdk-lib/core';
import { amountIn } from '../../input/amounts';
import { BOOLEAN, having, NUMBER } from '../../input/kinds';
import { Shape } from '../../input/shape';
import { DAY, idlePeriod } from '../../monitoring/idle-period';
import { MonitorOptions } from '../../monitoring/monitor-options';
import { MonitoredEndpoint } from '../../monitoring/monitored-endpoint';

/** A time is refused if it is a token, whatever its unit is. */
const TIME = having('a Duration', ['toSeconds'], 'use one such as Duration.seconds');

export const MONITOR_SHAPE: Shape<MonitorOptions> = {
  topic: having('a topic', ['topicArn'], 'use a construct such as that of Topic.fromTopicArn'),
  maximumServerErrorPercent: NUMBER,
  maximumModelLatency: TIME,
  maximumOverheadLatency: TIME,
  maximumGpuMemoryPercent: NUMBER,
  acceleratorCount: NUMBER,
  maximumDiskPercent: NUMBER,
  maximumBacklogAge: TIME,
  idleAfter: TIME,
  scalesToZero: BOOLEAN,
};

/** Everything that is wrong with the options of `monitor`. */
export function monitorProblems({ instanceType, gpuCount, fallbacks, asynchronous }: MonitoredEndpoint, options: MonitorOptions): string[] {
  const { acceleratorCount } = options;
  return [
    ...percent('maximumServerErrorPercent', options.maximumServerErrorPercent),
    ...percent('maximumGpuMemoryPercent', options.maximumGpuMemoryPercent),
    ...percent('maximumDiskPercent', options.maximumDiskPercent),
    ...moreThanNothing('maximumModelLatency', options.maximumModelLatency),
    ...moreThanNothing('maximumOverheadLatency', options.maximumOverheadLatency),
    ...moreThanNothing('maximumBacklogAge', options.maximumBacklogAge, true),
    ...count(acceleratorCount, gpuCount, instanceType),
    ...acceleratorCount === undefined && gpuCount === undefined
      ? [`'acceleratorCount' must be given, since CloudWatch counts 100 percent for each GPU and the library does not know 'instanceType' ${instanceType}; name the number of GPUs, 0 for none`]
      : [],
    ...options.maximumGpuMemoryPercent !== undefined && (acceleratorCount ?? gpuCount) === 0 && !fallbacks.some(each => each.gpuCount)
      ? [`'maximumGpuMemoryPercent' is for instances with GPUs, and 'instanceType' has none${fallbacks.length > 0 ? ", nor has a type of 'fallbackInstanceTypes' that is known" : ''}; leave it out`]
      : [],
    ...options.maximumOverheadLatency && asynchronous
      ? ["'maximumOverheadLatency' is for real-time endpoints: an asynchronous endpoint does not publish it; leave it out"] : [],
    ...options.maximumBacklogAge && !asynchronous
      ? ["'maximumBacklogAge' is for asynchronous endpoints: this one has no queue; leave it out"] : [],
    ...idleAfter(options.idleAfter),
  ];
}

function percent(name: string, value: number | undefined): string[] {
  if (value === undefined) {
    return [];
  }
  if (Token.isUnresolved(value)) {
    return [unknown(name)];
  }
  return value > 0 && value < 100 ? [] : [`'${name}' must be above 0 and below 100, got ${value}`];
}

function moreThanNothing(name: string, value: Duration | undefined, wholeSeconds = false): string[] {
  if (value === undefined) {
    return [];
  }
  if (value.isUnresolved()) {
    return [unknown(name)];
  }
  const milliseconds = amountIn('milliseconds', value)!;
  return milliseconds > 0 && (!wholeSeconds || milliseconds % 1000 === 0)
    ? [] : [`'${name}' must be more than 0${wholeSeconds ? ', in whole seconds' : ''}, got ${milliseconds} milliseconds`];
}

function count(value: number | undefined, known: number | undefined, instanceType: string): string[] {
  if (value === undefined) {
    return [];
  }
  if (Token.isUnresolved(value)) {
    return [unknown('acceleratorCount')];
  }
  if (!Number.isInteger(value) || value < 0) {
    return [`'acceleratorCount' must be an integer of at least 0, got ${value}`];
  }
  return known === undefined || value === known ? []
    : [`'acceleratorCount' must be ${known}, the number of GPUs of 'instanceType' ${instanceType}, got ${value}; leave it out`];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html: 1 day, or 7 days with periods of an hour */
function idleAfter(value: Duration | undefined): string[] {
  if (value === undefined) {
    return [];
  }
  if (value.isUnresolved()) {
    return [unknown('idleAfter')];
  }
  const seconds = amountIn('seconds', value)!;
  const fits = seconds > 0 && seconds <= 7 * DAY && seconds % idlePeriod(seconds) === 0;
  return fits ? [] : [`'idleAfter' must be up to 1 day in steps of 5 minutes, or up to 7 days in steps of 1 hour, got ${seconds} seconds`];
}

/** Thresholds are computed: CloudFormation cannot multiply. */
function unknown(name: string): string {
  return `'${name}' must be known at synth, got a token: the threshold is computed of it`;
}
