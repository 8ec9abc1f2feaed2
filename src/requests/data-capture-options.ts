import { IKey } from 'aws-cdk-lib/aws-kms';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { DataCaptureMode } from './data-capture-mode';

/**
 * Which requests and responses of an endpoint are captured in Amazon S3.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html
 */
export interface DataCaptureOptions {
  /** The bucket for captured data. The role is granted write access to the prefix only. */
  readonly bucket: IBucket;

  /**
   * The percentage of requests to capture: an integer from 0 to 100.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataCaptureConfig.html
   */
  readonly samplingPercentage: number;

  /**
   * The prefix of captured data, with or without a trailing slash. The value of an unresolved token must have none. An empty prefix is the whole
   * bucket.
   *
   * SageMaker appends the name of the endpoint, the name of the variant and the hour. The URI, `s3://<bucket>/<prefix>`, can have up to 512
   * characters.
   *
   * @default 'data-capture'
   */
  readonly prefix?: string;

  /**
   * Whether requests, responses or both are captured.
   *
   * @default DataCaptureMode.INPUT_AND_OUTPUT
   */
  readonly mode?: DataCaptureMode;

  /**
   * Content types that are stored as JSON: at most 10. Other content types are stored Base64-encoded.
   *
   * @default ['application/json']
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CaptureContentTypeHeader.html
   */
  readonly jsonContentTypes?: string[];

  /**
   * Content types that are stored as CSV: at most 10. Other content types are stored Base64-encoded.
   *
   * @default ['text/csv']
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CaptureContentTypeHeader.html
   */
  readonly csvContentTypes?: string[];

  /**
   * The key that encrypts captured data. The role is granted permission to use it.
   *
   * @default - the key of `bucket`, if any
   */
  readonly encryptionKey?: IKey;

  /**
   * Whether data capture is enabled.
   *
   * @default true
   */
  readonly enabled?: boolean;
}
