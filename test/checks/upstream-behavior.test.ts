import { SecretValue } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, ModelProfile, ModelServer } from '../../src';
import { findingsOf } from '../../src/checks';
import { found, image, planOf, type } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const vllm = (version: string) => image(`vllm:${version}-gpu-py312-cu${version < '0.20' ? '129' : '130'}-ubuntu22.04-sagemaker`);
const SGLANG = image('sglang:0.5.8-gpu-py312-cu129-ubuntu24.04-sagemaker');
const TGI = image('huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04');
const TEI = image('tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04');
const LLAMA_CPP = image('huggingface-llamacpp:b9522-gpu-cu130-ubuntu24.04');
const TOOLKIT = image('huggingface-pytorch-inference:2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04');
const TGI_NEURON = image('huggingface-pytorch-tgi-inference:2.1.2-optimum0.0.28-neuronx-py310-ubuntu22.04');
const GPU = { instanceType: type('g6e.2xlarge'), modelId: 'org/model' };
const TOKEN = SecretValue.secretsManager('hub');

const DLC = 'https://github.com/aws/deep-learning-containers';
const TGI_CODE = 'https://github.com/huggingface/text-generation-inference/blob/v3.3.6';
const TEI_CODE = 'https://github.com/huggingface/text-embeddings-inference/blob/v1.8.2';

/**
 * What upstream's source code does, where the library once assumed something else: the source, the props, and variables of the environment,
 * with undefined for one that must not be set.
 */
const ENVIRONMENTS: [string, Props, Record<string, unknown>][] = [
  [`${DLC}/commit/1c1aacc0ac: older start scripts do not read HF_MODEL_ID`, { container: vllm('0.14.0') }, { SM_VLLM_MODEL: 'org/model' }],
  [`${DLC}/commit/1c1aacc0ac: older start scripts do not read the HF_MODEL_ID of the user`, {
    container: vllm('0.14.0'), environment: { HF_MODEL_ID: 'org/other' },
  }, { SM_VLLM_MODEL: 'org/other', HF_MODEL_ID: 'org/other' }],
  [`${DLC}/commit/1c1aacc0ac: newer start scripts read the HF_MODEL_ID of the user`, {
    container: vllm('0.19.1'), environment: { HF_MODEL_ID: 'org/other' },
  }, { SM_VLLM_MODEL: undefined }],
  [`${DLC}/blob/main/scripts/docker/sglang/sagemaker_entrypoint.sh: HF_MODEL_ID of the user is not read`, {
    container: SGLANG, environment: { HF_MODEL_ID: 'org/other' },
  }, { SM_SGLANG_MODEL_PATH: 'org/other' }],
  [`${DLC}/blob/main/scripts/docker/llama_cpp/sagemaker_entrypoint.sh: HF_MODEL_ID of the user is not read`, {
    container: LLAMA_CPP, modelId: 'org/model-GGUF', environment: { HF_MODEL_ID: 'org/other-GGUF' },
  }, { SM_LLAMA_CPP_HF_REPO: 'org/other-GGUF' }],
  [`${DLC}/blob/main/scripts/docker/llama_cpp/sagemaker_entrypoint.sh: a path is not a repository`, {
    container: LLAMA_CPP, modelId: 'org/model-GGUF', environment: { HF_MODEL_ID: '/opt/ml/model/model.gguf' },
  }, { SM_LLAMA_CPP_HF_REPO: undefined }],
  ['https://github.com/awslabs/llm-hosting-container/blob/main/huggingface/pytorch/optimum/docker/3.3.6/Dockerfile: only MODEL_ID is read', {
    container: TGI_NEURON, instanceType: type('inf2.xlarge'), environment: { HF_MODEL_ID: 'org/other', MAX_BATCH_SIZE: '1' },
  }, { MODEL_ID: 'org/other' }],
  [`${DLC}/commit/1c1aacc0ac: older start scripts forward false as a value`, {
    container: vllm('0.14.0'), server: ModelServer.vllm({ trustRemoteCode: false }),
  }, { SM_VLLM_TRUST_REMOTE_CODE: undefined }],
  [`${DLC}/commit/1c1aacc0ac: older start scripts forward true as a value`, {
    container: SGLANG, server: ModelServer.sglang({ trustRemoteCode: true }),
  }, { SM_SGLANG_TRUST_REMOTE_CODE: '' }],
  [`${TGI_CODE}/sagemaker-entrypoint.sh`, { container: TGI, environment: { MODEL_ID: 'org/other' } }, { HF_MODEL_ID: 'org/model' }],
  [`${TEI_CODE}/sagemaker-entrypoint-cuda-all.sh`, { container: TEI, environment: { MODEL_ID: 'org/other' } }, { HF_MODEL_ID: 'org/model' }],
  ['https://github.com/huggingface/huggingface_hub/blob/v1.17.0/src/huggingface_hub/utils/_auth.py', {
    container: vllm('0.27.1'), hubAccessToken: TOKEN, environment: { HF_API_TOKEN: 'other' },
  }, { HF_TOKEN: expect.any(String) }],
  ['https://github.com/vllm-project/vllm/blob/v0.21.0/vllm/config/model.py: auto suits every model', {
    container: vllm('0.19.1'), instanceType: type('g4dn.xlarge'), modelId: 'google/gemma-3-4b-it',
  }, { SM_VLLM_DTYPE: undefined }],
  [`${TGI_CODE}/server/text_generation_server/models/custom_modeling/flash_llama_modeling.py`, {
    container: TGI, instanceType: type('g5.12xlarge'), modelProfile: new ModelProfile({ attentionHeads: 16, keyValueHeads: 2 }),
  }, { SM_NUM_GPUS: '2' }],
  ['https://github.com/vllm-project/vllm/blob/v0.27.0/vllm/engine/arg_utils.py: the longest context that fits', {
    container: vllm('0.27.1'), server: ModelServer.vllm({ maxModelLength: -1 }),
  }, { SM_VLLM_MAX_MODEL_LEN: '-1' }],
  ['https://github.com/ggml-org/llama.cpp/blob/master/common/arg.cpp: numbers by which the server chooses', {
    container: LLAMA_CPP, modelId: 'org/model-GGUF:Q4_K_M', server: ModelServer.llamaCpp({ gpuLayers: 0, contextSize: 0, parallelSequences: -1 }),
  }, { SM_LLAMA_CPP_N_GPU_LAYERS: '0', SM_LLAMA_CPP_CTX_SIZE: '0', SM_LLAMA_CPP_PARALLEL: '-1', SM_LLAMA_CPP_HF_REPO: 'org/model-GGUF:Q4_K_M' }],
];

