import { readConfigJson } from './config-json';
import { Heads } from './heads';
import { MemoryEstimate } from './memory-estimate';
import { cacheBytes } from './memory-formula';
import { MemoryOnOptions } from './memory-on-options';
import { ModelProfileProps } from './model-profile-props';
import { CacheGroup, ModelStructure } from './model-structure';
import { structureOfProps } from './props-structure';
import { withoutSecrets } from '../common/secrets';
import { argument, INSTANCE_TYPE, STRING } from '../input/kinds';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';

/** The size of a value in the key-value cache: 16 bits, unless the server is configured otherwise. */
const CACHE_BYTES = 2;

/** The properties that must be integers. */
const COUNTS = ['layers', 'attentionHeads', 'keyValueHeads', 'contextLength'];

/** The maximum number of tokens in one step of vLLM on most GPUs, which sliding layers hold in addition to their window. */
const TOKENS_PER_STEP = 2048;

/**
 * The size and the architecture of a model. The library uses it to check at synth whether the model fits in accelerator memory.
 *
 * Nothing is downloaded: you pass the numbers or a local `config.json`.
 *
 * @example
 * new HuggingFaceSageMakerEndpoint(this, 'Endpoint', {
 *   modelId: 'Qwen/Qwen3-32B',
 *   instanceType: SageMakerInstanceType.ML_G6E_12XLARGE,
 *   modelProfile: new ModelProfile({ parameterCount: 32.8e9, attentionHeads: 64, keyValueHeads: 8 }),
 * });
 */
export class ModelProfile {
  /**
   * Reads the `config.json` of a model, and the files in the same folder, as published on the Hugging Face Hub: the index of its weights
   * (`model.safetensors.index.json` or `pytorch_model.bin.index.json`), and `hf_quant_config.json`.
   *
   * Without an index, the size of the weights is calculated from the number of parameters of the architecture and its quantization, and used for
   * warnings only. If the library does not know the architecture or the quantization method, the size is unknown.
   *
   * Throws if a file is not a JSON file that contains an object.
   *
   * @param path the path of the `config.json`
   */
  public static fromConfigJson(path: string): ModelProfile {
    const { architecture, structure } = readConfigJson(argument(STRING, path, 'path'));
    const { parameters, weights, attentionHeads, keyValueHeads, contextLength, cache } = structure;
    const profile = new ModelProfile({
      architecture,
      // without the bits of a parameter, its size must not be calculated
      parameterCount: weights && parameters,
      weightsBytes: weights?.bytes,
      attentionHeads,
      keyValueHeads,
      contextLength,
      keyValueCacheBytesPerToken: cache && bytesPerToken(cache),
    });
    profile._isEstimate = weights !== undefined && !weights.exact;
    profile._structure = structure;
    return profile;
  }

  /** The architecture, such as `Qwen3ForCausalLM`. Undefined if unknown. */
  public readonly architecture?: string;

  /** The number of parameters. Undefined if unknown. */
  public readonly parameterCount?: number;

  /** The total size of the weights, in bytes. Undefined if unknown. */
  public readonly weightsBytes?: number;

  /** The number of attention heads. Undefined if unknown. */
  public readonly attentionHeads?: number;

  /** The maximum context length of the model, in tokens. Undefined if unknown. */
  public readonly contextLength?: number;

  /** The size of the key-value cache of one token, in bytes. Undefined if unknown. */
  public readonly keyValueCacheBytesPerToken?: number;

  /** @internal */
  public readonly _heads?: Heads;

  /**
   * What occupies the memory of accelerators.
   *
   * @internal
   */
  public _structure: ModelStructure;

  /**
   * Whether the size of the weights is only estimated from a configuration.
   *
   * @internal
   */
  public _isEstimate = false;

