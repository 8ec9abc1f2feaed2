import { SageMakerInstanceType } from './sagemaker-instance-type.generated';

/**
 * An instance type, and how many of its accelerators a model uses.
 *
 * The memory of the host is not part of it: SageMaker does not partition it among the models of an instance.
 */
export interface InstanceShare {
  readonly instanceType: SageMakerInstanceType;

  /** The prop that names the instance type. */
  readonly prop: string;

  /** How many accelerators the model uses, 0 if there are none. Undefined if it is not known. */
  readonly acceleratorCount?: number;

  /** Whether other models may use the other accelerators, and the number is set with the prop `acceleratorCount`. */
  readonly isPart?: boolean;

  /** The memory of these accelerators together, in bytes. Undefined if there are none or it is not known. */
  readonly acceleratorMemoryBytes?: number;
}

/** The share of a model that has an instance to itself. */
export function wholeInstance(instanceType: SageMakerInstanceType, prop = 'instanceType'): InstanceShare {
  return shareOf(instanceType, instanceType.acceleratorCount, prop);
}

/** The share of a model that shares the instance with other models. */
export function partOfInstance(instanceType: SageMakerInstanceType, acceleratorCount: number | undefined): InstanceShare {
  return { ...shareOf(instanceType, acceleratorCount), isPart: true };
}

/** The share of a model that uses some of the accelerators. */
export function shareOf(instanceType: SageMakerInstanceType, acceleratorCount: number | undefined, prop = 'instanceType'): InstanceShare {
  const each = instanceType.acceleratorMemory?.toBytes();
  return {
    instanceType,
    prop,
    acceleratorCount,
    acceleratorMemoryBytes: each === undefined || acceleratorCount === undefined ? undefined : each * acceleratorCount,
  };
}
