import { assertDistinct, constantName, fieldsText, markerLine, quoted } from './source-text';
import { AcceleratorKind } from '../../src/instance/accelerator-kind';
import { Architecture } from '../../src/instance/architecture';
import { InstanceRow } from '../update-data/catalog-types';

/** A row of data/gpu-memory.json. */
export interface GpuMemoryRow {
  readonly name: string;
  readonly memoryMiB: number;
  readonly cudaMiB: number;
  readonly source: string;
}

/** The table of facts. Facts that several instance types share are written once, to keep the package small. */
export function instanceFactsFile(instanceTypes: Readonly<Record<string, InstanceRow>>, gpus: readonly GpuMemoryRow[]): string[] {
  const machineText = (row: InstanceRow) => factsOfMachine(row, gpus);
  const rows = Object.entries(instanceTypes);
  const machines = new Map(rows.filter(([, row]) => row.acceleratorKind).map(([, row]) => [machineText(row), machineName(row)]));
  assertDistinct([...machines].map(([text, name]) => [name, text]));
  return [
    markerLine('instance-types.json'),
    'import { AcceleratorKind } from \'./accelerator-kind\';',
    'import { Architecture } from \'./architecture\';',
    'import { InstanceFacts } from \'./instance-facts\';',
    '',
    ...[...machines].map(([text, name]) => `const ${name}: InstanceFacts = { ${text} };`),
    '',
    '/** The known facts about each instance type. Instance types without facts are not included. */',
    'export const INSTANCE_FACTS: Readonly<Record<string, InstanceFacts>> = {',
    ...rows.filter(([, row]) => row.acceleratorKind).map(([name, row]) => `  ${quoted(name)}: { ...${machineName(row)}, ${ownText(row)} },`),
    '};',
    '',
  ];
}

/** The facts that are the same for all sizes of a family. */
function factsOfMachine(row: InstanceRow, gpus: readonly GpuMemoryRow[]): string {
  const { architecture, acceleratorKind, acceleratorName, acceleratorMemoryMiB } = row;
  return fieldsText({
    architecture: architecture && `Architecture.${architecture === Architecture.ARM_64 ? 'ARM_64' : 'X86_64'}`,
    acceleratorKind: `AcceleratorKind.${keyOf(acceleratorKind!)}`,
    acceleratorName: acceleratorName && quoted(acceleratorName),
    acceleratorMemoryMiB,
    cudaMemoryMiB: gpus.find(({ name, memoryMiB }) => name === acceleratorName && memoryMiB === acceleratorMemoryMiB)?.cudaMiB,
  });
}

function machineName({ architecture, acceleratorName, acceleratorMemoryMiB }: InstanceRow): string {
  if (!acceleratorName) {
    return architecture === Architecture.ARM_64 ? 'ARM' : 'X86';
  }
  return constantName(acceleratorName, acceleratorMemoryMiB ? `${Math.round(acceleratorMemoryMiB / 1024)}G` : 'PLAIN');
}

function ownText({ vcpus, memoryMiB, acceleratorCount, localStorageGB }: InstanceRow): string {
  return fieldsText({ vcpus, memoryMiB, acceleratorCount, localStorageGB });
}

function keyOf(kind: AcceleratorKind): string {
  return Object.entries(AcceleratorKind).find(([, value]) => value === kind)![0];
}
