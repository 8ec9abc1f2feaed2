import * as ecr from 'aws-cdk-lib/aws-ecr';
import { CfnParameter } from 'aws-cdk-lib/core';
import { ContainerImage, DeepLearningContainerImage, HuggingFaceSageMakerEndpointProps, HuggingFaceTask } from '../../../src';
import { nameFindings } from '../../../src/checks/model/names';
import { IMAGES } from '../../images';
import { found, image, modelPlanOf, newStack } from '../../util';

const { SGLANG, TGI, TOOLKIT, VLLM } = IMAGES;

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const findingsIn = (props: Props) => found(nameFindings(modelPlanOf({ container: VLLM, ...props })));
const ACCOUNT = '111122223333';

const own = (name: string) => ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(newStack(), 'Own', name), '1');

describe('the address of a registry in the name of a repository', () => {
  test.each<[string, ContainerImage]>([
    ['of Amazon ECR', image('763104351884.dkr.ecr.us-east-1.amazonaws.com/tei:1')],
    ['of Amazon ECR with IPv6', image('763104351884.dkr-ecr.us-east-1.on.aws/tei:1')],
    ['of Amazon ECR in a repository of the user', own('111122223333.dkr.ecr.eu-west-1.amazonaws.com/tei')],
    ['of Amazon ECR, with an account', image('763104351884.dkr.ecr.us-east-1.amazonaws.com/tei:1', ACCOUNT)],
    ['of the public gallery', image('public.ecr.aws/deep-learning-containers/vllm:server-sagemaker-cuda')],
    ['of GitHub', image('ghcr.io/huggingface/text-generation-inference:3.3.6')],
    ['of Docker Hub', image('docker.io/vllm/vllm-openai:v0.21.0')],
    ['of another host', image('a.b.example.com/vllm:1')],
    ['with a port', DeepLearningContainerImage.fromDeepLearningContainerImage('registry.example.com:5000/vllm', '1')],
  ])('is found: %s', (_what, container) => {
    expect(findingsIn({ container })).toMatchObject([{ id: 'image-uri', prop: 'container' }]);
  });

  test.each<[string, ContainerImage]>([
    ['a name with a slash', image('team/vllm:1')],
    ['a name with an underscore', image('a_team.eu/vllm:1')],
    ['a name with a letter after a point', image('team.v/vllm:1')],
    ['a name with points', image('team.eu/vllm.v1:1', ACCOUNT)],
    ['a cache of another registry', own('ghcr.io/huggingface/text-generation-inference')],
    ['a cache of another registry, with an account', image('ghcr.io/huggingface/text-generation-inference:1', ACCOUNT)],
    ['an unresolved token', image(`${new CfnParameter(newStack(), 'Repository').valueAsString}:1`)],
  ])('is not found in %s', (_what, container) => {
    expect(findingsIn({ container })).toEqual([]);
  });
});

