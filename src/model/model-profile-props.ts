/** The size and the architecture of a model. All values must be greater than 0. */
export interface ModelProfileProps {
  /**
   * The number of parameters, including all experts of a mixture-of-experts model.
   *
   * @default - unknown
   */
  readonly parameterCount?: number;

  /**
   * The size of a parameter, in bits.
   *
   * @default 16
   */
  readonly bitsPerParameter?: number;

  /**
   * The total size of the weights, in bytes.
   *
   * @default - calculated from `parameterCount` and `bitsPerParameter`
   */
  readonly weightsBytes?: number;

  /**
   * The number of layers: an integer of at least 1.
   *
   * @default - unknown
   */
  readonly layers?: number;

  /**
   * The number of attention heads: an integer of at least 1. The tensor parallel degree must divide it.
   *
   * @default - unknown
   */
  readonly attentionHeads?: number;

  /**
   * The number of key-value heads: an integer of at least 1. The tensor parallel degree must divide it or be a multiple of it.
   *
   * @default - the number of attention heads
   */
  readonly keyValueHeads?: number;

  /**
   * The dimension of an attention head.
   *
   * @default - unknown
   */
  readonly headDimension?: number;

  /**
   * The maximum context length of the model, in tokens: an integer of at least 1.
   *
   * @default - unknown
   */
  readonly contextLength?: number;

  /**
   * The size of the key-value cache of one token, in bytes, for a cache with 16 bits per value.
   *
   * @default - 2 times the number of layers, the number of key-value heads, the head dimension, and 2 bytes
   */
  readonly keyValueCacheBytesPerToken?: number;
}
