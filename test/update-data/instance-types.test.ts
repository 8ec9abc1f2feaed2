import { G5_LABELS, inputs, karpenterSection, upstream } from './upstream';
import { catalogOf } from '../../projenrc/update-data/catalog';
import { compareInstanceTypes } from '../../projenrc/update-data/instance-types';
import { GPU_INFO_FILE, KARPENTER_FILE } from '../../projenrc/update-data/upstream-files';

function typesOf(sections: string[], instanceTypes: string[], changes: Record<string, string> = {}) {
  const files = upstream({ [KARPENTER_FILE]: sections.join(''), ...changes });
  return catalogOf(files, inputs({ instanceTypes })).instanceTypes.instanceTypes;
}

test('a type with a GPU has its facts from the labels', () => {
  expect(typesOf([karpenterSection('g5.2xlarge', G5_LABELS)], ['ml.g5.2xlarge'])).toEqual({
    'ml.g5.2xlarge': {
      vcpus: 8,
      memoryMiB: 32768,
      architecture: 'x86_64',
      acceleratorKind: 'gpu',
      acceleratorName: 'A10G',
      acceleratorCount: 1,
      acceleratorMemoryMiB: 22888,
      localStorageGB: 450,
      networkMbps: 5000,
    },
  });
});

test('a type with a Neuron device has the memory that is kept by hand', () => {
  const labels = { 'karpenter.k8s.aws/instance-accelerator-count': 6, 'karpenter.k8s.aws/instance-accelerator-name': 'inferentia2' };
  expect(typesOf([karpenterSection('inf2.24xlarge', labels)], ['ml.inf2.24xlarge'])['ml.inf2.24xlarge']).toMatchObject({
    acceleratorKind: 'neuron', acceleratorName: 'Inferentia2', acceleratorCount: 6, acceleratorMemoryMiB: 32768, localStorageGB: 0,
  });
});

test('a type without accelerator has none, and no disk', () => {
  expect(typesOf([karpenterSection('c7g.2xlarge', { 'kubernetes.io/arch': 'arm64' })], ['ml.c7g.2xlarge'])).toEqual({
    'ml.c7g.2xlarge': { vcpus: 8, memoryMiB: 32768, architecture: 'arm64', acceleratorKind: 'none', localStorageGB: 0 },
  });
});

test('a type that only the SDK knows has its GPUs from there', () => {
  expect(typesOf([karpenterSection('g5.2xlarge', G5_LABELS)], ['ml.p3.2xlarge'])).toEqual({
    'ml.p3.2xlarge': { acceleratorKind: 'gpu', acceleratorName: 'V100', acceleratorCount: 1, acceleratorMemoryMiB: 16384 },
  });
});

test('a type whose size is kept by hand has it', () => {
  const gpus = { [GPU_INFO_FILE]: '{"us-east-1":{"ml.p3.8xlarge":{"Count":4,"TotalGpuMemoryInMiB":65536}}}' };
  expect(typesOf([karpenterSection('g5.2xlarge', G5_LABELS)], ['ml.p3.8xlarge'], gpus)).toEqual({
    'ml.p3.8xlarge': {
      vcpus: 32,
      memoryMiB: 249856,
      architecture: 'x86_64',
      acceleratorKind: 'gpu',
      acceleratorName: 'V100',
      acceleratorCount: 4,
      acceleratorMemoryMiB: 16384,
      localStorageGB: 0,
    },
  });
});

test('a type that nobody knows has no facts', () => {
  expect(typesOf([karpenterSection('g5.2xlarge', G5_LABELS)], ['ml.dl1.24xlarge'])).toEqual({ 'ml.dl1.24xlarge': {} });
});

test('a type that the API no longer takes stays, with its facts', () => {
  const previous = catalogOf(upstream(), inputs());
  const files = upstream({ [KARPENTER_FILE]: karpenterSection('c5.large') });
  const { instanceTypes } = catalogOf(files, inputs({ previous, instanceTypes: ['ml.c5.large'] })).instanceTypes;
  expect(Object.keys(instanceTypes)).toEqual(['ml.c5.large', 'ml.g5.2xlarge', 'ml.p3.2xlarge']);
  expect(instanceTypes['ml.g5.2xlarge']).toEqual(previous.instanceTypes.instanceTypes['ml.g5.2xlarge']);
});