test.each(ENVIRONMENTS)('%s: the environment', (_source, props, expected) => {
  const plan = planOf({ ...GPU, ...props });
  const { environment } = plan.models[0];
  expect(Object.fromEntries(Object.keys(expected).map(name => [name, environment[name]]))).toEqual(expected);
  expect(found(findingsOf(plan).filter(({ severity }) => severity === 'error'))).toEqual([]);
});

/** The source, the props, and the check that finds them. */
const FINDINGS: [string, Props, string][] = [
  [`${DLC}/commit/dceae132: a start script before it passes a list as one argument`, {
    container: vllm('0.27.1'), server: ModelServer.vllm({ loraAdapters: { a: 'org/a', b: 'org/b' } }),
  }, 'lora-adapters'],
  [`${DLC}/commit/6311ff38: quotes are removed before it`, {
    container: vllm('0.20.2'), environment: { SM_VLLM_HF_OVERRIDES: '{"a":1}' },
  }, 'start-script-value'],
  [`${DLC}/blob/main/scripts/docker/sglang/sagemaker_entrypoint.sh`, { container: SGLANG, environment: { SM_SGLANG_MODEL: 'org/other' } },
    'sglang-model-variable'],
  ['https://github.com/huggingface/optimum-neuron/issues/516', { container: TGI_NEURON, instanceType: type('inf2.xlarge') }, 'tgi-neuron-batch-size'],
  [`${TEI_CODE}/backends/candle/src/lib.rs: the H200`, { container: TEI, instanceType: type('p5en.48xlarge') }, 'tei-compute-capability'],
  [`${TGI_CODE}/server/text_generation_server/cli.py`, { container: TGI, server: ModelServer.tgi({ quantization: 'awq', dataType: 'float16' }) },
    'tgi-quantization-and-data-type'],
  ['https://github.com/aws/sagemaker-huggingface-inference-toolkit/blob/v2.6.0/src/sagemaker_huggingface_inference_toolkit/transformers_utils.py', {
    container: TOOLKIT, modelRevision: 'abc', server: ModelServer.inferenceToolkit({ trustRemoteCode: true }),
  }, 'remote-code-ignores-revision'],
  ['https://github.com/vllm-project/vllm/blob/v0.27.0/vllm/entrypoints/openai/server_utils.py: no key at /invocations', {
    container: vllm('0.27.1'), environment: { VLLM_API_KEY: 'key' },
  }, 'server-key'],
];

test.each(FINDINGS)('%s: the finding', (_source, props, id) => {
  expect(found(findingsOf(planOf({ ...GPU, ...props }))).map(finding => finding.id)).toContain(id);
});
