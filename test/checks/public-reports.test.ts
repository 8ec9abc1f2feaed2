import * as ecr from 'aws-cdk-lib/aws-ecr';
import { ContainerImage, HuggingFaceSageMakerEndpointProps, ModelServer, SageMakerInstanceType } from '../../src';
import { findingsOf } from '../../src/checks';
import { found, image, newStack, planOf } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const type = (name: string) => SageMakerInstanceType.of(`ml.${name}`);
const VLLM = image('huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04');
const G6E = { modelId: 'Qwen/Qwen3-8B', instanceType: type('g6e.2xlarge') };
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

test.each(VALID)('%s is not found', (_source, props, id) => {
  expect(found(findingsOf(planOf(props))).map(finding => finding.id)).not.toContain(id);
});

test.each(REPORTS)('%s is found', (_source, props, id) => {
  expect(found(findingsOf(planOf(props))).map(finding => finding.id)).toContain(id);
});
