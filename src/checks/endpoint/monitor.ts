import { Duration } from 'aws-cdk-lib/core';
import { serverMetricFindings } from './server-metrics';
import { isKnown } from '../../common/known';
import { amountIn } from '../../input/amounts';
import { BOOLEAN, having, NUMBER } from '../../input/kinds';
import { Shape } from '../../input/shape';
import { DAY, idlePeriod } from '../../monitoring/idle-period';
import { ModelMonitorOptions } from '../../monitoring/model-monitor-options';
import { MonitorOptions } from '../../monitoring/monitor-options';
import { MonitoredEndpoint } from '../../monitoring/monitored-endpoint';
import { Check, finding, Finding, when } from '../finding';
import { integerFindings, IntegerFound, integerMessage } from '../ranges';

const ALARM = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html';
const METRICS = 'https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html';
const ASYNC_METRICS = 'https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html';

/** A time that is an unresolved token is rejected, in any unit. */
const TIME = having('a Duration', ['toSeconds'], 'use one such as Duration.seconds');

export const MODEL_MONITOR_SHAPE: Shape<ModelMonitorOptions> = {
  topic: having('a topic', ['topicArn'], 'use a construct such as that of Topic.fromTopicArn'),
  maximumServerErrorPercent: NUMBER,
  maximumModelLatency: TIME,
};

export const MONITOR_SHAPE: Shape<MonitorOptions> = {
  ...MODEL_MONITOR_SHAPE,
  maximumOverheadLatency: TIME,
  maximumGpuMemoryPercent: NUMBER,
  acceleratorCount: NUMBER,
  maximumDiskPercent: NUMBER,
  maximumBacklogAge: TIME,
  maximumTimeToFirstToken: TIME,
  maximumWaitingRequests: NUMBER,
  maximumKeyValueCachePercent: NUMBER,
  minimumPrefixCacheHitPercent: NUMBER,
  idleAfter: TIME,
  scalesToZero: BOOLEAN,
};

const TWICE: Check<object> = {
  id: 'monitor-twice',
  severity: 'error',
  what: '`monitor` is called twice',
  why: 'an endpoint has one set of alarms, with fixed construct ids',
  fix: 'create your own alarms from the metrics of the endpoint, such as `metricModelLatency`',
  source: 'https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html',
  message: prop => `'${prop}' must not be called twice`,
};

/** A threshold that is not in a range. */
interface ThresholdFound {
  readonly range: 'greater than 0 and less than 100' | 'greater than 0' | 'greater than 0, in whole seconds' | 'at least 0';
  readonly got: number;
  readonly unit?: 'milliseconds';
}

export const THRESHOLD: Check<ThresholdFound> = {
  id: 'monitor-threshold',
  severity: 'error',
  what: 'a percentage of `monitor` is not greater than 0 and less than 100, or a time or a number of requests or copies is not greater than 0, '
    + 'or a number of failures is not at least 0, or `maximumBacklogAge` is not in whole seconds',
  why: 'the alarm would always or never go into ALARM',
  fix: 'set a value in that range, or leave it out',
  source: ALARM,
  message: (prop, { range, got, unit }) => `'${prop}' must be ${range}, got ${got}${unit ? ` ${unit}` : ''}`,
};

const UNKNOWN: Check<object> = {
  id: 'monitor-token',
  severity: 'error',
  what: 'a number or a time of `monitor` is an unresolved token',
  why: 'thresholds and periods are computed at synth, and CloudFormation cannot compute with numbers',
  fix: 'use a value that is known at synth',
  source: 'https://docs.aws.amazon.com/cdk/v2/guide/tokens.html',
  message: prop => `'${prop}' must be known at synth, because the alarm is computed from it, got an unresolved token`,
};

/** A number of GPUs that is not that of the instance type. */
type GpuCountFound = IntegerFound | { readonly instanceType: string; readonly gpuCount?: number; readonly given?: number };

const GPU_COUNT: Check<GpuCountFound> = {
  id: 'monitor-accelerator-count',
  severity: 'error',
  what: '`acceleratorCount` of `monitor` is not an integer of at least 0, is not the number of GPUs of the instance type, or is missing for '
    + 'an instance type '
    + 'that the library does not know',
  why: 'CloudWatch reports up to 100% for each GPU, so the threshold would be wrong by that factor',
  fix: 'remove `acceleratorCount` for an instance type that the library knows, or set the number of GPUs, which may be 0, for another one',
  source: METRICS,
  message: (prop, found) => {
    if ('got' in found) {
      return integerMessage(prop, found);
    }
    const { instanceType, gpuCount, given } = found;
    return `'${prop}' must be ${gpuCount === undefined ? '' : `${gpuCount}, `}the number of GPUs of 'instanceType' ${instanceType}`
      + `${gpuCount === undefined ? ', which the library does not know' : ''}, got ${given}`;
  },
};

