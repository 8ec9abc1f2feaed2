import { ArgumentOptions } from './argument-options';

/**
 * The options of SGLang.
 *
 * @see https://github.com/aws/deep-learning-containers/blob/main/docs/sglang/configuration.md
 */
export interface SglangOptions extends ArgumentOptions {
  /**
   * The maximum context length (prompt and response), in tokens: an integer of at least 1.
   *
   * @default - the maximum context length of the model
   */
  readonly contextLength?: number;

  /**
   * The maximum number of requests that are processed concurrently: an integer of at least 1.
   *
   * @default - chosen by SGLang
   */
  readonly maxRunningRequests?: number;

  /**
   * The data type of weights and activations, such as `bfloat16`, `float16` or `auto`.
   *
   * @default - chosen by SGLang
   */
  readonly dataType?: string;

  /**
   * The quantization method of the weights, such as `awq` or `fp8`.
   *
   * @default - the method in the configuration of the model
   */
  readonly quantization?: string;

  /**
   * The tensor parallel degree, which is the number of accelerators that share the model: an integer of at least 1.
   *
   * It must divide the number of attention heads. It must also divide the number of key-value heads, or be a multiple of it.
   *
   * @default - all accelerators of the instance, or as many as the attention heads of `modelProfile` allow. Not set if pipeline or data
   * parallelism is set
   */
  readonly tensorParallelDegree?: number;

  /**
   * The share of the memory of each GPU for weights and key-value cache: greater than 0 and at most 1.
   *
   * @default - chosen by SGLang
   */
  readonly staticMemoryFraction?: number;

  /**
   * Whether the server may run code from the repository of the model.
   *
   * @default false
   */
  readonly trustRemoteCode?: boolean;

  /**
   * The name of the model in requests.
   *
   * @default - the prop modelId
   */
  readonly servedModelName?: string;

  /**
   * The data type of the key-value cache, such as `fp8_e5m2`.
   *
   * @default - the data type of the model
   */
  readonly keyValueCacheDataType?: string;

  /**
   * The maximum rank of a LoRA adapter: an integer of at least 1.
   *
   * @default - the highest rank of the adapters that the server loads when it starts
   */
  readonly maxLoraRank?: number;

  /**
   * The maximum number of LoRA adapters in one batch: an integer of at least 1.
   *
   * @default - chosen by SGLang: 8
   */
  readonly maxLorasPerBatch?: number;

  /**
   * The parser of tool calls, such as `qwen25` or `llama3`. Its names are not those of vLLM, and depend on the version of SGLang.
   *
   * @see https://docs.sglang.io/advanced_features/tool_parser.html
   * @default - none
   */
  readonly toolCallParser?: string;

  /**
   * The parser that separates the reasoning of the model from its answer, such as `qwen3` or `deepseek-r1`.
   *
   * @see https://docs.sglang.io/advanced_features/separate_reasoning.html
   * @default - none
   */
  readonly reasoningParser?: string;

  /**
   * The chat template: its name in SGLang, or the path of a file in the container, such as `/opt/ml/model/chat_template.jinja`.
   *
   * @default - the template of the model
   */
  readonly chatTemplate?: string;

  /**
   * Whether the server runs the model for embeddings.
   *
   * @default - chosen by SGLang: false
   */
  readonly embedding?: boolean;

  /**
   * The format of the weights, such as `safetensors` or `gguf`.
   *
   * @default - chosen by SGLang
   */
  readonly loadFormat?: string;

  /**
   * Whether the server runs without CUDA graphs: it starts faster and uses less memory, but it is slower.
   *
   * @default - chosen by SGLang: false
   */
  readonly disableCudaGraph?: boolean;

  /**
   * Whether the server runs without the radix cache, with which requests with the same beginning share its part of the key-value cache.
   *
   * @default - chosen by SGLang: false
   */
  readonly disableRadixCache?: boolean;

  /**
   * The algorithm of speculative decoding, such as `EAGLE3` or `NGRAM`.
   *
   * @see https://docs.sglang.io/advanced_features/speculative_decoding.html
   * @default - no speculative decoding
   */
  readonly speculativeAlgorithm?: string;

  /**
   * The draft model of speculative decoding: a model ID on the Hugging Face Hub, or a path in the container.
   *
   * @default - none
   */
  readonly speculativeDraftModel?: string;

  /**
   * The number of steps in which the draft model proposes tokens: an integer of at least 1.
   *
   * @default - chosen by SGLang
   */
  readonly speculativeSteps?: number;

  /**
   * The number of tokens that the draft model considers in each step: an integer of at least 1.
   *
   * @default - chosen by SGLang
   */
  readonly speculativeTopK?: number;

  /**
   * The number of proposed tokens that the model verifies together: an integer of at least 1.
   *
   * @default - chosen by SGLang
   */
  readonly speculativeDraftTokens?: number;

  /**
   * Values that replace those in the `config.json` of the model, such as `{ architectures: ['Qwen3ForSequenceClassification'] }`.
   *
   * @default - none
   */
  readonly hfOverrides?: { [key: string]: any };

  /**
   * The pipeline parallel degree, which is the number of stages that the layers of the model are distributed over: an integer of at least 1.
   *
   * Each stage uses as many accelerators as `tensorParallelDegree`.
   *
   * @default - chosen by SGLang: 1
   */
  readonly pipelineParallelDegree?: number;

  /**
   * The data parallel degree: an integer of at least 1.
   *
   * It is the number of copies of the model, each on accelerators of its own. With `dataParallelAttention`, it is the number of groups
   * that the accelerators of `tensorParallelDegree` form for attention.
   *
   * @default - chosen by SGLang: 1
   */
  readonly dataParallelDegree?: number;

  /**
   * Whether attention uses data parallelism, and the other layers tensor parallelism. Requires `tensorParallelDegree` and `dataParallelDegree`.
   *
   * @see https://docs.sglang.io/advanced_features/dp_dpa_smg_guide.html
   * @default - chosen by SGLang: false
   */
  readonly dataParallelAttention?: boolean;

  /**
   * The expert parallel degree, which is the number of accelerators that the experts of a mixture-of-experts model are distributed over:
   * an integer of at least 1.
   *
   * @default - chosen by SGLang: 1
   */
  readonly expertParallelDegree?: number;
}
