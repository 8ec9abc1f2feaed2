/** What AWS documents about a metric. */
export interface MetricFacts {
  readonly namespace: string;

  /** The dimensions of the metric. */
  readonly dimensions: ReadonlyArray<'EndpointName' | 'VariantName'>;

  /** The most useful statistic. */
  readonly statistic: string;
}
