import { scaledContextLength } from '../../src/model/context-length';

// https://github.com/vllm-project/vllm/blob/v0.27.0/vllm/config/model.py
test.each<[number | undefined, Record<string, unknown> | undefined, number | undefined]>([
  [4096, undefined, 4096],
  [undefined, { rope_type: 'linear', factor: 2 }, undefined],
  [4096, { rope_type: 'linear', factor: 2 }, 8192],
  [4096, { type: 'linear', factor: 2 }, 8192],
  [4096, { rope_type: 'llama3', type: 'linear', factor: 2 }, 4096],
  [4096, { rope_type: 'dynamic', factor: 2 }, 8192],
  [4096, { rope_type: 'yarn', factor: 2 }, 8192],
  [4096, { rope_type: 'yarn', factor: 2, original_max_position_embeddings: '1024' }, 8192],
  [4096, { rope_type: 'yarn', factor: 8, original_max_position_embeddings: 1024 }, 8192],
  [4096, { rope_type: 'yarn', factor: 2, original_max_position_embeddings: 1024 }, 4096],
  [4096, { rope_type: 'linear', factor: 2, original_max_position_embeddings: 1024 }, 8192],
  [4096, { rope_type: 'yarn', factor: 1, original_max_position_embeddings: 8192 }, 4096],
  [4096, { rope_type: 'linear', factor: 0.5 }, 4096],
  [4096, { rope_type: 'linear', factor: '2' }, 4096],
  [4096, { rope_type: 'linear' }, 4096],
  [4096, { factor: 2 }, 4096],
  [1001, { rope_type: 'linear', factor: 1.5 }, 1502],
])('%p positions with the scaling %j are %p', (positions, scaling, expected) => {
  expect(scaledContextLength(positions, scaling)).toBe(expected);
});
