import { Duration } from 'aws-cdk-lib/core';
import { ScaleInStrategy } from './scale-in-strategy';

/**
 * How SageMaker removes instances from an endpoint with inference components.
 *
 * @stability experimental
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-sagemaker-endpointconfig-scaleinpolicy.html
 */
export interface ScaleInOptions {
  /** Whether copies are moved to release more instances. */
  readonly strategy: ScaleInStrategy;

  /**
   * The time after the last operation before the endpoint looks for instances to consolidate: 5 minutes to 1 day, in whole minutes.
   *
   * @default - chosen by SageMaker: 20 minutes
   */
  readonly cooldown?: Duration;

  /**
   * The maximum number of instances that one consolidation removes: an integer from 1 to 100.
   *
   * @default - chosen by SageMaker: 1
   */
  readonly maximumStepSize?: number;
}
