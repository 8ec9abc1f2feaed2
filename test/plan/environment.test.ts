import { DeepLearningContainerImage } from '../../src';
import { environmentOf } from '../../src/plan/environment';

const LOG_LEVEL = { SAGEMAKER_CONTAINER_LOG_LEVEL: '20' };
const REGION = { SAGEMAKER_REGION: 'eu-west-1' };

function environment(image: string | undefined, userEnvironment: Record<string, string> = {}) {
  const [repository, tag] = image?.split(':') ?? [];
  const profile = image === undefined ? undefined : DeepLearningContainerImage.fromDeepLearningContainerImage(repository!, tag!).profile;
  return environmentOf('org/model', profile, 'eu-west-1', userEnvironment);
}

test.each<[string | undefined, Record<string, string>]>([
  [undefined, { HF_MODEL_ID: 'org/model' }],
  ['my-server:1.0', { HF_MODEL_ID: 'org/model' }],
  ['huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04', { HF_MODEL_ID: 'org/model' }],
  ['huggingface-pytorch-tgi-inference:2.1.2-optimum0.0.28-neuronx-py310-ubuntu22.04', { HF_MODEL_ID: 'org/model', MODEL_ID: 'org/model' }],
  ['tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04', { HF_MODEL_ID: 'org/model' }],
  ['huggingface-pytorch-inference:2.6.0-transformers4.49.0-cpu-py312-ubuntu22.04', { HF_MODEL_ID: 'org/model' }],
  ['huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04', { HF_MODEL_ID: 'org/model' }],
  ['huggingface-vllm-omni:0.20.0-transformers5.8.1-gpu-py312-cu130-amzn2023', { HF_MODEL_ID: 'org/model' }],
  ['huggingface-vllm-inference-neuronx:0.11.0-optimum0.4.5-neuronx-py310-sdk2.26.1-ubuntu22.04', { SM_ON_MODEL: 'org/model' }],
  ['sglang:0.5.17-gpu-py312-cu130-ubuntu24.04-sagemaker', { HF_MODEL_ID: 'org/model', SM_SGLANG_MODEL_PATH: 'org/model' }],
  ['huggingface-llamacpp:b9522-gpu-cu130-ubuntu24.04', { HF_MODEL_ID: 'org/model', SM_LLAMA_CPP_HF_REPO: 'org/model' }],
  ['djl-inference:0.36.0-lmi28.0.0-cu130', { HF_MODEL_ID: 'org/model' }],
])('%s is told the model under the name that it reads', (image, expected) => {
  expect(environment(image)).toEqual({ ...LOG_LEVEL, ...REGION, ...expected });
});

test.each<[string, Record<string, string>]>([
  ['huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04', { MODEL_ID: '/opt/ml/model' }],
  ['huggingface-pytorch-tgi-inference:2.1.2-optimum0.0.28-neuronx-py310-ubuntu22.04', { MODEL_ID: '/opt/ml/model' }],
  ['tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04', { MODEL_ID: '/opt/ml/model' }],
  ['huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04', { SM_VLLM_MODEL: '/opt/ml/model' }],
  ['huggingface-vllm-inference-neuronx:0.11.0-optimum0.4.5-neuronx-py310-sdk2.26.1-ubuntu22.04', { SM_ON_MODEL: '/opt/ml/model' }],
  ['sglang:0.5.17-gpu-py312-cu130-ubuntu24.04-sagemaker', { SM_SGLANG_MODEL_PATH: '/opt/ml/model' }],
  ['huggingface-llamacpp:b9522-gpu-cu130-ubuntu24.04', { SM_LLAMA_CPP_MODEL: '/opt/ml/model/model.gguf' }],
  ['djl-inference:0.36.0-lmi28.0.0-cu130', { OPTION_MODEL_ID: 's3://bucket/model/' }],
])('%s is told the model by the user alone, under any name that it reads', (image, userEnvironment) => {
  expect(environment(image, userEnvironment)).toEqual({ ...LOG_LEVEL, ...REGION, ...userEnvironment });
});

test('the environment of the user wins over every default', () => {
  const userEnvironment = { SAGEMAKER_CONTAINER_LOG_LEVEL: '10', SAGEMAKER_REGION: 'us-east-1', HF_MODEL_ID: 'another/model', OWN: '' };
  expect(environment(undefined, userEnvironment)).toEqual(userEnvironment);
});

test('an empty value of the user is a value', () => {
  expect(environment(undefined, { HF_MODEL_ID: '' })).toEqual({ ...LOG_LEVEL, ...REGION, HF_MODEL_ID: '' });
});

test('the order of the keys is the same whatever the user sets', () => {
  expect(Object.keys(environment(undefined, { B: 'b', A: 'a' }))).toEqual(['SAGEMAKER_CONTAINER_LOG_LEVEL', 'SAGEMAKER_REGION', 'HF_MODEL_ID', 'B', 'A']);
});
