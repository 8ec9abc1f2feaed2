import { Size } from 'aws-cdk-lib/core';
import { ModelOptions } from './model-options';
import { ComponentRollingUpdateOptions } from '../updates/component-rolling-update-options';

/**
 * The options of an inference component: the model, what each of its copies reserves of an instance, and the number of copies.
 *
 * @stability experimental
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentComputeResourceRequirements.html
 */
export interface InferenceComponentOptions extends ModelOptions {
  /**
   * The number of accelerators of each copy: an integer of at least 1. The default tensor parallel degree is this number.
   *
   * @default - 1 if the instance type has accelerators
   */
  readonly acceleratorCount?: number;

  /**
   * The number of vCPUs that each copy reserves: at least 0.25.
   *
   * @default - no reservation
   */
  readonly cpuCount?: number;

  /**
   * The memory of the instance that each copy reserves: at least 128 MiB, in whole MiB. It is a reservation for the placement of copies, not a limit.
   *
   * Accelerator memory is not included. SageMaker rejects reservations that are much smaller than the memory of the instance, so reserve little.
   *
   * @default Size.mebibytes(1024)
   */
  readonly minMemory?: Size;

  /**
   * The number of copies: an integer of at least 1. If the component scales, this is the number at its creation.
   *
   * Do not change it together with `autoScale`: CloudFormation would reset the number of running copies.
   *
   * @default 1
   */
  readonly copyCount?: number;

  /**
   * How an update replaces the copies in batches, and which alarms roll it back.
   *
   * @default - chosen by SageMaker
   */
  readonly rollingUpdate?: ComponentRollingUpdateOptions;
}
