import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { CfnParameter } from 'aws-cdk-lib/core';
import { ContainerImage, HuggingFaceSageMakerEndpointProps, ModelProfile, ModelServer } from '../../../src';
import { memoryFindings } from '../../../src/checks/model/memory';
import { InstanceShare, partOfInstance, wholeInstance } from '../../../src/instance/instance-share';
import { modelMemory } from '../../../src/plan/model-memory';
import { IMAGES } from '../../images';
import { found, image, newStack, planOf, type } from '../../util';

const { LLAMA_CPP, LMI, SGLANG, TGI, TOOLKIT, TOOLKIT_CPU, VLLM } = IMAGES;

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const LLAMA_CPP_CPU = image('huggingface-llamacpp:b9522-cpu-ubuntu24.04');

const weights = (gigabytes: number) => new ModelProfile({ weightsBytes: gigabytes * 1e9 });
const parameters = (billions: number, bitsPerParameter?: number) => new ModelProfile({ parameterCount: billions * 1e9, bitsPerParameter });

function findings(props: Props) {
  const { models: [model], shares: [share] } = planOf(props);
  return memoryFindings(model, share);
}

function ids(props: Props): string[] {
  return found(findings(props)).map(({ id }) => id);
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'memory-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function read(config: object): ModelProfile {
  const file = path.join(fs.mkdtempSync(path.join(folder, 'config-')), 'config.json');
  fs.writeFileSync(file, JSON.stringify(config));
  return ModelProfile.fromConfigJson(file);
}

