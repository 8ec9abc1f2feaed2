import { ArgumentOptions } from './argument-options';
import { hubModel, localModel, hubToken, OFFLINE, option, revision } from './common-settings';
import { defineServer, prefixed, reservedKey } from './server-definition';
import { namesOf, setting } from './server-setting';
import { GENERATION_TASKS } from './tasks';
import { TGI } from './tgi';
import { ServerFamily } from '../container/server-family';

/**
 * The options of Text Generation Inference on AWS Neuron. The values must match those that the model is compiled for.
 *
 * @see https://github.com/huggingface/text-generation-inference/blob/main/backends/neuron/server/text_generation_server/tgi_env.py
 */
export interface TgiNeuronOptions extends ArgumentOptions {
  /**
   * The number of NeuronCores that share the model: an integer of at least 1.
   *
   * @default - the value of the compiled model
   */
  readonly cores?: number;

  /**
   * The data type that the model is compiled for: `bf16` or `fp16`.
   *
   * @default - the value of the compiled model
   */
  readonly autoCastType?: string;

  /**
   * The maximum number of sequences that are processed concurrently: an integer of at least 1.
   *
   * Required from version 0.0.21 to 3.3.4, whose start script exits without it.
   *
   * @default - the value of the compiled model
   */
  readonly maxBatchSize?: number;

  /**
   * The maximum length of a prompt, in tokens: an integer of at least 1 and less than `maxTotalTokens`.
   *
   * @default - half of the sequence length of the compiled model
   */
  readonly maxInputTokens?: number;

  /**
   * The maximum context length (prompt and response), in tokens: an integer of at least 2.
   *
   * @default - the sequence length of the compiled model
   */
  readonly maxTotalTokens?: number;
}

/** Variables that only the start script of TGI's image for GPUs reads: https://github.com/huggingface/text-generation-inference/blob/main/sagemaker-entrypoint.sh */
const GPU_START_SCRIPT = ['SM_NUM_GPUS', 'HF_MODEL_QUANTIZE', 'HF_MODEL_TRUST_REMOTE_CODE'];

export const TGI_NEURON = defineServer({
  family: ServerFamily.TGI,
  neuron: true,
  title: 'Text Generation Inference on AWS Neuron',
  source: 'https://github.com/huggingface/text-generation-inference/tree/main/backends/neuron',
  argumentVariable: prefixed(''),
  reserved: [reservedKey('API_KEY')],
  settings: [
    // the latest image reads only MODEL_ID, older images HF_MODEL_ID:
    // https://github.com/awslabs/llm-hosting-container/blob/main/huggingface/pytorch/optimum/docker/3.3.6/Dockerfile and
    // https://github.com/huggingface/optimum-neuron/blob/v0.0.28/text-generation-inference/sagemaker-entrypoint.sh
    setting({ ...hubModel(['HF_MODEL_ID', 'MODEL_ID']), copied: { name: 'HF_MODEL_ID' } }),
    localModel(['HF_MODEL_ID', 'MODEL_ID']),
    revision(['HF_MODEL_REVISION', 'REVISION']),
    hubToken(),
    OFFLINE,
    option('cores', 'count', 'HF_NUM_CORES'),
    option('autoCastType', 'text', 'HF_AUTO_CAST_TYPE'),
    option('maxBatchSize', 'count', 'MAX_BATCH_SIZE'),
    option('maxInputTokens', 'count', 'MAX_INPUT_TOKENS', ['MAX_INPUT_LENGTH']),
    option('maxTotalTokens', 'count', 'MAX_TOTAL_TOKENS', ['HF_SEQUENCE_LENGTH']),
  ],
  traits: {
    memoryShare: 0.95, // as on a GPU
    holdsWeightsOnAccelerators: true,
    servesLargeModels: true,
    runsSingleCopy: false,
    copiesKeyValueHeads: true,
    servesTask: task => GENERATION_TASKS.includes(task),
    loadsOnlyGguf: false,
    quantizationInModelId: undefined,
    rejectsBfloat16OnOldGpus: false,
    runtimeAdapters: false,
    contextSetting: 'maxTotalTokens',
    degreeSetting: 'cores',
    compiledLengthSetting: undefined,
    variablePrefixes: [],
    // the same launcher, without the start script for GPUs: https://github.com/huggingface/text-generation-inference/tree/main/backends/neuron
    alsoReads: ['MAX_CLIENT_BATCH_SIZE', ...TGI.settings.flatMap(namesOf).filter(name => !GPU_START_SCRIPT.includes(name))],
  },
});
