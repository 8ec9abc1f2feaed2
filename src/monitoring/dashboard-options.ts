/** The options of the dashboard of an endpoint. */
export interface DashboardOptions {
  /**
   * The name of the dashboard: 1 to 255 letters, digits, hyphens and underscores.
   *
   * @default - CloudFormation generates a name
   */
  readonly dashboardName?: string;

  /**
   * Hourly price of one instance, in any currency: greater than 0. The library knows no prices.
   *
   * @default - the dashboard shows instance hours, but no cost
   * @see https://aws.amazon.com/sagemaker/ai/pricing/
   */
  readonly pricePerInstanceHour?: number;
}