/** What works, and what cannot or may not. */
test.each<[string, Props, Props, string]>([
  ['the layers that are not on the GPU are in the memory of the instance',
    { container: LLAMA_CPP, instanceType: type('g6e.4xlarge'), server: ModelServer.llamaCpp({ gpuLayers: 20 }), modelProfile: weights(63) },
    { container: LLAMA_CPP, instanceType: type('g6e.4xlarge'), server: ModelServer.llamaCpp({ gpuLayers: 20 }), modelProfile: weights(190) },
    'model-may-not-fit'],
  ['an image for CPUs has the memory of the instance, not that of its GPU',
    { container: LLAMA_CPP_CPU, instanceType: type('g5.4xlarge'), modelProfile: weights(30) },
    { container: LLAMA_CPP_CPU, instanceType: type('g5.4xlarge'), modelProfile: weights(75) },
    'model-may-not-fit'],
  ['TGI quantizes to 4 bits while it loads',
    { container: TGI, instanceType: type('g5.2xlarge'), server: ModelServer.tgi({ quantization: 'bitsandbytes-nf4' }), modelProfile: parameters(13) },
    { container: TGI, instanceType: type('g5.2xlarge'), modelProfile: parameters(13) },
    'model-too-large'],
  ['vLLM offloads to the memory of the instance',
    { container: VLLM, instanceType: type('g6e.2xlarge'), server: ModelServer.vllm({ extraArguments: { 'cpu-offload-gb': '40' } }), modelProfile: parameters(32) },
    { container: VLLM, instanceType: type('g6e.2xlarge'), server: ModelServer.vllm({ extraArguments: { 'cpu-offload-gb': '0' } }), modelProfile: parameters(32) },
    'model-too-large'],
  ['vLLM quantizes to 8 bits while it loads',
    { container: VLLM, instanceType: type('g6e.2xlarge'), server: ModelServer.vllm({ quantization: 'fp8' }), modelProfile: parameters(32.8) },
    { container: VLLM, instanceType: type('g6e.2xlarge'), server: ModelServer.vllm({ quantization: 'fp8' }), modelProfile: parameters(70) },
    'model-may-not-fit'],
  ['by a variable too',
    { container: TGI, instanceType: type('g5.2xlarge'), environment: { QUANTIZE: 'eetq' }, modelProfile: parameters(13) },
    { container: TGI, instanceType: type('g5.2xlarge'), environment: { QUANTIZE: 'eetq' }, modelProfile: parameters(22) },
    'model-may-not-fit'],
  ['weights that are quantized are not quantized further',
    { container: VLLM, instanceType: type('g6e.2xlarge'), server: ModelServer.vllm({ quantization: 'awq' }), modelProfile: parameters(32, 4) },
    { container: VLLM, instanceType: type('g6e.2xlarge'), server: ModelServer.vllm({ quantization: 'awq' }), modelProfile: parameters(100, 4) },
    'model-too-large'],
  ['weights of 32 bits become such of 16',
    { container: VLLM, instanceType: type('g5.2xlarge'), modelProfile: parameters(8, 32) },
    { container: VLLM, instanceType: type('g5.2xlarge'), modelProfile: parameters(8, 32), environment: { SM_VLLM_DTYPE: 'float32' } },
    'model-too-large'],
  ['and weights of 32 bits are quantized by what they are stored with',
    { container: VLLM, instanceType: type('g5.2xlarge'), modelProfile: parameters(14, 32), environment: { SM_VLLM_QUANTIZATION: 'fp8' } },
    { container: VLLM, instanceType: type('g5.2xlarge'), modelProfile: parameters(22, 32), environment: { SM_VLLM_QUANTIZATION: 'fp8' } },
    'model-may-not-fit'],
  ['weights of 32 bits that are too large with 16 are rejected',
    { container: VLLM, instanceType: type('g6e.2xlarge'), modelProfile: parameters(14, 32) },
    { container: VLLM, instanceType: type('g5.2xlarge'), modelProfile: parameters(14, 32) },
    'model-too-large'],
  ['SGLang offloads',
    { container: SGLANG, instanceType: type('g6e.2xlarge'), server: ModelServer.sglang({ extraArguments: { 'cpu-offload-gb': '40' } }), modelProfile: parameters(32) },
    { container: SGLANG, instanceType: type('g6e.2xlarge'), modelProfile: parameters(32) },
    'model-too-large'],
  ['Large Model Inference may offload',
    { container: LMI, instanceType: type('g6e.2xlarge'), environment: { OPTION_CPU_OFFLOAD_GB: '40' }, modelProfile: parameters(32) },
    { container: LMI, instanceType: type('g6e.2xlarge'), modelProfile: parameters(32) },
    'model-may-not-fit'],
  ['the inference toolkit may run code of the user',
    { container: TOOLKIT, instanceType: type('g5.2xlarge'), modelProfile: parameters(9) },
    { container: TOOLKIT, instanceType: type('g5.2xlarge'), modelProfile: parameters(13) },
    'model-may-not-fit'],
  ['of an image that is not known, it is not known either',
    { container: ContainerImage.fromAsset(__dirname), instanceType: type('g5.2xlarge'), modelProfile: parameters(9) },
    { container: ContainerImage.fromAsset(__dirname), instanceType: type('g5.2xlarge'), modelProfile: parameters(13) },
    'model-may-not-fit'],
])('%s', (_what, works, mistake, id) => {
  expect(ids(works)).toEqual([]);
  expect(ids(mistake)).toEqual([id]);
});

test('the memory of Large Model Inference is predicted with its version of vLLM, if that is known', () => {
  const served = (props: Parameters<typeof planOf>[0]) => {
    const { models: [model], shares: [share] } = planOf({ instanceType: type('g6e.2xlarge'), modelProfile: parameters(8), ...props });
    return modelMemory(model, share)?.served;
  };
  expect(served({ container: image('djl-inference:0.36.0-lmi24.0.0-cu129') })?.settings.version).toBe('0.19.0');
  expect(served({ container: image('djl-inference:0.36.0-lmi28.0.0-cu130') })?.settings.version).toBe('0.26.0');
  expect(served({ container: image('djl-inference:0.29.0-lmi11.0.0-cu124') })).toBeUndefined();
  expect(served({ container: ContainerImage.fromAsset(__dirname), server: ModelServer.lmi() })).toBeUndefined();
});

