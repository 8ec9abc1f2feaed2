import { IKey } from 'aws-cdk-lib/aws-kms';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { AsyncOutcome } from './async-outcome';

/**
 * The options of an asynchronous endpoint, which queues requests and writes responses to Amazon S3.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html
 */
export interface AsyncInferenceOptions {
  /** The bucket for responses and failures. The role is granted write access to the two prefixes only. */
  readonly outputBucket: IBucket;

  /**
   * The prefix of the responses, with or without a trailing slash. The value of an unresolved token must have none. An empty prefix is the whole
   * bucket.
   *
   * The URI, `s3://<bucket>/<prefix>`, can have up to 512 characters.
   *
   * @default 'async-endpoint-outputs'
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceOutputConfig.html
   */
  readonly outputPrefix?: string;

  /**
   * The prefix of the failure reports, in the same bucket, as for `outputPrefix`. An empty prefix is the whole bucket.
   *
   * @default 'async-endpoint-failures'
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceOutputConfig.html
   */
  readonly failurePrefix?: string;

  /**
   * The bucket that callers upload large requests to. The role is granted read access to `inputPrefix`.
   *
   * Requests of up to 128,000 bytes need no bucket.
   *
   * @default - none: the role is granted no read access for requests
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-invoke-endpoint.html
   */
  readonly inputBucket?: IBucket;

  /**
   * The prefix of the requests in `inputBucket`, with or without a trailing slash. The value of an unresolved token must have none.
   *
   * @default - the whole bucket
   */
  readonly inputPrefix?: string;

  /**
   * The topic that is notified of each response.
   *
   * The role is granted permission to publish to it, and to use its key.
   *
   * @default - none, or a new topic if `createTopicsFor` includes this outcome
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-check-predictions.html
   */
  readonly successTopic?: ITopic;

  /**
   * The topic that is notified of each failure. It can be the same as `successTopic`.
   *
   * The role is granted permission to publish to it, and to use its key.
   *
   * @default - none, or a new topic if `createTopicsFor` includes this outcome
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-check-predictions.html
   */
  readonly errorTopic?: ITopic;

  /**
   * The outcomes to create a new topic for, available as `asyncSuccessTopic` and `asyncErrorTopic` of the endpoint.
   *
   * CloudFormation names a new topic. It is encrypted with `encryptionKey`, if set, and accepts messages over TLS only.
   *
   * @default - none
   */
  readonly createTopicsFor?: AsyncOutcome[];

  /**
   * Outcomes whose notification includes the response (up to 128 KB).
   *
   * Every subscriber of the topic can then read the response of the model.
   *
   * @default - none: notifications contain only the location of the response
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceNotificationConfig.html
   */
  readonly includeResponseFor?: AsyncOutcome[];

  /**
   * The maximum number of concurrent requests that SageMaker sends to each instance: an integer from 1 to 1000.
   *
   * @default - chosen by SageMaker
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceClientConfig.html
   */
  readonly maxConcurrentInvocationsPerInstance?: number;

  /**
   * The key that encrypts responses, failure reports and new topics. The role is granted permission to use it.
   *
   * @default - the key of `outputBucket`, if any, and none for new topics
   */
  readonly encryptionKey?: IKey;
}
