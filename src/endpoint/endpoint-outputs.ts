import { CfnOutput } from 'aws-cdk-lib/core';

/** The stack outputs of an endpoint. */
export interface EndpointOutputs {
  /** The name of the endpoint. */
  readonly endpointName: CfnOutput;

  /** The name of the model in requests. */
  readonly model: CfnOutput;

  /** A command of the AWS CLI that sends a request to the endpoint. */
  readonly invoke: CfnOutput;

  /** A command of the AWS CLI that follows the logs of the container. */
  readonly logs: CfnOutput;

  /** The address of the endpoint in the AWS Management Console. */
  readonly console: CfnOutput;

  /**
   * The base URL for clients of OpenAI's API.
   *
   * @default - none if AWS does not document the URL for this server, or if the endpoint is asynchronous
   */
  readonly openAiBaseUrl?: CfnOutput;
}
