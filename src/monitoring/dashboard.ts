import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { DashboardOptions } from './dashboard-options';
import { EndpointAlarms } from './endpoint-alarms';
import { instanceSamples, MonitoredEndpoint, MonitoredType, ofType, requestsOf, typesApart } from './monitored-endpoint';
import { SERVER_METRIC_OPTIONS, serverMetricQuery } from './server-metrics';

export const WIDTH = 24;
export const HEIGHT = 6;
const MINUTE = 60;
const PRICES = 'https://aws.amazon.com/sagemaker/ai/pricing/';

/** A dashboard with a row of widgets for each of availability, latency, load and cost. */
export function createDashboard(
  scope: Construct, id: string, monitored: MonitoredEndpoint, alarms: () => EndpointAlarms | undefined, options: DashboardOptions,
): cloudwatch.Dashboard {
  return new cloudwatch.Dashboard(scope, id, {
    dashboardName: options.dashboardName,
    // sample counts are wrong if a period is shorter than the time between samples, and CloudWatch would choose such a period for a short time range
    periodOverride: monitored.sampleSeconds > MINUTE ? cloudwatch.PeriodOverride.INHERIT : undefined,
    widgets: [
      [title(monitored)],
      [new LazyRow(() => upRow(monitored, alarms()))],
      [modelLatency(monitored), monitored.asynchronous ? waiting(monitored) : overheadLatency(monitored)],
      [...monitored.asynchronous ? [backlog(monitored)] : [requests(monitored)], ...busy(monitored)],
      ...options.serverMetrics ? [[serverQueries(monitored)]] : [],
      [cost(monitored, options), hours(monitored, options)],
    ],
  });
}

function title({ endpoint, modelId, instanceType }: MonitoredEndpoint): cloudwatch.IWidget {
  return new cloudwatch.TextWidget({
    width: WIDTH,
    height: 2,
    markdown: `# ${modelId}\nEndpoint **${endpoint.endpointName}** on ${instanceType}. `
      + `The container logs are in the log group \`/aws/sagemaker/Endpoints/${endpoint.endpointName}\`.`,
  });
}

/** A row whose widgets are chosen when the app is synthesized: alarms may be added after the dashboard. */
export class LazyRow implements cloudwatch.IWidget {
  public readonly width = WIDTH;
  public readonly height = HEIGHT;
  private x = 0;
  private y = 0;

  constructor(private readonly createWidgets: () => cloudwatch.IWidget[]) {}

  public position(x: number, y: number): void {
    this.x = x;
    this.y = y;
  }

  public toJson(): any[] {
    const row = new cloudwatch.Row(...this.createWidgets());
    row.position(this.x, this.y);
    return row.toJson();
  }
}

function upRow(monitored: MonitoredEndpoint, alarms: EndpointAlarms | undefined): cloudwatch.IWidget[] {
  return [...alarms ? [states(alarms)] : [], instances(monitored, alarms), errors(monitored, alarms)];
}

export function states(
  { all, timeToFirstToken, waitingRequests, keyValueCache, prefixCacheHits }: Pick<EndpointAlarms, 'all'> & Partial<EndpointAlarms>,
): cloudwatch.IWidget {
  const alarms = [...all, ...[timeToFirstToken, waitingRequests, keyValueCache, prefixCacheHits].flatMap(alarm => alarm ?? [])];
  return new cloudwatch.AlarmStatusWidget({ title: 'Availability: alarms', alarms, width: 8, height: HEIGHT });
}

/** Each instance publishes one sample every `sampleSeconds`, so a longer period has proportionally more samples. */
function instances(monitored: MonitoredEndpoint, alarms: EndpointAlarms | undefined): cloudwatch.IWidget {
  return graph('Availability: instances that report metrics', alarms ? 8 : 12, [
    expression(`samples * ${monitored.sampleSeconds} / PERIOD(samples)`, { samples: instanceSamples(monitored, monitored.period) }, 'instances'),
  ]);
}

function errors({ endpoint, asynchronous, period }: MonitoredEndpoint, alarms: EndpointAlarms | undefined): cloudwatch.IWidget {
  return graph('Availability: failed requests', alarms ? 8 : 12, [
    endpoint.metricInvocation5xxErrors({ label: '5xx: server errors', period }),
    endpoint.metricInvocation4xxErrors({ label: '4xx: client errors', period }),
    asynchronous
      ? endpoint.metricInvocationFailures({ label: 'all failures', period })
      : endpoint.metricInvocationModelErrors({ label: 'no successful response', period }),
  ]);
}

