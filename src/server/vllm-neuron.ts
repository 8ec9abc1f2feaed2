import { ArgumentOptions } from './argument-options';
import { hubModel, hubToken, localModel, OFFLINE, option, servedModelName } from './common-settings';
import { defineServer, prefixed, reservedHost, reservedPort } from './server-definition';
import { ServerFamily } from '../container/server-family';

/**
 * How vLLM is told to serve a model on AWS Neuron. The values must be those that the model is compiled for.
 *
 * @see https://huggingface.co/docs/optimum-neuron/en/guides/vllm_plugin
 */
export interface VllmNeuronOptions extends ArgumentOptions {
  /**
   * The number of Neuron cores that share the model, at least 1.
   *
   * @default - that of the compiled model
   */
  readonly tensorParallelDegree?: number;

  /**
   * How many sequences are served at a time, at least 1.
   *
   * @default - that of the compiled model
   */
  readonly batchSize?: number;

  /**
   * The longest context, in tokens: prompt and answer together, at least 1.
   *
   * @default - that of the compiled model
   */
  readonly sequenceLength?: number;

  /**
   * The name by which requests call the model.
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
    servesTask: undefined,
    loadsOnlyGguf: false,
    quantizationInModelId: undefined,
    rejectsBfloat16OnOldGpus: false,
    contextSetting: undefined, // it is that of the compiled model
    degreeSetting: 'tensorParallelDegree',
    variablePrefixes: ['SM_ON_'],
    alsoReads: [],
  },
});
