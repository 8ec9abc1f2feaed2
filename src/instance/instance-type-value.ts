import { Size } from 'aws-cdk-lib/core';
import { AcceleratorKind } from './accelerator-kind';
import { Architecture } from './architecture';

/**
 * The value behind SageMakerInstanceType, whose constants are generated.
 *
 * @internal
 */
export abstract class InstanceTypeValue {
  /** Number of virtual CPUs. */
  public readonly vcpus?: number;
  public readonly memory?: Size;
  public readonly architecture?: Architecture;
  public readonly acceleratorKind?: AcceleratorKind;
  private readonly name: string;
  constructor(instanceType: string) {
    this.name = instanceType;
  }

  /** The name of the instance type, such as `ml.g5.2xlarge`. */
  public toString(): string {
    return this.name;
  }
}