  /**
   * Throws if a value is not greater than 0, or if a count is not an integer.
   *
   * @param props the properties that are known
   */
  constructor(props: ModelProfileProps) {
    const { architecture, ...numbers } = props ?? {};
    if (architecture !== undefined && architecture !== null && (typeof architecture !== 'string' || architecture === '')) {
      throw new Error(`'architecture' must be a string of at least 1 character, got ${withoutSecrets(JSON.stringify(architecture))}`);
    }
    this.architecture = architecture ?? undefined;
    const given: ModelProfileProps = Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined && value !== null));
    for (const [name, value] of Object.entries(given)) {
      if (!(Number.isFinite(value) && value > 0)) {
        throw new Error(`'${name}' must be a number greater than 0, got ${value}`);
      }
      if (COUNTS.includes(name) && !Number.isInteger(value)) {
        throw new Error(`'${name}' must be an integer of at least 1, got ${value}`);
      }
    }
    const { parameterCount, bitsPerParameter = 16, weightsBytes, layers, attentionHeads, headDimension, contextLength } = given;
    const keyValueHeads = given.keyValueHeads ?? attentionHeads;
    this.parameterCount = parameterCount;
    this.weightsBytes = weightsBytes ?? (parameterCount === undefined ? undefined : parameterCount * bitsPerParameter / 8);
    this.attentionHeads = attentionHeads;
    this._heads = attentionHeads === undefined || keyValueHeads === undefined ? undefined : { attention: attentionHeads, keyValue: keyValueHeads };
    this.contextLength = contextLength;
    const values = layers === undefined || keyValueHeads === undefined || headDimension === undefined
      ? undefined : 2 * layers * keyValueHeads * headDimension;
    this.keyValueCacheBytesPerToken = given.keyValueCacheBytesPerToken ?? (values && values * CACHE_BYTES);
    this._structure = structureOfProps(given);
  }

  /**
   * The size of the key-value cache of one sequence on all GPUs together, with 16 bits per value, in bytes. Undefined if unknown.
   *
   * It depends on the layers: that of a sliding window does not grow with the sequence, and a state has a fixed size. An encoder has no cache.
   *
   * @param contextLength the length of the sequence, in tokens
   */
  public cacheBytes(contextLength: number): number | undefined {
    return cacheBytes(this._structure.cache, contextLength, TOKENS_PER_STEP);
  }

  /**
   * The memory that a server needs on each GPU of an instance type, and how many sequences it processes concurrently. Undefined if unknown, for
   * example on AWS Neuron.
   *
   * It is an estimate. Throws if an option is not valid.
   *
   * @see https://github.com/cdk-huggingface-sagemaker/cdk-huggingface-sagemaker/blob/main/docs/memory.md
   * @param instanceType the instance type
   * @param options how the server is configured
   */
  public memoryOn(instanceType: SageMakerInstanceType, options: MemoryOnOptions = {}): MemoryEstimate | undefined {
    argument(INSTANCE_TYPE, instanceType, 'instanceType');
    const { acceleratorKind, acceleratorName: name, acceleratorCount: count, _acceleratorMemoryBytes: memoryBytes } = instanceType;
    return acceleratorKind === AcceleratorKind.GPU && count && memoryBytes
      ? MemoryEstimate._of(this._structure, { name, count, memoryBytes }, options) : undefined;
  }

  /**
   * The number of concurrent sequences that fit in memory together with the weights. Undefined if unknown.
   *
   * @param memoryBytes the memory that the server can use, in bytes
   * @param contextLength the length of each sequence, in tokens
   */
  public concurrentSequences(memoryBytes: number, contextLength: number): number | undefined {
    const sequence = this.cacheBytes(contextLength);
    if (this.weightsBytes === undefined || !sequence) {
      return undefined;
    }
    return Math.max(0, Math.floor((memoryBytes - this.weightsBytes) / sequence));
  }
}

/** The cache of one more token, if no window is full. Undefined for a model without a cache. */
function bytesPerToken(cache: readonly CacheGroup[]): number | undefined {
  const growing = cache.filter(({ kind }) => ['full', 'sliding', 'latent'].includes(kind));
  const values = growing.reduce((sum, { layers, keyValueHeads = 1, values: size = 0 }) => sum + layers * keyValueHeads * size, 0);
  return values > 0 ? values * CACHE_BYTES : undefined;
}
