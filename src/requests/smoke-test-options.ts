import { Duration } from 'aws-cdk-lib/core';
import { SmokeTestRequest } from './smoke-test-request';

/** What the smoke test of an endpoint sends, and how fast it must be answered. */
export interface SmokeTestOptions {
  /**
   * The requests, 1 to 10, which are sent one after another.
   *
   * @default - one short request that every model of the task can answer. Required if the library knows none for the server and the task
   */
  readonly requests?: SmokeTestRequest[];

  /**
   * The maximum time until the answer to each request: greater than 0 and at most 60 seconds.
   *
   * @default Duration.seconds(60) - the longest time that SageMaker waits for an answer
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
   */
  readonly maximumLatency?: Duration;
}