function modelLatency({ endpoint, period }: MonitoredEndpoint): cloudwatch.IWidget {
  return graph('Latency: model', 12, [50, 90, 99].map(percent => expression(`p${percent} / 1000`, {
    [`p${percent}`]: endpoint.metricModelLatency({ statistic: cloudwatch.Stats.percentile(percent), period }),
  }, `p${percent}`)), 'milliseconds');
}

/** AWS documents no percentiles for this metric. */
function overheadLatency({ endpoint, period }: MonitoredEndpoint): cloudwatch.IWidget {
  const statistics = [['average', 'average', cloudwatch.Stats.AVERAGE], ['longest', 'maximum', cloudwatch.Stats.MAXIMUM]];
  return graph('Latency: SageMaker overhead', 12, statistics.map(([name, label, statistic]) =>
    expression(`${name} / 1000`, { [name]: endpoint.metricOverheadLatency({ statistic, period }) }, label)), 'milliseconds');
}

function waiting({ endpoint, period }: MonitoredEndpoint): cloudwatch.IWidget {
  return graph('Latency: age of the oldest request', 12, [
    endpoint.metricApproximateAgeOfOldestRequest({ label: 'age', period }),
  ], 'seconds');
}

function requests(monitored: MonitoredEndpoint): cloudwatch.IWidget {
  return graph('Load: requests', 8, [
    expression('requests * 60 / PERIOD(requests)', { requests: requestsOf(monitored, monitored.period) }, 'per minute'),
    monitored.endpoint.metricConcurrentRequestsPerModel({ label: 'maximum concurrent', period: monitored.period }),
  ]);
}

function backlog(monitored: MonitoredEndpoint): cloudwatch.IWidget {
  return graph('Load: requests', 8, [
    expression('requests * 60 / PERIOD(requests)', { requests: requestsOf(monitored, monitored.period) }, 'processed per minute'),
    monitored.endpoint.metricApproximateBacklogSize({ label: 'queued', period: monitored.period }),
  ]);
}

function busy(monitored: MonitoredEndpoint): cloudwatch.IWidget[] {
  const { endpoint, fallbacks, period } = monitored;
  const gpu = [monitored, ...fallbacks].some(({ gpuCount }) => gpuCount !== 0);
  const host = graph(`Load: instance, in %${isShare(monitored, 'vcpus') ? '' : ' (CPU: of one vCPU)'}`, gpu ? 8 : 16, [
    ...shares(monitored, 'vcpus', 'cpu', 'CPU', endpoint.metricCpuUtilization({ period })),
    endpoint.metricMemoryUtilization({ label: 'memory', period }),
    endpoint.metricDiskUtilization({ label: 'disk', period }),
  ]);
  return gpu ? [graph(`Load: GPU, in % of ${isShare(monitored, 'gpuCount') ? 'all GPUs' : 'one GPU'}`, 8, [
    ...shares(monitored, 'gpuCount', 'gpu', 'GPU', endpoint.metricGpuUtilization({ period })),
    ...shares(monitored, 'gpuCount', 'memory', 'GPU memory', endpoint.metricGpuMemoryUtilization({ period })),
  ]), host] : [host];
}

/**
 * The queries, if the metrics of the server are known.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html has no type of widget for PromQL.
 */
function serverQueries({ endpoint, serverMetrics }: MonitoredEndpoint): cloudwatch.IWidget {
  const titles = {
    maximumTimeToFirstToken: 'Time to first token, p95, in seconds',
    maximumWaitingRequests: 'Waiting requests',
    maximumKeyValueCachePercent: 'Key-value cache, from 0 to 1',
    minimumPrefixCacheHitPercent: 'Prompt tokens from the prefix cache, from 0 to 1',
  };
  return new cloudwatch.TextWidget({
    width: WIDTH,
    height: HEIGHT,
    markdown: [
      '### Server: PromQL queries',
      '| metric | query |',
      '|:--|:--|',
      ...SERVER_METRIC_OPTIONS.flatMap(option => {
        const name = serverMetrics![option];
        return name ? `| ${titles[option]} | \`${serverMetricQuery(option, name, endpoint.endpointName)}\` |` : [];
      }),
    ].join('\n'),
  });
}