describe('an image that is not for endpoints', () => {
  test.each([
    ['vllm:0.13.0-gpu-py312-cu129-ubuntu22.04-ec2', 'image-for-ec2'],
    ['vllm:0.13-gpu-py312-ec2', 'image-for-ec2'],
    ['vllm:0.13.0-gpu-py312-cu129-ubuntu22.04-ec2-v1.0', 'image-for-ec2'],
    ['vllm:server-cuda-v2.1', 'image-for-ec2'],
    ['vllm:omni-cuda-v1.0', 'image-for-ec2'],
    ['sglang:server-cuda-v1.0', 'image-for-ec2'],
    ['vllm-inference-neuronx:0.9.1-neuronx-py311-sdk2.26.1-ubuntu22.04', 'image-for-other-use'],
    ['huggingface-pytorch-training:2.8.0-transformers4.56.2-gpu-py312-cu129-ubuntu22.04', 'image-for-other-use'],
    ['huggingface-pytorch-trcomp-training:1.9.0-transformers4.11.0-gpu-py38-cu111-ubuntu20.04', 'image-for-other-use'],
    ['pytorch-training-neuronx:2.8.0-neuronx-py311-sdk2.26.1-ubuntu22.04', 'image-for-other-use'],
  ])('is found: %s', (name, id) => {
    expect(findingsIn({ container: image(name) })).toMatchObject([{ id, prop: 'container' }]);
  });

  test.each<[string, ContainerImage]>([
    ['the image for SageMaker', image('vllm:server-sagemaker-cuda-v2.1')],
    ['the image for AWS Graviton', image('vllm:server-arm64-sagemaker-cpu-v1.0')],
    ['a repository of the user for what comes from training', own('llm-training')],
    ['a tag of the user', image('vllm:server-1', ACCOUNT)],
    ['a tag with another word', image('vllm:1.0-ec20')],
    ['a tag with a word of it in another place', image('vllm:1.0-server-1')],
    ['a repository that is named after it', image('vllm-inference-neuronx-sagemaker:1')],
    ['a repository with another word', image('llm-trainings:1')],
    ['Optimum Neuron', image('huggingface-vllm-inference-neuronx:0.11.0-optimum0.4.5-neuronx-py310-sdk2.26.1-ubuntu22.04')],
    ['a digest', image(`vllm:sha256:${'0'.repeat(64)}`)],
    ['in a repository that is an unresolved token', image(`${new CfnParameter(newStack(), 'Repository').valueAsString}:1.0-ec2`)],
    ['an unresolved token', image(`vllm:${new CfnParameter(newStack(), 'Tag').valueAsString}`)],
  ])('is not %s', (_what, container) => {
    expect(findingsIn({ container })).toEqual([]);
  });
});

describe('a Hub token', () => {
  test.each([
    '<REPLACE WITH YOUR TOKEN>', '<YOUR_TOKEN>', 'your_token_here', 'YOUR_HUGGING_FACE_TOKEN', 'hf_xxx', 'hf_XXXXXXXXXXXX', 'hf_...', 'hf_****', 'hf_',
    'hf_your_token', 'xhf_abcDEF123', 'hf_replace_me', 'hf_here', 'hf_placeholder', 'hf_<token>', '$HF_TOKEN', '${HF_TOKEN}', 'HF_TOKEN', 'xxx', 'TODO', '***', 'None', 'null', 'changeme', ' <token> ', 'Bearer hf_abc',
  ])('is not %j', token => {
    expect(findingsIn({ environment: { HF_TOKEN: token } })).toEqual([{ id: 'token-placeholder', prop: 'environment.HF_TOKEN', values: {} }]);
  });

  test.each([
    // part of a token that the check for secrets does not find
    'hf_abcDEF123', `hf_oauth_${'aB3'.repeat(10)}`, 'api_org_abcDEF123', 'api_abcDEF123', 'hf_abcDEF_xx', 'hf_xxy',
    // no token, as for a public model
    '', ' ', '{{resolve:secretsmanager:hub:SecretString:::}}', new CfnParameter(newStack(), 'Hub').valueAsString,
  ])('may be %j', token => {
    expect(findingsIn({ environment: { HUGGING_FACE_HUB_TOKEN: token } })).toEqual([]);
  });

  test.each(['HF_TOKEN', 'HF_API_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'HUGGINGFACE_HUB_TOKEN'])('is in %s', name => {
    expect(findingsIn({ environment: { [name]: 'changeme' } })).toEqual([{ id: 'token-placeholder', prop: `environment.${name}`, values: {} }]);
  });

  test('may have what is not a string, which another check finds', () => {
    expect(findingsIn({ environment: { HF_TOKEN: 5 as unknown as string } })).toEqual([]);
  });

  test('is another one for a mirror of the Hub', () => {
    expect(findingsIn({ environment: { HF_TOKEN: 'cmVmdGtuOjAxOjE', HF_ENDPOINT: 'https://mirror.example.com' } })).toEqual([]);
  });
});

