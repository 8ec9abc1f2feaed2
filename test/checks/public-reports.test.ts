import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, Size } from 'aws-cdk-lib/core';
import {
  ContainerImage, HuggingFaceSageMakerEndpointProps, HuggingFaceTask, ModelData, ModelServer, SageMakerInstanceType,
} from '../../src';
import { findingsOf } from '../../src/checks';
import { found, image, modelPlanOf, newStack, planOf } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const type = (name: string) => SageMakerInstanceType.of(`ml.${name}`);
const VLLM = image('huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04');
const G6E = { modelId: 'Qwen/Qwen3-8B', instanceType: type('g6e.2xlarge') };
const TGI = image('huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04');
const TOOLKIT_CPU = image('huggingface-pytorch-inference:2.6.0-transformers4.51.3-cpu-py312-ubuntu22.04');
const TOOLKIT_NEURON = image('huggingface-pytorch-inference-neuronx:2.8.0-transformers4.55.4-neuronx-py310-sdk2.26.0-ubuntu22.04');
const S3 = ModelData.s3Prefix(s3.Bucket.fromBucketName(newStack(), 'Bucket', 'weights'), 'q');
const ADAPTERS = '[{"name":"a","path":"org/a"},{"name":"b","path":"org/b"}]';

/** What users have reported, and the check that finds it. */
const REPORTS: [string, Props, string][] = [
  ['https://github.com/aws/deep-learning-containers/issues/6564', {
    ...G6E, container: image('vllm:0.27.1-gpu-py312-cu130-ubuntu22.04-sagemaker'), server: ModelServer.vllm({ loraAdapters: { a: 'org/a', b: 'org/b' } }),
  }, 'lora-adapters'],
  ['https://github.com/aws/deep-learning-containers/issues/6564 in a variable', {
    ...G6E, container: VLLM, environment: { SM_VLLM_ENABLE_LORA: 'true', SM_VLLM_LORA_MODULES: ADAPTERS },
  }, 'lora-adapters'],
  ['https://github.com/huggingface/hub-docs: the placeholder of a notebook', {
    ...G6E, container: VLLM, environment: { HF_TOKEN: '<REPLACE WITH YOUR TOKEN>' },
  }, 'token-placeholder'],
  ['https://github.com/huggingface/text-generation-inference/issues/781', {
    modelId: 'TheBloke/Llama-2-70B-chat-AWQ',
    instanceType: type('g5.48xlarge'),
    container: image('huggingface-pytorch-tgi-inference:2.0.1-tgi1.0.3-gpu-py39-cu118-ubuntu20.04'),
    server: ModelServer.tgi({ quantization: 'awq' }),
  }, 'argument-value'],
  ['https://github.com/vllm-project/vllm/issues/11557', { ...G6E, container: image('vllm:0.13.0-gpu-py312-cu129-ubuntu22.04-ec2') }, 'image-for-ec2'],
  ['https://github.com/huggingface/text-embeddings-inference/issues/429: an address as a repository', {
    ...G6E, container: image('763104351884.dkr.ecr.us-east-1.amazonaws.com/huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04'),
  }, 'image-uri'],
  // a guess of the size may be wrong, but not by a factor of four
  ['https://github.com/huggingface/blog/issues/1414: 149 GiB of weights in 16 GiB of memory', {
    modelId: 'HuggingFaceM4/idefics-80b',
    task: HuggingFaceTask.TEXT_GENERATION,
    instanceType: type('m5.xlarge'),
    container: image('huggingface-pytorch-inference:2.6.0-transformers4.51.3-cpu-py312-ubuntu22.04'),
    volumeSize: Size.gibibytes(300),
    startupHealthCheckTimeout: Duration.hours(1),
  }, 'model-may-not-fit'],
  // weak: AWS may add a size to a family, so it is a warning, and nothing is reported of a new family
  ['https://github.com/aws/aws-sdk-go/issues/5229', { modelId: 'gpt2', instanceType: type('t3.medium'), container: TOOLKIT_CPU }, 'instance-type-unknown'],
  ['https://github.com/aws/aws-sdk-go/issues/5229 in another size', {
    ...G6E, instanceType: type('g5.3xlarge'), container: image('vllm:0.23.0-gpu-py312-cu130-ubuntu22.04-sagemaker'),
  }, 'instance-type-unknown'],
  ['https://github.com/DanielKneipp/aws-sagemaker-stable-diffusion/issues/1', {
    modelId: 'stabilityai/stable-diffusion-2', task: HuggingFaceTask.of('Text-to-Image'), instanceType: type('g5.xlarge'), container: undefined,
  }, 'task-name'],
  ['https://github.com/defog-ai/sqlcoder/issues/125: a variable names a model on the Hub, which is off', {
    ...G6E, container: TGI, environment: { HF_MODEL_ID: 'Qwen/Qwen3-8B', HF_HUB_OFFLINE: '1' },
  }, 'hub-model-while-offline'],
  ['https://github.com/aws/sagemaker-python-sdk/issues/5964: a variable names a model on the Hub, without a network', {
    ...G6E, networkIsolation: true, modelData: S3, container: TGI, environment: { HF_MODEL_ID: 'Qwen/Qwen3-8B' },
  }, 'hub-with-network-isolation'],
  // Transformers 4.42 removed the pipeline: https://github.com/huggingface/transformers/pull/31165
  ['https://github.com/aws/sagemaker-huggingface-inference-toolkit/issues/79', {
    modelId: 'allenai/cosmo-xl', task: HuggingFaceTask.of('conversational'), instanceType: type('m5.xlarge'), container: undefined,
  }, 'no-image'],
  ['https://github.com/aws/sagemaker-huggingface-inference-toolkit/issues/110', {
    modelId: 'allenai/cosmo-xl', instanceType: type('m5.xlarge'), container: TOOLKIT_CPU, environment: { HF_TASK: 'conversational' },
  }, 'task-of-server'],
  ['https://github.com/aws/sagemaker-python-sdk/issues/2617: the same model with Transformers 5', {
    modelId: 'facebook/bart-large-cnn',
    task: HuggingFaceTask.SUMMARIZATION,
    instanceType: type('m5.xlarge'),
    container: image('huggingface-pytorch-inference:2.6.0-transformers5.5.3-cpu-py312-ubuntu22.04'),
  }, 'task-of-server'],
  ['https://github.com/aws/sagemaker-huggingface-inference-toolkit/issues/90: the snippet of the Hub, with a server that ignores the task', {
    modelId: 'distilbert/distilbert-base-uncased-finetuned-sst-2-english',
    instanceType: type('g5.xlarge'),
    container: VLLM,
    environment: { HF_TASK: 'text-classification' },
  }, 'variable-of-another-server'],
  // weak: only the start script at HEAD was read, so it is a warning
  ['https://github.com/vllm-project/vllm/issues/11557 in a server tag', { ...G6E, container: image('vllm:server-cuda-v2.1') }, 'image-for-ec2'],
  // weak: the entry point of one version was read, so it is a warning
  ['https://github.com/aws-neuron/deep-learning-containers/issues/171', {
    modelId: 'meta-llama/Llama-3.1-8B-Instruct',
    instanceType: type('inf2.8xlarge'),
    container: image('vllm-inference-neuronx:0.9.1-neuronx-py311-sdk2.26.1-ubuntu22.04'),
  }, 'image-for-other-use'],
  ['https://github.com/aws/sagemaker-huggingface-inference-toolkit/issues/92', {
    modelId: 'stabilityai/stable-diffusion-xl-base-1.0', task: HuggingFaceTask.TEXT_TO_IMAGE, instanceType: type('inf2.xlarge'), container: undefined,
  }, 'no-image'],
  ['https://github.com/aws/sagemaker-huggingface-inference-toolkit/issues/120', {
    modelId: 'facebook/bart-large-cnn', task: HuggingFaceTask.SUMMARIZATION, instanceType: type('inf2.xlarge'), container: TOOLKIT_NEURON,
  }, 'task-of-server'],
  // weak: the lists may lack tags, so only a tag that mixes short and complete versions is found
  ['https://github.com/philschmid/terraform-aws-sagemaker-huggingface/issues/15', {
    modelId: 'distilbert/distilbert-base-uncased',
    task: HuggingFaceTask.FILL_MASK,
    instanceType: type('m5.xlarge'),
    container: image('huggingface-pytorch-inference:1.13-transformers4.26.0-cpu-py39-ubuntu20.04'),
  }, 'image-tag-shortened'],
  ['https://github.com/aws-samples/sagemaker-genai-hosting-examples: a variable names a larger model', {
    modelId: 'Qwen/Qwen3-0.6B', instanceType: type('g5.xlarge'), container: VLLM, environment: { SM_VLLM_MODEL: 'Qwen/Qwen3-32B' },
  }, 'model-may-not-fit'],
  // weak: a repository may have other weights too, so it is a warning
  ['https://github.com/aws/amazon-sagemaker-examples/issues/4388', {
    modelId: 'TheBloke/Llama-2-13B-chat-GGUF', instanceType: type('g5.2xlarge'), container: TGI,
  }, 'gguf-of-server'],
  ['https://github.com/vllm-project/vllm/issues/9986', { ...G6E, container: VLLM, environment: { SM_VLLM_ENABLE_AUTO_TOOL_CHOICE: 'true' } }, 'tool-choice-without-parser'],
];

