import { UsageError } from './command';
import { allInstanceTypes } from './instances';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';
import { Gpus } from '../model/memory-estimate';
import { chooseImage } from '../plan/image-choice';

/** A machine that may run a model: an instance type, or GPUs that a user describes. */
export interface Machine {
  /** The name of the instance type. Undefined for another machine. */
  readonly instance?: string;

  /** The accelerators in words, such as `4 x L40S`. Undefined if there are none. */
  readonly accelerators?: string;

  /** The GPUs. Undefined for AWS Neuron and CPUs. */
  readonly gpus?: Gpus;

  /** The memory for the weights: of all accelerators, or of the instance if it has none, in bytes. */
  readonly memoryBytes: number;
  readonly vcpus: number;
}

/** The task whose default image an instance type must have to be listed. */
const TASK = 'text-generation';

/** All instance types with GPUs for which the library chooses an image. */
export function gpuMachines(): Machine[] {
  return allInstanceTypes().map(([, type]) => type)
    .filter(type => type.acceleratorKind === AcceleratorKind.GPU && type.totalAcceleratorMemory && 'image' in chooseImage(TASK, type))
    .map(machineOf);
}

/** The instance type with this name. */
export function machineNamed(name: string): Machine {
  const type = allInstanceTypes().map(([, each]) => each).find(each => each.toString() === name);
  if (!type || (type.totalAcceleratorMemory === undefined && (type.acceleratorKind !== AcceleratorKind.NONE || type.memory === undefined))) {
    throw new UsageError(`--instance must be an instance type with known accelerators, such as ml.g6e.12xlarge, got '${name}'`);
  }
  return machineOf(type);
}

/** A machine with GPUs, each with this memory as CUDA reports it. */
export function otherMachine(count: number, gibibytes: number): Machine {
  const memoryBytes = gibibytes * 2 ** 30;
  return { accelerators: `${count} x ${gibibytes} GiB`, gpus: { count, memoryBytes }, memoryBytes: count * memoryBytes, vcpus: 0 };
}

function machineOf(type: SageMakerInstanceType): Machine {
  const { acceleratorKind, acceleratorName: name, acceleratorCount: count, _acceleratorMemoryBytes: memoryBytes, vcpus = 0 } = type;
  return {
    instance: type.toString(),
    accelerators: count ? `${count} x ${name}` : undefined,
    gpus: acceleratorKind === AcceleratorKind.GPU && count && memoryBytes ? { name, count, memoryBytes } : undefined,
    memoryBytes: (type.totalAcceleratorMemory ?? type.memory)!.toMebibytes() * 2 ** 20,
    vcpus,
  };
}
