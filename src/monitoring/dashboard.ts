import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { EndpointAlarms } from './endpoint-alarms';
import { DashboardOptions } from './dashboard-options';
import { instanceSamples, MonitoredEndpoint, MonitoredType, ofType, requestsOf, typesApart } from './monitored-endpoint';

const WIDTH = 24;
const HEIGHT = 6;
const MINUTE = 60;
const PRICES = 'https://aws.amazon.com/sagemaker/ai/pricing/';

/** A dashboard with a row of widgets for each question. */
export function createDashboard(
  scope: Construct, id: string, monitored: MonitoredEndpoint, alarms: EndpointAlarms | undefined, options: DashboardOptions,
): cloudwatch.Dashboard {
  return new cloudwatch.Dashboard(scope, id, {
    dashboardName: options.dashboardName,
    // counts of samples are wrong in a period that is shorter than the time between them, which CloudWatch would choose for a short time range
    periodOverride: monitored.sampleSeconds > MINUTE ? cloudwatch.PeriodOverride.INHERIT : undefined,
    widgets: [
      [title(monitored)],
      [...alarms ? [states(alarms)] : [], instances(monitored, alarms), errors(monitored, alarms)],
      [modelLatency(monitored), monitored.asynchronous ? waiting(monitored) : overheadLatency(monitored)],
      [...monitored.asynchronous ? [backlog(monitored)] : [requests(monitored)], ...busy(monitored)],
      [cost(monitored, options), hours(monitored, options)],
    ],
  });
}

function title({ endpoint, modelId, instanceType }: MonitoredEndpoint): cloudwatch.IWidget {
  return new cloudwatch.TextWidget({
    width: WIDTH,
    height: 2,
    markdown: `# ${modelId}\nEndpoint **${endpoint.endpointName}** on ${instanceType}. `
      + `The log of the container is the log group \`/aws/sagemaker/Endpoints/${endpoint.endpointName}\`.`,
  });
}

function states({ all }: EndpointAlarms): cloudwatch.IWidget {
  return new cloudwatch.AlarmStatusWidget({ title: 'Up? Alarms', alarms: all, width: 8, height: HEIGHT });
}

/** Each instance sends a sample every so many seconds; a longer period has as many samples more. */
function instances(monitored: MonitoredEndpoint, alarms: EndpointAlarms | undefined): cloudwatch.IWidget {
  return graph('Up? Instances that report', alarms ? 8 : 12, [
    expression(`samples * ${monitored.sampleSeconds} / PERIOD(samples)`, { samples: instanceSamples(monitored, monitored.period) }, 'instances'),
  ]);
}

function errors({ endpoint, asynchronous, period }: MonitoredEndpoint, alarms: EndpointAlarms | undefined): cloudwatch.IWidget {
  return graph('Up? Requests that failed', alarms ? 8 : 12, [
    endpoint.metricInvocation5xxErrors({ label: '5xx: the model', period }),
    endpoint.metricInvocation4xxErrors({ label: '4xx: the caller', period }),
    asynchronous
      ? endpoint.metricInvocationFailures({ label: 'for whatever reason', period })
      : endpoint.metricInvocationModelErrors({ label: 'no success', period }),
  ]);
}

function modelLatency({ endpoint, period }: MonitoredEndpoint): cloudwatch.IWidget {
  return graph('Fast? Model latency', 12, [50, 90, 99].map(percent => expression(`p${percent} / 1000`, {
    [`p${percent}`]: endpoint.metricModelLatency({ statistic: cloudwatch.Stats.percentile(percent), period }),
  }, `p${percent}`)), 'milliseconds');
}

/** AWS documents no percentiles of it. */
function overheadLatency({ endpoint, period }: MonitoredEndpoint): cloudwatch.IWidget {
  return graph('Fast? Overhead of SageMaker', 12, [['average', cloudwatch.Stats.AVERAGE], ['longest', cloudwatch.Stats.MAXIMUM]].map(([name, statistic]) =>
    expression(`${name} / 1000`, { [name]: endpoint.metricOverheadLatency({ statistic, period }) }, name)), 'milliseconds');
}

function waiting({ endpoint, period }: MonitoredEndpoint): cloudwatch.IWidget {
  return graph('Fast? Age of the oldest request', 12, [
    endpoint.metricApproximateAgeOfOldestRequest({ label: 'age', period }),
  ], 'seconds');
}

function requests(monitored: MonitoredEndpoint): cloudwatch.IWidget {
  return graph('Busy? Requests', 8, [
    expression('requests * 60 / PERIOD(requests)', { requests: requestsOf(monitored, monitored.period) }, 'a minute'),
    monitored.endpoint.metricConcurrentRequestsPerModel({ label: 'at one time, at most', period: monitored.period }),
  ]);
}

function backlog(monitored: MonitoredEndpoint): cloudwatch.IWidget {
  return graph('Busy? Requests', 8, [
    expression('requests * 60 / PERIOD(requests)', { requests: requestsOf(monitored, monitored.period) }, 'answered in a minute'),
    monitored.endpoint.metricApproximateBacklogSize({ label: 'in the queue', period: monitored.period }),
  ]);
}

