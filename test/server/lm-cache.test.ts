import { DeepLearningContainerImage, ModelServer } from '../../src';
import { modelPlanOf } from '../util';

function image(repository: string, tag: string) {
  return DeepLearningContainerImage.fromDeepLearningContainerImage(repository, tag);
}

const HUGGING_FACE = image('huggingface-vllm', '0.29.0-transformers5.15.0-gpu-py312-cu130-ubuntu24.04-v1.0');

function lmCacheOf(props: Parameters<typeof modelPlanOf>[0]) {
  return modelPlanOf({ container: HUGGING_FACE, environment: {}, ...props }).environment.HF_ENABLE_LMCACHE;
}

test.each([
  ['an image of Hugging Face', HUGGING_FACE, '0'],
  ['the first version with LMCache', image('huggingface-vllm', '0.22.1-transformers5.10.2-gpu-py312-cu130-ubuntu22.04'), '0'],
  ['a mirror', image('mirror/huggingface-vllm', '0.22.1-transformers5.10.2-gpu-py312-cu130-ubuntu22.04'), '0'],
  ['a version that is not known', image('huggingface-vllm', '0.29-gpu-py312-cu130-ubuntu24.04'), '0'],
  ['a version without LMCache', image('huggingface-vllm', '0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04'), undefined],
  ['an image of AWS, which has no such variable', image('vllm', '0.29.0-gpu-py312-cu130-ubuntu24.04-sagemaker'), undefined],
])('LMCache is switched off in %s: %s', (_, container, expected) => {
  expect(lmCacheOf({ container })).toBe(expected);
});

test.each([
  [{ environment: { HF_ENABLE_LMCACHE: '1' } }, '1'],
  [{ environment: { LMCACHE_MAX_LOCAL_CPU_SIZE: '20' } }, undefined],
  [{ environment: { HF_ENABLE_OPTIMIZATIONS: '0' } }, undefined],
  [{ environment: { SM_VLLM_KV_TRANSFER_CONFIG: '{}' } }, undefined],
  [{ server: ModelServer.vllm({ extraArguments: { 'kv-transfer-config': '{}' } }) }, undefined],
])('the user decides: %j', (props, expected) => {
  expect(lmCacheOf(props)).toBe(expected);
});