const LLAMA_70B = {
  model_type: 'llama',
  vocab_size: 128256,
  hidden_size: 8192,
  intermediate_size: 28672,
  num_hidden_layers: 80,
  num_attention_heads: 64,
  num_key_value_heads: 8,
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
};

test('an estimate of the parameters warns, and says that it is one', () => {
  const props: Props = { container: VLLM, instanceType: type('g6e.12xlarge') };
  const profile = read({ ...LLAMA_70B, num_hidden_layers: 160 });
  expect(found(findings({ ...props, modelProfile: profile }))).toMatchObject([{
    id: 'model-may-not-fit', prop: 'instanceType', values: { basis: 'config', room: 'accelerators', instanceType: 'ml.g6e.12xlarge' },
  }]);
  expect(ids({ ...props, modelProfile: new ModelProfile({ weightsBytes: profile.weightsBytes }) })).toEqual(['model-too-large']);
});

test('the message names the quantization that is set', () => {
  const environment = { SM_VLLM_QUANTIZATION: 'fp8' };
  expect(found(findings({ container: VLLM, instanceType: type('g6e.2xlarge'), environment, modelId: 'org/model-70B' }))).toMatchObject([{
    id: 'model-may-not-fit', values: { basis: 'id', loadedBits: 8, weightsBytes: 70e9 },
  }]);
});

test('the size is that of the model that the server loads', () => {
  expect(ids({ container: VLLM, instanceType: type('g5.2xlarge'), modelId: 'org/model-70B' })).toEqual(['model-may-not-fit']);
  expect(ids({ container: VLLM, instanceType: type('g5.2xlarge'), modelId: 'org/model-70B', environment: { HF_MODEL_ID: 'org/model-1B' } })).toEqual([]);
});

test('each type that may replace the instance type is checked under its own prop', () => {
  const { models: [model], shares } = planOf({
    container: VLLM, instanceType: type('g6e.12xlarge'), fallbackInstanceTypes: [type('g5.2xlarge')], modelProfile: weights(60),
  });
  expect(shares.map(share => found(memoryFindings(model, share)))).toMatchObject([
    [], [{ id: 'model-too-large', prop: 'fallbackInstanceTypes', values: { instanceType: 'ml.g5.2xlarge' } }],
  ]);
});

test('a guess is sufficient on a CPU if the weights do not fit even with 4 bits', () => {
  const onCpu = (container: ContainerImage, modelId: string) => ids({ container, instanceType: type('m5.xlarge'), modelId });
  expect(onCpu(TOOLKIT_CPU, 'org/model-80b')).toEqual(['model-may-not-fit']);
  expect(onCpu(TOOLKIT_CPU, 'org/model-30b')).toEqual([]);
  // it reads its file when it needs it
  expect(onCpu(LLAMA_CPP_CPU, 'org/model-80b')).toEqual([]);
});

test('the value of a quantization, or of an offload, may be a token', () => {
  const token = new CfnParameter(newStack(), 'Value').valueAsString;
  for (const name of ['SM_VLLM_QUANTIZATION', 'SM_VLLM_CPU_OFFLOAD_GB']) {
    expect(ids({ container: VLLM, instanceType: type('g6e.2xlarge'), environment: { [name]: token }, modelProfile: parameters(32) })).toEqual([]);
  }
});

