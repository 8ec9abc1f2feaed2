import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';

/** The options of a policy that scales on the queue of an endpoint with `asyncInference`. */
export interface BacklogScalingOptions extends appscaling.BaseTargetTrackingProps {
  /**
   * Target number of queued requests per instance: greater than 0.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html
   */
  readonly backlogPerInstance: number;
}
