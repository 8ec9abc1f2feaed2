import { CacheGroup, ModelStructure } from './model-structure';
import { ownEntry } from '../common/own-entry';
import { compareVersions } from '../common/version-order';
import { VLLM_IN_LMI } from '../container/lmi-engines.generated';
import { ServerFamily } from '../container/server-family';

/** What of a GPU the memory depends on. */
export interface Gpu {
  /** The memory that CUDA reports, in bytes. */
  readonly memoryBytes: number;

  /** The name, such as `A100`. Undefined if unknown. */
  readonly name?: string;
}

/** The settings of a server that its memory depends on. An undefined one has the default of the server. */
export interface MemorySettings {
  readonly server: ServerFamily;

  /** The version of the server, or of vLLM in Large Model Inference. Undefined if unknown: the newest one is assumed. */
  readonly version?: string;

  /** The number of GPUs that share one copy of the model. */
  readonly tensorParallelDegree: number;

  /** The share of the memory of each GPU that the server uses. */
  readonly memoryShare?: number;

  /** The maximum number of tokens in one step. */
  readonly tokensPerStep?: number;

  /** The maximum number of concurrent sequences. */
  readonly maxSequences?: number;

  /** The longest prompt, which some servers process in one step. */
  readonly contextLength?: number;

  /** The size of a value in the cache, in bytes: 2 by default. */
  readonly cacheValueBytes?: number;

  /** Whether the server uses CUDA graphs: true by default. */
  readonly usesGraphs?: boolean;
}

/** The memory of one GPU of those that share a model, in bytes. */
export interface GpuMemory {
  /** What the server uses in all. */
  readonly usableBytes: number;
  readonly weightsBytes: number;

  /** What is neither weights nor cache. */
  readonly reserveBytes: number;

  /** What is left for the cache; negative if there is too little memory. */
  readonly cacheBytes: number;
}

/** How much memory an engine reserves. Docs: docs/memory.md. */
export interface ReserveTerms {
  /** Of each GPU, in GiB: the CUDA context, and buffers of the server. */
  readonly base: number;

  /** If several GPUs share the model, in GiB: buffers for their communication. */
  readonly parallel: number;

  /** Of a model with a vision or an audio tower, in GiB: the largest input. */
  readonly towers: number;

  /** Of the activations of one step, how many are in memory at a time. */
  readonly activations: number;

  /** How often the logits of all sequences are in memory as 32-bit numbers. */
  readonly logits: number;

  /** Whether activations and logits use the same memory, one after the other. */
  readonly shared?: boolean;

  /** The CUDA graphs of a layer, in GiB. */
  readonly graphs: number;
}

/** The engines whose memory differs. */
export type Engine = 'vllm' | 'vllm-before-0.21' | 'tgi' | 'sglang';

/**
 * The terms of each engine.
 *
 * They are fitted to one half of the logs in test/facts/memory-cases.json, and test/model/memory-formula.test.ts compares them with the other half.
 * Since 0.21.0, vLLM subtracts an estimate of its CUDA graphs before it allocates the cache: https://github.com/vllm-project/vllm/pull/30515.
 */
export const RESERVE: Readonly<Record<Engine, ReserveTerms>> = {
  'vllm': { base: 0.6, parallel: 0.3, towers: 0.4, activations: 1, logits: 1, graphs: 0.02 },
  'vllm-before-0.21': { base: 0.5, parallel: 0.3, towers: 0.4, activations: 1, logits: 8, shared: true, graphs: 0 },
  'tgi': { base: 0.8, parallel: 0.5, towers: 0.5, activations: 2.3, logits: 0, graphs: 0 },
  'sglang': { base: 0.5, parallel: 0.5, towers: 0, activations: 0, logits: 0, graphs: 0 },
};

/** The first version of vLLM that uses 0.92 of the memory, not 0.9: https://github.com/vllm-project/vllm/blob/v0.20.2/vllm/config/cache.py */
const FIRST_HIGHER_SHARE = '0.20.2';