/** What works, although it looks like a mistake, and the check that must not find it. */
const VALID: [string, Props, string][] = [
  ['https://github.com/aws-samples/sagemaker-genai-hosting-examples: an image with a start script of its own', {
    modelId: 'zai-org/GLM-4.5',
    instanceType: type('p5en.48xlarge'),
    container: ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(newStack(), 'Repository', 'vllm'), 'v0.10.1'),
    environment: { OPTION_MODEL: 'zai-org/GLM-4.5', OPTION_MAX_MODEL_LEN: '16384', OPTION_TENSOR_PARALLEL_SIZE: '8' },
  }, 'variable-of-another-server'],
];

/** A variable that names a model on the Hub wins over weights in Amazon S3, so the library must not switch the Hub off. */
test.each([
  ['https://github.com/aws/sagemaker-python-sdk/issues/5964', TGI, { HF_MODEL_ID: 'Qwen/Qwen3-8B' }],
  ['the same with vLLM', VLLM, { SM_VLLM_MODEL: 'Qwen/Qwen3-8B' }],
])('%s reaches the Hub', (_source, container, environment) => {
  expect(modelPlanOf({ ...G6E, modelData: S3, container, environment }).environment).not.toHaveProperty('HF_HUB_OFFLINE');
  expect(modelPlanOf({ ...G6E, modelData: S3, container }).environment).toHaveProperty('HF_HUB_OFFLINE', '1');
});

test.each(VALID)('%s is not found', (_source, props, id) => {
  expect(found(findingsOf(planOf(props))).map(finding => finding.id)).not.toContain(id);
});

test.each(REPORTS)('%s is found', (_source, props, id) => {
  expect(found(findingsOf(planOf(props))).map(finding => finding.id)).toContain(id);
});
