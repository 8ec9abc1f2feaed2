import { Size } from 'aws-cdk-lib/core';
import { ArgumentOptions } from './argument-options';
import { hubModel, hubToken, localModel, option, payloadLimit, revision } from './common-settings';
import { defineServer, prefixed, reservedKey } from './server-definition';
import { setting } from './server-setting';
import { EMBEDDING_TASKS } from './tasks';
import { ServerFamily } from '../container/server-family';

/**
 * How Text Embeddings Inference is told to serve a model.
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
   * How the vectors of tokens become that of a text: `cls`, `mean`, `splade` or `last-token`.
   *
   * @default - what the configuration of the model says
   */
  readonly pooling?: string;

  /**
   * How many tokens are computed in one step, at least 1. A text that is longer is refused or cut, see `autoTruncate`.
   *
   * @default - chosen by the server: 16384
   */
  readonly maxBatchTokens?: number;

  /**
   * How many texts are computed in one step, at least 1.
   *
   * @default - as many as `maxBatchTokens` allows
   */
  readonly maxBatchRequests?: number;

  /**
   * How many texts a request may have, at least 1.
   *
   * @default - chosen by the server: 32
   */
  readonly maxClientBatchSize?: number;

  /**
   * How many requests are accepted at a time, at least 1.
   *
   * @default - chosen by the server: 512
   */
  readonly maxConcurrentRequests?: number;

  /**
   * Whether texts that are too long are cut, instead of refused.
   *
   * @default - chosen by the server: true from version 1.9.0, false before
   */
  readonly autoTruncate?: boolean;

  /**
   * A text that is put before every text.
   *
   * @default - none
   */
  readonly defaultPrompt?: string;

  /**
   * The path of the dense layer in the model's repository. From version 1.8.0.
   *
   * @default - chosen by the server
   */
  readonly densePath?: string;

  /**
   * The name by which requests call the model. From version 1.9.0.
   *
   * @default - the model that the server is told
   */
  readonly servedModelName?: string;

  /**
   * The size of the largest request.
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
    hubModel(['HF_MODEL_ID'], ['MODEL_ID']),
    localModel(['HF_MODEL_ID'], ['MODEL_ID']),
    revision('HF_MODEL_REVISION', ['REVISION']),
    hubToken([{ name: 'HF_TOKEN', since: '1.6.1' }, { name: 'HF_API_TOKEN', before: '1.6.1' }]),
    setting({
      name: 'task',
      form: 'text',
      variables: [{ name: 'TASK' }],
      default: ({ task }) => task === 'sentence-similarity' ? task : undefined,
      defaultText: 'sentence-similarity with that task',
    }),
    option('dataType', 'text', 'DTYPE'),
    option('pooling', 'text', 'POOLING'),
    option('maxBatchTokens', 'count', 'MAX_BATCH_TOKENS'),
    option('maxBatchRequests', 'count', 'MAX_BATCH_REQUESTS'),
    option('maxClientBatchSize', 'count', 'MAX_CLIENT_BATCH_SIZE'),
    option('maxConcurrentRequests', 'count', 'MAX_CONCURRENT_REQUESTS'),
    option('autoTruncate', 'flag', 'AUTO_TRUNCATE'),
    option('defaultPrompt', 'text', 'DEFAULT_PROMPT'),
    option('densePath', 'text', [{ name: 'DENSE_PATH', since: '1.8.0' }]),
    option('servedModelName', 'text', [{ name: 'SERVED_MODEL_NAME', since: '1.9.0' }]),
    payloadLimit(),
  ],
  traits: {
    memoryShare: undefined,
    holdsWeightsOnAccelerators: true,
    servesLargeModels: false,
    runsSingleCopy: false,
    servesTask: task => EMBEDDING_TASKS.includes(task),
    loadsOnlyGguf: false,
    quantizationInModelId: undefined,
    rejectsBfloat16OnOldGpus: false,
    contextSetting: undefined,
    degreeSetting: undefined,
    variablePrefixes: [],
    alsoReads: [],
  },
});
