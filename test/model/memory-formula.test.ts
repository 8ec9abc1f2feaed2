import { readFileSync } from 'fs';
import { join } from 'path';
import { fitTo, FITTED, MEMORY_CASES, MemoryCase, predict, predictEachFamily, summaryOf, V1_CASES } from '../../projenrc/catalog/memory-predictions';
import { memoryPicture } from '../../projenrc/pictures/memory-picture';
import { ServerFamily } from '../../src';
import {
  cacheBytes, cacheTokens, concurrentSequences, engineVersion, Gpu, GpuMemory, gpuMemory, hasMemoryFormula, longestSequence, MemorySettings,
  memoryShareOf, RESERVE, ReserveTerms, sequenceBytes,
} from '../../src/model/memory-formula';
import { ModelStructure } from '../../src/model/model-structure';

const GIB = 2 ** 30;

test('the terms are those with the least error in the half that they are fitted to', () => {
  const fitted = fitTo(V1_CASES.filter(({ half }) => half === 'fit'));
  const now = {
    base: RESERVE.vllm.base,
    olderBase: RESERVE['vllm-before-0.21'].base,
    parallel: RESERVE.vllm.parallel,
    towers: RESERVE.vllm.towers,
    graphs: RESERVE.vllm.graphs,
  };
  for (const name of FITTED) {
    expect({ name, value: fitted[name] }).toEqual({ name, value: expect.closeTo(now[name], 5) });
  }
});

test.each([
  ['the half that the terms are fitted to', V1_CASES.filter(({ half }) => half === 'fit').map(row => predict(row))],
  ['the other half', V1_CASES.filter(({ half }) => half === 'test').map(row => predict(row))],
  ['each family, with terms that are fitted to the others', predictEachFamily(V1_CASES)],
])('the prediction for vLLM V1 is good for %s', (_what, predictions) => {
  const { median, within25, failsThatFit, startsThatDoNotFit } = summaryOf(predictions);
  expect(median).toBeGreaterThan(0.95);
  expect(median).toBeLessThan(1.05);
  expect(within25).toBeGreaterThanOrEqual(0.9);
  expect(failsThatFit.length).toBeLessThanOrEqual(1);
  expect(startsThatDoNotFit).toEqual([]);
});

test('the picture shows the predictions', () => {
  expect(readFileSync(join(__dirname, '..', '..', 'docs', 'images', 'memory.svg'), 'utf8')).toBe(memoryPicture().join('\n'));
});

test('the prediction for other engines is within 25% at the median', () => {
  for (const server of [ServerFamily.TGI, ServerFamily.SGLANG, ServerFamily.VLLM]) {
    const isOld = (row: MemoryCase) => row.server === server && !V1_CASES.includes(row);
    const { median } = summaryOf(MEMORY_CASES.filter(isOld).map(row => predict(row)));
    expect({ server, median: Math.abs(median - 1) <= 0.25 }).toEqual({ server, median: true });
  }
});

describe('the cache of a sequence', () => {
  test.each<[string, ModelStructure['cache'], number, number, number]>([
    ['keys and values of each token, in blocks', [{ kind: 'full', layers: 32, keyValueHeads: 8, values: 256 }], 8190, 1, 32 * 8 * 256 * 2 * 8192],
    ['heads are divided', [{ kind: 'full', layers: 32, keyValueHeads: 8, values: 256 }], 8192, 4, 32 * 2 * 256 * 2 * 8192],
    ['each GPU has at least one head', [{ kind: 'full', layers: 32, keyValueHeads: 2, values: 256 }], 8192, 8, 32 * 256 * 2 * 8192],
    ['latent attention is copied', [{ kind: 'latent', layers: 61, values: 576 }], 8192, 8, 61 * 576 * 2 * 8192],
    ['a window, and the tokens of a step', [{ kind: 'sliding', layers: 32, keyValueHeads: 8, values: 256, window: 4096 }], 32768, 1, 32 * 8 * 256 * 2 * 6160],
    ['a window that is longer than the sequence', [{ kind: 'sliding', layers: 32, keyValueHeads: 8, values: 256, window: 4096 }], 1024, 1, 32 * 8 * 256 * 2 * 1024],
    ['the positions of an encoder', [{ kind: 'cross', layers: 32, keyValueHeads: 20, values: 128, positions: 1500 }], 8192, 1, 32 * 20 * 128 * 2 * 1500],
    ['the values of all heads, if their number is unknown', [{ kind: 'full', layers: 32, values: 256 }], 8192, 4, 32 * 256 / 4 * 2 * 8192],
    ['a window, from the first token of a block', [{ kind: 'sliding', layers: 1, keyValueHeads: 1, values: 1, window: 1 }], 32768, 1, 2 * (2048 + 16)],
    ['a state, whatever the length', [{ kind: 'state', layers: 48, stateBytes: 1e6 }], 8192, 2, 24e6],
    ['nothing for an encoder', [], 8192, 1, 0],
  ])('has %s', (_what, cache, length, degree, bytes) => {
    expect(cacheBytes(cache, length, 2048, degree)).toBe(bytes);
  });

  test('is unknown if the layers are', () => {
    expect(cacheBytes(undefined, 8192, 2048)).toBeUndefined();
  });
});

