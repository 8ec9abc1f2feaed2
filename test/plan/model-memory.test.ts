import { Token } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, ModelProfile, ModelServer, SageMakerInstanceType } from '../../src';
import { wholeInstance } from '../../src/instance/instance-share';
import { gibibytes, gpuMemoryShare, modelMemory, profileOf } from '../../src/plan/model-memory';
import { IMAGES, tei } from '../images';
import { modelPlanOf, type } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const GIB = 1024 ** 3;
const FOUR_GPUS = SageMakerInstanceType.ML_G5_12XLARGE;
const VLLM = { container: IMAGES.VLLM };
const TOKEN = Token.asString({ Ref: 'Value' });
const MODEL = new ModelProfile({ weightsBytes: 14 * GIB });

function memoryOf(props: Props) {
  const { instanceType = FOUR_GPUS } = props;
  return modelMemory(modelPlanOf({ instanceType, modelProfile: MODEL, ...props }), wholeInstance(instanceType));
}

const oneGpu = memoryOf({ ...VLLM, instanceType: SageMakerInstanceType.ML_G5_XLARGE })!.totalBytes;

test.each<[string, Props, number]>([
  ['all GPUs', VLLM, 4],
  ['half of the GPUs', { ...VLLM, server: ModelServer.vllm({ tensorParallelDegree: 2 }) }, 2],
  ['more GPUs than there are', { ...VLLM, environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '8' } }, 4],
  ['no GPUs', { ...VLLM, environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '0' } }, 4],
  ['an unknown number of GPUs', { ...VLLM, environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: TOKEN } }, 4],
  ['GPUs of several stages', { ...VLLM, environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '2', SM_VLLM_PIPELINE_PARALLEL_SIZE: '2' } }, 4],
])('a server that runs one copy uses the memory of %s', (_case, props, gpus) => {
  expect(memoryOf(props)!.totalBytes).toBe(gpus * oneGpu);
});

test.each<[string, Props, number | undefined]>([
  ['the option', { ...VLLM, server: ModelServer.vllm({ gpuMemoryUtilization: 0.5 }) }, 0.5],
  ['a variable', { ...VLLM, environment: { SM_VLLM_GPU_MEMORY_UTILIZATION: '1' } }, 1],
  ['nobody, if the server has no such setting', { container: tei('1.8.2') }, undefined],
])('the share of the memory is set by %s', (_case, props, share) => {
  expect(gpuMemoryShare(modelPlanOf(props))).toBe(share);
});

test.each(['0', '1.5', TOKEN])('the share of the memory is the default of the server if the setting is %s', value => {
  const { server, ...rest } = modelPlanOf({ ...VLLM, environment: { SM_VLLM_GPU_MEMORY_UTILIZATION: value } });
  expect(gpuMemoryShare({ server, ...rest })).toBe(server.traits.memoryShare);
  expect(server.traits.memoryShare).toBeDefined();
});

test('the server can use its share of the memory', () => {
  const { totalBytes, usableBytes } = memoryOf({ ...VLLM, server: ModelServer.vllm({ gpuMemoryUtilization: 0.5 }) })!;
  expect(usableBytes).toBe(totalBytes / 2);
});

test.each<[string, Props, string]>([
  ['GPUs', VLLM, 'accelerators'],
  ['an image for CPUs', { container: IMAGES.TEI_CPU, instanceType: type('c7i.xlarge') }, 'host'],
  ['an image for CPUs on an instance with GPUs', { container: IMAGES.TOOLKIT_CPU }, 'host'],
  ['llama.cpp, which uses both', { container: IMAGES.LLAMA_CPP }, 'both'],
])('the weights are in the memory of the room: %s', (_case, props, room) => {
  const memory = memoryOf(props)!;
  expect(memory.room).toBe(room);
  expect(memory.served !== undefined).toBe(room === 'accelerators');
});

test('the memory of an instance type for CPUs is that of the instance', () => {
  const { totalBytes, usableBytes } = memoryOf({ container: IMAGES.TEI_CPU, instanceType: type('c7i.xlarge') })!;
  expect([totalBytes, usableBytes]).toEqual([8 * GIB, 8 * GIB]);
});

test('llama.cpp uses the memory of one GPU more than that of the instance', () => {
  const props = { container: IMAGES.LLAMA_CPP, instanceType: type('g5.xlarge') };
  expect(memoryOf(props)!.totalBytes).toBe(oneGpu + 16 * GIB);
});

test.each<[string, Props]>([
  ['an unknown instance type', { ...VLLM, instanceType: type('z99.xlarge') }],
  ['an unknown instance type, with an image for CPUs', { container: IMAGES.TEI_CPU, instanceType: type('z99.xlarge') }],
  ['an unknown instance type, with llama.cpp', { container: IMAGES.LLAMA_CPP, instanceType: type('z99.xlarge') }],
  ['an unknown model', { ...VLLM, modelId: 'org/model', modelProfile: undefined }],
  ['an unresolved token', { ...VLLM, modelId: TOKEN, modelProfile: undefined }],
])('nothing is known with %s', (_case, props) => {
  expect(memoryOf(props)).toBeUndefined();
});

test.each(['CPU_OFFLOAD_GB', 'OFFLOAD_GROUP_SIZE'])('the size of the loaded weights is not known with %s, unless it is zero', argument => {
  const bytes = (value: string) => memoryOf({ ...VLLM, environment: { [`SM_VLLM_${argument}`]: value } })!.loadedBytes;
  expect([bytes('1'), bytes('0'), bytes('-1'), bytes('x')]).toEqual([undefined, 14 * GIB, 14 * GIB, undefined]);
});

test.each<[string, Props, string | undefined]>([
  ['what the user says', { modelProfile: new ModelProfile({ weightsBytes: 1 }), modelId: 'Qwen/Qwen3-8B' }, '1'],
  ['the id', { modelId: 'org/a-8B' }, String(profileOf(modelPlanOf({ modelId: 'org/b-8B' }))!.weightsBytes)],
  ['the id that the server loads', { ...VLLM, modelId: 'org/model', environment: { SM_VLLM_MODEL: 'org/a-8B' } },
    String(profileOf(modelPlanOf({ modelId: 'org/b-8B' }))!.weightsBytes)],
  ['the id, of weights in the image', { ...VLLM, modelId: 'org/a-8B', environment: { SM_VLLM_MODEL: '/models/a' } },
    String(profileOf(modelPlanOf({ modelId: 'org/b-8B' }))!.weightsBytes)],
])('the size of the model is from %s', (_case, props, bytes) => {
  expect(String(profileOf(modelPlanOf(props))?.weightsBytes)).toBe(bytes);
});

test.each([[0, '0.0 GiB'], [GIB, '1.0 GiB'], [1.25 * GIB, '1.3 GiB']])('%d bytes are %s', (bytes, text) => {
  expect(gibibytes(bytes)).toBe(text);
});
