import { Size } from 'aws-cdk-lib/core';
import { ArgumentOptions } from './argument-options';
import { allAccelerators, hubModel, localModel, hubToken, OFFLINE_WITHOUT_ADAPTERS, option, payloadLimit, revision } from './common-settings';
import { defineServer, prefixed, reservedKey } from './server-definition';
import { ServerDefault, setting } from './server-setting';
import { GENERATION_TASKS } from './tasks';
import { ServerFamily } from '../container/server-family';

/**
 * How Text Generation Inference is told to serve a model.
 *
 * @see https://huggingface.co/docs/text-generation-inference/reference/launcher
 */
export interface TgiOptions extends ArgumentOptions {
  /**
   * The number of GPUs that share the model, at least 1. It must divide the number of attention heads, and divide that of the heads of
   * keys and values or be a multiple of it.
   *
   * @default - all GPUs of the instance, or as many as the heads of `modelProfile` allow
   */
  readonly tensorParallelDegree?: number;

  /**
   * The longest prompt, in tokens, at least 1 and below `maxTotalTokens`.
   *
   * @default - chosen by the server
   */
  readonly maxInputTokens?: number;

  /**
   * The longest context, in tokens: prompt and answer together, at least 2.
   *
   * @default - chosen by the server
   */
  readonly maxTotalTokens?: number;

  /**
   * How many tokens of prompts are computed in one step, at least 1.
   *
   * @default - chosen by the server
   */
  readonly maxBatchPrefillTokens?: number;

  /**
   * How many tokens a batch holds altogether, at least `maxTotalTokens`.
   *
   * @default - what fits in the memory of the GPUs
   */
  readonly maxBatchTotalTokens?: number;

  /**
   * How many requests are accepted at a time, at least 1.
   *
   * @default - chosen by the server: 128
   */
  readonly maxConcurrentRequests?: number;

  /**
   * How the weights are quantized, such as `awq`, `gptq`, `fp8` or `bitsandbytes-nf4`.
   *
   * @default - what the configuration of the model says
   */
  readonly quantization?: string;

  /**
   * The data type of weights and activations: `float16` or `bfloat16`. Not together with `quantization`.
   *
   * @default - chosen by the server
   */
  readonly dataType?: string;

  /**
   * The data type of the key-value cache, such as `fp8_e5m2`. From version 2.4.0.
   *
   * @default - that of the model
   */
  readonly keyValueCacheDataType?: string;

  /**
   * The share of the memory of each GPU that the server takes, above 0 and at most 1.
   *
   * @default - chosen by the server: 1
   */
  readonly gpuMemoryUtilization?: number;

  /**
   * Whether code of the model's repository may run.
   *
   * @default false
   */
  readonly trustRemoteCode?: boolean;

  /**
   * LoRA adapters, as ids on the Hub or `name=path` of what is in the container. From version 2.1.0.
   *
   * @default - none
   */
  readonly loraAdapters?: string[];

  /**
   * Whether requests are chats as OpenAI has them. From version 1.4.0 to 2.3.1. Later versions take both forms.
   *
   * @default - as the version does by itself
   */
  readonly messagesApi?: boolean;

  /**
   * The size of the largest request. From version 2.4.1.
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
    hubModel(['HF_MODEL_ID'], ['MODEL_ID']),
    localModel(['HF_MODEL_ID'], ['MODEL_ID']),
    revision('HF_MODEL_REVISION', ['REVISION']),
    hubToken([{ name: 'HF_TOKEN', since: '2.1.0' }, { name: 'HUGGING_FACE_HUB_TOKEN', before: '2.1.0' }]),
    OFFLINE_WITHOUT_ADAPTERS,
    setting({
      ...option('tensorParallelDegree', 'count', 'SM_NUM_GPUS', ['NUM_SHARD']),
      unless: ['SHARDED'],
      // its own detection can end with one GPU: https://github.com/huggingface/text-generation-inference/blob/main/launcher/src/main.rs
      default: allAccelerators,
      defaultText: 'the GPUs of the instance',
    }),
    setting({
      ...option('maxInputTokens', 'count', [{ name: 'MAX_INPUT_TOKENS', since: '2.0.0' }, { name: 'MAX_INPUT_LENGTH', before: '2.0.0' }], ['MAX_INPUT_LENGTH']),
      serverDefaults: beforeTgi2('1024'),
    }),
    setting({ ...option('maxTotalTokens', 'count', 'MAX_TOTAL_TOKENS'), serverDefaults: beforeTgi2('2048') }),
    setting({ ...option('maxBatchPrefillTokens', 'count', 'MAX_BATCH_PREFILL_TOKENS'), serverDefaults: beforeTgi2('4096') }),
    option('maxBatchTotalTokens', 'count', 'MAX_BATCH_TOTAL_TOKENS'),
    option('maxConcurrentRequests', 'count', 'MAX_CONCURRENT_REQUESTS'),
    option('quantization', 'text', 'HF_MODEL_QUANTIZE', ['QUANTIZE']),
    option('dataType', 'text', 'DTYPE'),
    option('keyValueCacheDataType', 'text', [{ name: 'KV_CACHE_DTYPE', since: '2.4.0' }]),
    option('gpuMemoryUtilization', 'share', 'CUDA_MEMORY_FRACTION'),
    option('trustRemoteCode', 'flag', 'HF_MODEL_TRUST_REMOTE_CODE', ['TRUST_REMOTE_CODE']),
    option('loraAdapters', 'list', [{ name: 'LORA_ADAPTERS', since: '2.1.0' }]),
    option('messagesApi', 'flag', [{ name: 'MESSAGES_API_ENABLED', since: '1.4.0', before: '2.4.0' }]),
    payloadLimit('2.4.1'),
  ],
  traits: {
    memoryShare: 0.95, // https://github.com/huggingface/text-generation-inference: TGI_WIGGLE_ROOM
    holdsWeightsOnAccelerators: true,
    servesLargeModels: true,
    runsSingleCopy: true,
    servesTask: task => GENERATION_TASKS.includes(task),
    loadsOnlyGguf: false,
    quantizationInModelId: undefined,
    rejectsBfloat16OnOldGpus: false,
    contextSetting: 'maxTotalTokens',
    degreeSetting: 'tensorParallelDegree',
    variablePrefixes: [],
    // https://github.com/huggingface/text-generation-inference/blob/main/launcher/src/main.rs
    alsoReads: ['MAX_BATCH_SIZE', 'MAX_CLIENT_BATCH_SIZE'],
  },
});
