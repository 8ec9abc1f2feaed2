import { Duration } from 'aws-cdk-lib/core';
import { BlueGreenDeploymentOptions } from './blue-green-deployment-options';
import { CapacitySize } from './capacity-size';

/** The options of an update that moves the traffic in equal steps. */
export interface LinearDeploymentOptions extends BlueGreenDeploymentOptions {
  /** The part of the new instances that receives traffic in each step: 10 to 50 percent. */
  readonly stepSize: CapacitySize;

  /** How long the alarms are monitored between two steps: 0 to 1 hour. */
  readonly waitInterval: Duration;
}
