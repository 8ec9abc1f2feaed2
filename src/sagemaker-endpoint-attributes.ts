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
}
