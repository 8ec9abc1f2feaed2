import {
  hubModel, hubToken, localModel, OFFLINE_WITHOUT_ADAPTERS, option, revision, servedModelName, severalAccelerators, toolChoice,
} from './common-settings';
import { defineServer, prefixed, reservedHost, reservedKeyOfVllm, reservedPort, ServerTraits } from './server-definition';
import { setting } from './server-setting';
import { ServerFamily } from '../container/server-family';

const SERVED_MODEL_NAME = servedModelName('SM_VLLM_SERVED_MODEL_NAME');
const DATA_TYPE = option('dataType', 'text', 'SM_VLLM_DTYPE');
const TENSOR_PARALLEL_DEGREE = option('tensorParallelDegree', 'count', 'SM_VLLM_TENSOR_PARALLEL_SIZE');

const GPU_MEMORY_UTILIZATION = option('gpuMemoryUtilization', 'share', 'SM_VLLM_GPU_MEMORY_UTILIZATION');

/** The lower one of the shares below, for a version that is not known. */
const MEMORY_SHARE = 0.9;

/** https://github.com/vllm-project/vllm/blob/v0.17.0/vllm/config/cache.py and https://github.com/vllm-project/vllm/blob/v0.20.2/vllm/config/cache.py */
const MEMORY_SHARES = [{ value: '0.92', since: '0.20.2' }, { value: '0.9', before: '0.17.1' }];

const OTHERS = [
  // https://github.com/vllm-project/vllm/blob/main/vllm/config/model.py
  setting({ ...option('maxModelLength', 'count', 'SM_VLLM_MAX_MODEL_LEN'), allowsAutomatic: true }),
  option('maxConcurrentSequences', 'count', 'SM_VLLM_MAX_NUM_SEQS'),
  option('maxBatchedTokens', 'count', 'SM_VLLM_MAX_NUM_BATCHED_TOKENS'),
  option('quantization', 'text', 'SM_VLLM_QUANTIZATION'),
  option('keyValueCacheDataType', 'text', 'SM_VLLM_KV_CACHE_DTYPE'),
  GPU_MEMORY_UTILIZATION,
  option('trustRemoteCode', 'flag', 'SM_VLLM_TRUST_REMOTE_CODE'),
  option('loraAdapters', 'map', 'SM_VLLM_LORA_MODULES'),
  setting({
    name: 'enableLora',
    form: 'flag',
    variables: [{ name: 'SM_VLLM_ENABLE_LORA' }],
    default: ({ options }) => options.loraAdapters ? true : undefined,
    defaultText: 'true with loraAdapters',
  }),
  option('maxLoraRank', 'count', 'SM_VLLM_MAX_LORA_RANK'),
  option('maxLorasPerBatch', 'count', 'SM_VLLM_MAX_LORAS'),
  option('toolCallParser', 'text', 'SM_VLLM_TOOL_CALL_PARSER'),
  setting({
    ...option('autoToolChoice', 'flag', 'SM_VLLM_ENABLE_AUTO_TOOL_CHOICE'),
    default: toolChoice,
    defaultText: 'true with toolCallParser',
  }),
  option('reasoningParser', 'text', 'SM_VLLM_REASONING_PARSER'),
  option('chatTemplate', 'text', 'SM_VLLM_CHAT_TEMPLATE'),
  option('runner', 'text', 'SM_VLLM_RUNNER'),
  option('loadFormat', 'text', 'SM_VLLM_LOAD_FORMAT'),
  option('enforceEager', 'flag', 'SM_VLLM_ENFORCE_EAGER'),
  // it is on by default: https://docs.vllm.ai/en/latest/features/automatic_prefix_caching/
  option('prefixCaching', 'flag', [{ name: 'SM_VLLM_ENABLE_PREFIX_CACHING' }, { name: 'SM_VLLM_NO_ENABLE_PREFIX_CACHING', isNegative: true }]),
  option('speculativeConfig', 'json', 'SM_VLLM_SPECULATIVE_CONFIG'),
  option('hfOverrides', 'json', 'SM_VLLM_HF_OVERRIDES'),
  option('pipelineParallelDegree', 'count', 'SM_VLLM_PIPELINE_PARALLEL_SIZE'),
  option('dataParallelDegree', 'count', 'SM_VLLM_DATA_PARALLEL_SIZE'),
  option('expertParallel', 'flag', 'SM_VLLM_ENABLE_EXPERT_PARALLEL'),
];

const BASE = {
  neuron: false,
  source: 'https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/vllm/sagemaker_args.py',
  argumentVariable: prefixed('SM_VLLM_'),
  // https://github.com/aws/deep-learning-containers/commit/1c1aacc0ac: 0.18.0 is the first version that has it for certain
  flagsSince: '0.18.0',
  reserved: [reservedPort('SM_VLLM_PORT'), reservedHost('SM_VLLM_HOST'), reservedKeyOfVllm('SM_VLLM_API_KEY'), reservedKeyOfVllm('VLLM_API_KEY')],
};

