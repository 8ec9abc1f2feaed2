import { IKey } from 'aws-cdk-lib/aws-kms';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { AsyncOutcome } from './async-outcome';

/**
 * How an endpoint answers requests that are queued, into Amazon S3.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html
 */
export interface AsyncInferenceOptions {
  /**
   * The bucket that answers and failures are written to. The role is granted to write there, and nothing else of the bucket.
   */
  readonly outputBucket: IBucket;

  /**
   * The prefix of the answers, with or without a slash at its end. An empty one is the whole bucket.
   *
   * The address, `s3://<bucket>/<prefix>`, has at most 512 characters.
   *
   * @default 'async-endpoint-outputs'
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceOutputConfig.html
   */
  readonly outputPrefix?: string;

  /**
   * The prefix of what says why a request has failed, in the same bucket. An empty one is the whole bucket.
   *
   * @default 'async-endpoint-failures'
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceOutputConfig.html
   */
  readonly failurePrefix?: string;

  /**
   * The bucket that callers put large requests into. The role is granted to read them.
   *
   * Requests of up to 128,000 bytes can be sent without a bucket.
   *
   * @default - none: the role reads only what it is allowed to elsewhere
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-invoke-endpoint.html
   */
  readonly inputBucket?: IBucket;

  /**
   * The prefix of the requests in `inputBucket`, with or without a slash at its end.
   *
   * @default - the whole bucket
   */
  readonly inputPrefix?: string;

  /**
   * The topic that is told of each answer.
   *
   * The role is granted to publish to it, and to use its key.
   *
   * @default - none, or a new one where `createTopicsFor` says so
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-check-predictions.html
   */
  readonly successTopic?: ITopic;

  /**
   * The topic that is told of each failure. It may be the same as `successTopic`.
   *
   * The role is granted to publish to it, and to use its key.
   *
   * @default - none, or a new one where `createTopicsFor` says so
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-check-predictions.html
   */
  readonly errorTopic?: ITopic;

  /**
   * The outcomes for which a new topic is created: `asyncSuccessTopic` and `asyncErrorTopic` of the endpoint.
   *
   * A new topic has a name by CloudFormation, is encrypted with `encryptionKey`, if any, and takes messages over TLS alone.
   *
   * @default - none
   */
  readonly createTopicsFor?: AsyncOutcome[];

  /**
   * The outcomes of which the message on the topic has the response of the container in it, where that has at most 128 KB.
   *
   * Whoever subscribes to the topic then reads what the model says.
   *
   * @default - none: a message says where the response is
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceNotificationConfig.html
   */
  readonly includeResponseFor?: AsyncOutcome[];

  /**
   * How many requests each instance is given at a time: an integer from 1 to 1000.
   *
   * @default - chosen by SageMaker
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceClientConfig.html
   */
  readonly maxConcurrentInvocationsPerInstance?: number;

  /**
   * The key that answers and failures are encrypted with, and topics that are created. The role is granted to use it.
   *
   * @default - the key of `outputBucket`, if any, and none for new topics
   */
  readonly encryptionKey?: IKey;
}
