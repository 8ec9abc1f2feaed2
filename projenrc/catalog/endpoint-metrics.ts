import { markerLine, quoted } from './source-text';
import { groups } from '../../data/endpoint-metrics.json';

type Group = typeof groups[number];
type MetricRow = Group['metrics'][number];

const METRICS = groups.flatMap(group => group.metrics.map(metric => ({ group, metric })));

const GENERIC_DOCS = [
  '/**',
  ' * A metric of the endpoint, by its name in Amazon CloudWatch.',
  ' *',
  ' * It has the namespace and dimensions that AWS documents. A metric that the library does not know gets those of invocation metrics,',
  ' * and the statistic `Average`.',
  ' *',
  ' * @param metricName the name of the metric, such as `ModelLatency`',
  ' * @param options the properties to override, such as the statistic, the period and the label',
  ' * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html',
  ' */',
].map(line => `  ${line}`);

/** The table of metrics, with their namespace, dimensions and default statistic. */
export function endpointMetricTableFile(): string[] {
  return [
    markerLine('endpoint-metrics.json'),
    'import { MetricFacts } from \'./metric-facts\';',
    '',
    '/** What AWS documents about each metric of an endpoint. */',
    'export const ENDPOINT_METRICS: Readonly<Record<string, MetricFacts>> = {',
    ...METRICS.map(({ group: { namespace, dimensions }, metric: { name, statistic } }) =>
      `  ${name}: { namespace: ${quoted(namespace)}, dimensions: [${dimensions.map(quoted).join(', ')}], statistic: ${quoted(statistic)} },`),
    '};',
    '',
  ];
}

/** The interface of the metric methods, and the base class that implements it. */
export function endpointMetricsFile(): string[] {
  return [
    markerLine('endpoint-metrics.json'),
    'import * as cloudwatch from \'aws-cdk-lib/aws-cloudwatch\';',
    'import { Resource } from \'aws-cdk-lib/core\';',
    'import { endpointMetric } from \'./endpoint-metric\';',
    '',
    '/** The Amazon CloudWatch metrics of an endpoint. */',
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
    ' * The metrics of endpoints that are defined in this app and of imported endpoints. The interface has the documentation.',
    ' *',
    ' * @internal',
    ' */',
    'export abstract class EndpointMetricsBase extends Resource implements IEndpointMetrics {',
    '  /** The name of the endpoint. */',
    '  public abstract readonly endpointName: string;',
    '',
    '  /** The name of the production variant, which is a dimension of metrics. */',
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

/** A Markdown table of the metrics. */
export function endpointMetricsTable(): string[] {
  return [
    '| method | metric | description | default statistic | unit | published by |',
    '|:--|:--|:--|:--|:--|:--|',
    ...METRICS.map(({ group, metric: { name, what, statistic, unit } }) =>
      `| \`${methodName(name)}\` | [\`${name}\`](${group.source}) | ${what[0].toLowerCase()}${what.slice(1)} `
      + `| ${statistic} | ${unit} | ${group.published} |`),
  ];
}

/** `CPUUtilization` -> `metricCpuUtilization`: jsii asks for camel case, and spells 4XX badly in Python. */
export function methodName(metricName: string): string {
  return `metric${metricName.replace(/^[CG]PU/, word => word[0] + word.slice(1).toLowerCase()).replace('XX', 'xx')}`;
}

/** The doc comment of the method of a metric. */
export function docs({ source, published }: Pick<Group, 'source' | 'published'>, { what, statistic, unit }: MetricRow): string[] {
  const unitText = ['None', 'Count'].includes(unit) ? '' : `, in ${unit.toLowerCase()}`;
  return [
    '/**',
    ` * ${what}.`,
    ' *',
    ` * ${statistic} over 5 minutes by default${unitText}. Published by ${published}.`,
    ' *',
    ' * @param options the properties to override, such as the statistic, the period and the label',
    ` * @see ${source}`,
    ' */',
  ].map(line => `  ${line}`);
}
