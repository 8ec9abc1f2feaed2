import { ModelProfile, SageMakerInstanceType, ServerFamily } from '../../src';
import { cacheValueBytes, MemoryEstimate } from '../../src/model/memory-estimate';
import { MemoryOnOptions } from '../../src/model/memory-on-options';
import { ModelStructure } from '../../src/model/model-structure';

const { ML_G6E_2XLARGE, ML_G6E_12XLARGE, ML_G6E_48XLARGE, ML_G6_2XLARGE, ML_INF2_XLARGE, ML_M5_XLARGE } = SageMakerInstanceType;

/** Qwen3 8B. */
const profile = new ModelProfile({
  parameterCount: 8.19e9, layers: 36, attentionHeads: 32, keyValueHeads: 8, headDimension: 128, contextLength: 40960,
});

describe('a profile on an instance type', () => {
  test('has what the model needs on each GPU, and how many sequences are left', () => {
    const memory = profile.memoryOn(ML_G6_2XLARGE)!;
    expect(memory).toMatchObject({ tensorParallelDegree: 1, weightsBytes: 16.38e9 });
    expect(memory.cacheBytes).toBeGreaterThan(0);
    expect(memory.longestContext).toBeLessThan(40960);
    expect(memory.concurrentSequences(4096)).toBe(Math.floor(memory.cacheTokens(4096)! / 4096));
  });

  test('is split over as many GPUs as its heads allow', () => {
    expect(profile.memoryOn(ML_G6E_12XLARGE)!.tensorParallelDegree).toBe(4);
    const of28Heads = new ModelProfile({ parameterCount: 7.6e9, layers: 28, attentionHeads: 28, keyValueHeads: 4, headDimension: 128 });
    expect(of28Heads.memoryOn(ML_G6E_48XLARGE)!.tensorParallelDegree).toBe(4);
    expect(new ModelProfile({ parameterCount: 7.6e9 }).memoryOn(ML_G6E_48XLARGE)!.tensorParallelDegree).toBe(8);
  });

  test('depends on the options of the server', () => {
    const tokens = (options: Parameters<typeof profile.memoryOn>[1]) => profile.memoryOn(ML_G6E_2XLARGE, options)!.cacheTokens(4096)!;
    const byDefault = tokens({});
    expect(tokens({ gpuMemoryUtilization: 0.5 })).toBeLessThan(byDefault);
    expect(tokens({ serverVersion: '0.16.0' })).toBeLessThan(byDefault);
    expect(tokens({ keyValueCacheDataType: 'fp8' })).toBeGreaterThan(byDefault * 1.99);
    expect(tokens({ quantization: 'fp8' })).toBeGreaterThan(byDefault);
    expect(tokens({ maxConcurrentSequences: 8 })).toBeGreaterThan(byDefault);
    expect(tokens({ server: ServerFamily.SGLANG })).toBeLessThan(byDefault);
  });

  test('depends on the version of vLLM in Large Model Inference', () => {
    const memory = (serverVersion?: string) => profile.memoryOn(ML_G6E_2XLARGE, { server: ServerFamily.LMI, serverVersion });
    const memoryOfVllm = (serverVersion?: string) => profile.memoryOn(ML_G6E_2XLARGE, { serverVersion });
    // https://github.com/aws/deep-learning-containers/tree/main/docs/src/data/djl-inference
    for (const [lmi, vllm] of [['15.0.0', '0.8.4'], ['24.0.0', '0.19.0'], ['29.0.0', '0.28.0'], [undefined, undefined]]) {
      expect(memory(lmi)!.cacheTokens(4096)).toBe(memoryOfVllm(vllm)!.cacheTokens(4096));
    }
    expect(memory('0.27.0')).toBeUndefined();
    expect(memory('99.0.0')).toBeUndefined();
  });

  test('does not fit if nothing is left', () => {
    const large = new ModelProfile({ weightsBytes: 60e9, layers: 36, attentionHeads: 32, headDimension: 128 });
    expect(large.memoryOn(ML_G6E_2XLARGE)).toMatchObject({ cacheBytes: 0, longestContext: 0 });
    expect(large.memoryOn(ML_G6E_2XLARGE)!.concurrentSequences(1)).toBe(0);
  });

  test('is unknown on AWS Neuron and CPUs, with other servers, and without a size', () => {
    expect(profile.memoryOn(ML_INF2_XLARGE)).toBeUndefined();
    expect(profile.memoryOn(ML_M5_XLARGE)).toBeUndefined();
    expect(profile.memoryOn(ML_G6E_2XLARGE, { server: ServerFamily.TEI })).toBeUndefined();
    expect(profile.memoryOn(ML_G6E_2XLARGE, { keyValueCacheDataType: 'int2' })).toBeUndefined();
    expect(new ModelProfile({}).memoryOn(ML_G6E_2XLARGE)).toBeUndefined();
  });

  test('has no sequences if the cache is unknown', () => {
    const memory = new ModelProfile({ parameterCount: 8e9 }).memoryOn(ML_G6E_2XLARGE)!;
    expect([memory.longestContext, memory.concurrentSequences(100), memory.cacheTokens(100)]).toEqual([undefined, undefined, undefined]);
  });

  test.each([
    [{ tensorParallelDegree: 2 }, "'tensorParallelDegree' must be an integer from 1 to 1, the number of GPUs, got 2"],
    [{ tensorParallelDegree: 0.5 }, "'tensorParallelDegree' must be an integer from 1 to 1, the number of GPUs, got 0.5"],
    [{ gpuMemoryUtilization: 0 }, "'gpuMemoryUtilization' must be a number greater than 0 and at most 1, got 0"],
    [{ tensorParallelDegree: 0 }, "'tensorParallelDegree' must be an integer from 1 to 1, the number of GPUs, got 0"],
    [{ gpuMemoryUtilization: 1.5 }, "'gpuMemoryUtilization' must be a number greater than 0 and at most 1, got 1.5"],
    [{ maxBatchedTokens: 0 }, "'maxBatchedTokens' must be an integer of at least 1, got 0"],
    [{ maxConcurrentSequences: 1.5 }, "'maxConcurrentSequences' must be an integer of at least 1, got 1.5"],
    [{ contextLength: -1 }, "'contextLength' must be an integer of at least 1, got -1"],
  ])('rejects %j', (options, message) => {
    expect(() => profile.memoryOn(ML_G6E_2XLARGE, options)).toThrow(message);
  });

  test('rejects a length that is not a number of tokens', () => {
    const memory = profile.memoryOn(ML_G6E_2XLARGE)!;
    expect(() => memory.concurrentSequences(0)).toThrow("'contextLength' must be an integer of at least 1, got 0");
    expect(() => memory.cacheTokens(0.5)).toThrow("'contextLength' must be an integer of at least 1, got 0.5");
  });
});

