import { ArgumentOptions } from './argument-options';
import { hubModel, localModel, hubToken, OFFLINE, option, revision, servedModelName, severalAccelerators } from './common-settings';
import { defineServer, prefixed, reservedHost, reservedKey, reservedPort } from './server-definition';
import { setting } from './server-setting';
import { ServerFamily } from '../container/server-family';

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
   * @default - all accelerators of the instance, or as many as the attention heads of `modelProfile` allow. Not set if `environment` or
   * `extraArguments` set pipeline or data parallelism
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
}

export const SGLANG = defineServer({
  family: ServerFamily.SGLANG,
  neuron: false,
  title: 'SGLang',
  source: 'https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/sglang/sagemaker_entrypoint.sh',
  argumentVariable: prefixed('SM_SGLANG_'),
  // https://github.com/aws/deep-learning-containers/commit/1c1aacc0ac: 0.5.10 is the first version that has it for certain
  flagsSince: '0.5.10',
  reserved: [reservedPort('SM_SGLANG_PORT'), reservedHost('SM_SGLANG_HOST'), reservedKey('SM_SGLANG_API_KEY')],
  settings: [
    // the start script of the Hugging Face image is unknown, so both variables are set
    // SM_SGLANG_MODEL has no effect: the start script adds `--model-path` unless SM_SGLANG_MODEL_PATH is set, and SGLang uses the last one
    hubModel(['HF_MODEL_ID', 'SM_SGLANG_MODEL_PATH']),
    localModel(['SM_SGLANG_MODEL_PATH'], ['HF_MODEL_ID']),
    revision('SM_SGLANG_REVISION'),
    hubToken(),
    OFFLINE,
    servedModelName('SM_SGLANG_SERVED_MODEL_NAME'),
    option('contextLength', 'count', 'SM_SGLANG_CONTEXT_LENGTH'),
    option('maxRunningRequests', 'count', 'SM_SGLANG_MAX_RUNNING_REQUESTS'),
    option('dataType', 'text', 'SM_SGLANG_DTYPE'),
    option('quantization', 'text', 'SM_SGLANG_QUANTIZATION'),
    setting({
      name: 'tensorParallelDegree',
      typed: true,
      form: 'count',
      variables: [{ name: 'SM_SGLANG_TP' }],
      aliases: ['SM_SGLANG_TP_SIZE', 'SM_SGLANG_TENSOR_PARALLEL_SIZE'],
      unless: [
        'SM_SGLANG_DP', 'SM_SGLANG_DP_SIZE', 'SM_SGLANG_DATA_PARALLEL_SIZE',
        'SM_SGLANG_PP', 'SM_SGLANG_PP_SIZE', 'SM_SGLANG_PIPELINE_PARALLEL_SIZE',
      ],
      default: severalAccelerators,
      defaultText: 'all accelerators of the instance if it has several',
      // https://docs.sglang.io/advanced_features/server_arguments.html
      serverDefaults: [{ value: '1' }],
    }),
    option('staticMemoryFraction', 'share', 'SM_SGLANG_MEM_FRACTION_STATIC'),
    option('trustRemoteCode', 'flag', 'SM_SGLANG_TRUST_REMOTE_CODE'),
  ],
  traits: {
    memoryShare: undefined,
    holdsWeightsOnAccelerators: true,
    servesLargeModels: true,
    runsSingleCopy: true,
    copiesKeyValueHeads: true,
    servesTask: undefined,
    loadsOnlyGguf: false,
    quantizationInModelId: undefined,
    rejectsBfloat16OnOldGpus: false,
    runtimeAdapters: false,
    contextSetting: 'contextLength',
    degreeSetting: 'tensorParallelDegree',
    compiledLengthSetting: undefined,
    variablePrefixes: ['SM_SGLANG_'],
    alsoReads: [],
  },
});
