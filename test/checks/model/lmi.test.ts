import { CfnParameter } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, ModelProfile, ModelServer } from '../../../src';
import { lmiFindings, shareLmiFindings } from '../../../src/checks/model/lmi';
import { found, image, newStack, planOf, type } from '../../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const LMI = image('djl-inference:0.36.0-lmi24.0.0-cu129');
const TENSORRT = image('djl-inference:0.33.0-tensorrtllm0.21.0-cu128');
const TOKEN = new CfnParameter(newStack(), 'Value').valueAsString;
const heads = (attentionHeads: number, keyValueHeads: number) => new ModelProfile({ attentionHeads, keyValueHeads });

function findingsIn(props: Props) {
  const { models: [model], shares } = planOf({ container: LMI, instanceType: type('g6e.48xlarge'), ...props });
  return found([...lmiFindings(model), ...shares.flatMap(share => shareLmiFindings(model, share))]);
}

test.each<[string, Props, string, string, object]>([
  // https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docs/lmi/user_guides/trt_llm_user_guide.md
  ['a length for TensorRT-LLM', { container: TENSORRT, server: ModelServer.lmi({ maxModelLength: 8192 }) }, 'lmi-option-of-vllm', 'server.maxModelLength', {}],
  ['a share of the memory for TensorRT-LLM', { container: TENSORRT, environment: { OPTION_GPU_MEMORY_UTILIZATION: '0.9' } }, 'lmi-option-of-vllm',
    'environment.OPTION_GPU_MEMORY_UTILIZATION', {}],
  // https://github.com/deepjavalibrary/djl-serving/blob/v0.36.0/engines/python/setup/djl_python/properties_manager/vllm_rb_properties.py
  ['pipeline parallelism', { environment: { PIPELINE_PARALLEL_DEGREE: '2' } }, 'lmi-pipeline-parallelism', 'environment.PIPELINE_PARALLEL_DEGREE', { got: '2' }],
  ['two degrees', { server: ModelServer.lmi({ tensorParallelDegree: 4, extraArguments: { 'tensor-parallel-size': '2' } }) }, 'lmi-values-contradict',
    'server.extraArguments', { got: '2', other: 'server.tensorParallelDegree', otherValue: '4' }],
  ['two sizes', { environment: { OPTION_MAX_ROLLING_BATCH_SIZE: '64', OPTION_MAX_NUM_SEQS: '32' } }, 'lmi-values-contradict',
    'environment.OPTION_MAX_NUM_SEQS', { got: '32', otherValue: '64' }],
  // https://github.com/vllm-project/vllm/issues/2652
  ['heads', { modelProfile: heads(28, 4) }, 'lmi-default-degree', 'server.tensorParallelDegree', { available: 8, attention: 28, keyValue: 4 }],
])('%s has a finding', (_what, props, id, prop, values) => {
  expect(findingsIn(props)).toEqual([{ id, prop, values: expect.objectContaining(values) }]);
});

test.each<[string, Props]>([
  ['a length for vLLM', { server: ModelServer.lmi({ maxModelLength: 8192 }) }],
  ['pipeline parallelism of 1', { environment: { PIPELINE_PARALLEL_DEGREE: '1' } }],
  ['pipeline parallelism of a version that was not read', { container: image('djl-inference:0.29.0-lmi11.0.0-cu124'), environment: { PIPELINE_PARALLEL_DEGREE: '2' } }],
  ['the same degree twice', { server: ModelServer.lmi({ tensorParallelDegree: 4, extraArguments: { 'tensor-parallel-size': '4' } }) }],
  ['heads that allow it', { modelProfile: heads(64, 8) }],
  ['heads with a degree', { modelProfile: heads(28, 4), server: ModelServer.lmi({ tensorParallelDegree: 4 }) }],
  ['heads on one accelerator', { modelProfile: heads(28, 4), instanceType: type('g6e.xlarge') }],
  ['an unresolved token', { environment: { PIPELINE_PARALLEL_DEGREE: TOKEN, OPTION_TENSOR_PARALLEL_SIZE: TOKEN } }],
  ['another server', { container: image('vllm:0.27.1-gpu-py312-cu130-ubuntu22.04-sagemaker'), modelProfile: heads(28, 4) }],
])('%s has no finding', (_what, props) => {
  expect(findingsIn(props)).toEqual([]);
});