const GIB = 2 ** 30;

/** The servers whose memory the formula describes. */
export function hasMemoryFormula(server: ServerFamily | undefined): server is ServerFamily {
  return server === ServerFamily.VLLM || server === ServerFamily.LMI || server === ServerFamily.SGLANG || server === ServerFamily.TGI;
}

/**
 * The version of what holds the memory: for Large Model Inference, that of its vLLM. Undefined if the server has a memory that is not known, such as
 * that of a version of Large Model Inference without a known vLLM. No version stands for the newest one.
 */
export function engineVersion(server: ServerFamily, version: string | undefined): { readonly version?: string } | undefined {
  if (server !== ServerFamily.LMI || version === undefined) {
    return { version };
  }
  const engine = ownEntry(VLLM_IN_LMI, version);
  return engine === undefined ? undefined : { version: engine };
}

/** The memory of each GPU, if the loaded weights of the whole model have this size. */
export function gpuMemory(model: ModelStructure, loadedBytes: number, gpu: Gpu, settings: MemorySettings, reserve = RESERVE): GpuMemory {
  const usableBytes = gpu.memoryBytes * memoryShareOf(gpu, settings);
  const weightsBytes = loadedBytes / settings.tensorParallelDegree;
  const reserveBytes = reserveOf(model, gpu, settings, reserve[engineOf(settings)]);
  return { usableBytes, weightsBytes, reserveBytes, cacheBytes: usableBytes - weightsBytes - reserveBytes };
}

/** The engine in a version of a server. */
function engineOf({ server, version }: MemorySettings): Engine {
  switch (server) {
    case ServerFamily.TGI:
      return 'tgi';
    case ServerFamily.SGLANG:
      return 'sglang';
    default:
      return version === undefined || compareVersions(version, '0.21.0') >= 0 ? 'vllm' : 'vllm-before-0.21';
  }
}

function isVllm(server: ServerFamily): boolean {
  return server === ServerFamily.VLLM || server === ServerFamily.LMI;
}

/** V1 is the default engine of vLLM from 0.8.0 on: https://github.com/vllm-project/vllm/releases/tag/v0.8.0. */
function isV0({ server, version }: MemorySettings): boolean {
  return isVllm(server) && version !== undefined && compareVersions(version, '0.8.0') < 0;
}

/** The share of the memory of a GPU that the server uses. */
export function memoryShareOf(gpu: Gpu, settings: MemorySettings): number {
  if (settings.memoryShare !== undefined) {
    return settings.memoryShare;
  }
  switch (engineOf(settings)) {
    case 'sglang':
      return staticFraction(gpu, settings.tensorParallelDegree);
    case 'tgi':
      // https://github.com/huggingface/text-generation-inference/blob/main/backends/v2/src/backend.rs: TGI_WIGGLE_ROOM
      return 0.95;
    default:
      return settings.version !== undefined && compareVersions(settings.version, FIRST_HIGHER_SHARE) < 0 ? 0.9 : 0.92;
  }
}

/**
 * The default of SGLang's static fraction. SGLang subtracts what it expects its activations and CUDA graphs to need, by the size of the GPU.
 *
 * @see https://github.com/sgl-project/sglang/blob/main/python/sglang/srt/server_args.py
 */
function staticFraction({ memoryBytes }: Gpu, degree: number): number {
  const mebibytes = memoryBytes / 2 ** 20;
  const large = degree >= 4;
  const [, prefill, graphs] = ([
    [20, 2048, 8], [35, 2048, large ? 80 : 24], [60, 4096, large ? 160 : 32], [160, 8192, large ? 512 : 256], [Infinity, 16384, 512],
  ]).find(([gibibytes]) => mebibytes < gibibytes * 1024)!;
  const reserved = 512 + prefill * 1.5 + graphs * 2 + degree / 8 * 1024;
  return 1 - reserved / mebibytes;
}

interface Batch {
  readonly tokens: number;
  readonly sequences: number;
}