export const NO_GPU: Check<{ readonly hasFallbacks: boolean }> = {
  id: 'monitor-gpu-memory-without-gpu',
  severity: 'error',
  what: '`maximumGpuMemoryPercent` or `maximumGpuReservationPercent` is set for instances without GPUs',
  why: 'SageMaker does not publish the metric, and the alarm would never go into ALARM',
  fix: 'leave it out',
  source: METRICS,
  message: (prop, { hasFallbacks }) => `'${prop}' requires GPUs, `
    + `but ${hasFallbacks ? "'instanceType' and the known 'fallbackInstanceTypes' have" : "'instanceType' has"} none`,
};

const OVERHEAD: Check<object> = {
  id: 'monitor-overhead-latency-of-async',
  severity: 'error',
  what: '`maximumOverheadLatency` is set for an endpoint with `asyncInference`',
  why: 'the endpoint does not publish the metric, and the alarm would never go into ALARM',
  fix: 'leave it out',
  source: ASYNC_METRICS,
  message: prop => `'${prop}' requires a real-time endpoint, because an endpoint with 'asyncInference' does not publish the metric`,
};

const BACKLOG: Check<object> = {
  id: 'monitor-backlog-age-in-real-time',
  severity: 'error',
  what: '`maximumBacklogAge` is set for a real-time endpoint',
  why: 'the endpoint has no queue and does not publish the metric, and the alarm would never go into ALARM',
  fix: 'leave it out, or set `asyncInference`',
  source: ASYNC_METRICS,
  message: prop => `'${prop}' requires an endpoint with 'asyncInference', because a real-time endpoint has no queue`,
};

const IDLE: Check<{ readonly got: number }> = {
  id: 'monitor-idle-after',
  severity: 'error',
  what: '`idleAfter` is not a multiple of 5 minutes up to 1 day, or of 1 hour up to 7 days',
  why: 'CloudWatch rejects an alarm that looks back for longer than that, and the deployment is rolled back',
  fix: 'set, for example, 5 minutes or 2 hours',
  source: ALARM,
  message: (prop, { got }) => `'${prop}' must be a multiple of 5 minutes if it is at most 1 day, or a multiple of 1 hour if it is longer, `
    + `up to 7 days, got ${got} seconds`,
};

const REMOVED: Check<object> = {
  id: 'monitor-removed-alarm',
  severity: 'error',
  what: 'another resource refers to the alarm `noInstance`, and `autoScale` or a schedule, called after `monitor`, allows 0 instances',
  why: 'such an endpoint has no alarm `noInstance`, and CloudFormation rejects a reference to a resource that is not in the template',
  fix: 'set `scalesToZero` of `monitor` to true for no alarm, or to false to keep it',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html',
  message: prop => `'${prop}' must not be referenced if the endpoint may be scaled to 0 instances, because the alarm is then removed`,
};

export const MONITOR_CHECKS = [TWICE, THRESHOLD, UNKNOWN, GPU_COUNT, NO_GPU, OVERHEAD, BACKLOG, IDLE, REMOVED];

const PERCENTAGES = [
  'maximumServerErrorPercent', 'maximumGpuMemoryPercent', 'maximumDiskPercent', 'maximumKeyValueCachePercent', 'minimumPrefixCacheHitPercent',
] as const;
const TIMES = ['maximumModelLatency', 'maximumOverheadLatency', 'maximumBacklogAge', 'maximumTimeToFirstToken'] as const;

/** Finds what is wrong with the options of `monitor` that concern the requests to a model. */
export function modelMonitorFindings(options: ModelMonitorOptions, calledBefore: boolean): Finding[] {
  return [
    ...when(calledBefore, () => finding(TWICE, 'monitor', {})),
    ...tokenFindings(options, ['maximumServerErrorPercent', 'maximumModelLatency']),
    ...percentFindings('maximumServerErrorPercent', options.maximumServerErrorPercent),
    ...timeFindings('maximumModelLatency', options.maximumModelLatency),
  ];
}

