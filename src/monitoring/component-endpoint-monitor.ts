import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Lazy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ReservedEndpoint } from './component-dashboard';
import { ComponentEndpointAlarms } from './component-endpoint-alarms';
import { ComponentEndpointMonitorOptions } from './component-endpoint-monitor-options';
import { IInferenceComponentMetrics } from './component-metrics.generated';
import { disk, notify } from './monitor';
import { queriesOf, sumOf } from './sum-of-metrics';

const LABEL = 'failures of all components';

/** A metric that each component and each adapter has. */
type MetricOf = (component: IInferenceComponentMetrics) => cloudwatch.Metric;

/**
 * Creates the alarms of what components share, over the default period of 5 minutes. The options must be valid. Components may be added after the
 * alarms.
 */
export function createComponentEndpointAlarms(
  scope: Construct, endpoint: ReservedEndpoint, components: () => readonly IInferenceComponentMetrics[], options: ComponentEndpointMonitorOptions,
): ComponentEndpointAlarms {
  const all: cloudwatch.Alarm[] = [];
  const create = (id: string, props: cloudwatch.AlarmProps) => {
    const alarm = new cloudwatch.Alarm(scope, id, props);
    all.push(alarm);
    return alarm;
  };
  const reservation = (id: string, what: string, metric: cloudwatch.Metric, threshold: number | undefined) => threshold === undefined ? undefined
    : create(id, {
      metric,
      threshold,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      // without an instance, nothing is reserved
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      alarmDescription: `The inference components of ${endpoint.endpointName} reserve more than ${threshold}% of the ${what} of the instances. `
        + 'Another copy may not have room. Increase the maximum number of instances, or reserve less.',
    });
  const total = (id: string, how: string, metricOf: MetricOf, threshold: number | undefined) => {
    if (threshold === undefined) {
      return undefined;
    }
    // another metric of the endpoint as long as there are no components
    const none = [endpoint.metricCpuUtilization()];
    const alarm = create(id, {
      metric: sumOf(none, LABEL),
      threshold,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      // no requests means no failures
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      alarmDescription: `More than ${threshold} requests to the inference components of ${endpoint.endpointName} failed within 5 minutes ${how}. `
        + 'The alarms and the dashboard of the components show which ones.',
    });
    (alarm.node.defaultChild as cloudwatch.CfnAlarm).metrics = Lazy.any({
      produce: () => {
        const metrics = components().map(metricOf);
        return metrics.length > 0 ? queriesOf(metrics, LABEL) : queriesOf(none, LABEL, '0 * failures1');
      },
    });
    return alarm;
  };
  const alarms: ComponentEndpointAlarms = {
    all,
    disk: create('Disk', disk({ endpoint, modelId: 'the inference components' }, {})),
    gpuReservation: reservation('GpuReservation', 'GPUs', endpoint.metricGpuReservation(), options.maximumGpuReservationPercent),
    memoryReservation: reservation('MemoryReservation', 'memory', endpoint.metricMemoryReservation(), options.maximumMemoryReservationPercent),
    cpuReservation: reservation('CpuReservation', 'CPUs', endpoint.metricCpuReservation(), options.maximumCpuReservationPercent),
    noCapacity: total('NoCapacity', 'because no copy was running', component => component.metricNoCapacityInvocationFailures(),
      options.maximumNoCapacityFailures),
    serverErrors: total('ServerErrors', 'with a status of 500 to 599', component => component.metricInvocation5xxErrors(),
      options.maximumServerErrors),
  };
  notify(all, options);
  return alarms;
}
