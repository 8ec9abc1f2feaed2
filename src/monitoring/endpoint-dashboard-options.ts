/** What the dashboard of an endpoint is told. */
export interface EndpointDashboardOptions {
  /**
   * The name of the dashboard: 1 to 255 letters, digits, hyphens and underscores.
   *
   * @default - CloudFormation generates a name
   */
  readonly dashboardName?: string;

  /**
   * What one instance costs for one hour, in the currency that you think in, above 0. The library knows no prices.
   *
   * @default - the dashboard shows the hours of instances, and no money
   * @see https://aws.amazon.com/sagemaker/ai/pricing/
   */
  readonly pricePerInstanceHour?: number;
}
