import { readFileSync } from 'fs';
import { join } from 'path';
import { fitTo, FITTED, MEMORY_CASES, MemoryCase, predict, predictEachFamily, summaryOf, V1_CASES } from '../../projenrc/catalog/memory-predictions';
import { memoryPicture } from '../../projenrc/pictures/memory-picture';
import { ServerFamily } from '../../src';
import {
  cacheBytes, cacheTokens, concurrentSequences, Gpu, gpuMemory, longestSequence, MemorySettings, memoryShareOf, RESERVE, sequenceBytes,
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
  [ServerFamily.LMI, '0.36.0', 80, 0.92],
  // 10 GiB at least on a large GPU
  [ServerFamily.SGLANG, undefined, 80, 0.831],
  [ServerFamily.SGLANG, undefined, 22, 0.833],
  [ServerFamily.SGLANG, undefined, 14.5, 0.749],
  [ServerFamily.SGLANG, undefined, 44, 0.849],
  [ServerFamily.SGLANG, undefined, 178, 0.859],
])('%s %s uses its share of a GPU with %s GiB', (server, version, gibibytes, share) => {
  expect(memoryShareOf({ memoryBytes: gibibytes * GIB }, { server, version, tensorParallelDegree: 1 })).toBeCloseTo(share, 2);
});
