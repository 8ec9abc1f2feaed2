/** Layers that store the same for each sequence. */
export interface CacheGroup {
  /**
   * What the layers store of a sequence.
   *
   * - `full`: the keys and values of each token
   * - `sliding`: the keys and values of the last `window` tokens
   * - `latent`: one vector per token for all heads (multi-head latent attention), of which every GPU holds a copy
   * - `cross`: the keys and values of `positions` tokens of an encoder, whatever the length of the sequence
   * - `state`: a state of fixed size (linear attention, state-space layers)
   */
  readonly kind: 'full' | 'sliding' | 'latent' | 'cross' | 'state';

  /** The number of layers. */
  readonly layers: number;

  /** The number of key-value heads of a layer, for `full`, `sliding` and `cross`. */
  readonly keyValueHeads?: number;

  /** The number of values of a layer: per token and key-value head for `full`, `sliding` and `cross`; per token for `latent`. */
  readonly values?: number;

  /** The number of tokens that `sliding` layers keep. */
  readonly window?: number;

  /** The number of tokens of the encoder, for `cross`. */
  readonly positions?: number;

  /** The size of the state of a layer, in bytes, for `state`. */
  readonly stateBytes?: number;
}

/** The weights of a model in memory, as they are stored. */
export interface StoredWeights {
  /** The size of all weights, in bytes. */
  readonly bytes: number;

  /** Whether the size is from an index file or from the user, not calculated from a configuration. */
  readonly exact: boolean;

  /** The bits of a parameter that is not quantized: 16 or 32. Undefined if unknown. */
  readonly dataTypeBits?: number;

  /** Whether the weights are stored quantized. */
  readonly quantized: boolean;

  /** The quantization method, its algorithm and its format in lower case, such as `awq` or `modelopt nvfp4`. Undefined if unknown. */
  readonly method?: string;
}

/** What occupies the memory of accelerators: the sizes that the weights, the cache and the reserve of a server depend on. */
export interface ModelStructure {
  /** The number of parameters, including all experts and towers. Undefined if unknown. */
  readonly parameters?: number;

  /** The parameters that quantization at load time leaves at 16 bits: embeddings, the output head, vision and audio towers. */
  readonly unquantizedParameters?: number;

  readonly weights?: StoredWeights;

  /** The cache of a sequence; empty for a model without one, such as an encoder; undefined if unknown. */
  readonly cache?: readonly CacheGroup[];

  readonly hiddenSize?: number;

  /** The size of the feed-forward layer, or of one expert. */
  readonly intermediateSize?: number;

  /** The number of experts that a token uses; 1 without experts. */
  readonly expertsPerToken?: number;

  /** Whether there are several experts. */
  readonly mixtureOfExperts?: boolean;

  readonly vocabularySize?: number;

  readonly attentionHeads?: number;

  readonly keyValueHeads?: number;

  /** Whether the model has a vision or an audio tower. */
  readonly multimodal?: boolean;

  readonly contextLength?: number;
}
