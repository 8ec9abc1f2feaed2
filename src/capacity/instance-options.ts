import { Duration } from 'aws-cdk-lib/core';
import { RoutingStrategy } from './routing-strategy';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';

/** How an endpoint gets its instances, and how requests are distributed across them. */
export interface InstanceOptions {
  /**
   * The instance types to use if `instanceType` has insufficient capacity: at most 4, in order of preference.
   *
   * All instance types run the same image with the same environment, so each of them is checked in the same way as `instanceType`. SageMaker
   * calls them instance pools.
   *
   * @default - only instances of `instanceType`
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-heterogeneous.html
   */
  readonly fallbackInstanceTypes?: SageMakerInstanceType[];

  /**
   * How long SageMaker tries to provision instances: 5 minutes to 1 hour. The startup time of the container is not included.
   *
   * @default - chosen by SageMaker
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
   */
  readonly instanceProvisionTimeout?: Duration;

  /**
   * The ARN of reserved capacity for `instanceType`, such as a training plan for endpoints. Instances start only in this reservation.
   *
   * The endpoint stops serving requests when the reservation ends.
   *
   * @default - on-demand instances
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/training-plan-utilization-for-inference-endpoints.html
   */
  readonly mlReservationArn?: string;

  /**
   * How SageMaker distributes requests across the instances.
   *
   * @default - chosen by SageMaker
   */
  readonly routingStrategy?: RoutingStrategy;

  /**
   * Whether you can open a shell in the container with AWS Systems Manager. Must not be set together with `networkIsolation`.
   *
   * Not for production: SageMaker delays replacement of unhealthy instances by up to a day. AWS must enable this feature for your account. The role
   * is granted the permissions of the agent.
   *
   * @default false
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/ssm-access.html
   */
  readonly ssmAccess?: boolean;
}
