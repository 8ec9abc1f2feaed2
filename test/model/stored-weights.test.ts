import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ModelProfile } from '../../src';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'weights-')); });
afterEach(() => rmSync(folder, { recursive: true }));

/** Llama 3.1 8B, with a data type and a quantization that a test adds. */
const LLAMA = {
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  vocab_size: 128256,
  hidden_size: 4096,
  intermediate_size: 14336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  tie_word_embeddings: false,
};

function profileOf(config: object | string, files: Record<string, unknown> = {}): ModelProfile {
  const path = join(folder, 'config.json');
  writeFileSync(path, typeof config === 'string' ? config : JSON.stringify(config));
  Object.entries(files).forEach(([name, content]) => writeFileSync(join(folder, name), JSON.stringify(content)));
  return ModelProfile.fromConfigJson(path);
}

test.each<[object, number, number | undefined]>([
  [{ torch_dtype: 'bfloat16' }, 16.06, 16],
  [{ dtype: 'bfloat16' }, 16.06, 16],
  [{ dtype: 'float16' }, 16.06, 16],
  [{ torch_dtype: 'torch.bfloat16' }, 16.06, 16],
  [{ torch_dtype: 'torch.float32' }, 32.12, 32],
  [{ torch_dtype: 'float32' }, 32.12, 32],
  [{ torch_dtype: null }, 16.06, undefined],
  [{ torch_dtype: 'auto' }, 16.06, undefined],
  [{ text_config: { torch_dtype: 'float32' } }, 32.12, 32],
])('the data type of %j decides the size', (fields, gigabytes, bits) => {
  const { weights } = profileOf({ ...LLAMA, ...fields })._structure;
  expect(weights!.bytes / 1e9).toBeCloseTo(gigabytes, 2);
  expect(weights).toMatchObject({ exact: false, quantized: false });
  expect(weights!.dataTypeBits).toBe(bits);
});

/** The matrices of linear layers have the bits of the method and its scales; embeddings and the head have 16. */
const METHODS: Array<[string, object, number]> = [
  ['bitsandbytes NF4', { quant_method: 'bitsandbytes', load_in_4bit: true, load_in_8bit: false }, 5.70],
  ['bitsandbytes with 8 bits', { quant_method: 'bitsandbytes', load_in_4bit: false, load_in_8bit: true }, 9.08],
  ['GPTQ with 4 bits', { quant_method: 'gptq', bits: 4, group_size: 128 }, 5.73],
  ['GPTQ with 8 bits', { quant_method: 'gptq', bits: 8, group_size: 128 }, 9.22],
  ['GPTQ with 3 bits', { quant_method: 'gptq', bits: 3, group_size: 128 }, 4.85],
  ['AWQ', { quant_method: 'awq', bits: 4, group_size: 128, zero_point: true, version: 'gemm' }, 5.73],
  ['AutoRound', { quant_method: 'auto-round', bits: 4, group_size: 128 }, 5.73],
  ['FP8 with blocks', { quant_method: 'fp8', activation_scheme: 'dynamic', weight_block_size: [128, 128] }, 9.08],
  ['FBGEMM', { quant_method: 'fbgemm_fp8' }, 9.08],
  ['EETQ', { quant_method: 'eetq', weights: 'int8' }, 9.08],
  ['compressed-tensors W4A16', { quant_method: 'compressed-tensors', config_groups: { group_0: { weights: { num_bits: 4, type: 'int', group_size: 128 } } } }, 5.73],
  ['compressed-tensors W8A8', { quant_method: 'compressed-tensors', config_groups: { group_0: { weights: { num_bits: 8, type: 'int' } } } }, 9.08],
  ['compressed-tensors FP8', { quant_method: 'compressed-tensors', config_groups: { group_0: { weights: { num_bits: 8, type: 'float' } } }, ignore: ['lm_head'] }, 9.08],
  ['compressed-tensors NVFP4', { quant_method: 'compressed-tensors', format: 'nvfp4-pack-quantized', config_groups: { group_0: { weights: { num_bits: 4, type: 'float', group_size: 16 } } } }, 6.03],
  ['compressed-tensors with two groups', { quant_method: 'compressed-tensors', config_groups: { a: { weights: { num_bits: 4 } }, b: { weights: { num_bits: 8 } } } }, 9.08],
  ['ModelOpt FP8', { quant_method: 'modelopt', quant_algo: 'FP8' }, 9.08],
  ['ModelOpt NVFP4', { quant_method: 'modelopt', quant_algo: 'NVFP4' }, 6.03],
  ['ModelOpt FP4', { quant_method: 'modelopt_fp4' }, 6.03],
  ['ModelOpt AWQ', { quant_method: 'modelopt', quant_algo: 'W4A16_AWQ' }, 5.73],
  ['MXFP4', { quant_method: 'mxfp4' }, 5.81],
  ['HQQ', { quant_method: 'hqq', quant_config: { weight_quant_params: { nbits: 4, group_size: 64 } } }, 5.81],
  ['Quanto', { quant_method: 'quanto', weights: 'int8' }, 9.08],
  ['torchao', { quant_method: 'torchao', quant_type: { default: { _type: 'Int4WeightOnlyConfig', _data: { group_size: 128 } } } }, 5.73],
  ['AQLM', { quant_method: 'aqlm', num_codebooks: 1, nbits_per_codebook: 16, in_group_size: 8, out_group_size: 1 }, 3.93],
  ['Quark', { quant_method: 'quark', global_quant_config: { weight: { dtype: 'fp8_e4m3' } } }, 9.08],
  ['EXL3', { quant_method: 'exl3', bits: 4 }, 5.59],
];

