import { ArgumentOptions } from './argument-options';
import { hubModel, hubToken, option } from './common-settings';
import { defineServer, prefixed, reservedKey, reservedPort } from './server-definition';
import { setting } from './server-setting';
import { ServerFamily } from '../container/server-family';

/**
 * The options of the llama.cpp server. The weights must be in GGUF format.
 *
 * @see https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/llama_cpp/sagemaker_entrypoint.sh
 */
export interface LlamaCppOptions extends ArgumentOptions {
  /**
   * The path of the `.gguf` file in the container, such as `/opt/ml/model/model-q4_k_m.gguf`. Required if there are several files.
   *
   * @default - the first file whose name ends with `.gguf`
   */
  readonly modelFile?: string;

  /**
   * The maximum context length, in tokens: an integer of at least 0. 0 means the context length of the model.
   *
   * @default - the maximum context length of the model
   */
  readonly contextSize?: number;

  /**
   * The maximum number of requests that are processed concurrently: an integer of at least 1, or -1 to let llama.cpp choose.
   *
   * @default - chosen by llama.cpp
   */
  readonly parallelSequences?: number;

  /**
   * The number of layers that are loaded on the GPU: an integer of at least 0.
   *
   * @default - chosen by llama.cpp
   */
  readonly gpuLayers?: number;
}

/** The variables for the location of the weights. */
const WEIGHTS = ['SM_LLAMA_CPP_MODEL', 'SM_LLAMA_CPP_MODEL_DIR', 'SM_LLAMA_CPP_HF_REPO'];

export const LLAMA_CPP = defineServer({
  family: ServerFamily.LLAMA_CPP,
  neuron: false,
  title: 'llama.cpp',
  source: 'https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/llama_cpp/sagemaker_entrypoint.sh',
  argumentVariable: prefixed('SM_LLAMA_CPP_'),
  reserved: [
    reservedPort('SM_LLAMA_CPP_PORT'),
    reservedKey('SM_LLAMA_CPP_API_KEY'),
  ],
  settings: [
    // the start script of the Hugging Face image is unknown, so both variables are set
    setting({
      ...hubModel(['HF_MODEL_ID', 'SM_LLAMA_CPP_HF_REPO'], WEIGHTS),
      copied: { name: 'HF_MODEL_ID' },
      default: ({ weights, options }) => options.modelFile === undefined ? weights.modelId : undefined,
    }),
    setting({
      name: 'modelFile',
      typed: true,
      form: 'text',
      variables: [{ name: 'SM_LLAMA_CPP_MODEL' }],
      aliases: WEIGHTS,
      default: ({ weights }) => weights.path?.endsWith('.gguf') ? weights.path : undefined,
      defaultText: 'modelId if it is the path of a `.gguf` file',
    }),
    setting({
      name: 'modelInContainer',
      form: 'text',
      variables: [{ name: 'SM_LLAMA_CPP_MODEL_DIR' }],
      aliases: WEIGHTS,
      default: ({ weights, options }) => options.modelFile === undefined && !weights.path?.endsWith('.gguf') ? weights.path : undefined,
      defaultText: '/opt/ml/model with modelData, otherwise modelId if it is the path of a directory',
    }),
    hubToken([{ name: 'HF_TOKEN' }], []), // https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
    // https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
    setting({ ...option('contextSize', 'count', 'SM_LLAMA_CPP_CTX_SIZE'), minimum: 0 }),
    setting({ ...option('parallelSequences', 'count', 'SM_LLAMA_CPP_PARALLEL'), allowsAutomatic: true }),
    setting({ ...option('gpuLayers', 'count', 'SM_LLAMA_CPP_N_GPU_LAYERS', ['SM_LLAMA_CPP_GPU_LAYERS']), minimum: 0 }),
  ],
  traits: {
    memoryShare: undefined,
    holdsWeightsOnAccelerators: false, // it leaves layers in the memory of the instance, or in the file
    servesLargeModels: false,
    runsSingleCopy: false,
    copiesKeyValueHeads: true,
    servesTask: undefined,
    loadsOnlyGguf: true,
    quantizationInModelId: {}, // https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
    rejectsBfloat16OnOldGpus: false,
    runtimeAdapters: undefined,
    contextSetting: undefined, // it fits the context to the memory
    degreeSetting: undefined,
    compiledLengthSetting: undefined,
    variablePrefixes: ['SM_LLAMA_CPP_'],
    alsoReads: [],
  },
});
