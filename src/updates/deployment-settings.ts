import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { CapacitySize } from './capacity-size';

/** How the traffic moves: the traffic routing types of a blue/green deployment in the SageMaker API, and the rolling deployment. */
export type DeploymentKind = 'ALL_AT_ONCE' | 'CANARY' | 'LINEAR' | 'ROLLING';

/** The settings of a deployment, whatever its strategy. */
export interface DeploymentSettings {
  readonly kind: DeploymentKind;
  /** The part of the instances that each step moves; undefined if all of them move at once. */
  readonly step?: CapacitySize;
  readonly waitInterval?: Duration;
  readonly terminationWait?: Duration;
  readonly maximumExecutionTimeout?: Duration;
  readonly rollbackMaximumBatchSize?: CapacitySize;
  readonly rollbackAlarms?: readonly cloudwatch.IAlarmRef[];
}

/** The part of the instances that one step of an update may move. */
export interface StepRule {
  /** The prop that sets the size of a step. */
  readonly prop: string;

  /** The smallest part, in percent. */
  readonly minimum?: number;
}

/**
 * The part of the instances that one step may move. An update that moves all at once has no steps.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RollingUpdatePolicy.html
 */
export const STEPS: Readonly<Partial<Record<DeploymentKind, StepRule>>> = {
  CANARY: { prop: 'deployment.size' },
  LINEAR: { prop: 'deployment.stepSize', minimum: 10 },
  ROLLING: { prop: 'deployment.maximumBatchSize', minimum: 5 },
};

/** The largest part of the instances that a step may move, in percent. */
export const LARGEST_STEP = 50;
