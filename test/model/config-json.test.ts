import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { readConfigJson } from '../../src/model/config-json';
import { ModelStructure } from '../../src/model/model-structure';

const folder = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const INDEX = join(folder, 'model.safetensors.index.json');

function read(config: object, bytes?: number) {
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  writeFileSync(INDEX, JSON.stringify(bytes === undefined ? {} : { metadata: { total_size: bytes } }));
  return readConfigJson(join(folder, 'config.json'));
}

/** A type that is unknown: nothing has a default. */
const sizes = (config: object): ModelStructure => read({ model_type: 'of_tomorrow', ...config }).structure;

test.each<[keyof ModelStructure, string[]]>([
  ['hiddenSize', ['hidden_size', 'd_model', 'n_embd']],
  ['intermediateSize', ['intermediate_size', 'ffn_hidden_size', 'd_ff', 'ffn_dim', 'decoder_ffn_dim', 'n_inner']],
  ['vocabularySize', ['vocab_size']],
  ['contextLength', ['max_position_embeddings', 'n_positions', 'max_target_positions', 'max_seq_len', 'max_sequence_length', 'seq_length']],
  ['attentionHeads', ['num_attention_heads', 'n_head', 'n_heads', 'num_heads', 'decoder_attention_heads']],
  ['keyValueHeads', ['num_key_value_heads', 'num_kv_heads', 'multi_query_group_num']],
])('%s is in one of the fields %j', (name, fields) => {
  for (const field of fields) {
    expect({ field, value: sizes({ [field]: 7 })[name] }).toEqual({ field, value: 7 });
    expect(sizes({ ffn_config: { [field]: 7 } })[name]).toBe(/Heads$/.test(name) ? undefined : 7);
  }
  expect(sizes({ [fields[0]]: 0 })[name]).toBeUndefined();
  expect(sizes({ [fields[0]]: '7' })[name]).toBeUndefined();
});

const MIXTURE = { mixtureOfExperts: true };

test.each<[object, Partial<ModelStructure>]>([
  ...['num_local_experts', 'num_experts', 'n_routed_experts', 'moe_num_experts', 'moe_num_primary_experts'].map((name): [object, object] => [
    { [name]: 8 }, MIXTURE,
  ]),
  ...['num_experts_per_tok', 'num_experts_per_token', 'moe_k', 'moe_topk', 'top_k_experts'].map((name): [object, object] => [
    { num_experts: 8, [name]: 2 }, { ...MIXTURE, expertsPerToken: 2 },
  ]),
  ...['moe_intermediate_size', 'expert_ffn_hidden_size'].map((name): [object, object] => [
    { num_experts: 8, [name]: 5, intermediate_size: 9 }, { ...MIXTURE, intermediateSize: 5 },
  ]),
  [{ num_experts: 8, intermediate_size: 9 }, { ...MIXTURE, intermediateSize: 9 }],
  [{ num_experts: 1, moe_intermediate_size: 5, intermediate_size: 9, num_experts_per_tok: 2 },
    { mixtureOfExperts: false, expertsPerToken: 1, intermediateSize: 9 }],
  [{ moe_intermediate_size: 5, intermediate_size: 9, num_experts_per_tok: 2 }, { intermediateSize: 9 }],
  // another type without experts: nemotron_h decides by the layers
  [{ num_experts: 8, layer_types: ['mlp'] }, MIXTURE],
])('the experts of %j', (config, expected) => {
  expect(sizes(config)).toEqual({ multimodal: undefined, ...expected, keyValueHeads: undefined });
  expect(Object.keys(sizes(config)).sort()).toEqual(Object.keys(expected).sort());
});

test('a known type without experts has none', () => {
  expect(read({ model_type: 'llama' }).structure).toMatchObject({ mixtureOfExperts: false, expertsPerToken: 1, multimodal: false });
});

test.each([
  [{ layer_types: ['mlp'] }, false], [{ layer_types: ['mlp', 'moe'] }, true], [{ hybrid_override_pattern: 'ME' }, true],
])('Nemotron-H with %j has experts: %p', (config, expected) => {
  expect(read({ model_type: 'nemotron_h', n_routed_experts: 8, ...config }).structure.mixtureOfExperts).toBe(expected);
});

test.each<[string, number | undefined]>([
  ...['bloom', 'codegen', 'gpt2', 'gpt_bigcode', 'gpt_neo', 'gptj', 'mpt'].map((name): [string, number] => [name, 32]), ['opt_of_tomorrow', undefined],
])('the feed-forward layers of %s', (model_type, expected) => {
  expect(read({ model_type, hidden_size: 8, n_embd: 8, d_model: 8 }).structure.intermediateSize).toBe(expected);
});

test('a hidden size that is unknown gives no feed-forward layers', () => {
  expect(read({ model_type: 'gpt2', n_embd: 'many', hidden_size: 'many' }).structure.intermediateSize).toBeUndefined();
});

test.each<[object, number]>([
  [{ rope_scaling: { type: 'linear', factor: 2 } }, 200],
  [{ rope_parameters: { type: 'linear', factor: 2 } }, 200],
  [{ rope_scaling: 'linear', rope_parameters: { type: 'linear', factor: 3 } }, 300],
  [{ rope_scaling: { type: 'linear', factor: 2 }, rope_parameters: { type: 'linear', factor: 3 } }, 200],
  [{}, 100],
])('the context with %j', (config, expected) => {
  expect(sizes({ max_position_embeddings: 100, ...config }).contextLength).toBe(expected);
});

