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