describe('the name of a task', () => {
  test.each([
    ['Text-to-Image', 'text-to-image'], ['TEXT_TO_IMAGE', 'text-to-image'], ['Text to Image', 'text-to-image'], ['text2image', 'text-to-image'],
    ['text_classification', 'text-classification'], ['Image-Text-to-Text', 'image-text-to-text'], ['Sentiment-Analysis', 'sentiment-analysis'],
    ['text-2-text-generation', 'text2text-generation'], [' fill-mask', 'fill-mask'],
  ])('is not %j', (task, meant) => {
    const values = { task, meant };
    expect(findingsIn({ container: TOOLKIT, task: HuggingFaceTask.of(task) })).toEqual([{ id: 'task-name', prop: 'task', values }]);
    expect(findingsIn({ container: TOOLKIT, environment: { HF_TASK: task } })).toEqual([{ id: 'task-name', prop: 'environment.HF_TASK', values }]);
  });

  test.each([
    'text-to-image', 'text2text-generation', 'translation_en_to_fr', 'a-task-of-tomorrow', 'ner', '', new CfnParameter(newStack(), 'Task').valueAsString,
  ])('may be %j', task => {
    expect(findingsIn({ container: TOOLKIT, task: HuggingFaceTask.of(task) })).toEqual([]);
  });
});

describe('the quantization in the ID of the model', () => {
  test.each<[string, string, string, Props]>([
    ['Qwen/Qwen3-8B-AWQ', 'gptq', 'AWQ', {}], ['Qwen/Qwen3-8B-AWQ', 'gptq_marlin', 'AWQ', {}], ['org/model-awq-int4', 'bitsandbytes', 'AWQ', {}],
    ['TheBloke/Llama-2-13B-chat-GPTQ', 'awq', 'GPTQ', {}], ['Qwen/Qwen2.5-7B-Instruct-GPTQ-Int4', 'fp8', 'GPTQ', {}],
    ['Qwen/Qwen3-8B-AWQ', 'gptq', 'AWQ', { container: SGLANG }], ['org/model_awq_int4', 'gguf', 'AWQ', {}], ['org/model-GPTQ', 'gguf', 'GPTQ', {}],
  ])('of %s is not %s', (modelId, quantization, method, props) => {
    const prefix = props.container === SGLANG ? 'SM_SGLANG' : 'SM_VLLM';
    expect(findingsIn({ modelId, ...props, environment: { [`${prefix}_QUANTIZATION`]: quantization } }))
      .toEqual([{ id: 'quantization-of-name', prop: `environment.${prefix}_QUANTIZATION`, values: { quantization, modelId, method } }]);
  });

  test.each<[string, string, Props]>([
    ['Qwen/Qwen3-8B-AWQ', 'awq', {}], ['Qwen/Qwen3-8B-AWQ', 'awq_marlin', {}], ['org/model-AWQ-4bit', 'compressed-tensors', {}],
    ['org/model-GPTQ', 'gptq_marlin', {}], ['org/model-GPTQ', 'moe_wna16', {}], ['org/model-awq-gptq', 'awq', {}], ['org/awqward', 'gptq', {}],
    ['org/model-AWQ', 'auto_gptq', {}], ['org/model-AWQ', 'bitsandbytes_4bit', {}], ['org/model-AWQ', 'fp8_e4m3', {}], ['org/model-AWQ', 'gguf_q4', {}],
    ['org/model-GPTQ', 'auto_awq', {}], ['org/model-GPTQ', 'bitsandbytes_4bit', {}], ['org/model-GPTQ', 'fp8_e4m3', {}], ['org/model-GPTQ', 'gguf_q4', {}],
    ['org/modelawq', 'gptq', {}], ['org/model', 'awq', {}], ['Qwen/Qwen3-8B-AWQ', new CfnParameter(newStack(), 'Method').valueAsString, {}],
    // it has kernels that serve both
    ['Qwen/Qwen3-8B-AWQ', 'gptq', { container: TGI }],
  ])('of %s may be %s', (modelId, quantization, props) => {
    const name = props.container === TGI ? 'QUANTIZE' : 'SM_VLLM_QUANTIZATION';
    expect(findingsIn({ modelId, ...props, environment: { [name]: quantization } })).toEqual([]);
  });
});
