import { SERVERS } from '../../src/server/definitions';
import { ServerDefinition } from '../../src/server/server-definition';
import { variablesFor } from '../../src/server/server-setting';

function variablesOf(title: string, name: string, version: string): string[] {
  const server = (SERVERS as readonly ServerDefinition[]).find(each => each.title === title)!;
  return variablesFor(server.settings.find(each => each.name === name)!, version).map(variable => variable.name);
}

test.each([
  // https://github.com/huggingface/text-embeddings-inference/blob/v1.2.3/router/src/main.rs and v1.4.0
  ['Text Embeddings Inference', 'defaultPrompt', '1.2.3', []],
  ['Text Embeddings Inference', 'defaultPrompt', '1.4.0', ['DEFAULT_PROMPT']],
  ['Text Embeddings Inference', 'task', '1.4.0', []],
  ['Text Embeddings Inference', 'task', '1.6.0', ['TASK']],
  // https://github.com/huggingface/text-generation-inference/blob/v0.9.3/launcher/src/main.rs and v1.0.3
  ['Text Generation Inference', 'gpuMemoryUtilization', '0.9.3', []],
  ['Text Generation Inference', 'gpuMemoryUtilization', '1.0.3', ['CUDA_MEMORY_FRACTION']],
  // https://github.com/aws/sagemaker-huggingface-inference-toolkit/releases/tag/v2.3.0
  // https://github.com/huggingface/transformers/blob/v4.17.0/src/transformers/pipelines/__init__.py has no trust_remote_code, and v4.26.0 has
  ['Hugging Face inference toolkit', 'trustRemoteCode', '4.17.0', []],
  ['Hugging Face inference toolkit', 'trustRemoteCode', '4.26.0', ['HF_TRUST_REMOTE_CODE']],
  ['Hugging Face inference toolkit', 'trustRemoteCode', '4.51.3', ['HF_TRUST_REMOTE_CODE']],
  // https://github.com/deepjavalibrary/djl-serving/tree/v0.26.0/wlm/src/main/java/ai/djl/serving/wlm
  ['Large Model Inference', 'revision', '0.26.0', ['HF_MODEL_REVISION']],
  ['Large Model Inference', 'revision', '0.27.0', ['HF_REVISION']],
  ['Large Model Inference', 'revision', '28.0.0', ['HF_REVISION']],
])('%s sets %s in version %s with %j', (title, name, version, expected) => {
  expect(variablesOf(title, name, version)).toEqual(expected);
});