const WEIGHTS = [
  // the start script of AWS reads HF_MODEL_ID from https://github.com/aws/deep-learning-containers/commit/1c1aacc0ac on, and serves a default model
  // without it; those of Hugging Face's own images before 0.22.1 could not be read: both names are set
  setting({ ...hubModel(['SM_VLLM_MODEL', 'HF_MODEL_ID']), copied: { name: 'HF_MODEL_ID', before: '0.18.0' } }),
  localModel(['SM_VLLM_MODEL'], ['HF_MODEL_ID']),
  revision('SM_VLLM_REVISION'),
  hubToken(),
  OFFLINE_WITHOUT_ADAPTERS,
];

/** vLLM listens on all addresses by default, although the documentation of the image names the loopback address. */
const HOST = setting({
  name: 'host', form: 'text', variables: [{ name: 'SM_VLLM_HOST' }], default: () => '0.0.0.0', defaultText: '0.0.0.0',
});

const TRAITS: ServerTraits<'maxModelLength' | 'tensorParallelDegree'> = {
  memoryShare: MEMORY_SHARE,
  holdsWeightsOnAccelerators: true,
  servesLargeModels: true,
  runsSingleCopy: true,
  copiesKeyValueHeads: true,
  servesTask: undefined,
  loadsOnlyGguf: false,
  quantizationInModelId: { before: '0.25.1' }, // https://docs.vllm.ai/en/v0.14.0/features/quantization/gguf/
  rejectsBfloat16OnOldGpus: true,
  // https://github.com/aws/model-hosting-container-standards/blob/main/docs/sagemaker/05_lora_adapter_management.md
  runtimeAdapters: {
    variables: { SM_VLLM_ENABLE_LORA: 'true', VLLM_ALLOW_RUNTIME_LORA_UPDATING: 'true' },
    flags: ['SM_VLLM_ENABLE_LORA'],
    rankVariable: 'SM_VLLM_MAX_LORA_RANK',
    since: '0.11.2',
  },
  contextSetting: 'maxModelLength',
  degreeSetting: 'tensorParallelDegree',
  compiledLengthSetting: undefined,
  variablePrefixes: ['SM_VLLM_'],
  alsoReads: [],
};

/**
 * LMCache, which the start script of Hugging Face's images from 0.22.1 on enables by default. vLLM does not start with it if a model has layers with
 * state, such as Qwen3.5: https://github.com/vllm-project/vllm/issues/49537. And it reserves half of the memory of the instance for each GPU
 * that shares the model: https://github.com/LMCache/LMCache/issues/2901.
 *
 * @see https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/huggingface/vllm/hf_optimizations.sh
 */
const LMCACHE = setting({
  name: 'lmCache',
  form: 'text',
  variables: [{ name: 'HF_ENABLE_LMCACHE', since: '0.22.1' }],
  unless: ['HF_ENABLE_OPTIMIZATIONS', 'HF_LMCACHE_CPU_FRACTION', 'LMCACHE_CONFIG_FILE', 'LMCACHE_MAX_LOCAL_CPU_SIZE', 'SM_VLLM_KV_TRANSFER_CONFIG'],
  default: ({ repositoryName }) => repositoryName?.split('/').at(-1) === 'huggingface-vllm' ? '0' : undefined,
  defaultText: '0 on an image of the repository huggingface-vllm',
});

export const VLLM = defineServer({
  ...BASE,
  family: ServerFamily.VLLM,
  title: 'vLLM',
  settings: [
    ...WEIGHTS,
    HOST,
    SERVED_MODEL_NAME,
    // not set on an old GPU: vLLM itself chooses float16 or float32, and rejects an explicit float16 for models such as Gemma 3:
    // https://github.com/vllm-project/vllm/blob/v0.21.0/vllm/config/model.py
    DATA_TYPE,
    setting({
      ...TENSOR_PARALLEL_DEGREE,
      unless: ['SM_VLLM_PIPELINE_PARALLEL_SIZE', 'SM_VLLM_DATA_PARALLEL_SIZE'],
      default: severalAccelerators,
      defaultText: 'all accelerators of the instance if it has several',
      serverDefaults: [{ value: '1' }], // https://docs.vllm.ai/en/latest/configuration/engine_args/
    }),
    LMCACHE,
    ...OTHERS.map(each => each === GPU_MEMORY_UTILIZATION ? { ...each, serverDefaults: MEMORY_SHARES } : each),
  ],
  traits: TRAITS,
});

/** It is unknown which of vLLM's parallelism settings apply to vLLM-Omni, so the library sets no default. */
export const VLLM_OMNI = defineServer({
  ...BASE,
  family: ServerFamily.VLLM_OMNI,
  title: 'vLLM-Omni',
  settings: [...WEIGHTS, HOST, SERVED_MODEL_NAME, DATA_TYPE, TENSOR_PARALLEL_DEGREE, ...OTHERS],
  traits: {
    ...TRAITS,
    memoryShare: undefined,
    holdsWeightsOnAccelerators: false,
    servesLargeModels: false,
    runsSingleCopy: false,
    rejectsBfloat16OnOldGpus: false,
    runtimeAdapters: undefined,
    quantizationInModelId: undefined,
  },
});
