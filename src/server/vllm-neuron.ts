import { ArgumentOptions } from './argument-options';
import { hubModel, hubToken, localModel, OFFLINE, option, revision, servedModelName } from './common-settings';
import { defineServer, prefixed, reservedHost, reservedPort } from './server-definition';
import { ServerFamily } from '../container/server-family';

/**
 * The options of vLLM on AWS Neuron. The values must match those that the model is compiled for.
 *
 * @see https://huggingface.co/docs/optimum-neuron/en/guides/vllm_plugin
 */
export interface VllmNeuronOptions extends ArgumentOptions {
  /**
   * The number of NeuronCores that share the model: an integer of at least 1.
   *
   * @default - the value of the compiled model
   */
  readonly tensorParallelDegree?: number;

  /**
   * The maximum number of sequences that are processed concurrently: an integer of at least 1.
   *
   * @default - the value of the compiled model
   */
  readonly batchSize?: number;

  /**
   * The maximum context length (prompt and response), in tokens: an integer of at least 1.
   *
   * @default - the value of the compiled model
   */
  readonly sequenceLength?: number;

  /**
   * The name of the model in requests.
   *
   * @default - the prop modelId
   */
  readonly servedModelName?: string;
}

export const VLLM_NEURON = defineServer({
  family: ServerFamily.VLLM,
  neuron: true,
  title: 'vLLM on AWS Neuron',
  source: 'https://github.com/huggingface/optimum-neuron/blob/main/optimum/commands/neuron/serve.py',
  argumentVariable: prefixed('SM_ON_'),
  reserved: [reservedPort('SM_ON_PORT'), reservedHost('SM_ON_HOST')],
  settings: [
    hubModel(['SM_ON_MODEL']),
    localModel(['SM_ON_MODEL']),
    // passed on to vLLM: https://github.com/huggingface/optimum-neuron/blob/main/optimum/commands/neuron/serve.py
    revision('SM_ON_REVISION'),
    hubToken(),
    OFFLINE,
    servedModelName('SM_ON_SERVED_MODEL_NAME'),
    option('tensorParallelDegree', 'count', 'SM_ON_TENSOR_PARALLEL_SIZE'),
    option('batchSize', 'count', 'SM_ON_BATCH_SIZE'),
    option('sequenceLength', 'count', 'SM_ON_SEQUENCE_LENGTH'),
  ],
  traits: {
    memoryShare: 0.9, // as on a GPU
    holdsWeightsOnAccelerators: true,
    servesLargeModels: true,
    runsSingleCopy: false,
    copiesKeyValueHeads: true,
    servesTask: undefined,
    loadsOnlyGguf: false,
    quantizationInModelId: undefined,
    rejectsBfloat16OnOldGpus: false,
    runtimeAdapters: undefined,
    contextSetting: undefined, // it is that of the compiled model
    degreeSetting: 'tensorParallelDegree',
    compiledLengthSetting: undefined,
    variablePrefixes: ['SM_ON_'],
    alsoReads: [],
  },
});
