/** What AWS documents of a metric. */
export interface MetricFacts {
  readonly namespace: string;

  /** The dimensions under which the metric is published. */
  readonly dimensions: ReadonlyArray<'EndpointName' | 'VariantName'>;

  /** The statistic that says most. */
  readonly statistic: string;
}