/**
 * The tokens that a server processes in one step, and the sequences.
 *
 * @see https://github.com/vllm-project/vllm/blob/main/vllm/engine/arg_utils.py
 */
function batchOf(gpu: Gpu, settings: MemorySettings): Batch {
  const byDefault = defaultBatch(gpu, settings);
  const tokens = settings.tokensPerStep ?? byDefault.tokens;
  return { tokens, sequences: Math.min(settings.maxSequences ?? byDefault.sequences, tokens) };
}

function defaultBatch({ memoryBytes, name }: Gpu, settings: MemorySettings): Batch {
  const { contextLength = 0 } = settings;
  if (engineOf(settings) === 'tgi') {
    // https://huggingface.co/docs/text-generation-inference/reference/launcher
    return { tokens: Math.max(contextLength, 4096), sequences: 128 };
  }
  if (isV0(settings)) {
    // a prompt is processed in one step, unless the context is longer than this: https://docs.vllm.ai/en/v0.7.3/serving/engine_args.html
    return { tokens: contextLength > 32768 ? 2048 : Math.max(contextLength, 2048), sequences: 256 };
  }
  // https://github.com/vllm-project/vllm/pull/17885
  const isLarge = memoryBytes >= 70 * GIB && name !== 'A100';
  return isLarge
    ? { tokens: engineOf(settings) === 'vllm' && memoryBytes >= 160 * GIB ? 16384 : 8192, sequences: 1024 }
    : { tokens: 2048, sequences: 256 };
}

/** The memory of a GPU that is neither weights nor cache. What is unknown of a model counts as nothing. */
function reserveOf(model: ModelStructure, gpu: Gpu, settings: MemorySettings, terms: ReserveTerms): number {
  const { tensorParallelDegree: degree, usesGraphs = true, version } = settings;
  const { tokens, sequences } = batchOf(gpu, settings);
  const { hiddenSize = 0, intermediateSize = 0, expertsPerToken = 1, vocabularySize = 0, mixtureOfExperts = false } = model;
  // the gate, the up projection and their product, which are divided; the residual and its norm; and the inputs of all experts
  const values = 3 * intermediateSize * expertsPerToken / degree + (2 + (mixtureOfExperts ? expertsPerToken : 0)) * hiddenSize;
  const layers = (model.cache ?? []).reduce((sum, group) => sum + group.layers, 0);
  const [activations, logits] = [terms.activations * tokens * values * 2, terms.logits * sequences * vocabularySize * 4];
  const step = terms.shared ? Math.max(activations, logits) : activations + logits;
  // graphs are captured for up to 512 tokens, or twice the number of sequences: https://docs.vllm.ai/en/latest/design/cuda_graphs/
  const graphs = usesGraphs ? terms.graphs * layers * Math.min(1, sequences / 256) : 0;
  return (terms.base + (degree > 1 ? terms.parallel : 0) + (model.multimodal ? terms.towers : 0) + graphs) * GIB
    + step * (countsTheStepTwice(settings.server, version) ? 2 : 1);
}

/** https://github.com/vllm-project/vllm/issues/21348 */
function countsTheStepTwice(server: ServerFamily, version: string | undefined): boolean {
  return isVllm(server) && version !== undefined && compareVersions(version, '0.9.2') >= 0 && compareVersions(version, '0.10.0') < 0;
}

/** The number of tokens in a block of the cache: https://docs.vllm.ai/en/latest/design/paged_attention/ */
const BLOCK = 16;

function inBlocks(tokens: number): number {
  return Math.ceil(tokens / BLOCK) * BLOCK;
}

/** The cache of a sequence on one GPU of those that share the model, in bytes. Undefined if unknown. */
export function sequenceBytes(model: ModelStructure, length: number, gpu: Gpu, settings: MemorySettings): number | undefined {
  const cache = model.cache && (isV0(settings) ? model.cache.map(asFull) : asAllocated(model.cache));
  return cacheBytes(cache, length, batchOf(gpu, settings).tokens, settings.tensorParallelDegree, settings.cacheValueBytes);
}