function cost({ instanceType, instanceCount }: MonitoredEndpoint, { pricePerInstanceHour: price }: DashboardOptions): cloudwatch.IWidget {
  const known = !Token.isUnresolved(instanceCount);
  const sum = (days: number) => {
    const total = days * 24 * instanceCount;
    return `${number(total)} instance hours${price ? `: ${number(total * price)}` : ''}`;
  };
  return new cloudwatch.TextWidget({
    width: 8,
    height: HEIGHT,
    markdown: [
      '### Cost',
      `${instanceCount} x ${instanceType} initially, billed until the endpoint is deleted, whether or not it receives requests.`,
      ...known ? ['', '| | |', '|:--|:--|', `| 1 day | ${sum(1)} |`, `| 30 days | ${sum(30)} |`] : [],
      '',
      `${price ? `Based on your price of ${price} per instance hour. ` : ''}[SageMaker pricing](${PRICES})`,
    ].join('\n'),
  });
}

/** A sample stands for one minute of one instance, or for the interval of `metricPublishFrequency`, in any period. */
function hours(monitored: MonitoredEndpoint, { pricePerInstanceHour: price }: DashboardOptions): cloudwatch.IWidget {
  const { sampleSeconds, period } = monitored;
  const name = sampleSeconds === MINUTE ? 'minutes' : 'samples';
  const samples = { [name]: instanceSamples(monitored, period) };
  const inHours = `${name} / ${3600 / sampleSeconds}`;
  return new cloudwatch.SingleValueWidget({
    title: 'Cost: selected time range',
    width: 16,
    height: HEIGHT,
    setPeriodToTimeRange: true,
    metrics: [
      expression(inHours, samples, 'instance hours'),
      ...price ? [expression(`${inHours} * ${price}`, samples, 'cost')] : [],
      expression(`requests / (${inHours})`, { ...samples, requests: requestsOf(monitored, period) }, 'requests per instance hour'),
    ],
  });
}

/** A graph of metrics. */
export function graph(name: string, width: number, left: cloudwatch.IMetric[], label?: string): cloudwatch.IWidget {
  return new cloudwatch.GraphWidget({ title: name, width, height: HEIGHT, left, leftYAxis: { label, min: 0, showUnits: false } });
}

/** An expression over metrics with the same period. */
export function expression(text: string, usingMetrics: Record<string, cloudwatch.Metric>, label: string): cloudwatch.IMetric {
  const [{ period }] = Object.values(usingMetrics);
  return new cloudwatch.MathExpression({ expression: text, usingMetrics, label, period });
}

/** The instance types that are shown separately, because they have different numbers of units. */
function shownApart(monitored: MonitoredEndpoint, counted: 'vcpus' | 'gpuCount'): readonly MonitoredType[] {
  return typesApart([monitored, ...monitored.fallbacks], counted).filter(type => type[counted] !== 0);
}

/** Whether utilization is shown as a share of all units, because their number is known. */
function isShare(monitored: MonitoredEndpoint, counted: 'vcpus' | 'gpuCount'): boolean {
  return shownApart(monitored, counted).length > 0 || Boolean(monitored[counted]);
}

/** The metric of all instances, or one metric for each instance type if they have different numbers of units. */
function shares(
  monitored: MonitoredEndpoint, counted: 'vcpus' | 'gpuCount', id: string, label: string, metric: cloudwatch.Metric,
): cloudwatch.IMetric[] {
  const apart = shownApart(monitored, counted);
  return apart.length === 0 ? [shareOf(id, label, metric, monitored[counted])]
    : apart.map((type, index) => shareOf(`${id}${index + 1}`, `${label}, ${type.instanceType}`, ofType(metric, type), type[counted]));
}

/** CloudWatch reports up to 100 percent for each vCPU and each GPU. */
function shareOf(id: string, label: string, metric: cloudwatch.Metric, count = 1): cloudwatch.IMetric {
  return count > 1 ? expression(`${id} / ${count}`, { [id]: metric }, label) : metric.with({ label });
}

/** Formats a number with at most two decimal places and a thousands separator. */
function number(amount: number): string {
  return amount.toLocaleString('en-US', { maximumFractionDigits: 2 });
}
