import { ArgumentOptions } from './argument-options';

/**
 * The options of vLLM.
 *
 * @see https://github.com/aws/deep-learning-containers/blob/main/docs/vllm/configuration.md
 */
export interface VllmOptions extends ArgumentOptions {
  /**
   * The maximum context length (prompt and response), in tokens: an integer of at least 1, or -1 for the longest one that fits into GPU memory.
   *
   * @default - the maximum context length of the model
   */
  readonly maxModelLength?: number;

  /**
   * The maximum number of sequences that are processed concurrently: an integer of at least 1.
   *
   * @default - chosen by vLLM
   */
  readonly maxConcurrentSequences?: number;

  /**
   * The maximum number of tokens in one step: an integer of at least 1.
   *
   * @default - chosen by vLLM
   */
  readonly maxBatchedTokens?: number;

  /**
   * The data type of weights and activations, such as `bfloat16`, `float16` or `auto`.
   *
   * @default - chosen by vLLM
   */
  readonly dataType?: string;

  /**
   * The quantization method of the weights, such as `awq` or `fp8`.
   *
   * @default - the method in the configuration of the model
   */
  readonly quantization?: string;

  /**
   * The data type of the key-value cache, such as `fp8`.
   *
   * @default - the data type of the model
   */
  readonly keyValueCacheDataType?: string;

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
   * The share of the memory of each GPU that vLLM uses: greater than 0 and at most 1.
   *
   * @default - chosen by vLLM: 0.92, or 0.9 up to version 0.17.0
   */
  readonly gpuMemoryUtilization?: number;

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
   * LoRA adapters, by their name in requests. A value is a path in the container, which starts with `/`, or a model ID on the Hugging Face Hub.
   *
   * Several adapters require an AWS image (repository `vllm`) with vLLM 0.28.0 or later, whose start script accepts lists.
   *
   * @default - none
   */
  readonly loraAdapters?: { [name: string]: string };

  /**
   * The maximum rank of a LoRA adapter: 1, 8, 16, 32, 64, 128, 256, 320 or 512.
   *
   * An adapter with a higher rank is rejected when the server loads it.
   *
   * @default - chosen by vLLM: 16
   */
  readonly maxLoraRank?: number;

  /**
   * The maximum number of LoRA adapters in one batch: an integer of at least 1.
   *
   * @default - chosen by vLLM: 1
   */
  readonly maxLorasPerBatch?: number;

  /**
   * The parser of tool calls, such as `hermes` or `llama3_json`. It depends on the model, and the versions of vLLM have different parsers.
   *
   * @see https://docs.vllm.ai/en/latest/features/tool_calling/
   * @default - none
   */
  readonly toolCallParser?: string;

  /**
   * Whether the model may choose a tool itself. Requires `toolCallParser`.
   *
   * @default - true with `toolCallParser`
   */
  readonly autoToolChoice?: boolean;

  /**
   * The parser that separates the reasoning of the model from its answer, such as `qwen3` or `deepseek_r1`.
   *
   * @see https://docs.vllm.ai/en/latest/features/reasoning_outputs/
   * @default - none
   */
  readonly reasoningParser?: string;

  /**
   * The chat template: the path of a file in the container, such as `/opt/ml/model/chat_template.jinja`, or the template itself on one line.
   *
   * @default - the template of the model
   */
  readonly chatTemplate?: string;

  /**
   * What the server runs the model for: `generate` or `pooling`, such as for embeddings.
   *
   * @default - chosen by vLLM for the architecture of the model
   */
  readonly runner?: string;

  /**
   * The format of the weights, such as `safetensors`, `mistral` or `runai_streamer`.
   *
   * @default - chosen by vLLM
   */
  readonly loadFormat?: string;

  /**
   * Whether the server runs without CUDA graphs: it starts faster and uses less memory, but it is slower.
   *
   * @default - chosen by vLLM: false
   */
  readonly enforceEager?: boolean;

  /**
   * Whether requests with the same beginning share its part of the key-value cache.
   *
   * @default - chosen by vLLM: true for most models
   */
  readonly prefixCaching?: boolean;

  /**
   * The configuration of speculative decoding, such as `{ method: 'ngram', num_speculative_tokens: 4, prompt_lookup_max: 4 }`.
   *
   * @see https://docs.vllm.ai/en/latest/features/speculative_decoding/
   * @default - no speculative decoding
   */
  readonly speculativeConfig?: { [key: string]: any };

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
   * @default - chosen by vLLM: 1
   */
  readonly pipelineParallelDegree?: number;

  /**
   * The data parallel degree, which is the number of copies of the model: an integer of at least 1.
   *
   * Each copy uses the accelerators of its own tensor and pipeline parallelism.
   *
   * @default - chosen by vLLM: 1
   */
  readonly dataParallelDegree?: number;

  /**
   * Whether the experts of a mixture-of-experts model are distributed over the accelerators instead of being split.
   *
   * @default - chosen by vLLM: false
   */
  readonly expertParallel?: boolean;
}
