import { markerLine, quoted } from './source-text';
import { groups } from '../../data/endpoint-metrics.json';

type Group = typeof groups[number];
type MetricRow = Group['metrics'][number];

const METRICS = groups.flatMap(group => group.metrics.map(metric => ({ group, metric })));

const GENERIC_DOCS = [
  '/**',
  ' * A metric of the endpoint, by the name that AWS gives it.',
  ' *',
  ' * It has the namespace, the dimensions and the statistic that AWS documents. A name that is not known stands for a metric of requests,',
  ' * with the average as its statistic.',
  ' *',
  ' * @param metricName the name of the metric, such as `ModelLatency`',
  ' * @param options what is to differ: the statistic, the period, the label and others',
  ' * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html',
  ' */',
].map(line => `  ${line}`);

/** The table of the metrics: where each is found, and how it is summed up by default. */
export function endpointMetricTableFile(): string[] {
  return [
    markerLine('endpoint-metrics.json'),
    'import { MetricFacts } from \'./metric-facts\';',
    '',
    '/** What AWS documents of each metric of an endpoint. */',
    'export const ENDPOINT_METRICS: Readonly<Record<string, MetricFacts>> = {',
    ...METRICS.map(({ group: { namespace, dimensions }, metric: { name, statistic } }) =>
      `  ${name}: { namespace: ${quoted(namespace)}, dimensions: [${dimensions.map(quoted).join(', ')}], statistic: ${quoted(statistic)} },`),
    '};',
    '',
  ];
}

/** The methods that make the metrics: their interface, and what created and imported endpoints inherit. */
export function endpointMetricsFile(): string[] {
  return [
    markerLine('endpoint-metrics.json'),
    'import * as cloudwatch from \'aws-cdk-lib/aws-cloudwatch\';',
    'import { Resource } from \'aws-cdk-lib/core\';',
    'import { endpointMetric } from \'./endpoint-metric\';',
    '',
    '/** The metrics of an endpoint in Amazon CloudWatch. */',
    'export interface IEndpointMetrics {',
    ...GENERIC_DOCS,
    '  metric(metricName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric;',
    ...METRICS.flatMap(({ group, metric }) => [
      '',
      ...docs(group, metric),
      `  ${methodName(metric.name)}(options?: cloudwatch.MetricOptions): cloudwatch.Metric;`,
    ]),
    '}',
    '',
    '/**',
    ' * The metrics of a created and of an imported endpoint. The interface has the documentation, which jsii and editors show for both.',
    ' *',
    ' * @internal',
    ' */',
    'export abstract class EndpointMetricsBase extends Resource implements IEndpointMetrics {',
    '  /** The name of the endpoint. */',
    '  public abstract readonly endpointName: string;',
    '',
    '  /** The name of the production variant, which metrics carry beside the name of the endpoint. */',
    '  public abstract readonly variantName: string;',
    '',
    '  public metric(metricName: string, options?: cloudwatch.MetricOptions): cloudwatch.Metric {',
    '    return endpointMetric(this, metricName, options);',
    '  }',
    ...METRICS.flatMap(({ metric }) => [
      '',
      `  public ${methodName(metric.name)}(options?: cloudwatch.MetricOptions): cloudwatch.Metric {`,
      `    return endpointMetric(this, ${quoted(metric.name)}, options);`,
      '  }',
    ]),
    '}',
    '',
  ];
}

/** A table of the metrics in Markdown. */
export function endpointMetricsTable(): string[] {
  return [
    '| method | metric | what it is | statistic | unit | published by |',
    '|:--|:--|:--|:--|:--|:--|',
    ...METRICS.map(({ group, metric: { name, what, statistic, unit } }) =>
      `| \`${methodName(name)}\` | [\`${name}\`](${group.source}) | ${what[0].toLowerCase()}${what.slice(1)} `
      + `| ${statistic} | ${unit} | ${group.published} |`),
  ];
}

/** `CPUUtilization` -> `metricCpuUtilization`: jsii asks for camel case, and spells 4XX badly in Python. */
function methodName(metricName: string): string {
  return `metric${metricName.replace(/^[CG]PU/, word => word[0] + word.slice(1).toLowerCase()).replace('XX', 'xx')}`;
}

function docs(group: Group, { what, statistic, unit }: MetricRow): string[] {
  const summary = statistic === 'Average' ? 'average' : statistic.toLowerCase();
  return [
    '/**',
    ` * ${what}.`,
    ' *',
    ` * By default the ${summary} over 5 minutes${unit === 'None' ? '' : ` in ${unit.toLowerCase()}`}. Published by ${group.published}.`,
    ' *',
    ' * @param options what is to differ: the statistic, the period, the label and others',
    ` * @see ${group.source}`,
    ' */',
  ].map(line => `  ${line}`);
}
