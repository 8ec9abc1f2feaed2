import { CfnParameter } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, ModelProfile, ModelServer, SageMakerInstanceType } from '../../../src';
import { engineFindings, shareEngineFindings } from '../../../src/checks/model/engine';
import { IMAGES } from '../../images';
import { found, image, planOf, newStack } from '../../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const VLLM = image('huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04');
const LMI = image('djl-inference:0.36.0-lmi24.0.0-cu129');
const SGLANG = image('sglang:0.5.8-gpu-py312-cu129-ubuntu24.04-sagemaker');
const tei = (version: string) => image(`tei:2.0.1-tei${version}-gpu-py310-cu122-ubuntu22.04`);
const type = (name: string) => SageMakerInstanceType.of(`ml.${name}`);
const profile = (contextLength: number) => new ModelProfile({ contextLength });
const TOKEN = new CfnParameter(newStack(), 'Value').valueAsString;

function findingsIn(props: Props) {
  const plan = planOf({ container: VLLM, ...props });
  return found([...engineFindings(plan.models[0]), ...plan.shares.flatMap(share => shareEngineFindings(plan.models[0], share))]);
}

test.each<[string, Props, string, string, object]>([
  // https://github.com/vllm-project/vllm/issues/9986
  ['tools without a parser', { environment: { SM_VLLM_ENABLE_AUTO_TOOL_CHOICE: 'true' } }, 'tool-choice-without-parser',
    'environment.SM_VLLM_ENABLE_AUTO_TOOL_CHOICE', {}],
  // https://github.com/vllm-project/vllm/blob/v0.27.0/vllm/config/lora.py
  ['adapters', { server: ModelServer.vllm({ extraArguments: { 'max-loras': '4', 'max-cpu-loras': '2' } }) }, 'cpu-adapters-below-adapters',
    'server.extraArguments', { got: 2, least: 4 }],
  // https://github.com/vllm-project/vllm/blob/v0.27.0/vllm/config/scheduler.py
  ['tokens', { server: ModelServer.vllm({ maxBatchedTokens: 128, maxConcurrentSequences: 256 }) }, 'batched-tokens-below-sequences',
    'server.maxBatchedTokens', { got: 128, least: 256, other: 'server.maxConcurrentSequences' }],
  ['tokens with a unit', { environment: { SM_VLLM_MAX_NUM_BATCHED_TOKENS: '0.1k', SM_VLLM_MAX_NUM_SEQS: '128' } }, 'batched-tokens-below-sequences',
    'environment.SM_VLLM_MAX_NUM_BATCHED_TOKENS', { got: 100, least: 128 }],
  ['tokens without chunked prefill', {
    environment: { SM_VLLM_MAX_NUM_BATCHED_TOKENS: '2048', SM_VLLM_MAX_MODEL_LEN: '8K', SM_VLLM_NO_ENABLE_CHUNKED_PREFILL: 'true' },
  }, 'batched-tokens-below-context', 'environment.SM_VLLM_MAX_NUM_BATCHED_TOKENS', { got: 2048, least: 8192 }],
  // https://github.com/vllm-project/vllm/blob/v0.27.0/vllm/config/parallel.py
  ['workers', { instanceType: type('g5.12xlarge'), environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '4', SM_VLLM_PIPELINE_PARALLEL_SIZE: '2' } },
    'more-workers-than-accelerators', 'instanceType', { tensor: 4, pipeline: 2, available: 4, instanceType: 'ml.g5.12xlarge' }],
  ['stages of a pipeline', { instanceType: type('g5.12xlarge'), environment: { SM_VLLM_PIPELINE_PARALLEL_SIZE: '8' } },
    'more-workers-than-accelerators', 'instanceType', { tensor: 1 }],
  ['copies', { instanceType: type('g5.12xlarge'), server: ModelServer.vllm({ tensorParallelDegree: 2, dataParallelDegree: 4 }) },
    'more-workers-than-accelerators', 'instanceType', { tensor: 2, pipeline: 1, data: 4 }],
  // https://github.com/vllm-project/vllm/issues/3676
  ['a longer context', { server: ModelServer.vllm({ maxModelLength: 65_536 }), modelProfile: profile(32_768) }, 'context-above-model',
    'server.maxModelLength', { tokens: 65_536, contextLength: 32_768, server: 'vLLM' }],
  ['a longer context with a unit', { environment: { SM_VLLM_MAX_MODEL_LEN: '33k' }, modelProfile: profile(32_768) }, 'context-above-model',
    'environment.SM_VLLM_MAX_MODEL_LEN', { tokens: 33_000 }],
  ['a longer context of Large Model Inference', { container: LMI, environment: { OPTION_MAX_MODEL_LEN: '65536' }, modelProfile: profile(32_768) },
    'context-above-model', 'environment.OPTION_MAX_MODEL_LEN', { server: 'Large Model Inference' }],
  // https://github.com/sgl-project/sglang/blob/v0.5.12/python/sglang/srt/configs/model_config.py
  ['a longer context of SGLang', { container: SGLANG, environment: { SM_SGLANG_CONTEXT_LENGTH: '40000' }, modelProfile: profile(32_768) },
    'context-above-model', 'environment.SM_SGLANG_CONTEXT_LENGTH', { server: 'SGLang' }],
  // https://github.com/vllm-project/vllm/blob/v0.27.0/vllm/config/model.py
  ['experts', { server: ModelServer.vllm({ expertParallel: true }), modelProfile: new ModelProfile({ architecture: 'Qwen3ForCausalLM' }) },
    'expert-parallelism-without-experts', 'server.expertParallel', { architecture: 'Qwen3ForCausalLM' }],
  // https://github.com/sgl-project/sglang/blob/v0.5.12/python/sglang/srt/model_executor/model_runner.py
  ['a GPU', { container: SGLANG, instanceType: type('p3.2xlarge') }, 'sglang-on-old-gpu', 'instanceType', { gpu: 'V100', computeCapability: '7.0' }],
  // https://github.com/huggingface/text-embeddings-inference/issues/723
  ['a context', { container: tei('1.8.2'), modelProfile: profile(32_768) }, 'tei-batch-below-context', 'server.maxBatchTokens',
    { got: 16_384, contextLength: 32_768, isDefault: true }],
  ['a context in a variable', { container: tei('1.8.2'), modelProfile: profile(8192), environment: { MAX_BATCH_TOKENS: '4096' } },
    'tei-batch-below-context', 'environment.MAX_BATCH_TOKENS', { got: 4096, isDefault: false }],
])('%s has a finding', (_what, props, id, prop, values) => {
  expect(findingsIn(props)).toEqual([{ id, prop, values: expect.objectContaining(values) }]);
});

