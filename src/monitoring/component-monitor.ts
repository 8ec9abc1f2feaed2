import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ComponentAlarms } from './component-alarms';
import { IInferenceComponentMetrics } from './component-metrics.generated';
import { ComponentMonitorOptions } from './component-monitor-options';
import { gpuMemoryPercent, modelLatency, notify, serverErrors } from './monitor';

/** What alarms need to know about an inference component. */
export interface MonitoredComponent {
  readonly component: IInferenceComponentMetrics & { metricCopyCount(options?: cloudwatch.MetricOptions): cloudwatch.IMetric };
  readonly modelId: string;
  readonly hasGpu: boolean;

  /** The share of the GPU memory that the server reserves, from 0 to 1. */
  readonly gpuMemoryShare: number;
}

/** Creates the alarms of a component under a separate construct, over the default period of 5 minutes. The options must be valid. */
export function createComponentAlarms(scope: Construct, monitored: MonitoredComponent, options: ComponentMonitorOptions): ComponentAlarms {
  const all: cloudwatch.Alarm[] = [];
  const create = (id: string, props: cloudwatch.AlarmProps) => {
    const alarm = new cloudwatch.Alarm(scope, id, props);
    all.push(alarm);
    return alarm;
  };
  const requests = { endpoint: monitored.component, modelId: monitored.modelId };
  const latency = modelLatency(requests, options);
  const alarms: ComponentAlarms = {
    all,
    serverErrors: create('ServerErrors', serverErrors(requests, options)),
    noCapacity: create('NoCapacity', noCapacity(monitored)),
    copies: options.minimumCopies === undefined ? undefined : create('Copies', copies(monitored, options.minimumCopies)),
    modelLatency: latency && create('ModelLatency', latency),
    gpuMemory: monitored.hasGpu ? create('GpuMemory', gpuMemory(monitored)) : undefined,
  };
  notify(all, options);
  return alarms;
}

/** Waits for longer than a first copy takes to start, so that scaling from zero does not trigger it. */
function noCapacity({ component, modelId }: MonitoredComponent): cloudwatch.AlarmProps {
  return {
    metric: component.metricNoCapacityInvocationFailures(),
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 3,
    // no requests means no failures
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    alarmDescription: `Requests to ${modelId} have failed for 15 minutes because no copy is running. `
      + 'Check the status of the inference component and its container logs, and whether the instances have room for a copy.',
  };
}

function copies({ component, modelId }: MonitoredComponent, minimum: number): cloudwatch.AlarmProps {
  return {
    metric: component.metricCopyCount(),
    threshold: minimum,
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: 3,
    // no copy reports metrics
    treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    alarmDescription: `Fewer than ${minimum} copies of ${modelId} have reported metrics for 15 minutes. `
      + 'Check the status of the inference component and its container logs, and whether the instances have room for a copy.',
  };
}

function gpuMemory({ component, modelId, gpuMemoryShare }: MonitoredComponent): cloudwatch.AlarmProps {
  const percent = gpuMemoryPercent(gpuMemoryShare);
  return {
    metric: component.metricGpuMemoryUtilizationNormalized({ statistic: cloudwatch.Stats.MAXIMUM }),
    threshold: percent,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 3,
    treatMissingData: cloudwatch.TreatMissingData.MISSING,
    alarmDescription: `A copy of ${modelId} uses more than ${percent}% of its GPU memory. `
      + 'The next large request may run out of memory. Shorten the context, or reduce the number of concurrent requests.',
  };
}
