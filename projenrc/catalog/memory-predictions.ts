import { readFileSync } from 'fs';
import { join } from 'path';
import { ServerFamily } from '../../src/container/server-family';
import { cacheTokens, Engine, Gpu, gpuMemory, MemorySettings, RESERVE, ReserveTerms, sequenceBytes } from '../../src/model/memory-formula';
import { ModelStructure } from '../../src/model/model-structure';

/** What a server logged: a row of test/facts/memory-cases.json. */
export interface MemoryCase {
  readonly id: string;
  readonly family: string;
  readonly half: 'fit' | 'test';
  readonly model: string;
  readonly gpu: string;
  readonly gpuGiB: number;
  readonly degree: number;
  readonly server: ServerFamily;
  readonly version?: string;
  readonly memoryShare: number;
  readonly contextLength?: number;
  readonly cacheValueBytes?: number;
  readonly tokensPerStep?: number;
  readonly maxSequences?: number;

  /** On each GPU. */
  readonly weightsGiB: number;
  readonly weights: 'logged' | 'calculated';
  readonly structure: ModelStructure;

  /** On each GPU. */
  readonly cacheGiB?: number;
  readonly tokens?: number;
  readonly starts: boolean;
}

/** A case, and what the formula predicts. */
export interface Prediction {
  readonly row: MemoryCase;
  readonly cacheGiB: number;
  readonly tokens: number;

  /** The predicted number of tokens, as a part of the logged one. */
  readonly ratio?: number;
  readonly fits: boolean;
}

export const MEMORY_CASES: readonly MemoryCase[] =
  JSON.parse(readFileSync(join(__dirname, '..', '..', 'test', 'facts', 'memory-cases.json'), 'utf8')).cases;

/** The cases of the newer engine of vLLM. */
export const V1_CASES = MEMORY_CASES.filter(({ id }) => id.startsWith('v1-'));

const GIB = 2 ** 30;

/** The length of the sequences, if the log does not name it. */
const ANY_LENGTH = 4096;

export function predict(row: MemoryCase, terms: Readonly<Record<Engine, ReserveTerms>> = RESERVE): Prediction {
  const { gpuGiB, degree, contextLength = ANY_LENGTH, structure, weightsGiB } = row;
  const gpu: Gpu = { memoryBytes: gpuGiB * GIB, name: row.gpu.startsWith('A100') ? 'A100' : row.gpu };
  const settings: MemorySettings = { ...row, contextLength, tensorParallelDegree: degree };
  const memory = gpuMemory(structure, weightsGiB * degree * GIB, gpu, settings, terms);
  const tokens = cacheTokens(structure, memory, contextLength, gpu, settings)!;
  return {
    row,
    cacheGiB: memory.cacheBytes / GIB,
    tokens,
    ratio: row.tokens === undefined ? undefined : tokens / row.tokens,
    fits: sequenceBytes(structure, contextLength, gpu, settings)! <= memory.cacheBytes,
  };
}

/** How good predictions are. */
export interface Summary {
  readonly count: number;

  /** The median of the ratios. */
  readonly median: number;

  /** The part of the ratios that are within 25%. */
  readonly within25: number;
  readonly failsThatFit: readonly string[];
  readonly startsThatDoNotFit: readonly string[];
}

export function summaryOf(predictions: readonly Prediction[]): Summary {
  const ratios = predictions.flatMap(({ ratio }) => ratio ?? []).sort((left, right) => left - right);
  const wrong = (isWrong: (prediction: Prediction) => boolean) => predictions.filter(isWrong).map(({ row }) => row.id);
  return {
    count: predictions.length,
    median: ratios[Math.floor(ratios.length / 2)],
    within25: ratios.filter(ratio => Math.abs(ratio - 1) <= 0.25).length / ratios.length,
    failsThatFit: wrong(({ row, fits }) => fits && !row.starts),
    startsThatDoNotFit: wrong(({ row, fits }) => !fits && row.starts),
  };
}

/** The terms that are fitted, and their steps. */
const STEPS = { base: 0.1, olderBase: 0.1, parallel: 0.1, towers: 0.1, graphs: 0.005 };

/** Their names. */
export const FITTED = Object.keys(STEPS) as (keyof typeof STEPS)[];

type Fitted = Record<keyof typeof STEPS, number>;

/** The terms of all engines with some fitted ones. */
export function termsOf({ base, olderBase, parallel, towers, graphs }: Fitted): Readonly<Record<Engine, ReserveTerms>> {
  return {
    ...RESERVE,
    'vllm': { ...RESERVE.vllm, base, parallel, towers, graphs },
    'vllm-before-0.21': { ...RESERVE['vllm-before-0.21'], base: olderBase, parallel, towers },
  };
}

/** The terms with the least error in total of the memory that is left for the cache, by steps of one or two terms at a time. */
export function fitTo(rows: readonly MemoryCase[]): Fitted {
  const known = rows.filter(({ cacheGiB, weights }) => cacheGiB !== undefined && weights === 'logged');
  const errorOf = (fitted: Fitted) => {
    const terms = termsOf(fitted);
    return known.reduce((sum, row) => sum + Math.abs(predict(row, terms).cacheGiB - row.cacheGiB!), 0);
  };
  let best: Fitted = { base: 0.5, olderBase: 0.5, parallel: 0.5, towers: 0.5, graphs: 0.02 };
  let error = errorOf(best);
  for (let improved = true; improved;) {
    improved = false;
    for (const next of neighbors(best)) {
      const nextError = errorOf(next);
      if (nextError < error - 1e-9) {
        [best, error, improved] = [next, nextError, true];
        break;
      }
    }
  }
  return best;
}

function neighbors(fitted: Fitted): Fitted[] {
  const changes = [[1, 0], [-1, 0], [1, 1], [1, -1], [-1, 1], [-1, -1]];
  return FITTED.flatMap(first => FITTED.filter(second => second !== first).flatMap(second => changes.map(([one, other]) => ({
    ...fitted,
    [first]: fitted[first] + one * STEPS[first],
    [second]: fitted[second] + other * STEPS[second],
  })))).filter(next => FITTED.every(name => next[name] > -1e-9));
}

/** The predictions for each family, with terms that are fitted to all others. */
export function predictEachFamily(rows: readonly MemoryCase[]): Prediction[] {
  return [...new Set(rows.map(({ family }) => family))].flatMap(family => {
    const terms = termsOf(fitTo(rows.filter(row => row.family !== family)));
    return rows.filter(row => row.family === family).map(row => predict(row, terms));
  });
}