test.each<[string, Props]>([
  ['tools with a parser', { environment: { SM_VLLM_ENABLE_AUTO_TOOL_CHOICE: 'true', SM_VLLM_TOOL_CALL_PARSER: 'hermes' } }],
  ['a context with a unit', { environment: { SM_VLLM_MAX_MODEL_LEN: '32K' }, modelProfile: profile(32_768) }],
  ['a context that fits into the memory', { environment: { SM_VLLM_MAX_MODEL_LEN: 'auto' }, modelProfile: profile(32_768) }],
  ['a context of an older engine of Large Model Inference', {
    container: image('djl-inference:0.29.0-lmi11.0.0-cu124'), environment: { OPTION_MAX_MODEL_LEN: '65536' }, modelProfile: profile(32_768),
  }],
  ['tokens with chunked prefill', { environment: { SM_VLLM_MAX_NUM_BATCHED_TOKENS: '2048', SM_VLLM_MAX_MODEL_LEN: '8192' } }],
  ['tools with a parser in a file', {
    environment: { SM_VLLM_ENABLE_AUTO_TOOL_CHOICE: 'true', SM_VLLM_CONFIG: '/opt/ml/model/config.yaml' },
  }],
  ['tools that are off', { environment: { SM_VLLM_ENABLE_AUTO_TOOL_CHOICE: 'false' } }],
  ['as many adapters', { environment: { SM_VLLM_MAX_LORAS: '2', SM_VLLM_MAX_CPU_LORAS: '2' } }],
  ['as many tokens', { server: ModelServer.vllm({ maxBatchedTokens: 256, maxConcurrentSequences: 256 }) }],
  ['an unresolved token', { environment: { SM_VLLM_MAX_NUM_BATCHED_TOKENS: TOKEN, SM_VLLM_MAX_NUM_SEQS: '9' } }],
  ['a limit that is an unresolved token', { environment: { SM_VLLM_MAX_NUM_BATCHED_TOKENS: '9', SM_VLLM_MAX_NUM_SEQS: TOKEN } }],
  ['as many workers', { instanceType: type('g5.12xlarge'), environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '2', SM_VLLM_PIPELINE_PARALLEL_SIZE: '2' } }],
  ['workers that are not known', { instanceType: type('g5.12xlarge'), environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: TOKEN, SM_VLLM_PIPELINE_PARALLEL_SIZE: '8' } }],
  ['a degree that is too large by itself', {
    instanceType: type('g5.12xlarge'), environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '8', SM_VLLM_PIPELINE_PARALLEL_SIZE: '2' },
  }],
  ['an instance type without accelerators', { instanceType: type('m5.xlarge'), environment: { SM_VLLM_PIPELINE_PARALLEL_SIZE: '8' } }],
  ['accelerators that are not known', { instanceType: type('z99.large'), environment: { SM_VLLM_PIPELINE_PARALLEL_SIZE: '8' } }],
  ['copies on other nodes', {
    instanceType: type('g5.12xlarge'), server: ModelServer.vllm({ dataParallelDegree: 8, extraArguments: { 'data-parallel-size-local': '4' } }),
  }],
  ['a context of the same length', { server: ModelServer.vllm({ maxModelLength: 32_768 }), modelProfile: profile(32_768) }],
  ['a longer context with other positions', {
    server: ModelServer.vllm({ maxModelLength: 65_536, hfOverrides: { rope_parameters: { rope_type: 'yarn', factor: 4 } } }), modelProfile: profile(32_768),
  }],
  ['a longer context that is allowed', {
    server: ModelServer.vllm({ maxModelLength: 65_536 }), modelProfile: profile(32_768), environment: { VLLM_ALLOW_LONG_MAX_MODEL_LEN: '1' },
  }],
  ['a longer context of llama.cpp', { container: IMAGES.LLAMA_CPP, environment: { SM_LLAMA_CPP_CTX_SIZE: '65536' }, modelProfile: profile(32_768) }],
  ['experts of a model that has some', { server: ModelServer.vllm({ expertParallel: true }), modelProfile: new ModelProfile({ architecture: 'Qwen3MoeForCausalLM' }) }],
  ['experts that are off', { server: ModelServer.vllm({ expertParallel: false }), modelProfile: new ModelProfile({ architecture: 'Qwen3ForCausalLM' }) }],
  ['another server on an old GPU', { instanceType: type('p3.2xlarge') }],
  ['a newer GPU', { container: SGLANG, instanceType: type('g4dn.xlarge') }],
  ['the first version that splits batches', { container: image('mine:1'), server: ModelServer.tei({ version: '1.9.0' }), modelProfile: profile(32_768) }],
  ['a batch that is an unresolved token', { container: tei('1.8.2'), modelProfile: profile(8192), environment: { MAX_BATCH_TOKENS: TOKEN } }],
  ['a newer version', { container: tei('1.9.3'), modelProfile: profile(32_768) }],
  ['a shorter context', { container: tei('1.8.2'), modelProfile: profile(16_384) }],
  ['a context that is not known', { container: tei('1.8.2') }],
])('%s has no finding', (_what, props) => {
  expect(findingsIn(props)).toEqual([]);
});