describe('the longest sequence', () => {
  const gpu: Gpu = { memoryBytes: 22 * GIB, name: 'L4' };
  const settings: MemorySettings = { server: ServerFamily.VLLM, tensorParallelDegree: 1 };
  const model: ModelStructure = { cache: [{ kind: 'full', layers: 32, keyValueHeads: 8, values: 256 }, { kind: 'sliding', layers: 32, keyValueHeads: 8, values: 256, window: 512 }] };
  const memory = gpuMemory(model, 15 * GIB, gpu, settings);

  test('is the last one that fits', () => {
    const longest = longestSequence(model, memory, 1e6, gpu, settings)!;
    expect(concurrentSequences(sequenceBytes(model, longest, gpu, settings), memory)).toBe(1);
    expect(concurrentSequences(sequenceBytes(model, longest + 1, gpu, settings), memory)).toBe(0);
    expect(longestSequence(model, memory, 100, gpu, settings)).toBe(100);
  });

  test('is unknown without a cache', () => {
    for (const cache of [undefined, []]) {
      expect(longestSequence({ cache }, memory, 100, gpu, settings)).toBeUndefined();
      expect(concurrentSequences(sequenceBytes({ cache }, 100, gpu, settings), memory)).toBeUndefined();
      expect(cacheTokens({ cache }, memory, 100, gpu, settings)).toBeUndefined();
    }
  });
});

test.each<[ServerFamily, string | undefined, number, number]>([
  [ServerFamily.VLLM, undefined, 80, 0.92],
  [ServerFamily.VLLM, '0.31.0', 80, 0.92],
  [ServerFamily.VLLM, '0.16.0', 80, 0.9],
  [ServerFamily.TGI, '3.3.6', 80, 0.95],
  [ServerFamily.VLLM, '0.20.2', 80, 0.92],
  [ServerFamily.VLLM, '0.20.1', 80, 0.9],
  [ServerFamily.LMI, '0.36.0', 80, 0.92],
  [ServerFamily.SGLANG, undefined, 80, 0.831],
  [ServerFamily.SGLANG, undefined, 22, 0.833],
  [ServerFamily.SGLANG, undefined, 14.5, 0.749],
  [ServerFamily.SGLANG, undefined, 44, 0.849],
  [ServerFamily.SGLANG, undefined, 178, 0.859],
])('%s %s uses its share of a GPU with %s GiB', (server, version, gibibytes, share) => {
  expect(memoryShareOf({ memoryBytes: gibibytes * GIB }, { server, version, tensorParallelDegree: 1 })).toBeCloseTo(share, 2);
});

// https://github.com/sgl-project/sglang/blob/main/python/sglang/srt/server_args.py
test.each([
  [16, 1, 512 + 2048 * 1.5 + 8 * 2 + 128],
  [20, 1, 512 + 2048 * 1.5 + 24 * 2 + 128],
  [24, 3, 512 + 2048 * 1.5 + 24 * 2 + 384],
  [24, 4, 512 + 2048 * 1.5 + 80 * 2 + 512],
  [35, 1, 512 + 4096 * 1.5 + 32 * 2 + 128],
  [48, 4, 512 + 4096 * 1.5 + 160 * 2 + 512],
  [60, 1, 512 + 8192 * 1.5 + 256 * 2 + 128],
  [80, 4, 512 + 8192 * 1.5 + 512 * 2 + 512],
  [160, 1, 512 + 16384 * 1.5 + 512 * 2 + 128],
])('SGLang reserves its part of a GPU with %d GiB, for a degree of %d', (gibibytes, tensorParallelDegree, mebibytes) => {
  const share = memoryShareOf({ memoryBytes: gibibytes * GIB }, { server: ServerFamily.SGLANG, tensorParallelDegree });
  expect(share).toBeCloseTo(1 - mebibytes / 1024 / gibibytes, 10);
});

