import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';

/** The options of a policy that scales on GPU utilization. */
export interface GpuUtilizationScalingOptions extends appscaling.BaseTargetTrackingProps {
  /**
   * Target average utilization of each GPU, in percent: greater than 0 and at most 100.
   *
   * The SageMaker metric reports up to 100 for each GPU of an instance. The library multiplies the target by the number of GPUs.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
   */
  readonly targetUtilizationPercent: number;

  /**
   * The number of GPUs of an instance: an integer of at least 1.
   *
   * @default - the number of GPUs of the instance type. Required if the library does not know the instance type
   */
  readonly acceleratorCount?: number;
}
