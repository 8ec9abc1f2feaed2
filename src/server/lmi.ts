import { Duration } from 'aws-cdk-lib/core';
import { ArgumentOptions } from './argument-options';
import { hubModel, hubToken, localModel, OFFLINE, option, revision, toolChoice } from './common-settings';
import { defineServer, prefixed } from './server-definition';
import { setting } from './server-setting';
import { ServerFamily } from '../container/server-family';

/**
 * The options of the Large Model Inference (LMI) container of AWS.
 *
 * @see https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docs/lmi/deployment_guide/configurations.md
 */
export interface LmiOptions extends ArgumentOptions {
  /**
   * The number of accelerators that share one copy of the model: an integer of at least 1.
   *
   * If the instance has more accelerators, the server runs several copies.
   *
   * @default - chosen by the server: all accelerators
   */
  readonly tensorParallelDegree?: number;

  /**
   * The maximum context length (prompt and response), in tokens: an integer of at least 1.
   *
   * @default - the maximum context length of the model
   */
  readonly maxModelLength?: number;

  /**
   * The maximum number of requests that are processed concurrently: an integer of at least 1.
   *
   * @default - chosen by the server
   */
  readonly maxRollingBatchSize?: number;

  /**
   * The engine that batches requests, such as `vllm` or `trtllm`.
   *
   * @default - chosen by the server
   */
  readonly rollingBatch?: string;

  /**
   * The data type of weights and activations, such as `fp16` or `bf16`.
   *
   * @default - chosen by the server
   */
  readonly dataType?: string;

  /**
   * The quantization method of the weights, such as `awq` or `fp8`.
   *
   * @default - the method in the configuration of the model
   */
  readonly quantization?: string;

  /**
   * The share of the memory of each GPU that the engine uses: greater than 0 and at most 1.
   *
   * @default - chosen by the server
   */
  readonly gpuMemoryUtilization?: number;

  /**
   * Whether the server may run code from the repository of the model.
   *
   * @default false
   */
  readonly trustRemoteCode?: boolean;

  /**
   * The maximum number of tokens in one step: an integer of at least 1.
   *
   * @default - chosen by the engine
   */
  readonly maxBatchedTokens?: number;

  /**
   * Whether the server can load LoRA adapters, from the folder `adapters` of the model. Requires version 0.27.0 or later.
   *
   * @see https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docs/adapters.md
   * @default - chosen by the server: false
   */
  readonly enableLora?: boolean;

  /**
   * The maximum rank of a LoRA adapter: 8, 16, 32, 64, 128, 256, 320 or 512. Requires version 0.27.0 or later.
   *
   * @default - chosen by the engine: 16
   */
  readonly maxLoraRank?: number;

  /**
   * The maximum number of LoRA adapters in one batch: an integer of at least 1. Requires version 0.27.0 or later.
   *
   * @default - chosen by the server: 4
   */
  readonly maxLorasPerBatch?: number;

  /**
   * The parser of tool calls of vLLM, such as `hermes` or `llama3_json`. Requires LMI 15 or later.
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
   * The parser of vLLM that separates the reasoning of the model from its answer, such as `qwen3` or `deepseek_r1`. Requires LMI 15 or later.
   *
   * @see https://docs.vllm.ai/en/latest/features/reasoning_outputs/
   * @default - none
   */
  readonly reasoningParser?: string;

  /**
   * The maximum time to load the model.
   *
   * SageMaker stops waiting after the startup health check timeout, even if this timeout is longer.
   *
   * @default - chosen by the server: 30 minutes
   */
  readonly modelLoadingTimeout?: Duration;
}

