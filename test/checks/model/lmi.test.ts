import { CfnParameter } from 'aws-cdk-lib/core';
import { ContainerImage, HuggingFaceSageMakerEndpointProps, ModelProfile, ModelServer } from '../../../src';
import { lmiFindings, shareLmiFindings } from '../../../src/checks/model/lmi';
import { IMAGES } from '../../images';
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
  ['pipeline parallelism by its long name', { environment: { OPTION_PIPELINE_PARALLEL_DEGREE: '2' } }, 'lmi-pipeline-parallelism',
    'environment.OPTION_PIPELINE_PARALLEL_DEGREE', { got: '2' }],
  ['the first version with vLLM', { container: image('djl-inference:0.33.0-lmi15.0.0-cu128'), environment: { PIPELINE_PARALLEL_DEGREE: '2' } },
    'lmi-pipeline-parallelism', 'environment.PIPELINE_PARALLEL_DEGREE', {}],
  ['a length for TensorRT-LLM by a variable', { environment: { OPTION_ROLLING_BATCH: 'trtllm', OPTION_MAX_MODEL_LEN: '8192' } }, 'lmi-option-of-vllm',
    'environment.OPTION_MAX_MODEL_LEN', {}],
  ['a parser of tools for TensorRT-LLM', { environment: { OPTION_ROLLING_BATCH: 'trtllm', OPTION_TOOL_CALL_PARSER: 'hermes' } }, 'lmi-option-of-vllm',
    'environment.OPTION_TOOL_CALL_PARSER', {}],
  ['a parser of reasoning for TensorRT-LLM', { environment: { OPTION_ROLLING_BATCH: 'trtllm', OPTION_REASONING_PARSER: 'qwen3' } }, 'lmi-option-of-vllm',
    'environment.OPTION_REASONING_PARSER', {}],
  ['LoRA for TensorRT-LLM', { container: TENSORRT, server: ModelServer.lmi({ enableLora: true }) }, 'lmi-option-of-vllm', 'server.enableLora', {}],
  ['heads with all accelerators', { modelProfile: heads(28, 4), environment: { OPTION_TENSOR_PARALLEL_DEGREE: 'max' } }, 'lmi-default-degree',
    'server.tensorParallelDegree', {}],
  ['heads on two accelerators', { modelProfile: heads(3, 3), instanceType: type('p6-b200.48xlarge') }, 'lmi-default-degree', 'server.tensorParallelDegree', {}],
  // https://github.com/vllm-project/vllm/issues/2652
  ['heads', { modelProfile: heads(28, 4) }, 'lmi-default-degree', 'server.tensorParallelDegree', { available: 8, attention: 28, keyValue: 4 }],
])('%s has a finding', (_what, props, id, prop, values) => {
  expect(findingsIn(props)).toEqual([{ id, prop, values: expect.objectContaining(values) }]);
});

test.each<[string, Props]>([
  ['a length for vLLM', { server: ModelServer.lmi({ maxModelLength: 8192 }) }],
  ['a share of the memory for vLLM', { environment: { OPTION_GPU_MEMORY_UTILIZATION: '0.9' } }],
  ['heads with stages', { modelProfile: heads(28, 4), environment: { OPTION_PIPELINE_PARALLEL_DEGREE: '1' } }],
  ['heads with TensorRT-LLM', { container: TENSORRT, modelProfile: heads(28, 4) }],
  ['heads on accelerators that are not known', { modelProfile: heads(28, 4), instanceType: type('z99.large') }],
  ['an engine of your own image', { container: image('mine:1'), server: ModelServer.lmi(), environment: { PIPELINE_PARALLEL_DEGREE: '2' } }],
  ['all accelerators, and a degree', { environment: { OPTION_TENSOR_PARALLEL_DEGREE: 'max', OPTION_TENSOR_PARALLEL_SIZE: '4' } }],
  ['pipeline parallelism of 1', { environment: { PIPELINE_PARALLEL_DEGREE: '1' } }],
  ['pipeline parallelism of a version that was not read', { container: image('djl-inference:0.29.0-lmi11.0.0-cu124'), environment: { PIPELINE_PARALLEL_DEGREE: '2' } }],
  ['the same degree twice', { server: ModelServer.lmi({ tensorParallelDegree: 4, extraArguments: { 'tensor-parallel-size': '4' } }) }],
  ['heads that allow it', { modelProfile: heads(64, 8) }],
  ['heads with a degree', { modelProfile: heads(28, 4), server: ModelServer.lmi({ tensorParallelDegree: 4 }) }],
  ['heads on one accelerator', { modelProfile: heads(28, 4), instanceType: type('g6e.xlarge') }],
  ['heads on an instance type without accelerators', { modelProfile: heads(28, 4), instanceType: type('m5.xlarge') }],
  ['no image', { container: undefined, server: ModelServer.lmi(), instanceType: type('m5.xlarge') }],
  ['numbers that are not strings', {
    environment: { PIPELINE_PARALLEL_DEGREE: 2, OPTION_TENSOR_PARALLEL_DEGREE: '4', OPTION_TENSOR_PARALLEL_SIZE: 2 } as unknown as Record<string, string>,
  }],
  ['one degree', { environment: { OPTION_TENSOR_PARALLEL_SIZE: '2' } }],
  ['a degree that is an unresolved token', { environment: { OPTION_TENSOR_PARALLEL_DEGREE: TOKEN, OPTION_TENSOR_PARALLEL_SIZE: '2' } }],
  ['another server in an image with a similar tag', { container: image('mine:tensorrtllm-1'), server: ModelServer.vllm({ maxModelLength: 8192 }) }],
  ['heads with another server that splits nothing', { container: IMAGES.TOOLKIT, modelProfile: heads(28, 4) }],
  ['an image that is built', { container: ContainerImage.fromAsset(__dirname), server: ModelServer.lmi({ maxModelLength: 8192 }) }],
  ['an unresolved token', { environment: { PIPELINE_PARALLEL_DEGREE: TOKEN, OPTION_TENSOR_PARALLEL_SIZE: TOKEN } }],
  ['another server', { container: image('vllm:0.27.1-gpu-py312-cu130-ubuntu22.04-sagemaker'), modelProfile: heads(28, 4) }],
])('%s has no finding', (_what, props) => {
  expect(findingsIn(props)).toEqual([]);
});
