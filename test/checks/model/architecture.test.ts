import { CfnParameter } from 'aws-cdk-lib/core';
import { DeepLearningContainerImage, HuggingFaceSageMakerEndpointProps, ModelProfile, ModelServer } from '../../../src';
import { architectureFindings } from '../../../src/checks/model/architecture';
import { VLLM_ARCHITECTURES, VLLM_IMAGES } from '../../../src/server/vllm-architectures.generated';
import { found, image, modelPlanOf, newStack } from '../../util';

const KIMI = 'moonshotai/Kimi-K3';
const VLLM_0_21 = 'huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04';
const VLLM_0_27 = 'huggingface-vllm:0.27.1-transformers5.10.2-gpu-py312-cu130-ubuntu22.04';
const VLLM_0_29 = 'huggingface-vllm:0.29.0-transformers5.15.0-gpu-py312-cu130-ubuntu24.04-v1.0';

function findingsOf(props: Partial<HuggingFaceSageMakerEndpointProps>) {
  return found(architectureFindings(modelPlanOf({ container: image(VLLM_0_21), environment: {}, ...props })));
}

const finding = (prop: string, values: object) => [{ id: 'model-architecture', prop, values }];
const KIMI_VALUES = { architecture: 'KimiK3ForConditionalGeneration', version: '0.21.0', supportedVersion: '0.27.1', image: VLLM_0_27 };

test.each<[string, Partial<HuggingFaceSageMakerEndpointProps>, object[]]>([
  ['a model that is newer than the version', { modelId: KIMI }, finding('modelId', KIMI_VALUES)],
  ['a model that a variable names', { modelId: 'Qwen/Qwen3-8B', environment: { SM_VLLM_MODEL: KIMI } }, finding('environment.SM_VLLM_MODEL', KIMI_VALUES)],
  ['the version that the user names', { modelId: KIMI, container: image(VLLM_0_29), server: ModelServer.vllm({ version: '0.25.1' }) },
    finding('modelId', { ...KIMI_VALUES, version: '0.25.1' })],
  ['a profile that names the architecture', { modelProfile: new ModelProfile({ architecture: 'KimiK3ForConditionalGeneration' }) },
    finding('modelProfile', KIMI_VALUES)],
  ['an architecture that a newer version rejects', { container: image(VLLM_0_29), modelProfile: new ModelProfile({ architecture: 'BaichuanForCausalLM' }) },
    finding('modelProfile', {
      architecture: 'BaichuanForCausalLM',
      version: '0.29.0',
      supportedVersion: '0.22.1',
      image: 'huggingface-vllm:0.22.1-transformers5.10.2-gpu-py312-cu130-ubuntu22.04',
    })],
])('is found for %s', (_what, props, expected) => {
  expect(findingsOf(props)).toEqual(expected);
});

test.each<[string, Partial<HuggingFaceSageMakerEndpointProps>]>([
  ['a version that supports it', { modelId: KIMI, container: image(VLLM_0_27) }],
  ['the default image', { modelId: KIMI, container: undefined }],
  ['an architecture that all versions support', { modelProfile: new ModelProfile({ architecture: 'LlamaForCausalLM' }) }],
  ['an architecture that is not known', { modelProfile: new ModelProfile({ architecture: 'constructor' }) }],
  ['a profile that contradicts the id', { modelId: KIMI, modelProfile: new ModelProfile({ architecture: 'LlamaForCausalLM' }) }],
  ['a model with one name of two that the version supports', { modelId: 'LGAI-EXAONE/K-EXAONE-236B-A23B' }],
  ['a version that is not known', { modelId: KIMI, container: DeepLearningContainerImage.fromDeepLearningContainerImage('huggingface-vllm', 'sha256:abc') }],
  ['a version that was not read', { modelId: 'deepseek-ai/DeepSeek-OCR-2', container: image('vllm:0.15.1-gpu-py312-cu129-ubuntu22.04-sagemaker') }],
  ['another implementation', { modelId: KIMI, server: ModelServer.vllm({ extraArguments: { 'model-impl': 'transformers' } }) }],
  ['another architecture', { modelId: KIMI, environment: { SM_VLLM_HF_OVERRIDES: '{"architectures":["LlamaForCausalLM"]}' } }],
  ['another server', { modelId: KIMI, container: image('sglang:0.5.12-gpu-py312-cu130-ubuntu24.04-sagemaker') }],
  ['an unresolved token', { modelId: new CfnParameter(newStack(), 'Model').valueAsString }],
])('is not found for %s', (_what, props) => {
  expect(findingsOf(props)).toEqual([]);
});

test('every architecture has an image with a version that supports it', () => {
  const without = Object.keys(VLLM_ARCHITECTURES).flatMap(architecture => ['0.0.1', '99.0.0'].flatMap(version =>
    found(architectureFindings(modelPlanOf({ modelProfile: new ModelProfile({ architecture }), server: ModelServer.vllm({ version }) })))
      .filter(({ values }: any) => values.image === undefined)));
  expect(without).toEqual([]);
  expect(VLLM_IMAGES.length).toBeGreaterThan(20);
});
