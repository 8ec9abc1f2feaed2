import { certainlyPassesWordsOn, isFlagOn, passesWordsOn, renderArgument, renderFlag } from '../../src/server/flag';
import { SGLANG } from '../../src/server/sglang';
import { TGI } from '../../src/server/tgi';
import { VLLM } from '../../src/server/vllm';

// https://github.com/aws/deep-learning-containers/commit/1c1aacc0ac
test.each([
  [VLLM, '0.17.9', true, '', undefined],
  [VLLM, '0.18.0', false, 'true', undefined],
  [VLLM, undefined, false, 'true', undefined],
  [SGLANG, '0.5.9', true, '', undefined],
  [SGLANG, '0.5.10', false, 'true', undefined],
  [TGI, '0.1.0', false, 'true', 'false'],
  [TGI, undefined, false, 'true', 'false'],
])('%#: a start script forwards words, or only flags that are on', (server, version, forwards, on, off) => {
  expect(passesWordsOn(server, version)).toBe(forwards);
  expect(renderFlag(server, version, true)).toBe(on);
  expect(renderFlag(server, version, false)).toBe(off);
});

test.each([
  ['true', ''], ['TRUE', ''], ['false', undefined], ['False', undefined], ['x', 'x'], ['', ''], ['untrue', 'untrue'], ['falsehood', 'falsehood'], ['1', '1'],
])('an old start script gets the argument %p as %p, a new one as it is', (text, expected) => {
  expect(renderArgument(VLLM, '0.17.0', text)).toBe(expected);
  expect(renderArgument(VLLM, '0.18.0', text)).toBe(text);
});

test.each([
  [VLLM, '0.18.0', undefined, false],
  [VLLM, '0.17.0', undefined, false],
  [VLLM, '0.18.0', 'TRUE', true],
  [VLLM, '0.18.0', '1', true],
  [VLLM, '0.18.0', 'yes', true],
  [VLLM, '0.18.0', '', true],
  [VLLM, '0.18.0', 'false', false],
  [VLLM, '0.18.0', '11', false],
  [VLLM, '0.18.0', 'untrue', false],
  [VLLM, '0.18.0', 'yes!', false],
  [VLLM, '0.17.0', 'false', true], // with either word
  [TGI, '3.3.6', '', false],
  [TGI, '3.3.6', 'true', true],
])('%#: a flag is on', (server, version, text, expected) => {
  expect(isFlagOn(server, version, text)).toBe(expected);
});

test.each([
  [SGLANG, '0.5.8', true], [SGLANG, '0.5.9', false], [SGLANG, '0.5.10', false], [SGLANG, undefined, false],
  [VLLM, '0.17.0', true], [VLLM, '0.18.0', false], [TGI, '0.1.0', false],
])('%#: it is certain that a start script forwards words', (server, version, expected) => {
  expect(certainlyPassesWordsOn(server, version)).toBe(expected);
});