test.each<[object, boolean | undefined]>([
  ...['vision', 'audio', 'speech', 'visual', 'vit', 'image', 'encoder'].map((name): [object, boolean] => [{ [`${name}_config`]: {} }, true]),
  [{ vision_config: null }, undefined],
  [{ vision_config: 'a' }, undefined],
  [{ my_vision_config: {} }, undefined],
  [{ vision_config_of_tomorrow: {} }, undefined],
  [{ thinker_config: { audio_config: {} } }, true],
  [{ thinker_config: {} }, undefined],
  [{ model_type: 'llama' }, false],
  [{ model_type: 'llama', thinker_config: { model_type: 'llama' } }, false],
  [{ model_type: 'gemma3' }, true], // as the class has it
])('a model with %j sees or hears: %p', (config, expected) => {
  expect(sizes(config).multimodal).toBe(expected);
});

test.each([
  [['LlamaForCausalLM', 'Other'], 'LlamaForCausalLM'], [[''], undefined], [[7], undefined], [[], undefined], ['LlamaForCausalLM', undefined], [undefined, undefined],
])('the first of the architectures %j is %s', (architectures, expected) => {
  expect(read({ architectures }).architecture).toBe(expected);
});

/** Its parameters: 2 * 32 * 8 of the embeddings and the head, and matrices of 4 * 8 * 8 and 3 * 8 * 16. Norms are not counted. */
const LLAMA = {
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  vocab_size: 32,
  hidden_size: 8,
  intermediate_size: 16,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  tie_word_embeddings: false,
};
const [PLAIN, LINEAR] = [2 * 32 * 8, 4 * 8 * 8 + 3 * 8 * 16];

test('the parameters are those of all kinds', () => {
  expect(read(LLAMA).structure).toMatchObject({ parameters: PLAIN + LINEAR, unquantizedParameters: PLAIN });
  expect(sizes({})).toStrictEqual({});
});

const FP8 = { quantization_config: { quant_method: 'fp8' } };

test.each<[string, object, number | undefined, object | undefined]>([
  ['16 bits', {}, undefined, { bytes: 2 * (PLAIN + LINEAR), exact: false, quantized: false }],
  ['32 bits', { dtype: 'float32' }, undefined, { bytes: 4 * (PLAIN + LINEAR), exact: false, dataTypeBits: 32, quantized: false }],
  ['8 bits', FP8, undefined, { bytes: 2 * PLAIN + LINEAR, exact: false, quantized: true, method: 'fp8' }],
  ['a size', {}, 1000, { bytes: 1000, exact: true, quantized: false }],
  ['a size and 8 bits', FP8, 1000, { bytes: 1000, exact: true, quantized: true, method: 'fp8' }],
  ['an unknown quantization', { quantization_config: { quant_method: 'of-tomorrow' } }, undefined, undefined],
  ['an unknown quantization and a size', { quantization_config: { quant_method: 'of-tomorrow' } }, 1000, { bytes: 1000, exact: true, quantized: true, method: 'of-tomorrow' }],
  ['a quantization without a name', { quantization_config: {} }, 1000, { bytes: 1000, exact: true, quantized: true }],
  ['a quantization with 16 bits', { quantization_config: { quant_method: 'compressed-tensors', sparsity_config: {}, format: 'Dense' } }, undefined,
    { bytes: 2 * (PLAIN + LINEAR), exact: false, quantized: false, method: 'compressed-tensors dense' }],
  ['an algorithm', { quantization_config: { quant_method: 'modelopt', quant_algo: 'NVFP4', format: 7 } }, 1000,
    { bytes: 1000, exact: true, quantized: true, method: 'modelopt nvfp4' }],
  ['experts that are quantized, and no experts', { quantization_config: { quant_method: 'mxfp4' } }, undefined,
    { bytes: 2 * PLAIN + LINEAR * 4.25 / 8, exact: false, quantized: true, method: 'mxfp4' }],
])('the weights of a configuration with %s', (_what, config, bytes, expected) => {
  expect(read({ ...LLAMA, ...config }, bytes).structure.weights).toStrictEqual(expected);
});

test('experts are quantized, and the other layers only if the method says so', () => {
  const config = { ...LLAMA, model_type: 'mixtral', architectures: ['MixtralForCausalLM'], num_local_experts: 2 };
  const all = read(config).structure;
  // 2 experts of 3 matrices
  const experts = 2 * 3 * 8 * 16;
  const others = all.parameters! - all.unquantizedParameters! - experts;
  expect(others).toBeGreaterThan(0);
  expect(all.weights!.bytes).toBe(2 * all.parameters!);
  const bytesOf = (quant_method: string) => read({ ...config, quantization_config: { quant_method } }).structure.weights!.bytes;
  expect(bytesOf('mxfp4')).toBe(2 * (all.unquantizedParameters! + others) + experts * 4.25 / 8);
  expect(bytesOf('fp8')).toBe(2 * all.unquantizedParameters! + others + experts);
});

test('what cannot be calculated is left out', () => {
  expect(read({ ...LLAMA, num_attention_heads: null, n_head: 'two' }).structure).not.toHaveProperty('attentionHeads');
});
