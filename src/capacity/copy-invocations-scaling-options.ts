import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';

/**
 * The options of a policy that scales the copies of an inference component on the number of requests per minute.
 *
 * @stability experimental
 */
export interface CopyInvocationsScalingOptions extends appscaling.BaseTargetTrackingProps {
  /** Target average number of requests per minute and copy: greater than 0. */
  readonly invocationsPerCopy: number;
}
