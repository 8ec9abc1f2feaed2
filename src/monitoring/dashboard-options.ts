/** The options of the dashboard of an endpoint. */
export interface DashboardOptions {
  /**
   * The name of the dashboard: 1 to 255 letters, digits, hyphens and underscores.
   *
   * @default - CloudFormation generates a name
   */
  readonly dashboardName?: string;

  /**
   * Whether to add the PromQL queries for the metrics of the server, to paste into the query editor of Amazon CloudWatch. Requires vLLM or SGLang,
   * and `detailedObservability`. It is text, because AWS documents no widget of a dashboard for PromQL.
   *
   * @default false
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/inference-monitoring.html
   */
  readonly serverMetrics?: boolean;

  /**
   * Hourly price of one instance, in any currency: greater than 0. The library does not contain prices.
   *
   * @default - the dashboard shows instance hours, but no cost
   * @see https://aws.amazon.com/sagemaker/ai/pricing/
   */
  readonly pricePerInstanceHour?: number;
}
