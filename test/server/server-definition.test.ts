import { SERVERS } from '../../src/server/definitions';
import { defineServer, prefixed, reservedHost, reservedKey, reservedKeyOfVllm, reservedPort, ServerDefinition } from '../../src/server/server-definition';
import { KINDS } from '../../src/server/server-setting';
import { UNKNOWN_SERVER } from '../../src/server/unknown-server';

const ALL: readonly ServerDefinition[] = [...SERVERS, UNKNOWN_SERVER];

test('a definition is kept as it is', () => {
  expect(defineServer(UNKNOWN_SERVER)).toBe(UNKNOWN_SERVER);
});

test.each([
  ['max-model-len', 'SM_VLLM_MAX_MODEL_LEN'], ['--max-model-len', 'SM_VLLM_MAX_MODEL_LEN'], ['seed', 'SM_VLLM_SEED'], ['', 'SM_VLLM_'],
])('the argument %s has the variable %s', (argument, variable) => {
  expect(prefixed('SM_VLLM_')(argument)).toBe(variable);
});

test.each([
  ['vllm', false, 'vLLM', 'SM_VLLM_A', '0.18.0', undefined],
  ['vllm', true, 'vLLM on AWS Neuron', 'SM_ON_A', undefined, undefined],
  ['vllm-omni', false, 'vLLM-Omni', 'SM_VLLM_A', '0.18.0', undefined],
  ['sglang', false, 'SGLang', 'SM_SGLANG_A', '0.5.10', '0.5.9'],
  ['tgi', false, 'Text Generation Inference', 'A', undefined, undefined],
  ['tgi', true, 'Text Generation Inference on AWS Neuron', 'A', undefined, undefined],
  ['tei', false, 'Text Embeddings Inference', 'A', undefined, undefined],
  ['llama-cpp', false, 'llama.cpp', 'SM_LLAMA_CPP_A', undefined, undefined],
  ['lmi', false, 'Large Model Inference', 'OPTION_A', undefined, undefined],
  ['inference-toolkit', false, 'Hugging Face inference toolkit', undefined, undefined, undefined],
  ['inference-toolkit', true, 'Hugging Face inference toolkit on AWS Neuron', undefined, undefined, undefined],
  [undefined, false, 'an unknown image', undefined, undefined, undefined],
])('%#: %s (AWS Neuron: %p) is %s, with %s for the argument a', (family, neuron, title, variable, flagsSince, flagsPerhapsSince) => {
  const server = ALL.find(each => each.family === family && each.neuron === neuron)!;
  expect([server.title, server.argumentVariable?.('a'), server.flagsSince, server.flagsPerhapsSince])
    .toEqual([title, variable, flagsSince, flagsPerhapsSince]);
  expect(server.source).toMatch(/^https:\/\/(github\.com|huggingface\.co)\//);
});

test('the reasons of reserved variables', () => {
  const key = 'SageMaker does not forward the API key header, so every request would be rejected; IAM controls access';
  expect([reservedPort('A'), reservedHost('B'), reservedKey('C'), reservedKeyOfVllm('D')]).toEqual([
    { name: 'A', allowed: ['8080'], reason: 'SageMaker sends health checks to port 8080 of the container' },
    { name: 'B', allowed: ['0.0.0.0', '::'], reason: 'SageMaker sends health checks from outside of the container' },
    { name: 'C', allowed: [], reason: key },
    { name: 'D', allowed: [], answers: true, reason: 'vLLM requires the key below /v1, but not at /invocations, which SageMaker calls' },
  ]);
});

test('every setting has a form', () => {
  const settings = ALL.flatMap(server => server.settings);
  expect(settings.filter(({ form }) => !Object.hasOwn(KINDS, form))).toEqual([]);
});
