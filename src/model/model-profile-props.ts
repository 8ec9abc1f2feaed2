/** How large a model is. */
export interface ModelProfileProps {
  /**
   * The architecture, as `architectures` of the `config.json` names it, such as `Qwen3ForCausalLM`.
   *
   * @default - unknown
   */
  readonly architecture?: string;

  /**
   * The number of parameters, all experts of a mixture included.
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
   * The size of all weights, in bytes.
   *
   * @default - parameters times bits
   */
  readonly weightsBytes?: number;

  /**
   * The number of layers.
   *
   * @default - unknown
   */
  readonly layers?: number;

  /**
   * The number of attention heads, which the tensor parallel degree must divide.
   *
   * @default - unknown
   */
  readonly attentionHeads?: number;

  /**
   * The number of heads of keys and values, which the tensor parallel degree must divide, or be a multiple of.
   *
   * @default - as many as attention heads
   */
  readonly keyValueHeads?: number;

  /**
   * The dimension of a head.
   *
   * @default - unknown
   */
  readonly headDimension?: number;

  /**
   * The longest context that the model is made for, in tokens.
   *
   * @default - unknown
   */
  readonly contextLength?: number;

  /**
   * The size of the key-value cache of one token, in bytes of a cache of 16 bits a value.
   *
   * @default - 2 times layers, key-value heads, dimension of a head, and 2 bytes
   */
  readonly keyValueCacheBytesPerToken?: number;
}
