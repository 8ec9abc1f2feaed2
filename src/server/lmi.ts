import { Duration } from 'aws-cdk-lib/core';
import { ArgumentOptions } from './argument-options';
import { hubModel, hubToken, localModel, OFFLINE, option, revision } from './common-settings';
import { defineServer, prefixed } from './server-definition';
import { ServerFamily } from '../container/server-family';

/**
 * The options of the Large Model Inference (LMI) container of AWS.
 *
 * @see https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docs/lmi/deployment_guide/configurations.md
 */
export interface LmiOptions extends ArgumentOptions {
  /**
   * The number of accelerators that share one copy of the model: an integer of at least 1.
   *
   * If the instance has more accelerators, the server runs several copies.
   *
   * @default - chosen by the server: all accelerators
   */
  readonly tensorParallelDegree?: number;

  /**
   * The maximum context length (prompt and response), in tokens: an integer of at least 1.
   *
   * @default - the maximum context length of the model
   */
  readonly maxModelLength?: number;

  /**
   * The maximum number of requests that are processed concurrently: an integer of at least 1.
   *
   * @default - chosen by the server
   */
  readonly maxRollingBatchSize?: number;

  /**
   * The engine that batches requests, such as `vllm` or `trtllm`.
   *
   * @default - chosen by the server
   */
  readonly rollingBatch?: string;

  /**
   * The data type of weights and activations, such as `fp16` or `bf16`.
   *
   * @default - chosen by the server
   */
  readonly dataType?: string;

  /**
   * The quantization method of the weights, such as `awq` or `fp8`.
   *
   * @default - the method in the configuration of the model
   */
  readonly quantization?: string;

  /**
   * The share of the memory of each GPU that the engine uses: greater than 0 and at most 1.
   *
   * @default - chosen by the server
   */
  readonly gpuMemoryUtilization?: number;

  /**
   * Whether the server may run code from the repository of the model.
   *
   * @default false
   */
  readonly trustRemoteCode?: boolean;

  /**
   * The maximum time to load the model.
   *
   * SageMaker stops waiting after the startup health check timeout, even if this timeout is longer.
   *
   * @default - chosen by the server: 30 minutes
   */
  readonly modelLoadingTimeout?: Duration;
}

export const LMI = defineServer({
  family: ServerFamily.LMI,
  neuron: false,
  title: 'Large Model Inference',
  source: 'https://github.com/deepjavalibrary/djl-serving/tree/master/serving/docs/lmi',
  argumentVariable: prefixed('OPTION_'),
  settings: [
    hubModel(['HF_MODEL_ID'], ['OPTION_MODEL_ID']),
    localModel(['HF_MODEL_ID'], ['OPTION_MODEL_ID']),
    // https://github.com/deepjavalibrary/djl-serving/blob/v0.26.0/wlm/src/main/java/ai/djl/serving/wlm/ModelInfo.java
    revision([{ name: 'HF_REVISION', since: '0.27.0' }, { name: 'HF_MODEL_REVISION', before: '0.27.0' }], ['OPTION_REVISION']),
    hubToken(),
    OFFLINE,
    option('tensorParallelDegree', 'count', 'TENSOR_PARALLEL_DEGREE', ['OPTION_TENSOR_PARALLEL_DEGREE', 'SM_NUM_GPUS']),
    option('maxModelLength', 'count', 'OPTION_MAX_MODEL_LEN'),
    option('maxRollingBatchSize', 'count', 'OPTION_MAX_ROLLING_BATCH_SIZE'),
    option('rollingBatch', 'text', 'OPTION_ROLLING_BATCH'),
    option('dataType', 'text', 'OPTION_DTYPE'),
    option('quantization', 'text', 'OPTION_QUANTIZE', ['HF_MODEL_QUANTIZE']),
    option('gpuMemoryUtilization', 'share', 'OPTION_GPU_MEMORY_UTILIZATION'),
    option('trustRemoteCode', 'flag', 'HF_MODEL_TRUST_REMOTE_CODE', ['OPTION_TRUST_REMOTE_CODE']),
    option('modelLoadingTimeout', 'duration', 'OPTION_MODEL_LOADING_TIMEOUT'),
  ],
  traits: {
    memoryShare: undefined,
    holdsWeightsOnAccelerators: false, // it may run code of the user
    servesLargeModels: true,
    runsSingleCopy: false, // it starts more copies on the other accelerators
    copiesKeyValueHeads: true,
    servesTask: undefined,
    loadsOnlyGguf: false,
    quantizationInModelId: undefined,
    rejectsBfloat16OnOldGpus: true,
    // https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docs/adapters.md
    runtimeAdapters: { variables: { OPTION_ENABLE_LORA: 'true' }, rankVariable: 'OPTION_MAX_LORA_RANK' },
    contextSetting: 'maxModelLength',
    degreeSetting: 'tensorParallelDegree',
    compiledLengthSetting: undefined,
    variablePrefixes: [],
    // https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docker/dockerd-entrypoint-with-cuda-compat.sh
    alsoReads: ['SM_NUM_GPUS', 'HF_MODEL_QUANTIZE', 'MAX_BATCH_PREFILL_TOKENS', 'CUDA_MEMORY_FRACTION', 'MAX_BATCH_SIZE', 'MAX_CONCURRENT_REQUESTS'],
  },
});
