import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';

/** The bounds within which the number of instances is scaled. */
export interface AutoScaleOptions {
  /**
   * The smallest number of instances: an integer of at least 1, or 0 for an endpoint with `asyncInference`.
   *
   * @default 1
   */
  readonly minCapacity?: number;

  /**
   * The largest number of instances: an integer of at least 1, and of at least `minCapacity`.
   *
   * Your quota for the instance type must allow as many, and twice as many while an update replaces them.
   */
  readonly maxCapacity: number;
}

/** What to scale on: how often the instances are invoked. */
export interface InvocationScalingOptions extends appscaling.BaseTargetTrackingProps {
  /**
   * The number of requests a minute that each instance shall get on average, above 0.
   *
   * Find it by a load test: the requests a second that one instance takes, times 60, times the share of it that you want to use.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-loadtest.html
   */
  readonly invocationsPerInstance: number;
}

/** What to scale on: how many requests the container is answering at once. */
export interface ConcurrentRequestScalingOptions extends appscaling.BaseTargetTrackingProps {
  /**
   * The number of requests that the container of each instance shall have at once on average, above 0.
   *
   * Requests that wait in the container count too.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-code-define.html
   */
  readonly concurrentRequestsPerModel: number;
}

/** What to scale on: how busy the GPUs are. */
export interface GpuUtilizationScalingOptions extends appscaling.BaseTargetTrackingProps {
  /**
   * How busy each GPU shall be on average, in percent: above 0, at most 100.
   *
   * The metric of SageMaker counts up to 100 for each GPU of an instance. The library multiplies by the number of GPUs.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
   */
  readonly targetUtilizationPercent: number;

  /**
   * The number of GPUs of an instance: an integer of at least 1.
   *
   * @default - that of the instance type; needed where the library does not know it
   */
  readonly acceleratorCount?: number;
}

/** What to scale on: how many requests wait in the queue of an endpoint with `asyncInference`. */
export interface BacklogScalingOptions extends appscaling.BaseTargetTrackingProps {
  /**
   * The number of waiting requests that there shall be for each instance, above 0.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html
   */
  readonly backlogPerInstance: number;
}