function busy(monitored: MonitoredEndpoint): cloudwatch.IWidget[] {
  const { endpoint, fallbacks, period } = monitored;
  const gpu = [monitored, ...fallbacks].some(({ gpuCount }) => gpuCount !== 0);
  const host = graph(`Busy? Instance, in %${isShare(monitored, 'vcpus') ? '' : ' of one CPU'}`, gpu ? 8 : 16, [
    ...shares(monitored, 'vcpus', 'cpu', 'processor', endpoint.metricCpuUtilization({ period })),
    endpoint.metricMemoryUtilization({ label: 'memory', period }),
    endpoint.metricDiskUtilization({ label: 'disk', period }),
  ]);
  return gpu ? [graph(`Busy? GPU, in % of ${isShare(monitored, 'gpuCount') ? 'all' : 'one'}`, 8, [
    ...shares(monitored, 'gpuCount', 'gpu', 'GPU', endpoint.metricGpuUtilization({ period })),
    ...shares(monitored, 'gpuCount', 'memory', 'GPU memory', endpoint.metricGpuMemoryUtilization({ period })),
  ]), host] : [host];
}

function cost({ instanceType, instanceCount }: MonitoredEndpoint, { pricePerInstanceHour: price }: DashboardOptions): cloudwatch.IWidget {
  const known = !Token.isUnresolved(instanceCount);
  const sum = (days: number) => known ? `${number(days * 24 * instanceCount)} hours of instances${price ? `: ${number(days * 24 * instanceCount * price)}` : ''}` : '';
  return new cloudwatch.TextWidget({
    width: 8,
    height: HEIGHT,
    markdown: [
      '### Cost to keep',
      `${instanceCount} x ${instanceType} at the start, billed until the endpoint is deleted, invoked or not.`,
      ...known ? ['', '| | |', '|:--|:--|', `| a day | ${sum(1)} |`, `| 30 days | ${sum(30)} |`] : [],
      '',
      `${price ? `At ${price} for an hour of an instance, a price of yours. ` : ''}[Prices of SageMaker](${PRICES})`,
    ].join('\n'),
  });
}

/** A sample is a minute of an instance, or what `metricPublishFrequency` says, in any period. */
function hours(monitored: MonitoredEndpoint, { pricePerInstanceHour: price }: DashboardOptions): cloudwatch.IWidget {
  const { sampleSeconds, period } = monitored;
  const name = sampleSeconds === MINUTE ? 'minutes' : 'samples';
  const samples = { [name]: instanceSamples(monitored, period) };
  const inHours = `${name} / ${3600 / sampleSeconds}`;
  return new cloudwatch.SingleValueWidget({
    title: 'Cost to keep: in the time shown',
    width: 16,
    height: HEIGHT,
    setPeriodToTimeRange: true,
    metrics: [
      expression(inHours, samples, 'hours of instances'),
      ...price ? [expression(`${inHours} * ${price}`, samples, 'cost')] : [],
      expression(`requests / (${inHours})`, { ...samples, requests: requestsOf(monitored, period) }, 'requests for an hour of an instance'),
    ],
  });
}

function graph(name: string, width: number, left: cloudwatch.IMetric[], label?: string): cloudwatch.IWidget {
  return new cloudwatch.GraphWidget({ title: name, width, height: HEIGHT, left, leftYAxis: { label, min: 0, showUnits: false } });
}

/** An expression over metrics of one period. */
function expression(text: string, usingMetrics: Record<string, cloudwatch.Metric>, label: string): cloudwatch.IMetric {
  const [{ period }] = Object.values(usingMetrics);
  return new cloudwatch.MathExpression({ expression: text, usingMetrics, label, period });
}

/** The types that are shown each by itself, since one share is not right for all. */
function shownApart(monitored: MonitoredEndpoint, counted: 'vcpus' | 'gpuCount'): readonly MonitoredType[] {
  return typesApart([monitored, ...monitored.fallbacks], counted).filter(type => type[counted] !== 0);
}

/** Whether what is shown is a share of all, since it is known how many there are. */
function isShare(monitored: MonitoredEndpoint, counted: 'vcpus' | 'gpuCount'): boolean {
  return shownApart(monitored, counted).length > 0 || Boolean(monitored[counted]);
}

/** A metric of all instances, or of those of each type where one share is not right for all. */
function shares(monitored: MonitoredEndpoint, counted: 'vcpus' | 'gpuCount', id: string, label: string, metric: cloudwatch.Metric): cloudwatch.IMetric[] {
  const apart = shownApart(monitored, counted);
  return apart.length === 0 ? [shareOf(id, label, metric, monitored[counted])]
    : apart.map((type, index) => shareOf(`${id}${index + 1}`, `${label}, ${type.instanceType}`, ofType(metric, type), type[counted]));
}

/** CloudWatch counts 100 percent for each processor and each GPU. */
function shareOf(id: string, label: string, metric: cloudwatch.Metric, count: number | undefined): cloudwatch.IMetric {
  return count && count > 1 ? expression(`${id} / ${count}`, { [id]: metric }, label) : metric.with({ label });
}

/** A number with at most two digits behind the point, and commas between thousands. */
function number(amount: number): string {
  return amount.toLocaleString('en-US', { maximumFractionDigits: 2 });
}
