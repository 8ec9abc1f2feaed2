import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as cloudwatch_actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { EndpointAlarms } from './endpoint-alarms';
import { IEndpointMetrics } from './endpoint-metrics.generated';
import { idlePeriod } from './idle-period';
import { ModelMonitorOptions } from './model-monitor-options';
import { MonitorOptions } from './monitor-options';
import { instanceSamples, MonitoredEndpoint, MonitoredType, ofType, requestsOf, typesApart } from './monitored-endpoint';
import { createServerAlarms } from './server-alarms';
import { amountIn } from '../input/amounts';

/** The maximum default threshold for GPU memory. Utilization never exceeds 100%, so an alarm with a higher threshold would never go into ALARM. */
const MOST_GPU_MEMORY_PERCENT = 99.5;

const FIVE_MINUTES = Duration.minutes(5);

/** Creates the alarms of an endpoint under a separate construct. The options must be valid. */
export function createAlarms(scope: Construct, monitored: MonitoredEndpoint, options: MonitorOptions): EndpointAlarms {
  const all: cloudwatch.Alarm[] = [];
  const create = (id: string, props: cloudwatch.AlarmProps) => {
    const alarm = new cloudwatch.Alarm(scope, id, props);
    all.push(alarm);
    return alarm;
  };
  const createIf = (id: string, props: cloudwatch.AlarmProps | undefined) => props && create(id, props);
  const type: MonitoredType = { ...monitored, gpuCount: options.acceleratorCount ?? monitored.gpuCount };
  const [ofItsOwn, ...others] = typesApart([type, ...monitored.fallbacks], 'gpuCount');
  const alarms: EndpointAlarms = {
    all,
    serverErrors: create('ServerErrors', serverErrors(monitored, options)),
    modelLatency: createIf('ModelLatency', modelLatency(monitored, options)),
    overheadLatency: createIf('OverheadLatency', overheadLatency(monitored, options)),
    noInstance: createIf('NoInstance', noInstance(monitored, options)),
    gpuMemory: createIf('GpuMemory', gpuMemory(monitored, options, type, ofItsOwn !== undefined)),
    disk: create('Disk', disk(monitored, options)),
    backlogAge: createIf('BacklogAge', backlogAge(monitored, options)),
    idle: createIf('Idle', idle(monitored, options)),
    ...createServerAlarms(scope, monitored, options),
  };
  others.forEach((other, index) => createIf(`GpuMemoryOfFallback${index + 1}`, gpuMemory(monitored, options, other, true)));
  const { timeToFirstToken, waitingRequests, keyValueCache, prefixCacheHits } = alarms;
  notify([...all, ...[timeToFirstToken, waitingRequests, keyValueCache, prefixCacheHits].flatMap(alarm => alarm ?? [])], options);
  return alarms;
}

/** Notifies the topic, if there is one, whenever an alarm changes its state. */
export function notify(alarms: readonly cloudwatch.AlarmBase[], { topic }: ModelMonitorOptions): void {
  if (topic) {
    const action = new cloudwatch_actions.SnsAction(topic);
    alarms.forEach(alarm => {
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    });
  }
}

/** A model whose requests are measured: that of an endpoint, or of an inference component. */
export interface MonitoredModel {
  readonly endpoint: Pick<IEndpointMetrics, 'metricInvocation5xxErrors' | 'metricModelLatency'>;
  readonly modelId: string;
}

/** The metric is 1 for each failed request and 0 otherwise, so its average is the share of failed requests. */
export function serverErrors({ endpoint, modelId }: MonitoredModel, { maximumServerErrorPercent = 1 }: ModelMonitorOptions): cloudwatch.AlarmProps {
  return {
    metric: endpoint.metricInvocation5xxErrors({ statistic: cloudwatch.Stats.AVERAGE, period: FIVE_MINUTES }),
    threshold: maximumServerErrorPercent / 100,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    // no requests means no errors
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmDescription: `More than ${maximumServerErrorPercent}% of the requests to ${modelId} failed with a status of 500 to 599. `
      + 'Check the container logs for out-of-memory errors, timeouts or crashes.',
  };
}

/** The 99th percentile, because an average hides slow requests. */
export function modelLatency(
  { endpoint, modelId }: MonitoredModel, { maximumModelLatency: maximum }: ModelMonitorOptions,
): cloudwatch.AlarmProps | undefined {
  return maximum && {
    metric: endpoint.metricModelLatency({ statistic: cloudwatch.Stats.percentile(99), period: FIVE_MINUTES }),
    threshold: microseconds(maximum),
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    // no requests means no slow requests
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmDescription: `The 99th percentile of the model latency of ${modelId} exceeded ${amountIn('milliseconds', maximum)} ms. `
      + 'Check whether prompts or responses have become longer, or whether the instances receive too many concurrent requests.',
  };
}

/** Uses the average over 5 minutes, which is the default, because AWS documents no percentiles for this metric. */
function overheadLatency({ endpoint, modelId }: MonitoredEndpoint, options: MonitorOptions): cloudwatch.AlarmProps | undefined {
  const { maximumOverheadLatency: maximum } = options;
  return maximum && {
    metric: endpoint.metricOverheadLatency(),
    threshold: microseconds(maximum),
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmDescription: `Requests to ${modelId} spent more than ${amountIn('milliseconds', maximum)} ms in SageMaker, outside of the container. `
      + 'Check whether requests or responses have become larger, and check the AWS Health Dashboard.',
  };
}

