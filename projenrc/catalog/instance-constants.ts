import { assertDistinct, constantName, markerLine, quoted } from './source-text';
import { AcceleratorKind } from '../../src/instance/accelerator-kind';
import { Architecture } from '../../src/instance/architecture';
import { InstanceRow } from '../update-data/catalog-types';

/** The class with a constant for each instance type. */
export function instanceConstantsFile(instanceTypes: Readonly<Record<string, InstanceRow>>): string[] {
  assertDistinct(Object.keys(instanceTypes).map(name => [constantName(name), name]));
  return [
    markerLine('instance-types.json'),
    'import { InstanceTypeValue } from \'./instance-type-value\';',
    '',
    '/**',
    ' * An instance type of a SageMaker endpoint. There is a constant for each known instance type, and `of` for any other.',
    ' *',
    ' * @example',
    ' * const instanceType = SageMakerInstanceType.ML_G6E_12XLARGE;',
    ' * const memory = instanceType.totalAcceleratorMemory;',
    ' * const newerInstanceType = SageMakerInstanceType.of(\'ml.g9.2xlarge\');',
    ' *',
    ' * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html',
    ' */',
    'export class SageMakerInstanceType extends InstanceTypeValue {',
    ...Object.entries(instanceTypes).flatMap(([name, row]) => [
      `  /** ${describeInstanceType(name, row)} */`,
      `  public static readonly ${constantName(name)} = new SageMakerInstanceType(${quoted(name)});`,
      '',
    ]),
    '  /**',
    '   * Any instance type, including one that this version of the library has no constant for.',
    '   *',
    '   * @param instanceType the name of the instance type, such as `ml.g5.2xlarge`',
    '   */',
    '  public static of(instanceType: string): SageMakerInstanceType {',
    '    return new SageMakerInstanceType(instanceType);',
    '  }',
    '}',
    '',
  ];
}

/** Describes an instance type in one line, such as `ml.g5.2xlarge: 8 vCPUs, 32 GiB, 1 x NVIDIA A10G (22 GiB).` */
export function describeInstanceType(name: string, row: InstanceRow): string {
  const facts = [
    row.vcpus && `${row.vcpus} ${row.architecture === Architecture.ARM_64 ? 'Arm ' : ''}${row.vcpus === 1 ? 'vCPU' : 'vCPUs'}`,
    row.memoryMiB && `${Number((row.memoryMiB / 1024).toFixed(2))} GiB`,
    row.acceleratorCount && acceleratorsOf(row),
  ].filter(fact => fact);
  return facts.length > 0 ? `${name}: ${facts.join(', ')}.` : `${name}.`;
}

function acceleratorsOf({ acceleratorKind, acceleratorName, acceleratorCount, acceleratorMemoryMiB }: InstanceRow): string {
  const maker = acceleratorKind === AcceleratorKind.NEURON ? 'AWS' : 'NVIDIA';
  const memory = acceleratorMemoryMiB ? ` (${Math.round(acceleratorMemoryMiB / 1024)} GiB)` : '';
  return `${acceleratorCount} x ${maker} ${acceleratorName}${memory}`;
}
