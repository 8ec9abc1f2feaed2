import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';

/**
 * The limits between which the number of copies of an inference component is scaled, and the load of each copy.
 *
 * @stability experimental
 */
export interface ComponentAutoScaleOptions extends appscaling.BaseTargetTrackingProps {
  /**
   * The minimum number of copies: an integer of at least 0.
   *
   * If it is 0, requests fail while there is no copy, and the first one starts a copy. Instances without copies are removed down to
   * `minInstanceCount` of the endpoint.
   *
   * @default 1
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html
   */
  readonly minCapacity?: number;

  /** The maximum number of copies: an integer of at least 1 and at least `minCapacity`. */
  readonly maxCapacity: number;

  /**
   * Target average number of concurrent requests per copy, which is measured every 10 seconds: greater than 0.
   *
   * Use a share of the number of requests that the server processes at once, such as `maxConcurrentSequences`.
   *
   * @default 5
   */
  readonly concurrentRequestsPerCopy?: number;
}
