import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { indexedBytes, quantizationOf, readJson } from '../../src/model/config-files';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'files-')); });
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

// https://docs.python.org/3/library/json.html#infinite-and-nan-number-values
test.each<[string, object]>([
  ['{"a": NaN, "b": Infinity, "c": -Infinity}', { a: null, b: null, c: null }],
  ['{"a": "NaN", "Infinity": [-Infinity, "-Infinity"]}', { a: 'NaN', Infinity: [null, '-Infinity'] }],
  ['{"a": "a \\"NaN\\" b", "b": "\\\\", "c": NaN}', { a: 'a "NaN" b', b: '\\', c: null }],
  ['{"a": "", "b": NaN, "c": ""}', { a: '', b: null, c: '' }],
])('%s is read', (text, expected) => {
  expect(readJson(write('a.json', text))).toEqual(expected);
});

test.each([
  ['{', 'a.json: must be a JSON file, got: '],
  ['{"a": NaNs}', 'a.json: must be a JSON file, got: '],
  ['[1]', 'a.json: must contain a JSON object, got [1]'],
  ['null', 'a.json: must contain a JSON object, got null'],
  ['"a"', 'a.json: must contain a JSON object, got "a"'],
])('%s is not a configuration', (text, message) => {
  expect(() => readJson(write('a.json', text))).toThrow(message);
});

test('a file that does not exist is not a configuration', () => {
  expect(() => readJson(join(folder, 'b.json'))).toThrow(/b\.json: must be a JSON file, got: ENOENT/);
});

const [SAFETENSORS, PYTORCH] = ['model.safetensors.index.json', 'pytorch_model.bin.index.json'];
const sized = (total_size: unknown) => ({ metadata: { total_size } });

test.each<[string, Record<string, unknown>, number | undefined]>([
  ['no index', {}, undefined],
  ['an index of safetensors', { [SAFETENSORS]: sized(5) }, 5],
  ['an index of PyTorch', { [PYTORCH]: sized(6) }, 6],
  ['both', { [SAFETENSORS]: sized(5), [PYTORCH]: sized(6) }, 5],
  ['both, of which the first has no size', { [SAFETENSORS]: {}, [PYTORCH]: sized(6) }, 6],
  ['a size as a string', { [SAFETENSORS]: sized('5') }, 5],
  ['a size of 0', { [SAFETENSORS]: sized(0) }, undefined],
  ['a size below 0', { [SAFETENSORS]: sized(-1) }, undefined],
  ['an infinite size', { [SAFETENSORS]: sized('Infinity') }, undefined],
  ['a size that is not a number', { [SAFETENSORS]: sized('large') }, undefined],
  ['a size that is true', { [SAFETENSORS]: sized(true) }, undefined],
  ['a list of sizes', { [SAFETENSORS]: sized([5]) }, undefined],
  ['metadata that are null', { [SAFETENSORS]: { metadata: null } }, undefined],
])('the size of the weights with %s', (_what, files, expected) => {
  Object.entries(files).forEach(([name, content]) => write(name, content));
  expect(indexedBytes(folder)).toBe(expected);
});

const [AWQ, GPTQ] = [{ quant_method: 'awq' }, { quant_method: 'gptq' }];

test.each<[string, object, object | undefined, object | undefined]>([
  ['nowhere', {}, undefined, undefined],
  ['in the configuration', { quantization_config: AWQ, compression_config: GPTQ, text_config: { quantization_config: GPTQ } }, undefined, AWQ],
  ['under an older name', { quantization_config: null, compression_config: AWQ }, undefined, AWQ],
  ['in that of the language model', { text_config: { quantization_config: AWQ } }, undefined, AWQ],
  ['not in a configuration that is not an object', { text_config: 'a', quantization_config: 'awq' }, undefined, undefined],
  ['not in a configuration that is null', { text_config: null }, undefined, undefined],
  ['in the file of ModelOpt', {}, { quantization: { quant_algo: 'FP8' } }, { quant_method: 'modelopt', quant_algo: 'FP8' }],
  ['in the file of ModelOpt, with another method', {}, { quantization: { quant_algo: 'FP8', quant_method: 'a' } }, { quant_method: 'a', quant_algo: 'FP8' }],
  ['not in a file of ModelOpt without an algorithm', {}, { quantization: { quant_algo: null } }, undefined],
  ['not in a file of ModelOpt without an object', {}, { quantization: 'FP8' }, undefined],
  ['not in a file of ModelOpt without a quantization', {}, {}, undefined],
  ['in the configuration rather than in the file of ModelOpt', { quantization_config: AWQ }, { quantization: { quant_algo: 'FP8' } }, AWQ],
])('how the weights are quantized is %s', (_where, config, modelOpt, expected) => {
  if (modelOpt) {
    write('hf_quant_config.json', modelOpt);
  }
  expect(quantizationOf(config as Record<string, unknown>, folder)).toEqual(expected);
});