const onG5 = (variables: Record<string, string>): Props => ({
  instanceType: type('g5.12xlarge'), environment: { SM_VLLM_DATA_PARALLEL_SIZE: '8', SM_VLLM_TENSOR_PARALLEL_SIZE: '1', ...variables },
});

// https://docs.vllm.ai/en/latest/serving/data_parallel_deployment/
test.each([
  'NNODES', 'DATA_PARALLEL_ADDRESS', 'DATA_PARALLEL_BACKEND', 'DATA_PARALLEL_EXTERNAL_LB', 'DATA_PARALLEL_HYBRID_LB', 'DATA_PARALLEL_RANK',
  'DATA_PARALLEL_SIZE_LOCAL', 'DATA_PARALLEL_START_RANK',
])('with the argument %s, copies are on other nodes', name => {
  expect(findingsIn(onG5({}))).toMatchObject([{ id: 'more-workers-than-accelerators' }]);
  expect(findingsIn(onG5({ [`SM_VLLM_${name}`]: '1' }))).toEqual([]);
});

test.each([
  'SM_VLLM_CONFIG', 'SM_VLLM_HF_CONFIG_PATH', 'SM_VLLM_HF_OVERRIDES', 'SM_VLLM_ROPE_SCALING', 'SM_VLLM_ROPE_THETA', 'VLLM_ALLOW_LONG_MAX_MODEL_LEN',
  'SM_SGLANG_JSON_MODEL_OVERRIDE_ARGS', 'SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN',
])('%s allows a longer context', name => {
  const props: Props = name.includes('SGLANG') ? { container: SGLANG, environment: { SM_SGLANG_CONTEXT_LENGTH: '4097' } }
    : { environment: { SM_VLLM_MAX_MODEL_LEN: '4097' } };
  expect(findingsIn({ ...props, modelProfile: profile(4096) })).toMatchObject([{ id: 'context-above-model' }]);
  expect(findingsIn({ ...props, modelProfile: profile(4096), environment: { ...props.environment, [name]: '1' } })).toEqual([]);
});

test.each([
  'Gemma2ForCausalLM', 'Gemma3ForCausalLM', 'LlamaForCausalLM', 'MistralForCausalLM', 'Phi3ForCausalLM', 'Qwen2ForCausalLM', 'Qwen3ForCausalLM',
])('%s has no experts', architecture => {
  expect(findingsIn({ server: ModelServer.vllm({ expertParallel: true }), modelProfile: new ModelProfile({ architecture }) }))
    .toMatchObject([{ id: 'expert-parallelism-without-experts', values: { architecture } }]);
});