/**
 * Groups as a server allocates them: with full and sliding layers, all groups have the same number of layers, so that some are not used.
 *
 * @see https://github.com/vllm-project/vllm/blob/main/vllm/v1/core/kv_cache_utils.py
 */
function asAllocated(cache: readonly CacheGroup[]): readonly CacheGroup[] {
  const counts = cache.filter(({ kind }) => kind === 'full' || kind === 'sliding').map(({ layers }) => layers);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const size = most < least * 1.25 ? most : least;
  return cache.map(group => group.kind === 'full' || group.kind === 'sliding'
    ? { ...group, layers: Math.ceil(group.layers / size) * size } : group);
}

/**
 * The cache of a sequence of this length, on one GPU.
 *
 * Each GPU has at least one key-value head, and a whole copy of the vectors of latent attention. A sliding layer keeps its window and the tokens of a
 * step, which may begin within a block: https://github.com/vllm-project/vllm/blob/main/vllm/v1/kv_cache_interface.py.
 */
export function cacheBytes(
  cache: readonly CacheGroup[] | undefined, length: number, tokensPerStep: number, degree = 1, valueBytes = 2,
): number | undefined {
  const tokensOf: Record<Exclude<CacheGroup['kind'], 'state'>, (group: CacheGroup) => number> = {
    full: () => inBlocks(length),
    latent: () => inBlocks(length),
    sliding: ({ window = length }) => Math.min(inBlocks(length), inBlocks(window - 1 + tokensPerStep) + BLOCK),
    cross: ({ positions = 0 }) => positions,
  };
  return cache?.reduce((sum, group) => {
    const { kind, layers, values = 0, stateBytes = 0 } = group;
    return sum + layers * (kind === 'state' ? stateBytes / degree : headsOn(group, degree) * values * valueBytes * tokensOf[kind](group));
  }, 0);
}

function headsOn({ kind, keyValueHeads }: CacheGroup, degree: number): number {
  // of an unknown number of heads, the values are those of all heads
  return kind === 'latent' ? 1 : keyValueHeads === undefined ? 1 / degree : Math.max(1, keyValueHeads / degree);
}

/** How many sequences of this length the cache holds. Undefined if unknown, or without a cache. */
export function concurrentSequences(sequence: number | undefined, { cacheBytes: available }: GpuMemory): number | undefined {
  return sequence ? Math.max(0, Math.floor(available / sequence)) : undefined;
}

/** The longest sequence that the cache holds, up to a limit. Undefined if unknown, or without a cache. */
export function longestSequence(
  model: ModelStructure, { cacheBytes: available }: GpuMemory, limit: number, gpu: Gpu, settings: MemorySettings,
): number | undefined {
  const fits = (length: number) => sequenceBytes(model, length, gpu, settings)! <= available;
  if (!model.cache?.length) {
    return undefined;
  }
  if (fits(limit)) {
    return limit;
  }
  let [least, most] = [0, limit];
  while (most - least > 1) {
    const middle = Math.floor((least + most) / 2);
    [least, most] = fits(middle) ? [middle, most] : [least, middle];
  }
  return least;
}

/**
 * The number of tokens that the cache holds, as the server logs it: for sequences of this length, or before vLLM 0.21.0, as if no layer were sliding.
 *
 * @see https://github.com/vllm-project/vllm/issues/43308
 */
export function cacheTokens(model: ModelStructure, memory: GpuMemory, length: number, gpu: Gpu, settings: MemorySettings): number | undefined {
  // the groups first, because they depend on the kinds
  const cache = engineOf(settings) === 'vllm-before-0.21' ? model.cache && asAllocated(model.cache).map(asFull) : model.cache;
  const sequence = sequenceBytes({ ...model, cache }, length, gpu, settings);
  return sequence ? Math.max(0, Math.floor(memory.cacheBytes / sequence * inBlocks(length))) : undefined;
}

function asFull(group: CacheGroup): CacheGroup {
  return group.kind === 'sliding' ? { ...group, kind: 'full' } : group;
}
