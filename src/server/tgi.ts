import { Size } from 'aws-cdk-lib/core';
import { ArgumentOptions } from './argument-options';
import { allAccelerators, hubModel, localModel, hubToken, OFFLINE_WITHOUT_ADAPTERS, option, payloadLimit, revision } from './common-settings';
import { defineServer, prefixed, reservedKey } from './server-definition';
import { ServerDefault, setting } from './server-setting';
import { GENERATION_TASKS } from './tasks';
import { ServerFamily } from '../container/server-family';

/**
 * The options of Text Generation Inference.
 *
 * @see https://huggingface.co/docs/text-generation-inference/reference/launcher
 */
export interface TgiOptions extends ArgumentOptions {
  /**
   * The tensor parallel degree, which is the number of GPUs that share the model: an integer of at least 1.
   *
   * It must divide the number of attention heads, and the number of key-value heads unless that is 1.
   *
   * @default - all GPUs of the instance, or as many as the attention heads of `modelProfile` allow
   */
  readonly tensorParallelDegree?: number;

  /**
   * The maximum length of a prompt, in tokens: an integer of at least 1 and less than `maxTotalTokens`.
   *
   * @default - chosen by the server
   */
  readonly maxInputTokens?: number;

  /**
   * The maximum context length (prompt and response), in tokens: an integer of at least 2.
   *
   * @default - chosen by the server
   */
  readonly maxTotalTokens?: number;

  /**
   * The maximum number of prompt tokens in one step: an integer of at least 1.
   *
   * @default - chosen by the server
   */
  readonly maxBatchPrefillTokens?: number;

  /**
   * The maximum number of tokens in a batch: an integer of at least `maxTotalTokens`.
   *
   * @default - as many as fit in GPU memory
   */
  readonly maxBatchTotalTokens?: number;

  /**
   * The maximum number of requests that are accepted concurrently: an integer of at least 1.
   *
   * @default - chosen by the server: 128
   */
  readonly maxConcurrentRequests?: number;

  /**
   * The quantization method of the weights, such as `awq`, `gptq`, `fp8` or `bitsandbytes-nf4`.
   *
   * @default - the method in the configuration of the model
   */
  readonly quantization?: string;

  /**
   * The data type of weights and activations: `float16` or `bfloat16`. Must not be set together with `quantization`.
   *
   * @default - chosen by the server
   */
  readonly dataType?: string;

  /**
   * The data type of the key-value cache, such as `fp8_e5m2`. Requires version 2.4.0 or later.
   *
   * @default - the data type of the model
   */
  readonly keyValueCacheDataType?: string;

  /**
   * The share of the memory of each GPU that the server uses: greater than 0 and at most 1.
   *
   * @default - chosen by the server: 1
   */
  readonly gpuMemoryUtilization?: number;

  /**
   * Whether the server may run code from the repository of the model.
   *
   * @default false
   */
  readonly trustRemoteCode?: boolean;

  /**
   * LoRA adapters: model IDs on the Hugging Face Hub, or `name=path` for adapters in the container. Requires version 2.1.0 or later.
   *
   * @default - none
   */
  readonly loraAdapters?: string[];

  /**
   * The number of tokens that speculative decoding proposes: an integer of at least 1. Requires version 1.3.0 or later.
   *
   * @see https://huggingface.co/docs/text-generation-inference/conceptual/speculation
   * @default - chosen by the server: no speculative decoding, unless the model is made for it
   */
  readonly speculativeTokens?: number;

  /**
   * Whether requests use the format of the OpenAI chat completions API. Requires a version from 1.4.0 to 2.3.1.
   *
   * Later versions accept both formats.
   *
   * @default - chosen by the server
   */
  readonly messagesApi?: boolean;

  /**
   * The maximum size of a request. Requires version 2.4.1 or later.
   *
   * @default Size.mebibytes(6)
   */
  readonly payloadLimit?: Size;
}

/** The defaults of the launcher until 2.0.0, from when on it computes them: https://github.com/huggingface/text-generation-inference/blob/v1.4.5/launcher/src/main.rs */
function beforeTgi2(value: string): ServerDefault[] {
  return [{ value, since: '0.9.4', before: '2.0.0' }];
}

