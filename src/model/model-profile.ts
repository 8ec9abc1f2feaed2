import { CACHE_BYTES, readConfigJson } from './config-json';
import { Heads } from './heads';
import { ModelProfileProps } from './model-profile-props';

/** What is counted, and has no fractions. */
const COUNTS = ['layers', 'attentionHeads', 'keyValueHeads', 'contextLength'];

/**
 * What is known of the size of a model, so that the library can tell at synth whether it fits.
 *
 * Nothing is downloaded: the numbers are yours, or those of a local `config.json`.
 */
export class ModelProfile {
  /**
   * Reads the `config.json` of a model, and `model.safetensors.index.json` beside it, as they are on the Hub.
   *
   * Without the index, the number of parameters is computed of the configuration, within a few percent: an estimate, which gives warnings only.
   * Where the weights are quantized in a way that is not known here, their size is not known without the index.
   *
   * @param path the path of the `config.json`
   */
  public static fromConfigJson(path: string): ModelProfile {
    const props = readConfigJson(path);
    const profile = new ModelProfile(props);
    profile._isEstimate = props.weightsBytes === undefined && profile.weightsBytes !== undefined;
    return profile;
  }

  /** The architecture, such as `Qwen3ForCausalLM`. Undefined if it is not known. */
  public readonly architecture?: string;

  /** The number of parameters. Undefined where it is not known. */
  public readonly parameterCount?: number;

  /** The size of all weights, in bytes. Undefined where it is not known. */
  public readonly weightsBytes?: number;

  /** The number of attention heads. Undefined where it is not known. */
  public readonly attentionHeads?: number;

  /** The longest context that the model is made for, in tokens. Undefined where it is not known. */
  public readonly contextLength?: number;

  /** The size of the key-value cache of one token, in bytes. Undefined where it is not known. */
  public readonly keyValueCacheBytesPerToken?: number;

  /** @internal */
  public readonly _heads?: Heads;

  /**
   * Whether the size of the weights is only computed of a configuration.
   *
   * @internal
   */
  public _isEstimate = false;

  /**
   * @param props what is known
   */
  constructor(props: ModelProfileProps) {
    const { architecture, ...numbers } = props ?? {};
    if (architecture !== undefined && architecture !== null && (typeof architecture !== 'string' || architecture === '')) {
      throw new Error(`'architecture' must be a string of at least 1 character, got ${JSON.stringify(architecture)}`);
    }
    this.architecture = architecture ?? undefined;
    const given: ModelProfileProps = Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined && value !== null));
    for (const [name, value] of Object.entries(given)) {
      if (!(Number.isFinite(value) && value > 0)) {
        throw new Error(`'${name}' must be a number above 0, got ${value}`);
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
  }

  /**
   * How many sequences of a length fit into a memory at a time, beside the weights. Undefined where it is not known.
   *
   * @param memoryBytes the memory that the server may take, in bytes
   * @param contextLength the length of each sequence, in tokens
   */
  public concurrentSequences(memoryBytes: number, contextLength: number): number | undefined {
    if (this.weightsBytes === undefined || this.keyValueCacheBytesPerToken === undefined) {
      return undefined;
    }
    return Math.max(0, Math.floor((memoryBytes - this.weightsBytes) / (this.keyValueCacheBytesPerToken * contextLength)));
  }
}
