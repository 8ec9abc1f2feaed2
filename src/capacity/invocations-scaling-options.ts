import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';

/** The options of a policy that scales on the number of requests per minute. */
export interface InvocationsScalingOptions extends appscaling.BaseTargetTrackingProps {
  /**
   * Target average number of requests per minute and instance: greater than 0.
   *
   * Use a load test to find it: the requests per second that one instance can serve, times 60, times the share of that capacity you want to use.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-loadtest.html
   */
  readonly invocationsPerInstance: number;
}
