import { Token } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, ModelProfile, ModelServer, SageMakerInstanceType } from '../../src';
import { wholeInstance } from '../../src/instance/instance-share';
import { StoredWeights } from '../../src/model/model-structure';
import { gibibytes, gpuMemoryShare, modelMemory, profileOf } from '../../src/plan/model-memory';
import { IMAGES, tei } from '../images';
import { image, modelPlanOf, type } from '../util';

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

test('one GPU of four is a quarter of the memory', () => {
  expect(memoryOf({ ...VLLM, server: ModelServer.vllm({ tensorParallelDegree: 1 }) })!.totalBytes).toBe(oneGpu);
});

test('a server that runs several copies uses the memory of all GPUs', () => {
  expect(memoryOf({ container: IMAGES.LMI, environment: { TENSOR_PARALLEL_DEGREE: '1' } })!.totalBytes).toBe(4 * oneGpu);
});

/** A model of 1e9 parameters, with other facts about its weights. */
function strictWith(weights: Partial<StoredWeights>, props: Props = VLLM, parameters: number | undefined = 1e9, isEstimate = false): boolean {
  const modelProfile = new ModelProfile({ weightsBytes: 2e9 });
  modelProfile._structure = { parameters, weights: { bytes: 2e9, exact: true, quantized: false, dataTypeBits: 16, ...weights } };
  modelProfile._isEstimate = isEstimate;
  return memoryOf({ modelProfile, ...props })!.strict;
}

test('weights of a known size that a server loads as they are cannot be larger than the memory', () => {
  expect(strictWith({})).toBe(true);
  expect(strictWith({ bytes: 2.4e9 })).toBe(true);
  expect(strictWith({ bytes: 2.5e9 })).toBe(false); // other data types, or layers that are not loaded
  expect(strictWith({ exact: false })).toBe(false);
  expect(strictWith({ dataTypeBits: undefined })).toBe(false);
  expect(strictWith({ dataTypeBits: undefined, quantized: true })).toBe(true);
  expect(strictWith({ dataTypeBits: 32, bytes: 4e9 })).toBe(true); // and 16 bits for each parameter
  expect(strictWith({}, VLLM, undefined)).toBe(true);
  expect(strictWith({}, VLLM, 1e9, true)).toBe(false);
  expect(strictWith({}, { ...VLLM, server: ModelServer.vllm({ quantization: 'fp8' }) })).toBe(false);
  expect(strictWith({}, { container: IMAGES.TOOLKIT })).toBe(false); // which may offload weights
  expect(memoryOf({ ...VLLM, modelProfile: undefined, modelId: 'org/a-7b' })).toMatchObject({ strict: false, guessed: true });
  expect(memoryOf(VLLM)).toMatchObject({ guessed: false });
});

test.each<[string, Props, object]>([
  ['as they are', {}, { loadedBytes: 8e9, loadedBits: undefined }],
  ['quantized', { server: ModelServer.vllm({ quantization: 'fp8' }) }, { loadedBytes: 4e9, loadedBits: 8 }],
])('a server loads weights %s', (_what, props, expected) => {
  expect(memoryOf({ ...VLLM, modelProfile: new ModelProfile({ parameterCount: 4e9 }), ...props })).toMatchObject(expected);
});

test.each<[string, Props, number]>([
  ['halves them', VLLM, 8e9],
  ['has a data type', { ...VLLM, server: ModelServer.vllm({ dataType: 'float32' }) }, 16e9],
  ['may offload them', { container: IMAGES.TOOLKIT }, 16e9],
  ['loads them on the host', { container: IMAGES.TEI_CPU }, 16e9],
])('a server gets weights of 32 bits, and %s', (_what, props, loadedBytes) => {
  expect(memoryOf({ modelProfile: new ModelProfile({ parameterCount: 4e9, bitsPerParameter: 32 }), ...props })!.loadedBytes).toBe(loadedBytes);
});

test('a part of the weights that is elsewhere is not on the GPUs', () => {
  expect(memoryOf({ ...VLLM, environment: { SM_VLLM_CPU_OFFLOAD_GB: '1' } })!.served).toBeUndefined();
  const quantized = { container: IMAGES.SGLANG, environment: { SM_SGLANG_TORCHAO_CONFIG: 'int4wo-128' } };
  expect(memoryOf(quantized)!.loadedBytes).toBeUndefined();
});

test('the size of the weights may be unknown', () => {
  expect(memoryOf({ ...VLLM, modelProfile: new ModelProfile({ attentionHeads: 8 }) })).toMatchObject({
    loadedBytes: undefined, loadedBits: undefined, strict: false, served: undefined, totalBytes: 4 * oneGpu,
  });
});

test('the part of the GPUs and the share of their memory are independent', () => {
  expect(memoryOf({ ...VLLM, server: ModelServer.vllm({ tensorParallelDegree: 2, gpuMemoryUtilization: 0.5 }) })!.usableBytes).toBe(oneGpu);
});

test.each<[string, Props, string]>([
  ['an unknown image on an instance for CPUs', { container: image('my-server:1.0'), instanceType: type('c7i.xlarge') }, 'host'],
  ['an unknown image', { container: image('my-server:1.0') }, 'accelerators'],
  ['no image', { container: undefined, server: ModelServer.sglang() }, 'accelerators'],
])('the memory of the weights is known with %s', (_case, props, room) => {
  expect(memoryOf(props)!.room).toBe(room);
});
