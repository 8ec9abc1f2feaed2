import { Duration } from 'aws-cdk-lib/core';
import { CapacitySize } from './capacity-size';
import { DeploymentOptions } from './deployment-options';

/** The options of an update that replaces the instances in batches. */
export interface RollingDeploymentOptions extends DeploymentOptions {
  /** The part of the instances that is replaced in each batch: 5 to 50 percent. */
  readonly maximumBatchSize: CapacitySize;

  /** How long the alarms are monitored after each batch: 0 to 1 hour. */
  readonly waitInterval: Duration;

  /**
   * The part of the instances that is restored in each batch of a rollback: at most 100 percent.
   *
   * @default CapacitySize.percent(100)
   */
  readonly rollbackMaximumBatchSize?: CapacitySize;
}
