import { Token } from 'aws-cdk-lib/core';
import { isGguf } from '../../src/model/gguf';

test.each([
  ['unsloth/Qwen3-8B-GGUF', true], ['/opt/ml/model/model-q4_k_m.gguf', true], ['Qwen/Qwen3-8B', false], [Token.asString({ Ref: 'gguf' }), false],
])('%s is in GGUF format: %p', (modelId, expected) => {
  expect(isGguf(modelId)).toBe(expected);
});
