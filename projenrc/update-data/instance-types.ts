import { AcceleratorsData, CatalogInputs, InstanceRow, InstanceSizeRow } from './catalog-types';
import { factsOfLabels, karpenterLabels } from './karpenter';
import { compareNaturally } from './natural-order';
import { withoutUndefined } from './tag-facts';
import { asRecord, GPU_INFO_FILE, jsonOf, UpstreamFiles } from './upstream-files';
import { AcceleratorKind } from '../../src/instance/accelerator-kind';

interface GpuInfo {
  readonly count: number;
  readonly totalMemoryMiB: number;
}

/** Sizes from small to large; after these come `xlarge` and its multiples. */
const SMALL_SIZES = ['medium', 'large', 'xlarge'];

/** The rows of data/instance-types.json: every instance type that SageMaker's API takes, and those that it once took. */
export function instanceRows(files: UpstreamFiles, inputs: CatalogInputs): Record<string, InstanceRow> {
  const labels = karpenterLabels(files);
  const gpus = gpuInfo(files);
  const previous = inputs.previous?.instanceTypes.instanceTypes ?? {};
  const names = [...new Set([...inputs.instanceTypes, ...Object.keys(previous)])].sort(compareInstanceTypes);
  return Object.fromEntries(names.map(name => {
    const known = labels[name.replace(/^ml\./, '')];
    if (known) {
      return [name, factsOfLabels(known, inputs.accelerators)];
    }
    return [name, gpus[name] ? factsOfGpus(name, gpus[name], inputs.accelerators) : previous[name] ?? {}];
  }));
}

/** By family, then by size: `ml.c5.large`, `ml.c5.xlarge`, `ml.c5.2xlarge`. */
export function compareInstanceTypes(left: string, right: string): number {
  const [, leftFamily, leftSize] = left.split('.');
  const [, rightFamily, rightSize] = right.split('.');
  return compareNaturally(leftFamily, rightFamily) || sizeOf(leftSize) - sizeOf(rightSize) || compareNaturally(left, right);
}

function sizeOf(size: string): number {
  const small = SMALL_SIZES.indexOf(size);
  return small >= 0 ? small : SMALL_SIZES.length + Number.parseInt(size, 10);
}

/**
 * The SDK's table of GPUs, which serves only the types that Karpenter's list lacks: it names an `ml.g5n.xlarge` that does not exist,
 * and gives the memory of g5 as 24,576 MiB where EC2 says 22,888.
 */
function gpuInfo(files: UpstreamFiles): Readonly<Record<string, GpuInfo>> {
  const infos: Record<string, GpuInfo> = {};
  for (const [region, types] of Object.entries(jsonOf(files, GPU_INFO_FILE))) {
    for (const [type, value] of Object.entries(asRecord(types, `${GPU_INFO_FILE}: ${region}`))) {
      const where = `${GPU_INFO_FILE}: ${region}['${type}']`;
      const { Count: count, TotalGpuMemoryInMiB: totalMemoryMiB } = asRecord(value, where);
      if (!isCount(count) || !isCount(totalMemoryMiB)) {
        throw new Error(`${where}: Count and TotalGpuMemoryInMiB must be numbers above 0, got ${JSON.stringify(value)}`);
      }
      const other = infos[type] ?? { count, totalMemoryMiB };
      if (other.count !== count || other.totalMemoryMiB !== totalMemoryMiB) {
        throw new Error(`${where}: must be as in other regions, ${JSON.stringify(other)}, got ${JSON.stringify(value)}`);
      }
      infos[type] = other;
    }
  }
  return infos;
}

function factsOfGpus(type: string, { count, totalMemoryMiB }: GpuInfo, { accelerators, families, sizes }: AcceleratorsData): InstanceRow {
  const family = type.split('.')[1];
  const accelerator = accelerators[families[family]];
  if (!accelerator) {
    throw new Error(`data/accelerators.json: families: must name the accelerator of the family '${family}' (of ${type})`);
  }
  const { vcpus, memoryMiB, architecture, localStorageGB }: Partial<InstanceSizeRow> = sizes[type] ?? {};
  return withoutUndefined({
    vcpus,
    memoryMiB,
    architecture,
    acceleratorKind: AcceleratorKind.GPU,
    acceleratorName: accelerator.name,
    acceleratorCount: count,
    acceleratorMemoryMiB: totalMemoryMiB / count,
    localStorageGB,
  });
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value > 0;
}
