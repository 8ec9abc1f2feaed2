import { architecturesOfModel, unsupportedArchitecture } from '../../src/server/vllm-architectures';
import { VLLM_ARCHITECTURES } from '../../src/server/vllm-architectures.generated';

const HUGGING_FACE = (version: string, transformers: string) => `huggingface-vllm:${version}-transformers${transformers}-gpu-py312-cu130-ubuntu22.04`;
const GEMMA = 'Gemma4ForCausalLM'; // not in 0.18.1, in 0.19.0
const BAICHUAN = 'BaichuanForCausalLM'; // in 0.24.0, not in 0.25.0
const GROK = 'Grok1ForCausalLM'; // not in 0.13.0, in 0.14.0 to 0.24.0, not in 0.25.0

beforeAll(() => Object.assign(VLLM_ARCHITECTURES, {
  Future: { after: '98.0.0', since: '99.0.0' },
  Never: { after: '98.0.0' },
  OnlyAws: { until: '0.13.0', before: '0.14.0' },
}));

test('the architectures of a model are those of its id', () => {
  expect(architecturesOfModel('moonshotai/Kimi-K3')).toEqual(['KimiK3ForConditionalGeneration']);
  expect(architecturesOfModel('org/model')).toEqual([]);
  expect(architecturesOfModel('constructor')).toEqual([]);
});

// https://github.com/vllm-project/vllm/blob/main/vllm/model_executor/models/registry.py
test.each<[string, string[], string, string, string | undefined]>([
  ['the last version without it', [GEMMA], '0.18.1', '0.21.0', HUGGING_FACE('0.21.0', '5.8.1')],
  ['an older version', [GEMMA], '0.13.0', '0.21.0', HUGGING_FACE('0.21.0', '5.8.1')],
  ['the first version that no longer has it', [BAICHUAN], '0.25.0', '0.22.1', HUGGING_FACE('0.22.1', '5.10.2')],
  ['a newer version', [BAICHUAN], '0.30.0', '0.22.1', HUGGING_FACE('0.22.1', '5.10.2')],
  ['a version before the only ones with it', [GROK], '0.13.0', '0.14.0', 'huggingface-vllm:0.14.0-transformers4.57.3-gpu-py312-cu129-ubuntu22.04'],
  ['a version after the only ones with it', [GROK], '0.25.0', '0.22.1', HUGGING_FACE('0.22.1', '5.10.2')],
  ['the version after that of an image of Hugging Face', ['ArcticForCausalLM'], '0.29.0', '0.28.0',
    'huggingface-vllm:0.28.0-transformers5.15.0-gpu-py312-cu130-ubuntu24.04'],
  ['a version if only AWS has an image that does', ['OnlyAws'], '0.14.0', '0.13.0', 'vllm:0.13.0-gpu-py312-cu129-ubuntu22.04-sagemaker'],
  ['a version if no image does', ['Future'], '98.0.0', '99.0.0', undefined],
  ['the first of two architectures', [GEMMA, GROK], '0.13.0', '0.21.0', HUGGING_FACE('0.21.0', '5.8.1')],
])('vLLM does not support %s', (_case, architectures, version, supportedVersion, image) => {
  expect(unsupportedArchitecture(architectures, version)).toEqual({ architecture: architectures[0], supportedVersion, image });
});

test.each<[string, string[], string]>([
  ['the first version with it', [GEMMA], '0.19.0'],
  ['a version in between that was not read', [GEMMA], '0.18.2'],
  ['a newer version with it', [GEMMA], '0.30.0'],
  ['the last version with it', [BAICHUAN], '0.24.0'],
  ['a version in between that was not read, at the end', [BAICHUAN], '0.24.1'],
  ['an old version with it', [BAICHUAN], '0.13.0'],
  ['the first of the only versions with it', [GROK], '0.14.0'],
  ['the last of the only versions with it', [GROK], '0.24.0'],
  ['one architecture of two', [GEMMA, BAICHUAN], '0.13.0'],
  ['an architecture of all versions', ['LlamaForCausalLM'], '0.13.0'],
  ['the name of a member of every object', ['constructor'], '0.13.0'],
  ['an architecture that no version is known to have', ['Never'], '0.13.0'],
  ['no architecture', [], '0.13.0'],
])('vLLM supports %s, as far as is known', (_case, architectures, version) => {
  expect(unsupportedArchitecture(architectures, version)).toBeUndefined();
});