export const TGI = defineServer({
  family: ServerFamily.TGI,
  neuron: false,
  title: 'Text Generation Inference',
  source: 'https://github.com/huggingface/text-generation-inference/blob/main/launcher/src/main.rs',
  argumentVariable: prefixed(''),
  reserved: [reservedKey('API_KEY')],
  settings: [
    // the start script exits without HF_MODEL_ID, and overwrites MODEL_ID:
    // https://github.com/huggingface/text-generation-inference/blob/v3.3.6/sagemaker-entrypoint.sh
    hubModel(['HF_MODEL_ID']),
    localModel(['HF_MODEL_ID']),
    revision('HF_MODEL_REVISION', ['REVISION']),
    hubToken([{ name: 'HF_TOKEN', since: '2.1.0' }, { name: 'HUGGING_FACE_HUB_TOKEN', before: '2.1.0' }]),
    OFFLINE_WITHOUT_ADAPTERS,
    setting({
      ...option('tensorParallelDegree', 'count', 'SM_NUM_GPUS', ['NUM_SHARD']),
      unless: ['SHARDED'],
      // the detection of the server can result in a single GPU: https://github.com/huggingface/text-generation-inference/blob/main/launcher/src/main.rs
      default: context => allAccelerators(context, false),
      defaultText: 'all GPUs of the instance',
    }),
    setting({
      ...option('maxInputTokens', 'count', [
        { name: 'MAX_INPUT_TOKENS', since: '2.0.0' }, { name: 'MAX_INPUT_LENGTH', before: '2.0.0' },
      ], ['MAX_INPUT_LENGTH']),
      serverDefaults: beforeTgi2('1024'),
    }),
    setting({ ...option('maxTotalTokens', 'count', 'MAX_TOTAL_TOKENS'), serverDefaults: beforeTgi2('2048') }),
    setting({ ...option('maxBatchPrefillTokens', 'count', 'MAX_BATCH_PREFILL_TOKENS'), serverDefaults: beforeTgi2('4096') }),
    option('maxBatchTotalTokens', 'count', 'MAX_BATCH_TOTAL_TOKENS'),
    option('maxConcurrentRequests', 'count', 'MAX_CONCURRENT_REQUESTS'),
    option('quantization', 'text', 'HF_MODEL_QUANTIZE', ['QUANTIZE']),
    option('dataType', 'text', 'DTYPE'),
    option('keyValueCacheDataType', 'text', [{ name: 'KV_CACHE_DTYPE', since: '2.4.0' }]),
    // https://github.com/huggingface/text-generation-inference/blob/v0.9.3/launcher/src/main.rs does not have it
    option('gpuMemoryUtilization', 'share', [{ name: 'CUDA_MEMORY_FRACTION', since: '0.9.4' }]),
    option('trustRemoteCode', 'flag', 'HF_MODEL_TRUST_REMOTE_CODE', ['TRUST_REMOTE_CODE']),
    option('loraAdapters', 'list', [{ name: 'LORA_ADAPTERS', since: '2.1.0' }]),
    // https://github.com/huggingface/text-generation-inference/releases/tag/v1.3.0
    option('speculativeTokens', 'count', [{ name: 'SPECULATE', since: '1.3.0' }]),
    option('messagesApi', 'flag', [{ name: 'MESSAGES_API_ENABLED', since: '1.4.0', before: '2.4.0' }]),
    payloadLimit('2.4.1'),
  ],
  traits: {
    memoryShare: 0.95, // https://github.com/huggingface/text-generation-inference: TGI_WIGGLE_ROOM
    holdsWeightsOnAccelerators: true,
    servesLargeModels: true,
    runsSingleCopy: true,
    // https://github.com/huggingface/text-generation-inference/blob/v3.3.6/server/text_generation_server/models/custom_modeling/flash_llama_modeling.py
    copiesKeyValueHeads: false,
    // T5 and its derivatives: https://huggingface.co/docs/text-generation-inference/v1.4.5/supported_models
    servesTask: task => GENERATION_TASKS.includes(task) || task === 'text2text-generation',
    loadsOnlyGguf: false,
    quantizationInModelId: undefined,
    rejectsBfloat16OnOldGpus: false,
    runtimeAdapters: false,
    contextSetting: 'maxTotalTokens',
    degreeSetting: 'tensorParallelDegree',
    compiledLengthSetting: undefined,
    variablePrefixes: [],
    // https://github.com/huggingface/text-generation-inference/blob/main/launcher/src/main.rs
    alsoReads: ['MAX_BATCH_SIZE', 'MAX_CLIENT_BATCH_SIZE'],
  },
});
