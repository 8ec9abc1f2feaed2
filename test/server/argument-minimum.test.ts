import { ServerFamily } from '../../src/container/server-family';
import { isBelow, minimumOf } from '../../src/server/argument-minimum';

const { SGLANG, TGI, VLLM } = ServerFamily;

// https://github.com/vllm-project/vllm/tree/v0.29.0/vllm/config, https://github.com/sgl-project/sglang/blob/v0.5.12/python/sglang/srt/server_args.py
test.each([
  [VLLM, 'max-model-len', -1, '0.13.0', '0.12.0'],
  [VLLM, 'max-num-seqs', 1, '0.11.2', '0.11.1'],
  [VLLM, 'max-num-batched-tokens', 1, '0.11.2', '0.11.1'],
  [VLLM, 'max-loras', 1, '0.10.2', '0.10.1'],
  [VLLM, 'cpu-offload-gb', 0, '0.10.2', '0.10.1'],
  [VLLM, 'swap-space', 0, '0.11.2', '0.11.1'],
  [VLLM, 'stream-interval', 1, '0.11.2', '0.11.1'],
  [VLLM, 'block-size', 1, '0.29.0', '0.28.0'],
  [VLLM, 'tensor-parallel-size', 1, '0.29.0', '0.28.0'],
  [VLLM, 'pipeline-parallel-size', 1, '0.29.0', '0.28.0'],
  [VLLM, 'data-parallel-size', 1, '0.29.0', '0.28.0'],
  [VLLM, 'decode-context-parallel-size', 1, '0.29.0', '0.28.0'],
  [SGLANG, 'max-loras-per-batch', 1, '0.5.8', '0.5.7'],
  [SGLANG, 'schedule-conservativeness', 0, '0.5.8', '0.5.7'],
])('the minimum of %s for %s is %p from %s on, and not known of %s', (family, name, minimum, since, before) => {
  expect(minimumOf(family, since, name)).toBe(minimum);
  expect(minimumOf(family, before, name)).toBeUndefined();
});

test('no minimum is known of other arguments and servers', () => {
  expect(minimumOf(VLLM, '0.29.0', 'seed')).toBeUndefined();
  expect(minimumOf(VLLM, '0.29.0', 'constructor')).toBeUndefined();
  expect(minimumOf(TGI, '3.3.6', 'max-num-seqs')).toBeUndefined();
});

test.each([
  [1, '0', true], [1, '1', false], [1, '2', false], [0, '-0.1', true], [-1, '-1', false], [0, '-1_0', true], [0, '-8k', false], [0, 'auto', false],
])('with the minimum %p, %p is too small: %p', (minimum, text, expected) => {
  expect(isBelow(minimum, text)).toBe(expected);
});
