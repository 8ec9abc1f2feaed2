import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { CapacitySize } from './capacity-size';

/** How the traffic moves: AWS's names for the ways of a blue/green deployment, and the rolling one. */
export type DeploymentKind = 'ALL_AT_ONCE' | 'CANARY' | 'LINEAR' | 'ROLLING';

/** What all ways to update an endpoint come down to. */
export interface DeploymentSettings {
  readonly kind: DeploymentKind;
  /** The part of the instances that each step moves; undefined where all move at once. */
  readonly step?: CapacitySize;
  readonly waitInterval?: Duration;
  readonly terminationWait?: Duration;
  readonly maximumExecutionTimeout?: Duration;
  readonly rollbackMaximumBatchSize?: CapacitySize;
  readonly rollbackAlarms?: readonly cloudwatch.IAlarmRef[];
}
