import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** The most metrics of an alarm: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html */
export const MOST_METRICS = 10;

/**
 * The sum of metrics with the same period. A metric without data at a time counts as 0: without `FILL`, the sum has no value at that time.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-functions
 */
export function sumOf(metrics: readonly cloudwatch.Metric[], label: string): cloudwatch.MathExpression {
  const [{ period }] = metrics;
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [id(index), metric]));
  return new cloudwatch.MathExpression({ expression: sum(metrics), usingMetrics, label, period });
}

/** The same sum as the property of an alarm, for metrics that are not known when the alarm is created. */
export function queriesOf(
  metrics: readonly cloudwatch.Metric[], label: string, expression = sum(metrics),
): cloudwatch.CfnAlarm.MetricDataQueryProperty[] {
  return [
    { id: 'sum', expression, label, period: metrics[0].period.toSeconds() },
    ...metrics.map(({ namespace, metricName, dimensions = {}, period, statistic }, index) => ({
      id: id(index),
      metricStat: {
        metric: { namespace, metricName, dimensions: Object.entries(dimensions).map(([name, value]) => ({ name, value })) },
        period: period.toSeconds(),
        stat: statistic,
      },
      returnData: false,
    })),
  ];
}

function id(index: number): string {
  return `failures${index + 1}`;
}

function sum(metrics: readonly cloudwatch.Metric[]): string {
  return `SUM([${metrics.map((_, index) => `FILL(${id(index)}, 0)`).join(', ')}])`;
}
