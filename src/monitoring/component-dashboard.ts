import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ComponentAlarms } from './component-alarms';
import { InferenceComponentMetricsBase } from './component-metrics.generated';
import { expression, graph, HEIGHT, LazyRow, states, WIDTH } from './dashboard';
import { DashboardOptions } from './dashboard-options';
import { EndpointMetricsBase } from './endpoint-metrics.generated';

/** An endpoint with the metrics of what its components reserve. */
export interface ReservedEndpoint extends EndpointMetricsBase {
  metricCpuReservation(options?: cloudwatch.MetricOptions): cloudwatch.Metric;
  metricMemoryReservation(options?: cloudwatch.MetricOptions): cloudwatch.Metric;
  metricGpuReservation(options?: cloudwatch.MetricOptions): cloudwatch.Metric;
}

/** An inference component on the dashboard. */
export interface ShownComponent {
  readonly component: InferenceComponentMetricsBase & { metricCopyCount(options?: cloudwatch.MetricOptions): cloudwatch.IMetric };
  readonly id: string;
  readonly modelId: string;
  readonly alarms?: ComponentAlarms;
}

const MINUTE = Duration.minutes(1);
const QUARTER = WIDTH / 4;

/** A dashboard with the totals of the endpoint, and a row for each component. Components may be added after the dashboard. */
export function createComponentDashboard(
  scope: Construct, id: string, { endpoint, instanceType }: { readonly endpoint: ReservedEndpoint; readonly instanceType: string },
  components: () => readonly ShownComponent[], options: DashboardOptions,
): cloudwatch.Dashboard {
  return new cloudwatch.Dashboard(scope, id, {
    dashboardName: options.dashboardName,
    widgets: [
      [new cloudwatch.TextWidget({
        width: WIDTH, height: 2, markdown: `# ${endpoint.endpointName}\nAn endpoint with inference components, on ${instanceType}.`,
      })],
      [new LazyRow(() => [new cloudwatch.Column(
        new cloudwatch.Row(...total(endpoint, components(), options)),
        ...components().map(shown => new cloudwatch.Row(...rowOf(shown))),
      )])],
    ],
  });
}

function total(endpoint: ReservedEndpoint, components: readonly ShownComponent[], { pricePerInstanceHour: price }: DashboardOptions) {
  const alarms = components.flatMap(each => each.alarms?.all ?? []);
  const samples = { samples: endpoint.metricCpuUtilization({ statistic: cloudwatch.Stats.SAMPLE_COUNT, period: MINUTE }) };
  const failures = components.map(({ component, id }) => component.metricNoCapacityInvocationFailures({ label: id, period: MINUTE }));
  const named = Object.fromEntries(failures.map((metric, index) => [`failures${index + 1}`, metric]));
  return [
    ...alarms.length > 0 ? [states({ all: alarms })] : [],
    graph('Total: instances that report metrics', QUARTER, [expression('samples * 60 / PERIOD(samples)', samples, 'instances')]),
    graph('Total: reserved, in %', QUARTER, [
      endpoint.metricGpuReservation({ label: 'GPUs', period: MINUTE }),
      endpoint.metricMemoryReservation({ label: 'memory', period: MINUTE }),
      endpoint.metricCpuReservation({ label: 'CPUs', period: MINUTE }),
    ]),
    ...failures.length > 0
      ? [graph('Total: failures for lack of capacity', QUARTER, [expression(Object.keys(named).join(' + '), named, 'failures')])] : [],
    new cloudwatch.SingleValueWidget({
      title: 'Cost: selected time range',
      width: QUARTER,
      height: HEIGHT,
      setPeriodToTimeRange: true,
      metrics: [
        expression('samples / 60', samples, 'instance hours'),
        ...price ? [expression(`samples / 60 * ${price}`, samples, 'cost')] : [],
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
