import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ComponentAlarms } from './component-alarms';
import { ComponentEndpointAlarms } from './component-endpoint-alarms';
import { InferenceComponentMetricsBase } from './component-metrics.generated';
import { expression, graph, HEIGHT, LazyRow, states, WIDTH } from './dashboard';
import { DashboardOptions } from './dashboard-options';
import { EndpointMetricsBase } from './endpoint-metrics.generated';
import { sumOf } from './sum-of-metrics';

/** An endpoint with the metrics of what its components reserve. */
export interface ReservedEndpoint extends EndpointMetricsBase {
  metricCpuReservation(options?: cloudwatch.MetricOptions): cloudwatch.Metric;
  metricMemoryReservation(options?: cloudwatch.MetricOptions): cloudwatch.Metric;
  metricGpuReservation(options?: cloudwatch.MetricOptions): cloudwatch.Metric;
}

/** An inference component on the dashboard. */
export interface ShownComponent {
  readonly component: InferenceComponentMetricsBase & { metricCopyCount(options?: cloudwatch.MetricOptions): cloudwatch.IMetric };
  readonly adapters: readonly InferenceComponentMetricsBase[];
  readonly id: string;
  readonly modelId: string;
  readonly alarms?: ComponentAlarms;
}

const MINUTE = Duration.minutes(1);
const QUARTER = WIDTH / 4;

/** An endpoint on the dashboard. */
export interface ShownEndpoint {
  readonly endpoint: ReservedEndpoint;
  readonly instanceType: string;

  /** The time between two samples of an instance, in seconds. */
  readonly sampleSeconds: number;
}

/** A dashboard with the totals of the endpoint, and a row for each component. Components may be added after the dashboard. */
export function createComponentDashboard(
  scope: Construct, id: string, shown: ShownEndpoint, components: () => readonly ShownComponent[],
  alarms: () => ComponentEndpointAlarms | undefined, options: DashboardOptions,
): cloudwatch.Dashboard {
  return new cloudwatch.Dashboard(scope, id, {
    dashboardName: options.dashboardName,
    widgets: [
      [new cloudwatch.TextWidget({
        width: WIDTH, height: 2, markdown: `# ${shown.endpoint.endpointName}\nAn endpoint with inference components, on ${shown.instanceType}.`,
      })],
      [new LazyRow(() => [new cloudwatch.Column(
        new cloudwatch.Row(...total(shown, components(), alarms(), options)),
        ...components().map(each => new cloudwatch.Row(...rowOf(each))),
      )])],
    ],
  });
}

function total(
  { endpoint, sampleSeconds }: ShownEndpoint, components: readonly ShownComponent[], ofEndpoint: ComponentEndpointAlarms | undefined,
  { pricePerInstanceHour: price }: DashboardOptions,
) {
  const alarms = [...ofEndpoint?.all ?? [], ...components.flatMap(each => each.alarms?.all ?? [])];
  const samples = { samples: endpoint.metricCpuUtilization({ statistic: cloudwatch.Stats.SAMPLE_COUNT, period: MINUTE }) };
  const failures = components.flatMap(({ component, adapters }) => [component, ...adapters])
    .map(each => each.metricNoCapacityInvocationFailures({ period: MINUTE }));
  return [
    ...alarms.length > 0 ? [states({ all: alarms })] : [],
    graph('Total: instances that report metrics', QUARTER, [expression(`samples * ${sampleSeconds} / PERIOD(samples)`, samples, 'instances')]),
    graph('Total: reserved, in %', QUARTER, [
      endpoint.metricGpuReservation({ label: 'GPUs', period: MINUTE }),
      endpoint.metricMemoryReservation({ label: 'memory', period: MINUTE }),
      endpoint.metricCpuReservation({ label: 'CPUs', period: MINUTE }),
    ]),
    ...failures.length > 0
      ? [graph('Total: failures for lack of capacity', QUARTER, [sumOf(failures, 'failures')])] : [],
    new cloudwatch.SingleValueWidget({
      title: 'Cost: selected time range',
      width: QUARTER,
      height: HEIGHT,
      setPeriodToTimeRange: true,
      metrics: [
        expression(`samples / ${3600 / sampleSeconds}`, samples, 'instance hours'),
        ...price ? [expression(`samples / ${3600 / sampleSeconds} * ${price}`, samples, 'cost')] : [],
      ],
    }),
  ];
}

function rowOf({ component, id }: ShownComponent): cloudwatch.IWidget[] {
  return [
    graph(`${id}: copies and load`, QUARTER, [
      component.metricCopyCount({ period: MINUTE }),
      component.metricConcurrentRequestsPerCopy({ label: 'concurrent requests per copy', period: MINUTE }),
    ]),
    graph(`${id}: failed requests`, QUARTER, [
      component.metricInvocation5xxErrors({ label: '5xx: server errors', period: MINUTE }),
      component.metricInvocation4xxErrors({ label: '4xx: client errors', period: MINUTE }),
      component.metricNoCapacityInvocationFailures({ label: 'no copy', period: MINUTE }),
    ]),
    graph(`${id}: model latency and requests`, QUARTER, [
      ...[50, 99].map(percent => expression(`p${percent} / 1000`, {
        [`p${percent}`]: component.metricModelLatency({ statistic: cloudwatch.Stats.percentile(percent), period: MINUTE }),
      }, `p${percent} in milliseconds`)),
      component.metricInvocations({ label: 'requests', period: MINUTE }),
    ]),
    graph(`${id}: utilization, in %`, QUARTER, [
      component.metricGpuUtilizationNormalized({ label: 'GPU', period: MINUTE }),
      component.metricGpuMemoryUtilizationNormalized({ label: 'GPU memory', period: MINUTE }),
      component.metricCpuUtilizationNormalized({ label: 'CPU', period: MINUTE }),
      component.metricMemoryUtilizationNormalized({ label: 'memory', period: MINUTE }),
    ]),
  ];
}
