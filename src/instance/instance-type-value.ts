import { Size } from 'aws-cdk-lib/core';
import { AcceleratorKind } from './accelerator-kind';
import { Architecture } from './architecture';
import { InstanceFacts } from './instance-facts';
import { INSTANCE_FACTS } from './instance-facts.generated';
import { ownEntry } from '../common/own-entry';

const NOTHING_KNOWN: InstanceFacts = {};

/**
 * The base of SageMakerInstanceType, whose constants are generated.
 *
 * @internal
 */
export abstract class InstanceTypeValue {
  private readonly name: string;

  /**
   * @param instanceType the name of the instance type, such as `ml.g5.2xlarge`; may be an unresolved token
   */
  constructor(instanceType: string) {
    this.name = instanceType;
  }

  /** The number of vCPUs. Undefined if unknown. */
  public get vcpus(): number | undefined {
    return this.facts.vcpus;
  }

  /** The memory of the instance, without accelerator memory. Undefined if unknown. */
  public get memory(): Size | undefined {
    return mebibytes(this.facts.memoryMiB);
  }

  /** The CPU architecture. Undefined if unknown. */
  public get architecture(): Architecture | undefined {
    return this.facts.architecture;
  }

  /** The kind of accelerator, or `AcceleratorKind.NONE` if there is none. Undefined if unknown. */
  public get acceleratorKind(): AcceleratorKind | undefined {
    return this.facts.acceleratorKind;
  }

  /** The name of the accelerator, such as `A10G`. Undefined if there is none or if it is unknown. */
  public get acceleratorName(): string | undefined {
    return this.facts.acceleratorName;
  }

  /** The number of accelerators, 0 if there are none. Undefined if unknown. */
  public get acceleratorCount(): number | undefined {
    return this.facts.acceleratorKind === AcceleratorKind.NONE ? 0 : this.facts.acceleratorCount;
  }

  /** The memory of each accelerator. Undefined if there is none or if it is unknown. */
  public get acceleratorMemory(): Size | undefined {
    return mebibytes(this.facts.acceleratorMemoryMiB);
  }

  /** The total memory of all accelerators. Undefined if there are none or if it is unknown. */
  public get totalAcceleratorMemory(): Size | undefined {
    const { acceleratorMemoryMiB: each, acceleratorCount: count } = this.facts;
    return each !== undefined && count !== undefined ? Size.mebibytes(each * count) : undefined;
  }

  /**
   * The memory of each GPU that CUDA reports, in bytes; what AWS documents, if that is unknown. Undefined without accelerators.
   *
   * @internal
   */
  public get _acceleratorMemoryBytes(): number | undefined {
    const { cudaMemoryMiB = this.facts.acceleratorMemoryMiB } = this.facts;
    return cudaMemoryMiB === undefined ? undefined : cudaMemoryMiB * 2 ** 20;
  }

  /** Whether the instance has local NVMe storage instead of a storage volume. Undefined if unknown. */
  public get nvmeBacked(): boolean | undefined {
    return this.facts.localStorageGB === undefined ? undefined : this.facts.localStorageGB > 0;
  }

  /** The name of the instance type, such as `ml.g5.2xlarge`. */
  public toString(): string {
    return this.name;
  }

  private get facts(): InstanceFacts {
    return ownEntry(INSTANCE_FACTS, this.name) ?? NOTHING_KNOWN;
  }
}

function mebibytes(amount: number | undefined): Size | undefined {
  return amount === undefined ? undefined : Size.mebibytes(amount);
}
