import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { CapacitySize } from './capacity-size';

/** What every way to update an endpoint can be told. */
export interface DeploymentOptions {
  /**
   * The alarms that end an update and bring the old instances back, at most 10.
   *
   * An alarm must be there before the endpoint: name the endpoint by `endpointName` in its metric, and not by an attribute of the construct,
   * which would make a circle that CloudFormation refuses.
   *
   * @default - with an `endpointName`, an alarm of its own: more than 5 % of the requests of a minute to the new instances
   * end in a server error. Else none
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
   */
  readonly rollbackAlarms?: cloudwatch.IAlarmRef[];

  /**
   * How long an update may take: 10 minutes to 8 hours, and longer than all its waits. Then it fails.
   *
   * @default - chosen by SageMaker
   */
  readonly maximumExecutionTimeout?: Duration;
}

/** What an update by a second set of instances can be told. */
export interface BlueGreenDeploymentOptions extends DeploymentOptions {
  /**
   * How long the old instances stay after the new ones have taken over all traffic: 0 to 1 hour.
   *
   * The alarms are watched for that long, and both sets of instances are billed. Where all traffic moves at once, they are watched at no other time.
   *
   * @default Duration.seconds(0)
   */
  readonly terminationWait?: Duration;
}

/** What an update in two steps is told: a small part of the traffic first, then the rest. */
export interface CanaryDeploymentOptions extends BlueGreenDeploymentOptions {
  /** The part of the new instances that gets traffic first: at most 50 percent. */
  readonly size: CapacitySize;

  /** How long the alarms are watched before the rest of the traffic follows: 0 to 1 hour. */
  readonly waitInterval: Duration;
}

/** What an update in equal steps is told. */
export interface LinearDeploymentOptions extends BlueGreenDeploymentOptions {
  /** The part of the new instances that gets traffic in each step: 10 to 50 percent. */
  readonly stepSize: CapacitySize;

  /** How long the alarms are watched between two steps: 0 to 1 hour. */
  readonly waitInterval: Duration;
}

/** What an update batch by batch is told. */
export interface RollingDeploymentOptions extends DeploymentOptions {
  /** The part of the instances that is replaced at a time: 5 to 50 percent. */
  readonly maximumBatchSize: CapacitySize;

  /** How long the alarms are watched after each batch: 0 to 1 hour. */
  readonly waitInterval: Duration;

  /**
   * The part of the instances that is brought back at a time when an alarm goes off, at most 100 percent.
   *
   * @default CapacitySize.percent(100)
   */
  readonly rollbackMaximumBatchSize?: CapacitySize;
}
