import { Answer, Command, positiveNumber } from './command';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';

/** All instance types that have a constant. */
export function allInstanceTypes(): [constant: string, type: SageMakerInstanceType][] {
  return Object.entries(SageMakerInstanceType)
    .filter((entry): entry is [string, SageMakerInstanceType] => entry[1] instanceof SageMakerInstanceType);
}

/** Lists the instance type catalog. */
export const instances: Command = {
  usage: '[--gpu] [--neuron] [--min-memory <GiB>]',
  summary: 'List the instance types, with their properties. The minimum memory applies to all accelerators, or to the instance if it has none.',
  options: { 'gpu': { type: 'boolean' }, 'neuron': { type: 'boolean' }, 'min-memory': { type: 'string' } },
  run: (values): Answer => {
    const least = positiveNumber('min-memory', values['min-memory']);
    const kinds = [...values.gpu ? [AcceleratorKind.GPU] : [], ...values.neuron ? [AcceleratorKind.NEURON] : []];
    const rows = allInstanceTypes()
      .filter(([, { acceleratorKind }]) => kinds.length === 0 || kinds.includes(acceleratorKind!))
      .map(([constant, type]) => ({
        instance: type.toString(),
        vcpus: type.vcpus,
        memoryGiB: gibibytes(type.memory?.toMebibytes()),
        architecture: type.architecture,
        accelerator: type.acceleratorName,
        count: type.acceleratorCount,
        acceleratorMemoryGiB: gibibytes(type.totalAcceleratorMemory?.toMebibytes()),
        nvme: type.nvmeBacked,
        constant,
      }))
      .filter(({ memoryGiB, acceleratorMemoryGiB, count }) => least === undefined || ((count ? acceleratorMemoryGiB : memoryGiB) ?? 0) >= least);
    const columns = ['instance', 'vcpus', 'memoryGiB', 'architecture', 'count', 'accelerator', 'acceleratorMemoryGiB', 'nvme'];
    return { rows, columns, success: rows.length > 0 };
  },
};

function gibibytes(mebibytes: number | undefined): number | undefined {
  return mebibytes === undefined ? undefined : Math.round(mebibytes / 102.4) / 10;
}
