import { Duration } from 'aws-cdk-lib/core';
import { DeploymentOptions } from './deployment-options';

/** The options that all blue/green deployments have in common. */
export interface BlueGreenDeploymentOptions extends DeploymentOptions {
  /**
   * How long the old instances are kept after all traffic has moved to the new ones: 0 to 1 hour.
   *
   * SageMaker monitors the alarms during this time, and both sets of instances are billed. If all traffic moves at once, the alarms are not
   * monitored at any other time.
   *
   * @default Duration.seconds(0)
   */
  readonly terminationWait?: Duration;
}
