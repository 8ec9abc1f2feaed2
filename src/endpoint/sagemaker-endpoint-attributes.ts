/** What is known of an endpoint that exists already. */
export interface SageMakerEndpointAttributes {
  /** The ARN of the endpoint. SageMaker writes the name in it in lower case. */
  readonly endpointArn: string;

  /**
   * The name of the endpoint, as it was given. Requests, metrics and events carry it in that spelling.
   *
   * @default - the name in the ARN
   */
  readonly endpointName?: string;

  /**
   * The name of the production variant that metrics are asked of.
   *
   * @default 'AllTraffic' - as of every endpoint that the library makes
   */
  readonly variantName?: string;
}
