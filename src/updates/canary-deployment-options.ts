import { Duration } from 'aws-cdk-lib/core';
import { BlueGreenDeploymentOptions } from './blue-green-deployment-options';
import { CapacitySize } from './capacity-size';

/** The options of an update that moves a small part of the traffic first, and then the rest. */
export interface CanaryDeploymentOptions extends BlueGreenDeploymentOptions {
  /** The part of the new instances that receives traffic first: at most 50 percent. */
  readonly size: CapacitySize;

  /** How long the alarms are monitored before the rest of the traffic moves: 0 to 1 hour. */
  readonly waitInterval: Duration;
}