test('the share that is set is used', () => {
  expect(memoryShareOf({ memoryBytes: GIB }, { server: ServerFamily.SGLANG, tensorParallelDegree: 1, memoryShare: 0.3 })).toBe(0.3);
});

test.each([
  [ServerFamily.VLLM, true], [ServerFamily.LMI, true], [ServerFamily.SGLANG, true], [ServerFamily.TGI, true],
  [ServerFamily.TEI, false], [undefined, false],
])('the formula describes %s: %p', (server, expected) => {
  expect(hasMemoryFormula(server)).toBe(expected);
});

test.each<[ServerFamily, string | undefined, { version?: string } | undefined]>([
  [ServerFamily.VLLM, '15.0.0', { version: '15.0.0' }],
  [ServerFamily.VLLM, undefined, { version: undefined }],
  [ServerFamily.LMI, undefined, { version: undefined }],
  [ServerFamily.LMI, '15.0.0', { version: '0.8.4' }],
  [ServerFamily.LMI, '99.0.0', undefined],
  [ServerFamily.LMI, 'constructor', undefined],
])('the memory of %s %s is that of the version %j', (server, version, expected) => {
  expect(engineVersion(server, version)).toEqual(expected);
});

describe('a GPU reserves memory for', () => {
  const NONE: ReserveTerms = { base: 0, parallel: 0, towers: 0, activations: 0, logits: 0, graphs: 0 };
  const VLLM: MemorySettings = { server: ServerFamily.VLLM, tensorParallelDegree: 1 };
  const SMALL: Gpu = { memoryBytes: 24 * GIB, name: 'L4' };

  function reserved(terms: Partial<ReserveTerms>, model: ModelStructure, settings: Partial<MemorySettings> = {}, gpu = SMALL): number {
    const all = { ...NONE, ...terms };
    return gpuMemory(model, 0, gpu, { ...VLLM, ...settings }, { 'vllm': all, 'vllm-before-0.21': all, 'tgi': all, 'sglang': all }).reserveBytes;
  }

  test.each<[ServerFamily, string | undefined, number]>([
    [ServerFamily.VLLM, undefined, 1],
    [ServerFamily.VLLM, '0.21.0', 1],
    [ServerFamily.VLLM, '0.20.9', 2],
    [ServerFamily.LMI, '0.19.0', 2],
    [ServerFamily.TGI, '3.3.6', 3],
    [ServerFamily.SGLANG, '0.5.0', 4],
  ])('the engine of %s %s', (server, version, gibibytes) => {
    const of = (base: number): ReserveTerms => ({ ...NONE, base });
    const engines = { 'vllm': of(1), 'vllm-before-0.21': of(2), 'tgi': of(3), 'sglang': of(4) };
    const memory = gpuMemory({}, 6 * GIB, SMALL, { server, version, tensorParallelDegree: 2, memoryShare: 0.5 }, engines);
    expect(memory).toEqual({ usableBytes: 12 * GIB, weightsBytes: 3 * GIB, reserveBytes: gibibytes * GIB, cacheBytes: (9 - gibibytes) * GIB });
  });

  const CACHE: ModelStructure = { cache: [{ kind: 'full', layers: 3 }, { kind: 'state', layers: 2 }] };

  test.each<[string, Partial<ReserveTerms>, ModelStructure, Partial<MemorySettings>, number]>([
    ['nothing that one GPU does not need', { parallel: 1 }, {}, {}, 0],
    ['the communication of several', { parallel: 1 }, {}, { tensorParallelDegree: 2 }, 1],
    ['towers', { towers: 1 }, { multimodal: true }, {}, 1],
    ['no towers', { towers: 1 }, { multimodal: false }, {}, 0],
    ['CUDA graphs of all layers', { graphs: 1 }, CACHE, {}, 5],
    ['CUDA graphs of few sequences', { graphs: 1 }, CACHE, { maxSequences: 64 }, 1.25],
    ['CUDA graphs of many sequences', { graphs: 1 }, CACHE, { maxSequences: 512 }, 5],
    ['no CUDA graphs', { graphs: 1 }, CACHE, { usesGraphs: false }, 0],
    ['no CUDA graphs of unknown layers', { graphs: 1 }, {}, {}, 0],
    ['all of them', { base: 1, parallel: 2, towers: 4, graphs: 8 }, { ...CACHE, multimodal: true }, { tensorParallelDegree: 2 }, 47],
  ])('%s', (_what, terms, model, settings, gibibytes) => {
    expect(reserved(terms, model, settings)).toBe(gibibytes * GIB);
  });

  const MODEL: ModelStructure = { hiddenSize: 5, intermediateSize: 6, vocabularySize: 11 };
  const STEP = { tokensPerStep: 10, maxSequences: 7 };

  test.each<[string, Partial<ReserveTerms>, ModelStructure, Partial<MemorySettings>, number]>([
    ['the activations', { activations: 1 }, MODEL, STEP, 10 * (3 * 6 + 2 * 5) * 2],
    ['several activations', { activations: 3 }, MODEL, STEP, 3 * 10 * (3 * 6 + 2 * 5) * 2],
    ['activations on two GPUs', { activations: 1 }, MODEL, { ...STEP, tensorParallelDegree: 2 }, 10 * (9 + 10) * 2],
    ['activations of experts', { activations: 1 }, { ...MODEL, mixtureOfExperts: true, expertsPerToken: 2 }, STEP, 10 * (3 * 6 * 2 + (2 + 2) * 5) * 2],
    ['activations of several layers', { activations: 1 }, { ...MODEL, expertsPerToken: 2 }, STEP, 10 * (3 * 6 * 2 + 2 * 5) * 2],
    ['the logits', { logits: 1 }, MODEL, STEP, 7 * 11 * 4],
    ['several logits', { logits: 3 }, MODEL, STEP, 3 * 7 * 11 * 4],
    ['the logits of at most one sequence for each token', { logits: 1 }, MODEL, { tokensPerStep: 5, maxSequences: 7 }, 5 * 11 * 4],
    ['both', { activations: 1, logits: 1 }, MODEL, STEP, 560 + 308],
    ['both, one after the other', { activations: 1, logits: 1, shared: true }, MODEL, STEP, 560],
    ['nothing that is unknown', { activations: 1, logits: 1 }, {}, STEP, 0],
    // https://github.com/vllm-project/vllm/issues/21348
    ['a step of vLLM 0.9.1', { logits: 1 }, MODEL, { ...STEP, version: '0.9.1' }, 308],
    ['two steps of vLLM 0.9.2', { logits: 1 }, MODEL, { ...STEP, version: '0.9.2' }, 616],
    ['two steps of Large Model Inference', { logits: 1 }, MODEL, { ...STEP, server: ServerFamily.LMI, version: '0.9.2' }, 616],
    ['a step of vLLM 0.10.0', { logits: 1 }, MODEL, { ...STEP, version: '0.10.0' }, 308],
    ['a step of another server', { logits: 1 }, MODEL, { ...STEP, server: ServerFamily.TGI, version: '0.9.2' }, 308],
  ])('a step: %s', (_what, terms, model, settings, bytes) => {
    expect(reserved(terms, model, settings)).toBe(bytes);
  });

  const gpu = (gibibytes: number, name = 'H100'): Gpu => ({ memoryBytes: gibibytes * GIB, name });

  test.each<[Gpu, Partial<MemorySettings>, number, number]>([
    // https://huggingface.co/docs/text-generation-inference/reference/launcher
    [gpu(24), { server: ServerFamily.TGI }, 4096, 128],
    [gpu(24), { server: ServerFamily.TGI, contextLength: 5000 }, 5000, 128],
    [gpu(24), { server: ServerFamily.TGI, contextLength: 100 }, 4096, 128],
    // https://docs.vllm.ai/en/v0.7.3/serving/engine_args.html
    [gpu(80), { version: '0.7.3' }, 2048, 256],
    [gpu(24), { version: '0.7.3', contextLength: 4000 }, 4000, 256],
    [gpu(24), { server: ServerFamily.LMI, version: '0.7.3', contextLength: 4000 }, 4000, 256],
    [gpu(24), { version: '0.7.3', contextLength: 100 }, 2048, 256],
    [gpu(24), { version: '0.7.3', contextLength: 32768 }, 32768, 256],
    [gpu(24), { version: '0.7.3', contextLength: 32769 }, 2048, 256],
    [gpu(24), { version: '0.8.0', contextLength: 4000 }, 2048, 256],
    [gpu(24), { server: ServerFamily.SGLANG, version: '0.7.3', contextLength: 4000 }, 2048, 256],
    // https://github.com/vllm-project/vllm/pull/17885
    [gpu(69), {}, 2048, 256],
    [gpu(70), {}, 8192, 1024],
    [gpu(80, 'A100'), {}, 2048, 256],
    [gpu(159), {}, 8192, 1024],
    [gpu(160), {}, 16384, 1024],
    [gpu(160), { version: '0.20.0' }, 8192, 1024],
  ])('a batch on %j with %j: %d tokens, %d sequences', (on, settings, tokens, sequences) => {
    expect(reserved({ activations: 1 }, { hiddenSize: 1 }, settings, on) / 4).toBe(tokens);
    expect(reserved({ logits: 1 }, { vocabularySize: 1 }, settings, on) / 4).toBe(sequences);
  });
});

