import { IKey } from 'aws-cdk-lib/aws-kms';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { DataCaptureMode } from './data-capture-mode';

/**
 * Which requests and answers of an endpoint are kept in Amazon S3.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html
 */
export interface DataCaptureOptions {
  /** The bucket that is written to. The role is granted to write under the prefix, and nothing else of the bucket. */
  readonly bucket: IBucket;

  /**
   * The share of the requests that is captured, in percent: an integer from 0 to 100.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataCaptureConfig.html
   */
  readonly samplingPercentage: number;

  /**
   * The prefix of what is captured, with or without a slash at its end. An empty one is the whole bucket.
   *
   * SageMaker adds the names of the endpoint and of the variant, and the hour. The address, `s3://<bucket>/<prefix>`, has at
   * most 512 characters.
   *
   * @default 'data-capture'
   */
  readonly prefix?: string;

  /**
   * What is captured of a request.
   *
   * @default DataCaptureMode.INPUT_AND_OUTPUT
   */
  readonly mode?: DataCaptureMode;

  /**
   * The content types that are kept as JSON: at most 10. What is in no list is kept in Base64.
   *
   * @default ['application/json']
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CaptureContentTypeHeader.html
   */
  readonly jsonContentTypes?: string[];

  /**
   * The content types that are kept as CSV: at most 10. What is in no list is kept in Base64.
   *
   * @default ['text/csv']
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CaptureContentTypeHeader.html
   */
  readonly csvContentTypes?: string[];

  /**
   * The key that what is captured is encrypted with. The role is granted to use it.
   *
   * @default - the key of `bucket`, if any
   */
  readonly encryptionKey?: IKey;

  /**
   * Whether requests are captured now.
   *
   * @default true
   */
  readonly enabled?: boolean;
}
