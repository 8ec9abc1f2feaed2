import { AcceleratorKind } from './accelerator-kind';
import { Architecture } from './architecture';

/** What AWS publishes of an instance type. What is not known is left out. */
export interface InstanceFacts {
  /** Number of virtual CPUs. */
  readonly vcpus?: number;

  /** Memory in MiB. */
  readonly memoryMiB?: number;

  /** The instruction set of the processor. */
  readonly architecture?: Architecture;

  /** What computes beside the CPU. */
  readonly acceleratorKind?: AcceleratorKind;

  /** The name of the accelerator, such as `A10G`. */
  readonly acceleratorName?: string;

  /** Number of accelerators. */
  readonly acceleratorCount?: number;

  /** Memory of each accelerator in MiB. */
  readonly acceleratorMemoryMiB?: number;

  /** Size of the disks in the machine, which are not volumes of EBS, in GB; 0 where there are none. */
  readonly localStorageGB?: number;
}