test('the cache of a sequence is that of all GPUs together', () => {
  expect(profile.cacheBytes(8192)).toBe(2 * 36 * 8 * 128 * 2 * 8192);
  expect(new ModelProfile({ keyValueCacheBytesPerToken: 70272 }).cacheBytes(16)).toBe(70272 * 16);
  expect(new ModelProfile({}).cacheBytes(8192)).toBeUndefined();
});

const STRUCTURE: ModelStructure = {
  weights: { bytes: 4e9, exact: true, quantized: false, dataTypeBits: 32 },
  cache: [{ kind: 'full', layers: 2, keyValueHeads: 4, values: 8 }],
  hiddenSize: 5,
  vocabularySize: 11,
  attentionHeads: 32,
  keyValueHeads: 4,
};
const EIGHT_GPUS = { count: 8, memoryBytes: 22 * 2 ** 30, name: 'L4' };
const estimate = (options: MemoryOnOptions = {}, structure: Partial<ModelStructure> = {}) =>
  MemoryEstimate._of({ ...STRUCTURE, ...structure }, EIGHT_GPUS, options)!;

test('a server halves weights of 32 bits', () => {
  expect(estimate().weightsBytes).toBe(4e9 / 2 / 8);
});

test.each<[MemoryOnOptions, Partial<ModelStructure>, number]>([
  [{}, {}, 8],
  [{ server: ServerFamily.TGI }, {}, 4], // which does not copy key-value heads
  [{ server: ServerFamily.SGLANG }, {}, 8],
  [{ tensorParallelDegree: 2 }, {}, 2],
  [{ tensorParallelDegree: 1 }, {}, 1],
  [{ tensorParallelDegree: 8 }, {}, 8],
  [{}, { attentionHeads: 4, keyValueHeads: undefined }, 4],
  [{}, { attentionHeads: undefined }, 8],
  [{}, { attentionHeads: undefined, keyValueHeads: undefined }, 8],
])('with %j, a model with %j is split over %d GPUs', (options, structure, degree) => {
  expect(estimate(options, structure).tensorParallelDegree).toBe(degree);
});

// TGI processes a whole prompt in one step, of which 2.3 times 2 times the hidden size is in memory
test.each([
  [{}, 10_000, 10_000], [{ contextLength: 5000 }, 10_000, 5000], [{}, undefined, 4096], [{ maxBatchedTokens: 1 }, 10_000, 1],
])('TGI with %j reserves a step of a context of %p: %d tokens', (options, contextLength, tokens) => {
  const reserve = (hiddenSize: number) => estimate({ server: ServerFamily.TGI, ...options }, { contextLength, hiddenSize }).reserveBytes;
  expect(reserve(5) - reserve(0)).toBeCloseTo(2.3 * tokens * 2 * 5 * 2, 3);
});

test('vLLM reserves the logits of the sequences that it may process', () => {
  const reserve = (maxConcurrentSequences: number) => estimate({ maxConcurrentSequences }).reserveBytes;
  expect(reserve(2) - reserve(1)).toBeCloseTo(11 * 4 + 0.02 * 2 * 2 ** 30 / 256, 3);
});

test('the longest context is that of the model, if it is known', () => {
  expect(estimate({}, { contextLength: 1000 }).longestContext).toBe(1000);
  expect(estimate().longestContext).toBeGreaterThan(1e6);
});

test.each([
  [undefined, 2], ['auto', 2], ['float16', 2], ['bfloat16', 2], ['fp16', 2], ['bf16', 2], ['half', 2], ['not-auto', undefined], ['auto-of-tomorrow', undefined],
  ['fp8', 1], ['fp8_e5m2', 1], ['float8_e4m3fn', 1], ['not-fp8', undefined], ['int4', undefined],
])('a value of a cache with the data type %s has %p bytes', (dataType, bytes) => {
  expect(cacheValueBytes(dataType)).toBe(bytes);
});
