import fc from 'fast-check';
import { LLAMA_CPP } from '../../src/server/llama-cpp';
import { SGLANG } from '../../src/server/sglang';
import { asReceived, forStartScript, hasLonePercent, isSplit, StartScript, startScriptOf } from '../../src/server/start-script';
import { TGI } from '../../src/server/tgi';
import { UNKNOWN_SERVER } from '../../src/server/unknown-server';
import { VLLM, VLLM_OMNI } from '../../src/server/vllm';
import { VLLM_NEURON } from '../../src/server/vllm-neuron';

const LINE = { passesLists: false, readsFirstLine: true };
const BARE = { ...LINE, joinsWords: 'without quotes' };
const QUOTED = { ...LINE, joinsWords: 'with quotes' };
const LISTS = { passesLists: true, readsFirstLine: false, joinsWords: 'with quotes' };

// https://github.com/aws/deep-learning-containers/tree/main/scripts/docker
test.each([
  [VLLM, '0.28.0', 'vllm:a', LISTS],
  [VLLM, '0.27.9', 'vllm:a', QUOTED],
  [VLLM, '0.24.0', 'vllm@sha256:a', QUOTED],
  [VLLM, '0.23.9', 'vllm:a', BARE],
  [VLLM, '0.20.2', 'vllm:a', BARE],
  [VLLM, '0.20.1', 'vllm:a', LINE],
  [VLLM, undefined, 'vllm:a', undefined],
  [VLLM, '0.28.0', 'my-vllm:a', undefined],
  [VLLM, '0.28.0', 'vllm-mine:a', undefined],
  [VLLM, '0.24.0', 'huggingface-vllm:a', QUOTED],
  [VLLM, '0.23.9', 'huggingface-vllm:a', BARE],
  [VLLM, '0.22.1', 'huggingface-vllm:a', BARE],
  [VLLM, '0.22.0', 'huggingface-vllm:a', undefined],
  [VLLM, '0.24.0', 'x-huggingface-vllm:a', undefined],
  [VLLM, '0.24.0', 'huggingface-vllm-x:a', undefined],
  [VLLM_OMNI, '0.26.0', 'vllm:a', LINE],
  [VLLM_OMNI, '0.26.1', 'vllm:a', undefined],
  [SGLANG, undefined, 'sglang:a', LINE],
  [SGLANG, '0.5.8', 'sglang:a', LINE],
  [SGLANG, '0.5.8', 'team/sglang:a', undefined],
  [SGLANG, '0.5.8', 'sglang-x:a', undefined],
  [SGLANG, '0.5.8', undefined, undefined],
  [LLAMA_CPP, undefined, 'llama-cpp:a', LINE],
  [LLAMA_CPP, undefined, 'llama-cpp-arm64:a', LINE],
  [LLAMA_CPP, undefined, 'llama-cpp-x86:a', undefined],
  [LLAMA_CPP, undefined, 'x-llama-cpp:a', undefined],
  [TGI, '3.3.6', 'vllm:a', undefined],
  [VLLM_NEURON, '0.28.0', 'vllm:a', undefined],
  [UNKNOWN_SERVER, '0.28.0', 'vllm:a', undefined],
])('%#: the start script of an image', (server, version, image, expected) => {
  expect(startScriptOf(server, version, image, {})).toEqual(expected && expect.objectContaining(expected));
  expect(startScriptOf(server, version, image, {})?.joinsWords).toBe((expected as StartScript | undefined)?.joinsWords);
});

// https://pypi.org/project/model-hosting-container-standards/
test.each([
  ['false', undefined], ['FALSE', undefined], ['0', undefined], ['true', 'with quotes'], ['10', 'with quotes'], ['', 'with quotes'], ['xfalse', 'with quotes'],
  ['false!', 'with quotes'], ['01', 'with quotes'], [0, 'with quotes'],
])('a supervisor joins the arguments with PROCESS_AUTO_RECOVERY %p: %p', (value, joinsWords) => {
  expect(startScriptOf(VLLM, '0.24.0', 'vllm:a', { PROCESS_AUTO_RECOVERY: value })).toMatchObject({ ...LINE, joinsWords });
});

const bare = BARE as StartScript;
const quoted = QUOTED as StartScript;

test.each<[StartScript | undefined, string, string]>([
  [undefined, '{"a": "50%"}', '{"a": "50%"}'],
  [LINE, '{"a": "50%"}', '{"a": "50%"}'],
  [quoted, '{"a": 1}', '{"a": 1}'],
  [quoted, '50%', '50%%'],
  [quoted, '%(ENV_HOME)s', '%(ENV_HOME)s'],
  [quoted, '50% of %(ENV_HOME)s', '50%% of %%(ENV_HOME)s'],
  [bare, '{"a": 1}', '\'{"a": 1}\''],
  [bare, '{"a":"it\'s"}', '\'{"a":"it\'\\\'\'s"}\''],
  [bare, '[1]', '[1]'],
  [bare, 'a b', 'a b'], // may be two arguments on purpose
])('%#: what to write for a start script', (script, text, expected) => {
  expect(forStartScript(script, text)).toBe(expected);
});

test.each<[StartScript | undefined, string, string]>([
  [undefined, "'a b' %%", "'a b' %%"],
  [LINE, '%%', '%%'],
  [quoted, "'a b'", "'a b'"],
  [quoted, '50%%', '50%'],
  [bare, "'a b'", 'a b'],
  [bare, "'it'\\''s'", "it's"],
  [bare, "'a' 'b'", "'a' 'b'"],
  [bare, "x'a b'", "x'a b'"],
  [bare, "'a b'x", "'a b'x"],
])('%#: what the server gets', (script, text, expected) => {
  expect(asReceived(script, text)).toBe(expected);
});

test('the server gets each value as it was, if it is written for the start script', () => {
  const value = fc.string().filter(text => !/^'|%%|%\(ENV/.test(text));
  fc.assert(fc.property(value, fc.constantFrom(undefined, LINE, quoted, bare), (text, script) =>
    asReceived(script, forStartScript(script, text, true)) === text));
});

test.each([
  ['a', false], ['a b', true], ['a  b', true], [' a', false], ['a ', false], ['a"b', true], ["a'b", true], ['a\\b', true], ["'a b'", false],
])('without quotes, %p is split: %p', (text, expected) => {
  expect(isSplit(bare, text)).toBe(expected);
  expect(isSplit(quoted, text)).toBe(false);
});

test.each([
  ['a', false], ['%', true], ['%%', false], ['%%%', true], ['%%a%', true], ['%a%%', true], ['%(ENV_A)s', false], ['%(ENV_)s', true], ['%(A)s', true],
])('%p has a percent sign that the supervisor rejects: %p', (text, expected) => {
  expect(hasLonePercent(text)).toBe(expected);
});