describe('the weights may be as large as the memory', () => {
  const ofSize = (container: ContainerImage, weightsBytes: number): Props =>
    ({ container, instanceType: type('g5.2xlarge'), modelProfile: new ModelProfile({ weightsBytes }) });
  const memoryOf = (container: ContainerImage) => {
    const { models: [model], shares: [share] } = planOf(ofSize(container, 1));
    return modelMemory(model, share)!;
  };

  test('of the accelerators', () => {
    const { totalBytes } = memoryOf(VLLM);
    expect(ids(ofSize(VLLM, totalBytes))).toEqual(['model-may-not-fit']);
    expect(ids(ofSize(VLLM, totalBytes + 1))).toEqual(['model-too-large']);
  });

  test('that a server without a formula uses', () => {
    const { usableBytes } = memoryOf(TOOLKIT);
    expect(ids(ofSize(TOOLKIT, usableBytes))).toEqual([]);
    expect(ids(ofSize(TOOLKIT, usableBytes + 1))).toEqual(['model-may-not-fit']);
  });

  test('of a CPU, if they are known', () => {
    const onCpu = (modelProfile: ModelProfile) => ids({ container: TOOLKIT_CPU, instanceType: type('m5.xlarge'), modelProfile });
    expect(onCpu(weights(17))).toEqual([]);
    expect(onCpu(weights(18))).toEqual(['model-may-not-fit']);
  });

  test('of a GPU, if they are guessed', () => {
    const onGpu = (modelId: string) => ids({ container: TOOLKIT, instanceType: type('g5.2xlarge'), modelId });
    expect(onGpu('org/model-9b')).toEqual([]);
    expect(onGpu('org/model-15b')).toEqual(['model-may-not-fit']);
  });
});

test('the share of a component is a part of the instance', () => {
  const { models: [model] } = planOf({ container: VLLM, instanceType: type('g5.12xlarge'), modelProfile: weights(30) });
  const ofPart = (share: InstanceShare) => found(memoryFindings(model, share)).map(({ values }) => values.ofPart);
  expect(ofPart(partOfInstance(type('g5.12xlarge'), 1))).toEqual([1]);
  expect(ofPart(wholeInstance(type('g5.2xlarge')))).toEqual([undefined]);
});

describe('one sequence of the longest context', () => {
  const props = (length: number, environment: Record<string, string> = {}): Props => ({
    container: VLLM,
    instanceType: type('g5.2xlarge'),
    environment: { SM_VLLM_MAX_MODEL_LEN: String(length), ...environment },
    modelProfile: new ModelProfile({ weightsBytes: 15 * 2 ** 30, layers: 32, attentionHeads: 32, keyValueHeads: 8, headDimension: 128 }),
  });

  test.each([['auto', 30_000, 45_000], ['bfloat16', 30_000, 45_000], ['fp8', 60_000, 90_000], ['fp8_e5m2', 60_000, 90_000]])('with a cache of %s', (dataType, fits, tooLong) => {
    expect(ids(props(fits, { SM_VLLM_KV_CACHE_DTYPE: dataType }))).toEqual([]);
    expect(ids(props(tooLong, { SM_VLLM_KV_CACHE_DTYPE: dataType }))).toEqual(['context-too-long']);
  });

  test('is as long as the message says', () => {
    const [{ longest }] = found(findings(props(45_000))).map(({ values }) => values);
    expect(ids(props(longest))).toEqual([]);
    expect(ids(props(longest + 1))).toEqual(['context-too-long']);
  });

  test('is that of the model by default, for vLLM', () => {
    const modelProfile = new ModelProfile({
      weightsBytes: 15 * 2 ** 30, layers: 32, attentionHeads: 32, keyValueHeads: 8, headDimension: 128, contextLength: 100_000,
    });
    const of = (container: ContainerImage, environment: Record<string, string> = {}) =>
      found(findings({ ...props(0), container, environment, modelProfile }));
    expect(of(VLLM)).toMatchObject([{ id: 'context-too-long', prop: 'modelProfile', values: { tokens: 100_000 } }]);
    expect(of(VLLM, { SM_VLLM_MAX_MODEL_LEN: 'auto' })).toEqual([]);
    expect(of(SGLANG)).toEqual([]);
  });

  test('is not examined for a cache of another data type', () => {
    expect(ids(props(1_000_000, { SM_VLLM_KV_CACHE_DTYPE: 'int2' }))).toEqual([]);
    expect(ids(props(1_000_000, { SM_VLLM_KV_CACHE_DTYPE: new CfnParameter(newStack(), 'Value').valueAsString }))).toEqual([]);
  });

  test('is set for SGLang, which has no option for the cache, by a variable', () => {
    const sglang = (dataType: string): Props => ({
      ...props(0), container: SGLANG, environment: { SM_SGLANG_CONTEXT_LENGTH: '40000', SM_SGLANG_KV_CACHE_DTYPE: dataType },
    });
    expect(ids(sglang('fp8_e4m3'))).toEqual([]);
    expect(ids(sglang('auto'))).toEqual(['context-too-long']);
  });
});

