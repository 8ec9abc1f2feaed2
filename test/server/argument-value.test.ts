import { Lazy } from 'aws-cdk-lib/core';
import { ServerFamily } from '../../src/container/server-family';
import { argumentOf } from '../../src/server/argument-table';
import { isAllowed } from '../../src/server/argument-value';
import { closest } from '../../src/server/closest';
import { ArgumentForm } from '../../src/server/server-argument';

function allowed(form: ArgumentForm, values: readonly string[] | undefined, text: string, caseless = false): boolean {
  return isAllowed({ name: 'it', form, values, caseless }, text);
}

test.each<[ArgumentForm, readonly string[] | undefined, string[], string[]]>([
  ['flag', undefined, ['true', 'False'], ['1', 'yes', 'untrue', 'trues']],
  ['boolean', undefined, ['true', 'false'], ['on']],
  ['integer', undefined, ['1', '-1', '+2', '12', '1_000', ' 7 '], ['1.0', 'one', '1k', '0x10', '1_', '1__0']],
  ['integer', ['8', '16'], ['8', '016', '1_6'], ['24']],
  ['amount', undefined, ['1', '-12', '1k', '12K', '25.65k', 'auto', 'AUTO'], ['25.6K', '1kb', 'max', 'x1', '1.5']],
  ['number', undefined,
    ['0.9', '.95', '12', '12.55', '1.', '-1', '+1', '1e-3', '1E5', '1e10', 'inf', '-Infinity', 'NaN'], ['90%', 'auto', 'x1', '1x', '1e', '.', 'nano', 'anan']],
  ['json', undefined, ['{"a":1}', '[1]', '3', '\'{"a":1}\'', '{"a":80m}', '{"a":1.55k,"b":12K}', '{"a":NaN}', '[-Infinity]', '"5k"', "'[1,\n2]'"],
    ['{a:1}', '{\'a\':1}', 'auto', '{"a":1kb}', '{"a":x1k}', '{"a":1.k}', '{"a":1.xk}', '{"a":NaNs}', "1'2'", "'1'2"]],
  ['list', undefined, ['a', 'a b', '["a","b"]', '[not JSON]'], []],
  ['list', ['a', 'b'], ['a', 'a b', 'a  b', '["a","b"]'], ['c', 'a c', '["a","c"]', '"a"']],
  ['list', ['1', '2'], ['[1,2]'], ['[1,3]']],
  ['string', undefined, ['anything'], []],
  ['string', ['auto', 'half'], ['auto'], ['Auto', 'fp16']],
  ['optional', undefined, ['true', 'hf_token'], []],
])('%s %j', (form, values, good, bad) => {
  expect(good.filter(text => !allowed(form, values, text))).toEqual([]);
  expect(bad.filter(text => allowed(form, values, text))).toEqual([]);
});

test.each<[string, string, string, string[], string[]]>([
  ['sglang', '0.5.17', 'schedule-conservativeness', ['0', '0.3', '80'], ['-0.1']],
  ['vllm', '0.29.0', 'max-model-len', ['-1', 'auto', '8k', '0.5k', '4096', '1'], ['-2', '-5']],
  ['vllm', '0.29.0', 'tensor-parallel-size', ['1', '8'], ['0', '-1']],
  ['vllm', '0.21.0', 'tensor-parallel-size', ['1', '0'], []], // this version was read, and compares it with nothing
  ['vllm', '0.29.0', 'seed', ['-1', '0'], []],
  ['sglang', '0.5.17', 'max-loras-per-batch', ['1'], ['0']],
])('the minimum of %s %s %s', (family, version, name, good, bad) => {
  const found = argumentOf({ family: family as ServerFamily, neuron: false }, version, name);
  const isGood = (text: string) => found.status === 'known' && isAllowed(found.argument, text);
  expect(good.filter(text => !isGood(text))).toEqual([]);
  expect(bad.filter(isGood)).toEqual([]);
});

test('no value, and one that is not known, are always allowed', () => {
  expect(['', 'None', Lazy.string({ produce: () => 'x' })].filter(text => !allowed('integer', ['1'], text))).toEqual([]);
});

test('capitalization can be without meaning', () => {
  expect(allowed('string', ['awq'], 'AWQ', true)).toBe(true);
  expect(allowed('string', ['awq'], 'AWQ2', true)).toBe(false);
});

test.each([
  ['fp16', ['auto', 'bfloat16', 'float16', 'float32'], 'float16'],
  ['fp8', ['auto', 'fp8_e4m3', 'fp8_e5m2'], 'fp8_e4m3'],
  ['deepseek-r1', ['deepseek_r1', 'deepseek_v3'], 'deepseek_r1'],
  ['Hermes', ['hermes', 'mistral'], 'hermes'],
  ['hermse', ['hermes', 'mistral'], 'hermes'],
  ['qwen', ['hermes', 'mistral'], undefined],
  ['', ['hermes'], undefined],
])('the value closest to %s', (word, candidates, expected) => {
  expect(closest(word, candidates)).toBe(expected);
});