/**
 * Each instance publishes a sample in each period. Without instances there is no data, which counts as breaching. The alarm waits for at least
 * five minutes, so that a single delayed sample does not trigger it.
 */
function noInstance(monitored: MonitoredEndpoint, { scalesToZero }: MonitorOptions): cloudwatch.AlarmProps | undefined {
  const { modelId, period } = monitored;
  const evaluationPeriods = Math.max(2, Math.ceil(FIVE_MINUTES.toSeconds() / period.toSeconds()));
  return scalesToZero ? undefined : {
    metric: instanceSamples(monitored, period),
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods,
    treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    alarmDescription: `No instance of ${modelId} has reported metrics for ${evaluationPeriods * period.toMinutes()} minutes. `
      + 'Check the status of the endpoint and the container logs.',
  };
}

/** The default threshold for GPU memory: halfway between the share that the server reserves and all of it. */
export function gpuMemoryPercent(gpuMemoryShare: number): number {
  return Math.min(MOST_GPU_MEMORY_PERCENT, Math.round(500 * (1 + gpuMemoryShare)) / 10);
}

/** CloudWatch reports up to 100 percent for each GPU, so instance types with different numbers of GPUs need separate thresholds and alarms. */
function gpuMemory(monitored: MonitoredEndpoint, options: MonitorOptions, type: MonitoredType, alone: boolean): cloudwatch.AlarmProps | undefined {
  const { endpoint, modelId, gpuMemoryShare } = monitored;
  const { gpuCount: count = 0 } = type;
  const percent = options.maximumGpuMemoryPercent ?? gpuMemoryPercent(gpuMemoryShare);
  const metric = endpoint.metricGpuMemoryUtilization({ statistic: cloudwatch.Stats.MAXIMUM, period: FIVE_MINUTES });
  return count === 0 ? undefined : {
    metric: alone ? ofType(metric, type) : metric,
    threshold: percent * count,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 3,
    // another alarm covers missing data
    treatMissingData: cloudwatch.TreatMissingData.MISSING,
    alarmDescription: `An instance of ${modelId}${alone ? ` of type ${type.instanceType}` : ''} uses more than ${percent}% of its GPU memory `
      + `(${count} x 100% in CloudWatch). `
      + 'The next large request may run out of memory. Shorten the context, or reduce the number of concurrent requests.',
  };
}

/** The models on an instance share its disk. */
export function disk(
  { endpoint, modelId }: Pick<MonitoredEndpoint, 'endpoint' | 'modelId'>, { maximumDiskPercent = 90 }: Pick<MonitorOptions, 'maximumDiskPercent'>,
): cloudwatch.AlarmProps {
  return {
    metric: endpoint.metricDiskUtilization({ statistic: cloudwatch.Stats.MAXIMUM, period: FIVE_MINUTES }),
    threshold: maximumDiskPercent,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 3,
    treatMissingData: cloudwatch.TreatMissingData.MISSING,
    alarmDescription: `The disk of an instance of ${modelId} is more than ${maximumDiskPercent}% full. `
      + 'Use a larger volume or instance type.',
  };
}

function backlogAge({ endpoint, modelId, asynchronous }: MonitoredEndpoint, options: MonitorOptions): cloudwatch.AlarmProps | undefined {
  const seconds = (options.maximumBacklogAge ?? Duration.hours(1)).toSeconds();
  return asynchronous ? {
    metric: endpoint.metricApproximateAgeOfOldestRequest(),
    threshold: seconds,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    // an empty queue has no oldest request
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmDescription: `A request to ${modelId} has been in the queue for more than ${seconds} seconds. `
      + 'Check whether there are enough instances, and whether they are healthy.',
  } : undefined;
}

/**
 * The number of requests while instances report metrics. If instances report but receive no requests, the expression is 0. If no instance
 * reports, it has no value. So neither an endpoint without instances nor the time before its deployment counts as idle.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#using-IF-expressions
 */
function idle(monitored: MonitoredEndpoint, { idleAfter }: MonitorOptions): cloudwatch.AlarmProps | undefined {
  if (!idleAfter) {
    return undefined;
  }
  const seconds = idleAfter.toSeconds();
  const period = Duration.seconds(idlePeriod(seconds));
  return {
    metric: new cloudwatch.MathExpression({
      expression: 'IF(instances, requests, 0)',
      usingMetrics: { instances: instanceSamples(monitored, period), requests: requestsOf(monitored, period) },
      label: 'requests while instances are billed',
      period,
    }),
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: seconds / period.toSeconds(),
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmDescription: `The endpoint of ${monitored.modelId} has received no requests for ${idleAfter.toHumanString()}, but its instances are billed. `
      + 'Delete the endpoint, or reduce the number of instances.',
  };
}

/** SageMaker reports latencies in microseconds. */
function microseconds(duration: Duration): number {
  return duration.toMilliseconds({ integral: false }) * 1000;
}
