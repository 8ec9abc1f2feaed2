import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';

/** The options of a policy that scales on the number of concurrent requests. */
export interface ConcurrentRequestsScalingOptions extends appscaling.BaseTargetTrackingProps {
  /**
   * Target average number of concurrent requests per container: greater than 0.
   *
   * Requests that are queued in the container are included.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-code-define.html
   */
  readonly concurrentRequestsPerModel: number;
}