export const LMI = defineServer({
  family: ServerFamily.LMI,
  neuron: false,
  title: 'Large Model Inference',
  source: 'https://github.com/deepjavalibrary/djl-serving/tree/master/serving/docs/lmi',
  argumentVariable: prefixed('OPTION_'),
  settings: [
    hubModel(['HF_MODEL_ID'], ['OPTION_MODEL_ID']),
    localModel(['HF_MODEL_ID'], ['OPTION_MODEL_ID']),
    // https://github.com/deepjavalibrary/djl-serving/blob/v0.26.0/wlm/src/main/java/ai/djl/serving/wlm/ModelInfo.java
    revision([{ name: 'HF_REVISION', since: '0.27.0' }, { name: 'HF_MODEL_REVISION', before: '0.27.0' }], ['OPTION_REVISION']),
    hubToken(),
    OFFLINE,
    option('tensorParallelDegree', 'count', 'TENSOR_PARALLEL_DEGREE', ['OPTION_TENSOR_PARALLEL_DEGREE', 'SM_NUM_GPUS']),
    option('maxModelLength', 'count', 'OPTION_MAX_MODEL_LEN'),
    option('maxRollingBatchSize', 'count', 'OPTION_MAX_ROLLING_BATCH_SIZE'),
    option('rollingBatch', 'text', 'OPTION_ROLLING_BATCH'),
    option('dataType', 'text', 'OPTION_DTYPE'),
    option('quantization', 'text', 'OPTION_QUANTIZE', ['HF_MODEL_QUANTIZE']),
    option('gpuMemoryUtilization', 'share', 'OPTION_GPU_MEMORY_UTILIZATION'),
    option('trustRemoteCode', 'flag', 'HF_MODEL_TRUST_REMOTE_CODE', ['OPTION_TRUST_REMOTE_CODE']),
    // the names are those of https://github.com/deepjavalibrary/djl-serving/tree/v0.36.0/engines/python/setup/djl_python/properties_manager;
    // https://github.com/deepjavalibrary/djl-serving/tree/v0.26.0 has none of LoRA
    option('maxBatchedTokens', 'count', 'OPTION_MAX_ROLLING_BATCH_PREFILL_TOKENS', ['OPTION_MAX_NUM_BATCHED_TOKENS']),
    option('enableLora', 'flag', [{ name: 'OPTION_ENABLE_LORA', since: '0.27.0' }]),
    option('maxLoraRank', 'count', [{ name: 'OPTION_MAX_LORA_RANK', since: '0.27.0' }]),
    option('maxLorasPerBatch', 'count', [{ name: 'OPTION_MAX_LORAS', since: '0.27.0' }]),
    // an older version needs other settings, too, to serve the model with vLLM:
    // https://github.com/deepjavalibrary/djl-serving/blob/0.33.0-dlc/engines/python/setup/djl_python/lmi_vllm/vllm_async_service.py
    option('toolCallParser', 'text', [{ name: 'OPTION_TOOL_CALL_PARSER', since: '15.0.0' }]),
    setting({
      ...option('autoToolChoice', 'flag', [{ name: 'OPTION_ENABLE_AUTO_TOOL_CHOICE', since: '15.0.0' }]),
      default: toolChoice,
      defaultText: 'true with toolCallParser',
    }),
    option('reasoningParser', 'text', [{ name: 'OPTION_REASONING_PARSER', since: '15.0.0' }]),
    option('modelLoadingTimeout', 'duration', 'OPTION_MODEL_LOADING_TIMEOUT'),
  ],
  traits: {
    memoryShare: undefined,
    holdsWeightsOnAccelerators: false, // it may run code of the user
    servesLargeModels: true,
    runsSingleCopy: false, // it starts more copies on the other accelerators
    copiesKeyValueHeads: true,
    servesTask: undefined,
    loadsOnlyGguf: false,
    quantizationInModelId: undefined,
    rejectsBfloat16OnOldGpus: true,
    // https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docs/adapters.md
    runtimeAdapters: { variables: { OPTION_ENABLE_LORA: 'true' }, rankVariable: 'OPTION_MAX_LORA_RANK' },
    contextSetting: 'maxModelLength',
    degreeSetting: 'tensorParallelDegree',
    compiledLengthSetting: undefined,
    variablePrefixes: [],
    // https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docker/dockerd-entrypoint-with-cuda-compat.sh
    alsoReads: [
      'SM_NUM_GPUS', 'HF_MODEL_QUANTIZE', 'MAX_BATCH_PREFILL_TOKENS', 'CUDA_MEMORY_FRACTION', 'MAX_BATCH_SIZE', 'MAX_CONCURRENT_REQUESTS',
      // https://github.com/deepjavalibrary/djl-serving/blob/v0.36.0/serving/src/main/java/ai/djl/serving/util/ModelStore.java
      'HF_TASK',
    ],
  },
});
