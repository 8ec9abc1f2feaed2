import { Duration } from 'aws-cdk-lib/core';
import { RoutingStrategy } from './routing-strategy';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';

/** Where the instances of an endpoint come from, how requests reach them, and what is seen of them. */
export interface CapacityOptions {
  /**
   * The types of instances that are taken when there is none of `instanceType` to be had, the best first, at most 4.
   *
   * All of them run the same image with the same environment, so that each is checked as `instanceType` is. They are AWS's instance pools.
   *
   * @default - instances of `instanceType` alone
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-heterogeneous.html
   */
  readonly fallbackInstanceTypes?: SageMakerInstanceType[];

  /**
   * How long SageMaker tries to get instances: 5 minutes to 1 hour. The time in which a container starts does not count.
   *
   * @default - chosen by SageMaker
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
   */
  readonly instanceProvisionTimeout?: Duration;

  /**
   * The ARN of reserved capacity, such as a training plan for endpoints, of `instanceType`. Instances start in it alone.
   *
   * When the reservation ends, the endpoint stops serving.
   *
   * @default - instances on demand
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/training-plan-utilization-for-inference-endpoints.html
   */
  readonly mlReservationArn?: string;

  /**
   * How requests are spread over the instances.
   *
   * @default - chosen by SageMaker
   */
  readonly routingStrategy?: RoutingStrategy;

  /**
   * Whether metrics of use and of invocations are there for each instance too. CloudWatch bills them.
   *
   * @default false
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch-enhanced-metrics.html
   */
  readonly enhancedMetrics?: boolean;

  /**
   * Whether SageMaker collects the server's own metrics, and those of each GPU and host. CloudWatch bills them.
   *
   * @default - chosen by SageMaker: true for what is created after June 2026
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MetricsConfig.html
   */
  readonly detailedObservability?: boolean;

  /**
   * How often metrics are sent to CloudWatch: every 10, 30, 60, 120, 180, 240 or 300 seconds.
   *
   * Metrics of invocations follow it with `enhancedMetrics` alone.
   *
   * @default Duration.seconds(60)
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MetricsConfig.html
   */
  readonly metricPublishFrequency?: Duration;

  /**
   * Whether a shell can be opened in the container, by AWS Systems Manager. Not for production: SageMaker then replaces faulty instances a day later.
   *
   * AWS must have allowed it for the account. What the agent needs is granted to the role. It may not be set together with `networkIsolation`.
   *
   * @default false
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/ssm-access.html
   */
  readonly ssmAccess?: boolean;
}
