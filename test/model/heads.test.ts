import { canSplit, Heads, largestSplit } from '../../src/model/heads';

const heads = (attention: number, keyValue: number): Heads => ({ attention, keyValue });

// https://github.com/vllm-project/vllm/blob/main/vllm/model_executor/models/llama.py
test.each<[Heads, number, boolean, boolean]>([
  [heads(32, 8), 8, false, true],
  [heads(32, 8), 3, true, false],
  [heads(32, 8), 16, true, true],
  [heads(32, 8), 16, false, false],
  [heads(12, 8), 3, true, false], // neither divides the other
  [heads(12, 8), 12, true, false],
  [heads(12, 8), 8, true, false], // only the attention heads do not
  [heads(8, 1), 8, false, true],
  [heads(8, 1), 8, true, true],
])('%j on %d accelerators, if heads are copied %p: %p', (of, degree, copies, expected) => {
  expect(canSplit(of, degree, copies)).toBe(expected);
});

test.each<[Heads, number, boolean, number]>([
  [heads(32, 8), 8, false, 8],
  [heads(32, 8), 7, false, 4],
  [heads(32, 4), 8, true, 8],
  [heads(32, 4), 8, false, 4],
  [heads(28, 4), 8, true, 4],
  [heads(7, 7), 8, true, 1],
  [heads(NaN, 7), 8, true, 1],
])('the largest split of %j up to %d, if heads are copied %p, is %d', (of, limit, copies, expected) => {
  expect(largestSplit(of, limit, copies)).toBe(expected);
});
