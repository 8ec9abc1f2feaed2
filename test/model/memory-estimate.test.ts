import { ModelProfile, SageMakerInstanceType, ServerFamily } from '../../src';
import { runsQuantization } from '../../src/model/gpu-support';
import { loadedWeights } from '../../src/model/loaded-weights';

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

describe('loaded weights', () => {
  const stored = { bytes: 16e9, exact: true, quantized: false, dataTypeBits: 16 };
  const full = { weights: stored, unquantizedParameters: 1e9 };

  test.each([
    ['have their size', full, {}, { bytes: 16e9 }],
    ['are quantized without embeddings and towers', full, { quantization: 'fp8' }, { bytes: 9e9, bits: 8 }],
    ['with 4 bits, too', full, { quantization: 'bitsandbytes' }, { bytes: 5.5e9, bits: 4 }],
    ['without a method, are not', full, { quantization: 'none' }, { bytes: 16e9 }],
    ['of 32 bits are halved', { weights: { ...stored, dataTypeBits: 32 } }, {}, { bytes: 8e9, bits: 16 }],
    ['of 32 bits are not halved for float32', { weights: { ...stored, dataTypeBits: 32 } }, { dataType: 'float32' }, { bytes: 16e9 }],
    ['that are quantized remain so', { weights: { ...stored, quantized: true } }, { quantization: 'fp8' }, { bytes: 16e9 }],
  ])('%s', (_what, structure, loading, loaded) => {
    expect(loadedWeights(structure, { halves: true, ...loading })).toEqual(loaded);
  });

  test('of the experts of gpt-oss in MXFP4 are padded', () => {
    const structure = {
      weights: { bytes: 65.25e9, exact: true, quantized: true, method: 'mxfp4' },
      unquantizedParameters: 1.16e9,
      hiddenSize: 2880,
      intermediateSize: 2880,
      mixtureOfExperts: true,
    };
    // what vLLM logs: https://github.com/vllm-project/vllm/issues/23278
    expect(loadedWeights(structure, { halves: true })!.bytes / 2 ** 30).toBeCloseTo(65.97, 0);
  });

  test('are unknown without a size', () => {
    expect(loadedWeights({}, { halves: true })).toBeUndefined();
  });
});

test.each([
  ['T4', 'mxfp4', false], ['T4', 'fp8', false], ['T4', 'compressed-tensors float-quantized', false], ['T4', 'awq', true], ['V100', 'awq', false], ['V100', 'bitsandbytes', true],
  ['A100', 'fp8', true], ['L4', 'nvfp4', true], ['T4', 'of-tomorrow', true], ['T4', undefined, true], [undefined, 'fp8', true],
])('whether %s runs %s: %s', (gpu, method, runs) => {
  expect(runsQuantization(gpu, method)).toBe(runs);
});