test.each(METHODS)('%s leaves embeddings and the head at 16 bits', (_name, quantization_config, gigabytes) => {
  const { weights } = profileOf({ ...LLAMA, torch_dtype: 'bfloat16', quantization_config })._structure;
  expect(weights!.bytes / 1e9).toBeCloseTo(gigabytes, 1);
  expect(Math.abs(weights!.bytes / 1e9 / gigabytes - 1)).toBeLessThan(0.003);
  expect(weights).toMatchObject({ quantized: true, exact: false });
});

test('sparse weights that are not quantized have 16 bits', () => {
  const quantization_config = { quant_method: 'compressed-tensors', config_groups: {}, sparsity_config: { sparsity_structure: '2:4' } };
  const { weights } = profileOf({ ...LLAMA, quantization_config })._structure;
  expect(weights).toMatchObject({ quantized: false });
  expect(weights!.bytes / 1e9).toBeCloseTo(16.06, 2);
});

test.each([
  ['compression_config of older versions of llm-compressor', { compression_config: { quant_method: 'compressed-tensors', config_groups: { a: { weights: { num_bits: 8 } } } } }, {}],
  ['hf_quant_config.json of ModelOpt', {}, { 'hf_quant_config.json': { producer: { name: 'modelopt' }, quantization: { quant_algo: 'FP8', kv_cache_quant_algo: 'FP8' } } }],
  ['the configuration of the language model', { text_config: { quantization_config: { quant_method: 'fp8' } } }, {}],
])('the quantization may be in %s', (_where, fields, files) => {
  expect(profileOf({ ...LLAMA, ...fields }, files).weightsBytes! / 1e9).toBeCloseTo(9.08, 2);
});

test('a hf_quant_config.json without an algorithm changes nothing', () => {
  expect(profileOf(LLAMA, { 'hf_quant_config.json': { quantization: { quant_algo: null } } }).weightsBytes! / 1e9).toBeCloseTo(16.06, 2);
});

test.each([{ quant_method: 'modelopt', quant_algo: 'MIXED_PRECISION' }, { quant_method: 'of-tomorrow', bits: 4 }, { quant_method: 'quark' }, { quant_method: 'bitsandbytes' }])(
  'the size is unknown with %j', quantization_config => {
    expect(profileOf({ ...LLAMA, quantization_config }).weightsBytes).toBeUndefined();
    expect(profileOf({ ...LLAMA, quantization_config }, { 'model.safetensors.index.json': { metadata: { total_size: 5e9 } } })._structure.weights).toEqual({
      bytes: 5e9, exact: true, quantized: true, method: Object.values(quantization_config).filter(value => typeof value === 'string').join(' ').toLowerCase(),
    });
  });

test.each<[string, Record<string, unknown>, number | undefined]>([
  ['model.safetensors.index.json', { 'model.safetensors.index.json': { metadata: { total_size: 16060522496 } } }, 16060522496],
  ['a size as a string', { 'model.safetensors.index.json': { metadata: { total_size: '16060522496' } } }, 16060522496],
  ['pytorch_model.bin.index.json', { 'pytorch_model.bin.index.json': { metadata: { total_size: 16060522496 } } }, 16060522496],
  ['both, of which servers load the first', { 'model.safetensors.index.json': { metadata: { total_size: 5 } }, 'pytorch_model.bin.index.json': { metadata: { total_size: 6 } } }, 5],
  ['an index without a size', { 'model.safetensors.index.json': { weight_map: {} } }, undefined],
  ['a size that is not a number', { 'model.safetensors.index.json': { metadata: { total_size: 'large' } } }, undefined],
])('the size is exact with %s', (_what, files, bytes) => {
  const { weights } = profileOf(LLAMA, files)._structure;
  expect(weights!.exact).toBe(bytes !== undefined);
  expect(weights!.bytes).toBe(bytes ?? profileOf(LLAMA).parameterCount! * 2);
});

test('an exact size is independent of what is known of the architecture', () => {
  const index = { 'model.safetensors.index.json': { metadata: { total_size: 43650800000 } } };
  expect(profileOf({ model_type: 'of-tomorrow', torch_dtype: 'bfloat16' }, index)._structure.weights).toEqual({ bytes: 43650800000, exact: true, dataTypeBits: 16, quantized: false });
});

test('numbers that JSON does not have are read as Python writes them', () => {
  const text = JSON.stringify({ ...LLAMA, note: 'NaN and Infinity in a "string"' }).replace(/}$/, ', "a": NaN, "b": Infinity, "c": [-Infinity, 1.5], "time_step_limit": [0.0, Infinity]}');
  expect(profileOf(text).parameterCount! / 8.03e9).toBeCloseTo(1, 3);
  expect(() => profileOf('{"a": NaNs}')).toThrow('must be a JSON file');
});
