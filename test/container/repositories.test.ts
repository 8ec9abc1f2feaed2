import { registryOf, REPOSITORIES, repositoryOf } from '../../src/container/repositories';

test.each([
  ['djl-inference', 'lmi', undefined, 'djlServing'],
  ['huggingface-llamacpp', 'llama-cpp', undefined, 'llamaCpp'],
  ['huggingface-pytorch-inference', 'inference-toolkit', undefined, 'pytorch'],
  ['huggingface-pytorch-inference-neuron', 'inference-toolkit', 'neuron', 'pytorch'],
  ['huggingface-pytorch-inference-neuronx', 'inference-toolkit', 'neuron', 'pytorch'],
  ['huggingface-pytorch-tgi-inference', 'tgi', undefined, 'pytorch'],
  ['huggingface-sglang', 'sglang', 'gpu', 'sglang'],
  ['huggingface-tensorflow-inference', 'inference-toolkit', undefined, 'tensorflow'],
  ['huggingface-vllm', 'vllm', 'gpu', 'vllm'],
  ['huggingface-vllm-inference-neuronx', 'vllm', 'neuron', 'vllm'],
  ['huggingface-vllm-omni', 'vllm-omni', 'gpu', 'vllmOmni'],
  ['llama-cpp', 'llama-cpp', undefined, undefined],
  ['llama-cpp-arm64', 'llama-cpp', 'none', undefined],
  ['sglang', 'sglang', 'gpu', 'sglang'],
  ['tei', 'tei', 'gpu', undefined],
  ['tei-cpu', 'tei', 'none', undefined],
  ['vllm', 'vllm', undefined, 'vllm'],
])('%s has images with %s for %s, whose tags begin with the version of %s', (name, server, acceleratorKind, leadingPackage) => {
  const repository = repositoryOf(name)!;
  expect([repository.server, repository.acceleratorKind, repository.leadingPackage]).toEqual([server, acceleratorKind, leadingPackage]);
  expect(registryOf(name)).toBe(server === 'tei' ? 'sagemaker-algorithms' : 'deep-learning-containers');
});

test('there are 17 repositories', () => {
  expect(Object.keys(REPOSITORIES)).toHaveLength(17);
});

test.each(['mine', 'constructor', ''])('%p is not known, and in the usual registry', name => {
  expect(repositoryOf(name)).toBeUndefined();
  expect(registryOf(name)).toBe('deep-learning-containers');
});

/** The version of the server in a part of a tag: the first pattern that matches. */
function versionIn(name: string, part: string): string | undefined {
  return REPOSITORIES[name].versions.map(pattern => pattern.exec(part)?.[1]).find(found => found !== undefined);
}

test.each([
  ['vllm', '0.25.1', '0.25.1'],
  ['vllm', '10.20.30', '10.20.30'],
  ['vllm', '0.22.1rc0', '0.22.1rc0'],
  ['vllm', '0.22.1a10', '0.22.1a10'],
  ['vllm', '0.22.1b1', '0.22.1b1'],
  ['vllm', '0.22.1post1', '0.22.1post1'],
  ['vllm', '0.22.1dev1', '0.22.1dev1'],
  ['vllm', '0.25', undefined],
  ['vllm', 'v0.25.1', undefined],
  ['vllm', '0.25.1x', undefined],
  ['vllm', '0.25.1rc', undefined],
  ['djl-inference', 'lmi24.0.0', '24.0.0'],
  ['djl-inference', 'xlmi24.0.0', undefined],
  ['djl-inference', 'lmi24.0.0x', undefined],
  ['djl-inference', '0.24.0', '0.24.0'],
  ['huggingface-pytorch-inference', 'transformers4.51.3', '4.51.3'],
  ['huggingface-pytorch-inference', '2.6.0', undefined],
  ['huggingface-pytorch-tgi-inference', 'tgi3.3.6', '3.3.6'],
  ['huggingface-pytorch-tgi-inference', 'optimum3.3.6', '3.3.6'],
  ['huggingface-pytorch-tgi-inference', 'optimum4.10.12', '4.10.12'],
  ['huggingface-pytorch-tgi-inference', 'optimum0.0.28', undefined], // the version of Optimum Neuron
  ['huggingface-pytorch-tgi-inference', 'optimum2.3.6', undefined],
  ['huggingface-pytorch-tgi-inference', 'xoptimum3.3.6', undefined],
  ['huggingface-pytorch-tgi-inference', 'optimum3.3.6x', undefined],
  ['huggingface-llamacpp', 'b9522', 'b9522'],
  ['huggingface-llamacpp', 'xb9522', undefined],
  ['huggingface-llamacpp', 'b9522x', undefined],
  ['huggingface-llamacpp', 'b', undefined],
  ['tei', 'tei1.8.2', '1.8.2'],
  ['tei', '2.0.1', undefined],
  ['tei-cpu', 'tei1.8.2', '1.8.2'],
  ['llama-cpp', 'b9522', undefined],
  ['llama-cpp-arm64', 'b9522', undefined],
])('the tags of %s have the version in %s: %s', (name, part, version) => {
  expect(versionIn(name, part)).toBe(version);
});
