/** The attributes of an existing endpoint. */
export interface SageMakerEndpointAttributes {
  /** The ARN of the endpoint. SageMaker converts the endpoint name in the ARN to lower case. */
  readonly endpointArn: string;

  /**
   * The name of the endpoint, with its original case. Requests, metrics and events use this name.
   *
   * @default - the name in the ARN
   */
  readonly endpointName?: string;

  /**
   * The name of the production variant whose metrics are used.
   *
   * @default 'AllTraffic' - the variant of every endpoint that this library creates
   */
  readonly variantName?: string;
}
