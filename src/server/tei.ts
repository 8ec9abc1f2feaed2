import { Size } from 'aws-cdk-lib/core';
import { ArgumentOptions } from './argument-options';
import { hubModel, hubToken, localModel, option, payloadLimit, revision } from './common-settings';
import { defineServer, prefixed, reservedKey } from './server-definition';
import { setting } from './server-setting';
import { EMBEDDING_TASKS } from './tasks';
import { ServerFamily } from '../container/server-family';

/**
 * The options of Text Embeddings Inference.
 *
 * @see https://huggingface.co/docs/text-embeddings-inference/cli_arguments
 */
export interface TeiOptions extends ArgumentOptions {
  /**
   * The data type of the computation: `float16` or `float32`.
   *
   * @default - chosen by the server
   */
  readonly dataType?: string;

  /**
   * How token embeddings are combined into the embedding of an input: `cls`, `mean`, `splade` or `last-token`.
   *
   * @default - the method in the configuration of the model
   */
  readonly pooling?: string;

  /**
   * The maximum number of tokens in one step: an integer of at least 1.
   *
   * An input with more tokens is rejected or truncated, depending on `autoTruncate`.
   *
   * @default - chosen by the server: 16384
   */
  readonly maxBatchTokens?: number;

  /**
   * The maximum number of inputs in one step: an integer of at least 1.
   *
   * @default - as many as `maxBatchTokens` allows
   */
  readonly maxBatchRequests?: number;

  /**
   * The maximum number of inputs in one request: an integer of at least 1.
   *
   * @default - chosen by the server: 32
   */
  readonly maxClientBatchSize?: number;

  /**
   * The maximum number of requests that are accepted concurrently: an integer of at least 1.
   *
   * @default - chosen by the server: 512
   */
  readonly maxConcurrentRequests?: number;

  /**
   * Whether inputs that are too long are truncated instead of rejected.
   *
   * @default - chosen by the server: true from version 1.9.0, false before
   */
  readonly autoTruncate?: boolean;

  /**
   * A prompt that is prepended to every input. Requires version 1.3.0 or later.
   *
   * @default - none
   */
  readonly defaultPrompt?: string;

  /**
   * The name of a prompt in the configuration of the model, which is prepended to every input. Must not be set together with `defaultPrompt`.
   *
   * Requires version 1.3.0 or later.
   *
   * @default - none
   */
  readonly defaultPromptName?: string;

  /**
   * The number of processes that split inputs into tokens: an integer of at least 1.
   *
   * @default - chosen by the server: the number of CPU cores
   */
  readonly tokenizationWorkers?: number;

  /**
   * The path of the dense layer in the repository of the model. Requires version 1.8.0 or later.
   *
   * @default - chosen by the server
   */
  readonly densePath?: string;

  /**
   * The name of the model in requests. Requires version 1.9.0 or later.
   *
   * @default - the model ID or path that the server loads
   */
  readonly servedModelName?: string;

  /**
   * The maximum size of a request.
   *
   * @default Size.mebibytes(6)
   */
  readonly payloadLimit?: Size;
}

export const TEI = defineServer({
  family: ServerFamily.TEI,
  neuron: false,
  title: 'Text Embeddings Inference',
  source: 'https://github.com/huggingface/text-embeddings-inference/blob/main/router/src/main.rs',
  argumentVariable: prefixed(''),
  reserved: [reservedKey('API_KEY')],
  settings: [
    // the start script exits without HF_MODEL_ID, and overwrites MODEL_ID:
    // https://github.com/huggingface/text-embeddings-inference/blob/v1.8.2/sagemaker-entrypoint-cuda-all.sh
    hubModel(['HF_MODEL_ID']),
    localModel(['HF_MODEL_ID']),
    revision('HF_MODEL_REVISION', ['REVISION']),
    hubToken([{ name: 'HF_TOKEN', since: '1.6.1' }, { name: 'HF_API_TOKEN', before: '1.6.1' }], ['HF_API_TOKEN']),
    setting({
      name: 'task',
      form: 'text',
      variables: [{ name: 'TASK', since: '1.5.0' }],
      default: ({ task }) => task === 'sentence-similarity' ? task : undefined,
      defaultText: 'sentence-similarity for that task',
    }),
    option('dataType', 'text', 'DTYPE'),
    option('pooling', 'text', 'POOLING'),
    option('maxBatchTokens', 'count', 'MAX_BATCH_TOKENS'),
    option('maxBatchRequests', 'count', 'MAX_BATCH_REQUESTS'),
    option('maxClientBatchSize', 'count', 'MAX_CLIENT_BATCH_SIZE'),
    option('maxConcurrentRequests', 'count', 'MAX_CONCURRENT_REQUESTS'),
    option('autoTruncate', 'flag', 'AUTO_TRUNCATE'),
    // https://github.com/huggingface/text-embeddings-inference/blob/v1.2.3/router/src/main.rs does not have it
    option('defaultPrompt', 'text', [{ name: 'DEFAULT_PROMPT', since: '1.3.0' }]),
    option('defaultPromptName', 'text', [{ name: 'DEFAULT_PROMPT_NAME', since: '1.3.0' }]),
    option('tokenizationWorkers', 'count', 'TOKENIZATION_WORKERS'),
    option('densePath', 'text', [{ name: 'DENSE_PATH', since: '1.8.0' }]),
    option('servedModelName', 'text', [{ name: 'SERVED_MODEL_NAME', since: '1.9.0' }]),
    payloadLimit(),
  ],
  traits: {
    memoryShare: undefined,
    holdsWeightsOnAccelerators: true,
    servesLargeModels: false,
    runsSingleCopy: false,
    copiesKeyValueHeads: true,
    servesTask: task => EMBEDDING_TASKS.includes(task),
    loadsOnlyGguf: false,
    quantizationInModelId: undefined,
    rejectsBfloat16OnOldGpus: false,
    runtimeAdapters: false,
    contextSetting: undefined,
    degreeSetting: undefined,
    compiledLengthSetting: undefined,
    variablePrefixes: [],
    alsoReads: [],
  },
});
