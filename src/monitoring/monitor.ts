import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as cloudwatch_actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { EndpointAlarms } from './endpoint-alarms';
import { idlePeriod } from './idle-period';
import { MonitorOptions } from './monitor-options';
import { instanceSamples, MonitoredEndpoint, MonitoredType, ofType, requestsOf, typesApart } from './monitored-endpoint';
import { amountIn } from '../input/amounts';

/** More than this the memory of GPUs is not asked to be by default: nothing is fuller than 100 %, and an alarm above that never rings. */
const MOST_GPU_MEMORY_PERCENT = 99.5;

const FIVE_MINUTES = Duration.minutes(5);

/** The alarms of an endpoint, under a construct of their own. The options must have been found right. */
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
  };
  others.forEach((other, index) => createIf(`GpuMemoryOfFallback${index + 1}`, gpuMemory(monitored, options, other, true)));
  if (options.topic) {
    const action = new cloudwatch_actions.SnsAction(options.topic);
    all.forEach(alarm => {
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    });
  }
  return alarms;
}

/** Each request adds 1 or 0, so that the average is the share of those that failed. */
function serverErrors({ endpoint, modelId }: MonitoredEndpoint, { maximumServerErrorPercent = 1 }: MonitorOptions): cloudwatch.AlarmProps {
  return {
    metric: endpoint.metricInvocation5xxErrors({ statistic: cloudwatch.Stats.AVERAGE, period: FIVE_MINUTES }),
    threshold: maximumServerErrorPercent / 100,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    // no requests is no error
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmDescription: `More than ${maximumServerErrorPercent} % of the requests to ${modelId} failed with a status of 500 to 599. `
      + 'The log of the container says why: out of memory, a timeout, a crash.',
  };
}

function modelLatency({ endpoint, modelId }: MonitoredEndpoint, { maximumModelLatency: maximum }: MonitorOptions): cloudwatch.AlarmProps | undefined {
  return maximum && {
    metric: endpoint.metricModelLatency({ statistic: cloudwatch.Stats.percentile(99), period: FIVE_MINUTES }),
    threshold: microseconds(maximum),
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    // no requests is not slow
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmDescription: `More than 1 of 100 requests to ${modelId} took the model longer than ${amountIn('milliseconds', maximum)} ms. `
      + 'Prompts or answers have become longer, or there are more requests at a time than the instances can take.',
  };
}

/** The average, since AWS documents no percentiles of it. */
function overheadLatency({ endpoint, modelId }: MonitoredEndpoint, options: MonitorOptions): cloudwatch.AlarmProps | undefined {
  const { maximumOverheadLatency: maximum } = options;
  return maximum && {
    metric: endpoint.metricOverheadLatency({ statistic: cloudwatch.Stats.AVERAGE, period: FIVE_MINUTES }),
    threshold: microseconds(maximum),
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmDescription: `Requests to ${modelId} spent more than ${amountIn('milliseconds', maximum)} ms in SageMaker, outside of the container. `
      + 'Requests or answers have become larger, or SageMaker has trouble.',
  };
}

/**
 * An instance sends a sample in each period. Where there is none, there is no data, and that is the alarm: after five minutes at least, and
 * not after one sample that comes late.
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
    alarmDescription: `No instance of ${modelId} has reported for ${evaluationPeriods * period.toMinutes()} minutes. `
      + 'Look at the status of the endpoint, and at the log of the container.',
  };
}

/** CloudWatch counts 100 percent for each GPU: types with different numbers of them have a bound each, and an alarm of their own. */
function gpuMemory(monitored: MonitoredEndpoint, options: MonitorOptions, type: MonitoredType, alone: boolean): cloudwatch.AlarmProps | undefined {
  const { endpoint, modelId, gpuMemoryShare } = monitored;
  const { gpuCount: count = 0 } = type;
  const percent = options.maximumGpuMemoryPercent ?? Math.min(MOST_GPU_MEMORY_PERCENT, Math.round(500 * (1 + gpuMemoryShare)) / 10);
  const metric = endpoint.metricGpuMemoryUtilization({ statistic: cloudwatch.Stats.MAXIMUM, period: FIVE_MINUTES });
  return count === 0 ? undefined : {
    metric: alone ? ofType(metric, type) : metric,
    threshold: percent * count,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 3,
    // whether instances report is told by another alarm
    treatMissingData: cloudwatch.TreatMissingData.MISSING,
    alarmDescription: `An instance of ${modelId}${alone ? `, of the type ${type.instanceType},` : ''} `
      + `uses more than ${percent} % of the memory of its GPUs (${count} x 100 % in CloudWatch). `
      + 'The next large request may fail for want of memory: shorten the context, or serve fewer requests at a time.',
  };
}

function disk({ endpoint, modelId }: MonitoredEndpoint, { maximumDiskPercent = 90 }: MonitorOptions): cloudwatch.AlarmProps {
  return {
    metric: endpoint.metricDiskUtilization({ statistic: cloudwatch.Stats.MAXIMUM, period: FIVE_MINUTES }),
    threshold: maximumDiskPercent,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 3,
    treatMissingData: cloudwatch.TreatMissingData.MISSING,
    alarmDescription: `The disk of an instance of ${modelId} is more than ${maximumDiskPercent} % full. `
      + 'Take a larger volume or instance type.',
  };
}

function backlogAge({ endpoint, modelId, asynchronous }: MonitoredEndpoint, options: MonitorOptions): cloudwatch.AlarmProps | undefined {
  const seconds = (options.maximumBacklogAge ?? Duration.hours(1)).toSeconds();
  return asynchronous ? {
    metric: endpoint.metricApproximateAgeOfOldestRequest({ statistic: cloudwatch.Stats.MAXIMUM, period: FIVE_MINUTES }),
    threshold: seconds,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    // an empty queue has no oldest request
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmDescription: `A request to ${modelId} has been in the queue for more than ${seconds} seconds. `
      + 'There are too few instances, or none that works.',
  } : undefined;
}

/**
 * The requests, for as long as instances report: where they do and no request is counted, the expression is 0; where they do not, it has
 * no value. So neither an endpoint without instances nor the time before its deployment counts as idle.
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
    alarmDescription: `Nobody has called ${monitored.modelId} for ${idleAfter.toHumanString()}, and its instances are billed. `
      + 'Delete the endpoint, or have fewer instances.',
  };
}

/** SageMaker measures latencies in millionths of a second. */
function microseconds(duration: Duration): number {
  return duration.toMilliseconds({ integral: false }) * 1000;
}