test('types are sorted by family and size', () => {
  const sorted = ['ml.c5.large', 'ml.c5.xlarge', 'ml.c5.2xlarge', 'ml.c5.12xlarge', 'ml.c10.medium', 'ml.c10.large', 'ml.g5.xlarge'];
  expect([...sorted].reverse().sort(compareInstanceTypes)).toEqual(sorted);
});

test.each([
  ['no section', ['nothing'], 'must have a section \'### `<instance type>`\' for each instance type, got none'],
  ['a section of something else', ['### Labels\n'], 'a section must begin with an instance type, got \'Labels\''],
  ['no number', [karpenterSection('g5.2xlarge', { 'karpenter.k8s.aws/instance-cpu': 'eight' })],
    'instance-cpu of g5.2xlarge: must be a number, got \'eight\''],
  ['an empty number', [karpenterSection('g5.2xlarge', { 'karpenter.k8s.aws/instance-memory': '' })],
    'instance-memory of g5.2xlarge: must be a number, got \'\''],
  ['an unknown architecture', [karpenterSection('g5.2xlarge', { 'kubernetes.io/arch': 'riscv64' })],
    'arch of g5.2xlarge: must be one of amd64, arm64, got \'riscv64\''],
])('%s in the list of EC2 types is an error', (_, sections, message) => {
  expect(() => typesOf(sections, ['ml.g5.2xlarge'])).toThrow(`ec2/karpenter-instance-types.md: ${message}`);
});

test('an accelerator that has no name yet is an error', () => {
  const section = karpenterSection('g5.2xlarge', { ...G5_LABELS, 'karpenter.k8s.aws/instance-gpu-name': 'x1' });
  expect(() => typesOf([section], ['ml.g5.2xlarge'])).toThrow(
    'data/accelerators.json: accelerators: must have \'x1\', the accelerator of g5.2xlarge',
  );
});

test('a family of GPUs that has no name yet is an error', () => {
  const gpus = '{"us-east-1":{"ml.p9.large":{"Count":1,"TotalGpuMemoryInMiB":16384}}}';
  expect(() => typesOf([karpenterSection('c5.large')], ['ml.p9.large'], { [GPU_INFO_FILE]: gpus })).toThrow(
    'data/accelerators.json: families: must name the accelerator of the family \'p9\' (of ml.p9.large)',
  );
});

test.each([
  ['a count that is not a number', '{"us-east-1":{"ml.p3.2xlarge":{"Count":"1","TotalGpuMemoryInMiB":16384}}}',
    'us-east-1[\'ml.p3.2xlarge\']: Count and TotalGpuMemoryInMiB must be numbers above 0, got {"Count":"1","TotalGpuMemoryInMiB":16384}'],
  ['no memory', '{"us-east-1":{"ml.p3.2xlarge":{"Count":1,"TotalGpuMemoryInMiB":0}}}',
    'us-east-1[\'ml.p3.2xlarge\']: Count and TotalGpuMemoryInMiB must be numbers above 0, got {"Count":1,"TotalGpuMemoryInMiB":0}'],
  ['another memory in another region',
    '{"a":{"ml.p3.2xlarge":{"Count":1,"TotalGpuMemoryInMiB":1}},"b":{"ml.p3.2xlarge":{"Count":1,"TotalGpuMemoryInMiB":2}}}',
    'b[\'ml.p3.2xlarge\']: must be as in other regions, {"count":1,"totalMemoryMiB":1}, got {"Count":1,"TotalGpuMemoryInMiB":2}'],
  ['a region that is not an object', '{"us-east-1":[]}', 'us-east-1: must be an object, got []'],
])('%s in the table of GPUs is an error', (_, gpus, message) => {
  expect(() => typesOf([karpenterSection('c5.large')], [], { [GPU_INFO_FILE]: gpus })).toThrow(`${GPU_INFO_FILE}: ${message}`);
});
