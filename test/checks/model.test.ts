import { CfnParameter } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, HuggingFaceTask, ModelServer } from '../../src';
import { isHubId, modelFindings } from '../../src/checks/model';
import { image, newEndpoint, newStack, planOf } from '../util';

test.each([
  'gpt2', 'a', '0', '_a', 'bert-base-uncased', 'mistralai/Mistral-7B-Instruct-v0.1', 'a/b', 'org_1/name.with-all_of.it', `org/${'a'.repeat(96)}`,
])('%s is the id of a model', (id) => {
  expect(isHubId(id)).toBe(true);
  expect(() => newEndpoint(newStack(), { modelId: id })).not.toThrow();
});

test.each([
  '', ' ', 'a b', 'a/b/c', '/a', 'a/', '-a', 'a-', '.a', 'a.', 'a--b', 'a..b', 'org/a.git', 'org-/a', '.org/a', 'ä', 'a\n', `org/${'a'.repeat(97)}`,
  'https://huggingface.co/gpt2', 's3://bucket/model', '/models/gpt2', '/opt/ml/', '/opt/ml',
])('%j is refused', (id) => {
  expect(isHubId(id)).toBe(false);
  expect(() => newEndpoint(newStack(), { modelId: id })).toThrow(`got ${JSON.stringify(id)}`);
});

test.each(['/opt/ml/model', '/opt/ml/models/a b/ü', `/opt/ml/${'a'.repeat(248)}`])('%s in the container is a model', (path) => {
  expect(() => newEndpoint(newStack(), { modelId: path })).not.toThrow();
});

test.each([
  '/opt/ml/model;1', '/opt/ml/a\n', '/opt/ml/model(1)', `/opt/ml/${'a'.repeat(249)}`, `${'a'.repeat(200)}/${'b'.repeat(56)}`,
])('%j is refused, since it cannot be the value of a tag', (id) => {
  expect(() => newEndpoint(newStack(), { modelId: id })).toThrow(`in at most 256 characters, got ${JSON.stringify(id)}`);
});

const LLAMA_CPP = image('huggingface-llamacpp:b9522-gpu-cu130-ubuntu24.04');
const vllm = (version: string) => image(`vllm:${version}-gpu-py312-cu130-ubuntu22.04-sagemaker`);

test.each<[string, Partial<HuggingFaceSageMakerEndpointProps>]>([
  ['ggml-org/GLM-4.7-Flash-GGUF:Q4_K_M', { container: LLAMA_CPP }],
  ['unsloth/Qwen3-8B-GGUF:UD-Q4_K_XL', { container: vllm('0.22.1') }],
  ['unsloth/Qwen3-8B-GGUF:Q4_0', { container: image('mine:1'), server: ModelServer.vllm() }],
  ['llama3:8b', { container: image('mine:1') }],
])('%s names a quantization', (modelId, props) => {
  expect(modelFindings(planOf({ modelId, ...props }))).toEqual([]);
  expect(() => newEndpoint(newStack(), { modelId, environment: {}, ...props })).not.toThrow();
});

test('llama.cpp gets the quantization with the id', () => {
  expect(planOf({ modelId: 'org/a-GGUF:Q8_0', container: LLAMA_CPP }).environment).toMatchObject({ SM_LLAMA_CPP_HF_REPO: 'org/a-GGUF:Q8_0' });
});

test.each<[string, Partial<HuggingFaceSageMakerEndpointProps>]>([
  ['org/a-GGUF:Q4_0', {}],
  ['org/a-GGUF:Q4_0', { container: vllm('0.25.1') }],
  ['org/a-GGUF:Q4_0', { container: image('huggingface-vllm-inference-neuronx:0.11.0-optimum0.4.5-neuronx-py310-sdk2.26.1-ubuntu22.04') }],
  ['org/a-GGUF:', { container: LLAMA_CPP }],
  ['org/a-GGUF:Q4:0', { container: LLAMA_CPP }],
  [':Q4_0', { container: LLAMA_CPP }],
])('%s is refused for another server, or without both parts', (modelId, props) => {
  expect(modelFindings(planOf({ modelId, ...props }))).toContainEqual(expect.objectContaining({ id: 'huggingface-sagemaker:model-id' }));
});

describe('the task is one that the server in the image serves', () => {
  const TOOLKIT = image('huggingface-pytorch-inference:2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04');
  const found = (props: Partial<HuggingFaceSageMakerEndpointProps>) => modelFindings(planOf(props)).map(({ message }) => message);

  test.each<[string, Partial<HuggingFaceSageMakerEndpointProps>]>([
    ['container', { container: TOOLKIT, task: HuggingFaceTask.ROBOTICS }],
    ['server', { container: undefined, server: ModelServer.inferenceToolkit(), task: HuggingFaceTask.TEXT_TO_3D }],
    ['server', { container: undefined, server: ModelServer.tei(), task: HuggingFaceTask.TEXT_GENERATION }],
  ])('or it is warned of %s', (prop, props) => {
    expect(found(props)).toEqual([expect.stringContaining(`is not served by '${prop}', whose server is`)]);
  });

  test.each<[Partial<HuggingFaceSageMakerEndpointProps>]>([
    [{ container: TOOLKIT, task: HuggingFaceTask.SUMMARIZATION }],
    [{ container: TOOLKIT, task: HuggingFaceTask.ANY_TO_ANY }],
    [{ container: TOOLKIT, task: HuggingFaceTask.of('a-task-of-tomorrow') }],
    [{ container: TOOLKIT, task: HuggingFaceTask.of(new CfnParameter(newStack(), 'Task').valueAsString) }],
    [{ container: undefined, server: ModelServer.inferenceToolkit(), task: HuggingFaceTask.TEXT_TO_IMAGE }],
    [{ container: undefined, server: ModelServer.tei(), task: HuggingFaceTask.TEXT_RANKING }],
    [{ container: undefined, server: ModelServer.vllm(), task: HuggingFaceTask.VIDEO_TEXT_TO_TEXT }],
  ])('%#', (props) => {
    expect(found(props)).toEqual([]);
  });
});
