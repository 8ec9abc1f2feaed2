import { largestSplit } from './heads';
import { loadedWeights } from './loaded-weights';
import {
  cacheTokens, concurrentSequences, engineVersion, Gpu, GpuMemory, gpuMemory, hasMemoryFormula, longestSequence, MemorySettings, sequenceBytes,
} from './memory-formula';
import { MemoryOnOptions } from './memory-on-options';
import { ModelStructure } from './model-structure';
import { ServerFamily } from '../container/server-family';

/** GPUs of the same kind. */
export interface Gpus extends Gpu {
  readonly count: number;
}

/** A context that no model has, for one whose context is unknown. */
const ANY_LENGTH = 2 ** 24;

/**
 * The memory that a server needs on each GPU, and how many sequences it processes concurrently.
 *
 * @see https://github.com/cdk-huggingface-sagemaker/cdk-huggingface-sagemaker/blob/main/docs/memory.md
 */
export class MemoryEstimate {
  /**
   * The memory of a model on GPUs. Undefined if the size of the model, or the memory of the server, is unknown.
   *
   * @internal
   */
  public static _of(model: ModelStructure, gpus: Gpus, options: MemoryOnOptions): MemoryEstimate | undefined {
    rejectInvalid(options, gpus.count);
    const { server = ServerFamily.VLLM } = options;
    const loaded = loadedWeights(model, { quantization: options.quantization, halves: true });
    const valueBytes = cacheValueBytes(options.keyValueCacheDataType);
    const engine = engineVersion(server, options.serverVersion);
    if (!loaded || !valueBytes || !hasMemoryFormula(server) || !engine) {
      return undefined;
    }
    const settings: MemorySettings = {
      server,
      ...engine,
      tensorParallelDegree: options.tensorParallelDegree ?? splitOf(model, gpus.count, server),
      memoryShare: options.gpuMemoryUtilization,
      tokensPerStep: options.maxBatchedTokens,
      maxSequences: options.maxConcurrentSequences,
      contextLength: options.contextLength ?? model.contextLength,
      cacheValueBytes: valueBytes,
    };
    return new MemoryEstimate(model, gpus, settings, gpuMemory(model, loaded.bytes, gpus, settings));
  }

  /** The number of GPUs that share the model. */
  public readonly tensorParallelDegree: number;

  /** The size of the weights on each GPU, in bytes. */
  public readonly weightsBytes: number;

  /** What the server needs in addition on each GPU, without the key-value cache, in bytes. */
  public readonly reserveBytes: number;

  /** The memory that is left for the key-value cache on each GPU, in bytes. 0 if the model does not fit. */
  public readonly cacheBytes: number;

  /** The longest context of a single sequence, up to that of the model, in tokens. Undefined if unknown, or without a cache. */
  public readonly longestContext?: number;

  /**
   * The memory of each GPU; the cache is negative by what is missing.
   *
   * @internal
   */
  public readonly _memory: GpuMemory;

  private constructor(
    private readonly model: ModelStructure, private readonly gpu: Gpu, private readonly settings: MemorySettings, memory: GpuMemory,
  ) {
    this._memory = memory;
    this.tensorParallelDegree = settings.tensorParallelDegree;
    this.weightsBytes = memory.weightsBytes;
    this.reserveBytes = memory.reserveBytes;
    this.cacheBytes = Math.max(0, memory.cacheBytes);
    this.longestContext = longestSequence(model, memory, model.contextLength ?? ANY_LENGTH, gpu, settings);
  }

  /**
   * The number of sequences that the server processes concurrently. Undefined if unknown, or without a cache.
   *
   * @param contextLength the length of each sequence, in tokens: an integer of at least 1
   */
  public concurrentSequences(contextLength: number): number | undefined {
    rejectNoCount('contextLength', contextLength);
    return concurrentSequences(sequenceBytes(this.model, contextLength, this.gpu, this.settings), this._memory);
  }

  /**
   * The number of tokens in the key-value cache, as the server logs it when it starts. Undefined if unknown, or without a cache.
   *
   * @param contextLength the length of each sequence, in tokens: an integer of at least 1
   */
  public cacheTokens(contextLength: number): number | undefined {
    rejectNoCount('contextLength', contextLength);
    return cacheTokens(this.model, this._memory, contextLength, this.gpu, this.settings);
  }
}

function rejectInvalid(options: MemoryOnOptions, gpus: number): void {
  const { contextLength, maxConcurrentSequences, maxBatchedTokens, tensorParallelDegree: degree, gpuMemoryUtilization: share } = options;
  Object.entries({ contextLength, maxConcurrentSequences, maxBatchedTokens }).forEach(([name, value]) => rejectNoCount(name, value));
  if (degree !== undefined && !(Number.isInteger(degree) && degree >= 1 && degree <= gpus)) {
    throw new Error(`'tensorParallelDegree' must be an integer from 1 to ${gpus}, the number of GPUs, got ${degree}`);
  }
  if (share !== undefined && !(share > 0 && share <= 1)) {
    throw new Error(`'gpuMemoryUtilization' must be a number greater than 0 and at most 1, got ${share}`);
  }
}

function rejectNoCount(name: string, value: number | undefined): void {
  if (value !== undefined && !(Number.isInteger(value) && value >= 1)) {
    throw new Error(`'${name}' must be an integer of at least 1, got ${value}`);
  }
}

/** The number of GPUs that the library splits a model over. */
function splitOf({ attentionHeads: attention, keyValueHeads: keyValue = attention }: ModelStructure, count: number, server: ServerFamily): number {
  return attention && keyValue ? largestSplit({ attention, keyValue }, count, server !== ServerFamily.TGI) : count;
}

/** The size of a value in a cache of this data type, in bytes. Undefined if unknown. */
export function cacheValueBytes(dataType = 'auto'): number | undefined {
  return /^(auto|float16|bfloat16|fp16|bf16|half)$/.test(dataType) ? 2 : /^(fp8|float8)/.test(dataType) ? 1 : undefined;
}