/** Finds what is wrong with the options of `monitor`. */
export function monitorFindings(monitored: MonitoredEndpoint, options: MonitorOptions, calledBefore: boolean): Finding[] {
  const { asynchronous, fallbacks, gpuCount } = monitored;
  const { acceleratorCount = gpuCount, maximumGpuMemoryPercent, maximumOverheadLatency, maximumBacklogAge } = options;
  const hasNoGpu = acceleratorCount === 0 && !fallbacks.some(fallback => fallback.gpuCount);
  return [
    ...when(calledBefore, () => finding(TWICE, 'monitor', {})),
    ...tokenFindings<typeof AMOUNTS[number]>(options, AMOUNTS),
    ...PERCENTAGES.flatMap(prop => percentFindings(prop, options[prop])),
    ...TIMES.flatMap(prop => timeFindings(prop, options[prop])),
    ...gpuCountFindings(monitored, options),
    ...when(maximumGpuMemoryPercent !== undefined && hasNoGpu,
      () => finding(NO_GPU, 'maximumGpuMemoryPercent', { hasFallbacks: fallbacks.length > 0 })),
    ...when(maximumOverheadLatency !== undefined && asynchronous, () => finding(OVERHEAD, 'maximumOverheadLatency', {})),
    ...when(maximumBacklogAge !== undefined && !asynchronous, () => finding(BACKLOG, 'maximumBacklogAge', {})),
    ...idleFindings(options.idleAfter),
    ...countFindings('maximumWaitingRequests', options.maximumWaitingRequests),
    ...serverMetricFindings(monitored, options),
  ];
}

/** Finds a reference to an alarm that is not in the template. */
export function removedAlarmFindings(): Finding[] {
  return [finding(REMOVED, 'noInstance', {})];
}

const AMOUNTS = [...PERCENTAGES, ...TIMES, 'acceleratorCount', 'idleAfter', 'maximumWaitingRequests'] as const;

/** Finds amounts that are not known at synth. */
export function tokenFindings<P extends string>(options: { readonly [K in P]?: number | Duration }, amounts: readonly P[]): Finding[] {
  return amounts.filter(prop => options[prop] !== undefined && knownAmount(options[prop]) === undefined).map(prop => finding(UNKNOWN, prop, {}));
}

/** Finds a percentage that is out of its range. */
export function percentFindings(prop: string, got: number | undefined): Finding[] {
  return isKnown(got) && !(got > 0 && got < 100) ? [finding(THRESHOLD, prop, { range: 'greater than 0 and less than 100', got })] : [];
}

/** Finds a number that is not greater than 0. */
export function countFindings(prop: string, got: number | undefined): Finding[] {
  return isKnown(got) && !(got > 0) ? [finding(THRESHOLD, prop, { range: 'greater than 0', got })] : [];
}

function timeFindings(prop: typeof TIMES[number], time: Duration | undefined): Finding[] {
  const got = knownAmount(time);
  const inSeconds = prop === 'maximumBacklogAge';
  return got === undefined || (got > 0 && !(inSeconds && got % 1000 !== 0)) ? []
    : [finding(THRESHOLD, prop, { range: inSeconds ? 'greater than 0, in whole seconds' : 'greater than 0', got, unit: 'milliseconds' })];
}

function gpuCountFindings({ instanceType, gpuCount }: MonitoredEndpoint, { acceleratorCount: given }: MonitorOptions): Finding[] {
  const notAnInteger = integerFindings(GPU_COUNT, 'acceleratorCount', given, { minimum: 0 });
  const isRight = given === undefined ? gpuCount !== undefined : gpuCount === undefined || !isKnown(given) || given === gpuCount;
  return notAnInteger.length > 0 || isRight ? notAnInteger : [finding(GPU_COUNT, 'acceleratorCount', { instanceType, gpuCount, given })];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html: 1 day, or 7 days with periods of an hour */
function idleFindings(idleAfter: Duration | undefined): Finding[] {
  const milliseconds = knownAmount(idleAfter);
  const got = milliseconds === undefined ? undefined : milliseconds / 1000;
  return got === undefined || (got > 0 && got <= 7 * DAY && got % idlePeriod(got) === 0) ? [] : [finding(IDLE, 'idleAfter', { got })];
}

/** A number, or a time in milliseconds. Undefined if it is not set, or an unresolved token. */
function knownAmount(amount: number | Duration | undefined): number | undefined {
  const number = typeof amount === 'object' ? amountIn('milliseconds', amount) : amount;
  return isKnown(number) ? number : undefined;
}