describe('the groups of layers', () => {
  const gpu: Gpu = { memoryBytes: 22 * GIB, name: 'L4' };
  const settings: MemorySettings = { server: ServerFamily.VLLM, tensorParallelDegree: 1, tokensPerStep: 16 };
  const full = (layers: number) => ({ kind: 'full' as const, layers, keyValueHeads: 1, values: 1 });
  const sliding = (layers: number) => ({ ...full(layers), kind: 'sliding' as const, window: 16 });
  const state = { kind: 'state' as const, layers: 7, stateBytes: 100 };

  // 64 tokens of a full layer, and 16 - 1 + 16 in blocks and another block of a sliding layer; 2 bytes each
  test.each<[string, ModelStructure['cache'], Partial<MemorySettings>, number | undefined]>([
    ['of one kind', [full(3)], {}, 3 * 128],
    ['with a state', [full(3), state], {}, 3 * 128 + 700],
    ['with fewer states', [full(10), state], {}, 10 * 128 + 700],
    ['of other kinds', [{ kind: 'latent', layers: 3, values: 1 }, state], {}, 3 * 128 + 700],
    ['of the same size', [full(4), sliding(4)], {}, 4 * 128 + 4 * 96],
    ['of several times the size', [full(5), sliding(29), state], {}, 5 * 128 + 30 * 96 + 700],
    ['of almost the same size', [full(5), sliding(6)], {}, 6 * 128 + 6 * 96],
    ['of a quarter more', [full(4), sliding(5)], {}, 4 * 128 + 8 * 96],
    ['with values of one byte', [full(3)], { cacheValueBytes: 1 }, 3 * 64],
    ['on two GPUs', [{ ...full(3), keyValueHeads: 2 }], { tensorParallelDegree: 2 }, 3 * 128],
    // https://github.com/vllm-project/vllm/releases/tag/v0.8.0
    ['of V0', [full(4), sliding(5), state], { version: '0.7.3' }, 9 * 128 + 700],
    ['that are unknown', undefined, {}, undefined],
  ])('are allocated: %s', (_what, cache, others, bytes) => {
    expect(sequenceBytes({ cache }, 64, gpu, { ...settings, ...others })).toBe(bytes);
  });

  const memory = (bytes: number): GpuMemory => ({ usableBytes: 0, weightsBytes: 0, reserveBytes: 0, cacheBytes: bytes });

  test('decide how many tokens a server logs', () => {
    const tokens = (bytes: number, version?: string) =>
      cacheTokens({ cache: [full(4), sliding(4)] }, memory(bytes), 64, gpu, { ...settings, version });
    expect(tokens(2560)).toBe(Math.floor(2560 / 896 * 64));
    expect(tokens(2560, '0.20.0')).toBe(2560 / 1024 * 64);
    expect(tokens(-1)).toBe(0);
    // the groups before they are full
    expect(cacheTokens({ cache: [full(4), sliding(5)] }, memory(1536 * 3), 64, gpu, { ...settings, version: '0.20.0' })).toBe(3 * 64);
    expect(cacheTokens({}, memory(100), 64, gpu, { ...settings, version: '0.20.0' })).toBeUndefined();
  });

  test('decide how many sequences fit', () => {
    expect([-1, 0, 99, 100, 250].map(bytes => concurrentSequences(100, memory(bytes)))).toEqual([0, 0, 0, 1, 2]);
    expect([undefined, 0].map(sequence => concurrentSequences(sequence, memory(100)))).toEqual([undefined, undefined]);
  });

  test.each([[320, 1000, 160], [319, 1000, 144], [320, 160, 160], [320, 161, 160], [320, 100, 100], [31, 1000, 0]])(
    'decide the longest sequence in %d bytes, up to %d', (bytes, limit, expected) => {
      expect(longestSequence({ cache: [full(1)] }, memory(bytes), limit, gpu, settings)).toBe(expected);
    });
});
