import { docs, methodName } from './endpoint-metrics';
import { markerLine, quoted } from './source-text';
import { groups } from '../../data/component-metrics.json';

const PUBLISHED = 'inference components';
const METRICS = groups.flatMap(group => group.metrics.map(metric => ({ group, metric })));

/** The interface of the metric methods of inference components, and the base class that implements it. */
export function componentMetricsFile(): string[] {
  return [
    markerLine('component-metrics.json'),
    'import * as cloudwatch from \'aws-cdk-lib/aws-cloudwatch\';',
    'import { Resource } from \'aws-cdk-lib/core\';',
    'import { componentMetric } from \'./component-metric\';',
    '',
    '/**',
    ' * The Amazon CloudWatch metrics of an inference component.',
    ' *',
    ' * @stability experimental',
    ' */',
    'export interface IInferenceComponentMetrics {',
    ...METRICS.flatMap(({ group, metric }, index) => [
      ...index > 0 ? [''] : [],
      ...docs({ source: group.source, published: PUBLISHED }, metric),
      `  ${methodName(metric.name)}(options?: cloudwatch.MetricOptions): cloudwatch.Metric;`,
    ]),
    '}',
    '',
    '/**',
    ' * The metrics of inference components that are defined in this app and of imported ones. The interface has the documentation.',
    ' *',
    ' * @internal',
    ' */',
    'export abstract class InferenceComponentMetricsBase extends Resource implements IInferenceComponentMetrics {',
    '  /** The name of the component. */',
    '  public abstract readonly inferenceComponentName: string;',
    ...METRICS.flatMap(({ group, metric: { name, statistic } }) => [
      '',
      `  public ${methodName(name)}(options?: cloudwatch.MetricOptions): cloudwatch.Metric {`,
      `    return componentMetric(this, ${quoted(group.namespace)}, ${quoted(name)}, ${quoted(statistic)}, options);`,
      '  }',
    ]),
    '}',
    '',
  ];
}

/** A Markdown table of the metrics of inference components. */
export function componentMetricsTable(): string[] {
  return [
    '| method | metric | description | default statistic | unit |',
    '|:--|:--|:--|:--|:--|',
    ...METRICS.map(({ group, metric: { name, what, statistic, unit } }) =>
      `| \`${methodName(name)}\` | [\`${name}\`](${group.source}) | ${what[0].toLowerCase()}${what.slice(1)} | ${statistic} | ${unit} |`),
  ];
}
