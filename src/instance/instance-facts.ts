import { AcceleratorKind } from './accelerator-kind';
import { Architecture } from './architecture';

/** What AWS publishes about an instance type. Unknown facts are undefined. */
export interface InstanceFacts {
  /** Number of vCPUs. */
  readonly vcpus?: number;

  /** Memory in MiB. */
  readonly memoryMiB?: number;

  /** The CPU architecture. */
  readonly architecture?: Architecture;

  /** The kind of accelerator. */
  readonly acceleratorKind?: AcceleratorKind;

  /** The name of the accelerator, such as `A10G`. */
  readonly acceleratorName?: string;

  /** Number of accelerators. */
  readonly acceleratorCount?: number;

  /** Memory of each accelerator in MiB. */
  readonly acceleratorMemoryMiB?: number;

  /** The memory of each GPU that CUDA reports, in MiB, which is less. */
  readonly cudaMemoryMiB?: number;

  /** Size of the local storage, which does not include EBS volumes, in GB; 0 if there is none. */
  readonly localStorageGB?: number;
}
