import { ProductionVariantInstanceType } from '@aws-sdk/client-sagemaker';
import { CfnParameter } from 'aws-cdk-lib/core';
import { AcceleratorKind, Architecture, SageMakerInstanceType } from '../../src';
import * as peer from '../facts/generative-ai-cdk-constructs.json';
import { newStack } from '../util';

const constants = Object.entries(SageMakerInstanceType).filter(([name]) => name.startsWith('ML_')) as [string, SageMakerInstanceType][];

test('there is a constant for every instance type that the SageMaker API accepts', () => {
  expect(constants.map(([, type]) => type.toString()).sort()).toEqual(Object.values(ProductionVariantInstanceType).sort());
  expect(constants).toHaveLength(277);
});

test('a constant is named after its instance type', () => {
  for (const [name, type] of constants) {
    expect(name).toBe(type.toString().toUpperCase().replace(/[.-]/g, '_'));
  }
});

test('every instance type of the original construct exists under the same name', () => {
  expect(Object.keys(peer.instanceTypes)).toHaveLength(88);
  for (const [name, type] of Object.entries(peer.instanceTypes)) {
    expect((SageMakerInstanceType as any)[name]?.toString()).toBe(type);
  }
});

test.each<[string, Record<string, unknown>]>([
  ['ml.g5.2xlarge', { vcpus: 8, memory: 32768, architecture: Architecture.X86_64, kind: AcceleratorKind.GPU, name: 'A10G', count: 1, each: 22888, total: 22888, nvme: true }],
  ['ml.g5.48xlarge', { vcpus: 192, memory: 786432, architecture: Architecture.X86_64, kind: AcceleratorKind.GPU, name: 'A10G', count: 8, each: 22888, total: 183104, nvme: true }],
  ['ml.g6e.12xlarge', { vcpus: 48, memory: 393216, architecture: Architecture.X86_64, kind: AcceleratorKind.GPU, name: 'L40S', count: 4, each: 45776, total: 183104, nvme: true }],
  ['ml.p5.48xlarge', { vcpus: 192, memory: 2097152, architecture: Architecture.X86_64, kind: AcceleratorKind.GPU, name: 'H100', count: 8, each: 81920, total: 655360, nvme: true }],
  ['ml.p3.2xlarge', { vcpus: 8, memory: 62464, architecture: Architecture.X86_64, nvme: false, kind: AcceleratorKind.GPU, name: 'V100', count: 1, each: 16384, total: 16384 }],
  ['ml.p2.8xlarge', { vcpus: 32, memory: 499712, architecture: Architecture.X86_64, nvme: false, kind: AcceleratorKind.GPU, name: 'K80', count: 8, each: 12288, total: 98304 }],
  ['ml.inf2.48xlarge', { vcpus: 192, memory: 786432, architecture: Architecture.X86_64, kind: AcceleratorKind.NEURON, name: 'Inferentia2', count: 12, nvme: false }],
  ['ml.trn1.32xlarge', { kind: AcceleratorKind.NEURON, name: 'Trainium', count: 16, nvme: true }],
  ['ml.c7g.4xlarge', { vcpus: 16, memory: 32768, architecture: Architecture.ARM_64, kind: AcceleratorKind.NONE, name: undefined, count: 0, each: undefined, total: undefined, nvme: false }],
  ['ml.m5d.xlarge', { vcpus: 4, memory: 16384, architecture: Architecture.X86_64, kind: AcceleratorKind.NONE, count: 0, nvme: true }],
])('%s has its published facts', (name, expected) => {
  expect(factsOf(SageMakerInstanceType.of(name))).toMatchObject(expected);
});

test.each(['ml.dl1.24xlarge', 'ml.p6e-gb200.36xlarge', 'ml.z99.metal', 'constructor'])('of %s nothing is invented', name => {
  expect(Object.values(factsOf(SageMakerInstanceType.of(name))).every(fact => fact === undefined)).toBe(true);
});

test('every GPU instance type with known facts has a count, a name and a memory', () => {
  for (const [, type] of constants.filter(([, { acceleratorKind }]) => acceleratorKind === AcceleratorKind.GPU)) {
    expect(factsOf(type)).toMatchObject({ name: expect.any(String), count: expect.any(Number), each: expect.any(Number), total: expect.any(Number) });
  }
});

test('the instance types whose facts are unknown are these', () => {
  expect(constants.filter(([, type]) => type.vcpus === undefined).map(([, type]) => type.toString()).sort()).toEqual([
    'ml.dl1.24xlarge', 'ml.p6e-gb200.36xlarge',
  ]);
});

test('an instance type can be a token', () => {
  const stack = newStack();
  const parameter = new CfnParameter(stack, 'Type');
  const type = SageMakerInstanceType.of(parameter.valueAsString);
  expect(stack.resolve(type.toString())).toEqual({ Ref: 'Type' });
  expect(type.acceleratorKind).toBeUndefined();
});

function factsOf(type: SageMakerInstanceType) {
  return {
    vcpus: type.vcpus,
    memory: type.memory?.toMebibytes(),
    architecture: type.architecture,
    kind: type.acceleratorKind,
    name: type.acceleratorName,
    count: type.acceleratorCount,
    each: type.acceleratorMemory?.toMebibytes(),
    total: type.totalAcceleratorMemory?.toMebibytes(),
    nvme: type.nvmeBacked,
  };
}
