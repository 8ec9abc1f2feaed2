import { ServerFamily } from '../container/server-family';

/** How a server is configured, as far as the memory that it needs depends on it. */
export interface MemoryOnOptions {
  /**
   * The server: `ServerFamily.VLLM`, `SGLANG`, `TGI` or `LMI`. The memory of other servers is unknown.
   *
   * @default ServerFamily.VLLM
   */
  readonly server?: ServerFamily;

  /**
   * The version of the server, such as `0.31.0`. The memory of a version of LMI is unknown if its version of vLLM is.
   *
   * @default - the newest version that the library knows
   */
  readonly serverVersion?: string;

  /**
   * The longest context that the server accepts, in tokens: an integer of at least 1.
   *
   * @default - the maximum context length of the model
   */
  readonly contextLength?: number;

  /**
   * The number of GPUs that share the model: an integer of at least 1, and at most the number of GPUs of the instance type.
   *
   * @default - all GPUs, or as many as the attention heads of the model allow
   */
  readonly tensorParallelDegree?: number;

  /**
   * The share of the memory of each GPU that the server uses: greater than 0 and at most 1.
   *
   * @default - chosen by the server
   */
  readonly gpuMemoryUtilization?: number;

  /**
   * The maximum number of sequences that are processed concurrently: an integer of at least 1.
   *
   * @default - chosen by the server
   */
  readonly maxConcurrentSequences?: number;

  /**
   * The maximum number of tokens in one step: an integer of at least 1.
   *
   * @default - chosen by the server
   */
  readonly maxBatchedTokens?: number;

  /**
   * The quantization method with which the server loads the weights, such as `fp8`.
   *
   * @default - the method in the configuration of the model
   */
  readonly quantization?: string;

  /**
   * The data type of the key-value cache, such as `fp8`.
   *
   * @default - the data type of the model, with 16 bits
   */
  readonly keyValueCacheDataType?: string;
}
