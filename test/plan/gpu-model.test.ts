import { Token } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, ModelProfile, ModelServer, SageMakerInstanceType } from '../../src';
import { wholeInstance } from '../../src/instance/instance-share';
import { gpuModel, ServedModel } from '../../src/plan/gpu-model';
import { IMAGES, tgi } from '../images';
import { modelPlanOf } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const FOUR_GPUS = SageMakerInstanceType.ML_G5_12XLARGE;
const BYTES = 8 * 1024 ** 3;
const VLLM = { container: IMAGES.VLLM };
const LMI = { container: IMAGES.LMI };
const TOKEN = Token.asString({ Ref: 'Value' });

function servedModel(props: Props): ServedModel | undefined {
  const { instanceType = FOUR_GPUS } = props;
  return gpuModel(modelPlanOf({ instanceType, ...props }), wholeInstance(instanceType), {}, BYTES);
}

test('a model on the GPUs that its server uses, with what the server is configured with', () => {
  const served = servedModel(VLLM)!;
  expect(served.loadedBytes).toBe(BYTES);
  expect(served.gpu.name).toBe('A10G');
  expect(served.settings).toEqual({
    server: 'vllm', version: '0.21.0', tensorParallelDegree: 4, memoryShare: 0.92, cacheValueBytes: 2, usesGraphs: true,
  });
  expect(served.memory.weightsBytes).toBe(BYTES / 4);
});

test.each<[Props, object]>([
  [{ ...VLLM, server: ModelServer.vllm({ tensorParallelDegree: 2 }) }, { tensorParallelDegree: 2 }],
  [{ ...VLLM, server: ModelServer.vllm({ tensorParallelDegree: 1 }) }, { tensorParallelDegree: 1 }],
  [{ ...VLLM, server: ModelServer.vllm({ gpuMemoryUtilization: 0.5 }) }, { memoryShare: 0.5 }],
  [{ ...VLLM, environment: { SM_VLLM_GPU_MEMORY_UTILIZATION: '1' } }, { memoryShare: 1 }],
  // a finding of another check
  [{ ...VLLM, environment: { SM_VLLM_GPU_MEMORY_UTILIZATION: '1.1' } }, { memoryShare: undefined }],
  [{ ...VLLM, environment: { SM_VLLM_GPU_MEMORY_UTILIZATION: '0' } }, { memoryShare: undefined }],
  [{ ...VLLM, server: ModelServer.vllm({ maxBatchedTokens: 512, maxConcurrentSequences: 7 }) }, { tokensPerStep: 512, maxSequences: 7 }],
  [{ ...VLLM, environment: { SM_VLLM_KV_CACHE_DTYPE: 'fp8' } }, { cacheValueBytes: 1 }],
  [{ ...VLLM, environment: { SM_VLLM_ENFORCE_EAGER: 'true' } }, { usesGraphs: false }],
  [{ ...VLLM, server: ModelServer.vllm({ maxModelLength: 1000 }), modelProfile: new ModelProfile({ contextLength: 2000 }) }, { contextLength: 1000 }],
  [{ ...VLLM, modelProfile: new ModelProfile({ contextLength: 2000 }) }, { contextLength: 2000 }],
  [{ container: IMAGES.SGLANG, server: ModelServer.sglang({ staticMemoryFraction: 0.8 }) }, { server: 'sglang', memoryShare: 0.8 }],
  [{ ...LMI, server: ModelServer.lmi({ maxRollingBatchSize: 9, gpuMemoryUtilization: 0.7 }) }, { server: 'lmi', maxSequences: 9, memoryShare: 0.7 }],
  // https://github.com/huggingface/text-generation-inference: TGI keeps 5 % of its share free
  [{ container: tgi('3.3.6'), environment: { CUDA_MEMORY_FRACTION: '0.8' } }, { server: 'tgi', memoryShare: 0.8 * 0.95 }],
  [{ container: tgi('3.3.6'), server: ModelServer.tgi({ maxBatchPrefillTokens: 300 }) }, { tokensPerStep: 300 }],
  // the context of TGI; SGLang's argument of this name is the size of the cache
  [{ container: tgi('3.3.6'), server: ModelServer.tgi({ maxTotalTokens: 4000, maxInputTokens: 3000 }) }, { server: 'tgi', contextLength: 4000 }],
])('the settings with %j', (props, settings) => {
  expect(servedModel(props)!.settings).toMatchObject(settings);
});

test.each<[string, Props]>([
  ['a server without a formula', { container: IMAGES.TOOLKIT }],
  ['a server on AWS Neuron', { container: IMAGES.VLLM_NEURON, instanceType: SageMakerInstanceType.ML_INF2_8XLARGE }],
  ['a GPU server on AWS Neuron', { ...VLLM, instanceType: SageMakerInstanceType.ML_INF2_8XLARGE }],
  ['an instance type without GPUs', { ...VLLM, instanceType: SageMakerInstanceType.ML_C7I_XLARGE }],
  ['an unknown instance type', { ...VLLM, instanceType: SageMakerInstanceType.of('ml.z99.xlarge') }],
  ['pipeline parallelism', { ...VLLM, environment: { SM_VLLM_PIPELINE_PARALLEL_SIZE: '2' } }],
  ...['KV_CACHE_MEMORY_BYTES', 'NUM_GPU_BLOCKS_OVERRIDE', 'BLOCK_SIZE', 'SPECULATIVE_CONFIG'].map((argument): [string, Props] => [
    argument, { ...VLLM, environment: { [`SM_VLLM_${argument}`]: '1' } },
  ]),
  ['MAX_TOTAL_TOKENS', { container: IMAGES.SGLANG, environment: { SM_SGLANG_MAX_TOTAL_TOKENS: '1' } }],
  ['another engine', { ...LMI, environment: { OPTION_ROLLING_BATCH: 'trtllm' } }],
  ['an engine with a longer name', { ...LMI, environment: { OPTION_ROLLING_BATCH: 'vllm-x' } }],
  ['an engine with another beginning', { ...LMI, environment: { OPTION_ROLLING_BATCH: 'x-vllm' } }],
  ['an unresolved token', { ...VLLM, environment: { SM_VLLM_MAX_NUM_SEQS: TOKEN } }],
  ['an unknown data type of the cache', { ...VLLM, environment: { SM_VLLM_KV_CACHE_DTYPE: 'x' } }],
  ['more GPUs than there are', { ...VLLM, environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '5' } }],
  ['no GPUs', { ...VLLM, environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '0' } }],
])('the formula does not describe %s', (_case, props) => {
  expect(servedModel(props)).toBeUndefined();
});

test.each(['auto', 'vllm', 'lmi-dist', 'disable'])('the formula describes the engine %s of Large Model Inference', engine => {
  expect(servedModel({ ...LMI, environment: { OPTION_ROLLING_BATCH: engine } })).toBeDefined();
});