describe('the memory of each GPU', () => {
  const model = new ModelProfile({ weightsBytes: 60 * 2 ** 30, layers: 64, attentionHeads: 64, keyValueHeads: 8, headDimension: 128 });
  const on = (instance: string, environment: Record<string, string> = {}): Props => ({
    container: VLLM, instanceType: type(instance), environment: { SM_VLLM_MAX_MODEL_LEN: '32768', ...environment }, modelProfile: model,
  });

  test('counts the GPUs that the server uses, and no others', () => {
    expect(ids(on('g6e.12xlarge'))).toEqual([]);
    expect(ids(on('g6e.12xlarge', { SM_VLLM_TENSOR_PARALLEL_SIZE: '1' }))).toEqual(['model-too-large']);
    expect(ids(on('g6e.12xlarge', { SM_VLLM_TENSOR_PARALLEL_SIZE: '2' }))).toEqual([]);
  });

  test('with pipeline parallelism, is not examined', () => {
    expect(ids(on('g6.12xlarge', { SM_VLLM_TENSOR_PARALLEL_SIZE: '2', SM_VLLM_PIPELINE_PARALLEL_SIZE: '2' }))).toEqual([]);
  });

  test('is what CUDA reports, so 15 GiB do not fit on a T4', () => {
    const small = { ...on('g4dn.2xlarge'), modelProfile: new ModelProfile({ weightsBytes: 13.5 * 2 ** 30 }) };
    expect(found(findings(small))).toMatchObject([{ id: 'model-may-not-fit', values: { gpus: 1 } }]);
  });

  test.each(['SM_VLLM_KV_CACHE_MEMORY_BYTES', 'SM_VLLM_SPECULATIVE_CONFIG', 'SM_VLLM_NUM_GPU_BLOCKS_OVERRIDE'])('with %s, is not calculated', name => {
    expect(ids(on('g6e.12xlarge', { SM_VLLM_TENSOR_PARALLEL_SIZE: '2', SM_VLLM_MAX_MODEL_LEN: '1000000' }))).toEqual(['context-too-long']);
    expect(ids(on('g6e.12xlarge', { SM_VLLM_TENSOR_PARALLEL_SIZE: '2', SM_VLLM_MAX_MODEL_LEN: '1000000', [name]: '1' }))).toEqual([]);
  });

  test.each(['SM_VLLM_MAX_NUM_SEQS', 'SM_VLLM_GPU_MEMORY_UTILIZATION', 'SM_VLLM_MAX_NUM_BATCHED_TOKENS'])('is not calculated if %s is a token', name => {
    const value = new CfnParameter(newStack(), 'Value').valueAsString;
    expect(ids(on('g6e.12xlarge', { SM_VLLM_MAX_MODEL_LEN: '1000000', [name]: value }))).toEqual([]);
  });

  test('the message names the setting with which the context fits', () => {
    const [{ message }] = findings(on('g6e.12xlarge', { SM_VLLM_TENSOR_PARALLEL_SIZE: '2', SM_VLLM_MAX_MODEL_LEN: '100000' }));
    expect(message).toContain("; set 'server.keyValueCacheDataType' to fp8, shorten the context, or use a larger instance type");
    expect(message).toMatch(/on each GPU, but the weights \(30\.0 GiB\) and the server's other data \(\d\.\d GiB\) leave \d+\.\d GiB, enough for \d+ tokens/);
  });
});
