import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ModelProfile } from '../../src';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'model-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function configJson(config: object, index?: object): string {
  const directory = fs.mkdtempSync(path.join(folder, 'config-'));
  const file = path.join(directory, 'config.json');
  fs.writeFileSync(file, JSON.stringify(config));
  if (index) {
    fs.writeFileSync(path.join(directory, 'model.safetensors.index.json'), JSON.stringify(index));
  }
  return file;
}

const LLAMA = {
  model_type: 'llama',
  vocab_size: 128256,
  hidden_size: 4096,
  intermediate_size: 14336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  max_position_embeddings: 131072,
  tie_word_embeddings: false,
  torch_dtype: 'bfloat16',
};

/** Configurations of the Hub, with the number of parameters and the bytes of cache for a token that are published or follow. */
test.each<[string, object, number, number | undefined]>([
  ['Llama 3.1 8B', LLAMA, 8.03e9, 131072],
  ['Mistral 7B', {
    model_type: 'mistral',
    vocab_size: 32000,
    hidden_size: 4096,
    intermediate_size: 14336,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    max_position_embeddings: 32768,
    tie_word_embeddings: false,
    torch_dtype: 'bfloat16',
  }, 7.24e9, 131072],
  ['Qwen 2.5 7B', {
    model_type: 'qwen2',
    vocab_size: 152064,
    hidden_size: 3584,
    intermediate_size: 18944,
    num_hidden_layers: 28,
    num_attention_heads: 28,
    num_key_value_heads: 4,
    max_position_embeddings: 32768,
    tie_word_embeddings: false,
    torch_dtype: 'bfloat16',
  }, 7.62e9, 57344],
  ['Mixtral 8x7B', {
    model_type: 'mixtral',
    vocab_size: 32000,
    hidden_size: 4096,
    intermediate_size: 14336,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    num_local_experts: 8,
    max_position_embeddings: 32768,
    tie_word_embeddings: false,
    torch_dtype: 'bfloat16',
  }, 46.7e9, 131072],
  ['Qwen 3 30B A3B', {
    model_type: 'qwen3_moe',
    vocab_size: 151936,
    hidden_size: 2048,
    intermediate_size: 6144,
    moe_intermediate_size: 768,
    num_hidden_layers: 48,
    num_attention_heads: 32,
    num_key_value_heads: 4,
    head_dim: 128,
    num_experts: 128,
    max_position_embeddings: 40960,
    tie_word_embeddings: false,
    torch_dtype: 'bfloat16',
  }, 30.5e9, 98304],
  ['Gemma 2 9B', {
    model_type: 'gemma2',
    vocab_size: 256000,
    hidden_size: 3584,
    intermediate_size: 14336,
    num_hidden_layers: 42,
    num_attention_heads: 16,
    num_key_value_heads: 8,
    head_dim: 256,
    max_position_embeddings: 8192,
    torch_dtype: 'bfloat16',
  }, 9.24e9, 344064],
  ['Gemma 3 4B, whose text is described within', {
    model_type: 'gemma3',
    torch_dtype: 'bfloat16',
    text_config: {
      model_type: 'gemma3_text',
      vocab_size: 262208,
      hidden_size: 2560,
      intermediate_size: 10240,
      num_hidden_layers: 34,
      num_attention_heads: 8,
      num_key_value_heads: 4,
      head_dim: 256,
      max_position_embeddings: 131072,
    },
  }, 3.88e9, 139264],
  ['Falcon 7B', {
    model_type: 'falcon',
    vocab_size: 65024,
    hidden_size: 4544,
    num_hidden_layers: 32,
    num_attention_heads: 71,
    multi_query: true,
    new_decoder_architecture: false,
    torch_dtype: 'bfloat16',
  }, 6.92e9, 8192],
  ['BERT base', {
    model_type: 'bert',
    vocab_size: 30522,
    hidden_size: 768,
    intermediate_size: 3072,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    max_position_embeddings: 512,
    torch_dtype: 'float32',
  }, 110e6, undefined],
  ['BGE M3', {
    model_type: 'xlm-roberta',
    vocab_size: 250002,
    hidden_size: 1024,
    intermediate_size: 4096,
    num_hidden_layers: 24,
    num_attention_heads: 16,
    max_position_embeddings: 8194,
    torch_dtype: 'float32',
  }, 568e6, undefined],
  ['Whisper large v3', {
    model_type: 'whisper',
    vocab_size: 51866,
    d_model: 1280,
    num_mel_bins: 128,
    encoder_layers: 32,
    encoder_ffn_dim: 5120,
    decoder_layers: 32,
    decoder_attention_heads: 20,
    decoder_ffn_dim: 5120,
    max_target_positions: 448,
    torch_dtype: 'float16',
  }, 1.55e9, undefined],
])('the configuration of %s contains its size', (_name, config, parameters, cache) => {
  const profile = ModelProfile.fromConfigJson(configJson(config));
  expect(profile.parameterCount! / parameters).toBeGreaterThan(0.97);
  expect(profile.parameterCount! / parameters).toBeLessThan(1.03);
  const bytes = (config as any).torch_dtype === 'float32' ? 4 : 2;
  expect(profile.weightsBytes).toBe(profile.parameterCount! * bytes);
  if (cache !== undefined) {
    expect(profile.keyValueCacheBytesPerToken).toBe(cache);
  }
});

test('the index of the weights next to the configuration is exact', () => {
  const profile = ModelProfile.fromConfigJson(configJson(LLAMA, { metadata: { total_size: 16060522496 }, weight_map: {} }));
  expect(profile.weightsBytes).toBe(16060522496);
});

test.each([
  { quant_method: 'of-tomorrow' },
  { quant_method: 'compressed-tensors', config_groups: { group_0: { weights: null } } },
  { quant_method: 'bitsandbytes', load_in_4bit: false, load_in_8bit: false },
])('how large weights are is not known of the quantization %j, but by the index', quantization_config => {
  expect(ModelProfile.fromConfigJson(configJson({ ...LLAMA, quantization_config })).weightsBytes).toBeUndefined();
  expect(ModelProfile.fromConfigJson(configJson({ ...LLAMA, quantization_config }, { metadata: { total_size: 5e9 } })).weightsBytes).toBe(5e9);
});

test('only the experts of gpt-oss 120B have 4 bits, which matches its 60.8 GiB', () => {
  const profile = ModelProfile.fromConfigJson(configJson({
    model_type: 'gpt_oss',
    vocab_size: 201088,
    hidden_size: 2880,
    intermediate_size: 2880,
    num_hidden_layers: 36,
    num_attention_heads: 64,
    num_key_value_heads: 8,
    head_dim: 64,
    num_local_experts: 128,
    tie_word_embeddings: false,
    quantization_config: { quant_method: 'mxfp4' },
  }));
  expect(Math.abs(profile.weightsBytes! / 2 ** 30 - 60.8)).toBeLessThan(0.1);
});

test('latent attention keeps one vector for all heads', () => {
  const profile = ModelProfile.fromConfigJson(configJson({
    model_type: 'deepseek_v3',
    num_hidden_layers: 61,
    num_attention_heads: 128,
    num_key_value_heads: 128,
    hidden_size: 7168,
    kv_lora_rank: 512,
    qk_rope_head_dim: 64,
  }));
  expect(profile.keyValueCacheBytesPerToken).toBe((512 + 64) * 61 * 2);
  const stated = new ModelProfile({ layers: 61, attentionHeads: 128, headDimension: 56, keyValueCacheBytesPerToken: 70272 });
  expect(stated.keyValueCacheBytesPerToken).toBe(70272);
});

test('a configuration without a size is not an error', () => {
  const profile = ModelProfile.fromConfigJson(configJson({ model_type: 'something' }));
  expect(profile).toEqual(new ModelProfile({}));
  expect(profile.concurrentSequences(1e12, 100)).toBeUndefined();
});

test.each([
  ['no file', path.join(folder, 'missing.json'), /missing\.json: must be a JSON file, got: /],
  ['no JSON', (() => { const file = path.join(folder, 'broken.json'); fs.writeFileSync(file, '{'); return file; })(), /broken\.json: must be a JSON file/],
  ['no object', (() => { const file = path.join(folder, 'list.json'); fs.writeFileSync(file, '[]'); return file; })(), /list\.json: must contain a JSON object, got \[\]/],
])('fails with %s', (_what, file, message) => {
  expect(() => ModelProfile.fromConfigJson(file)).toThrow(message);
});

test.each([0, -1, NaN, Infinity])('fails with a number of layers of %d', layers => {
  expect(() => new ModelProfile({ layers })).toThrow(`'layers' must be a number greater than 0, got ${layers}`);
});

test.each(['layers', 'attentionHeads', 'keyValueHeads', 'contextLength'])('fails with a fraction as %s', name => {
  expect(() => new ModelProfile({ [name]: 32.5 })).toThrow(`'${name}' must be an integer of at least 1, got 32.5`);
  expect(() => new ModelProfile({ [name]: 32 })).not.toThrow();
});

test('the size of a head, of a parameter and of all of them may have a fraction', () => {
  expect(() => new ModelProfile({ parameterCount: 1.5, bitsPerParameter: 4.5, weightsBytes: 0.5, headDimension: 64.5 })).not.toThrow();
});

test('the memory that the weights leave holds that many sequences', () => {
  const profile = new ModelProfile({ parameterCount: 8e9, layers: 32, attentionHeads: 32, keyValueHeads: 8, headDimension: 128 });
  expect(profile.weightsBytes).toBe(16e9);
  expect(profile.keyValueCacheBytesPerToken).toBe(131072);
  expect(profile.concurrentSequences(16e9 + 131072 * 4096 * 3.9, 4096)).toBe(3);
  expect(profile.concurrentSequences(1e9, 4096)).toBe(0);
});

test('there are as many key-value heads as attention heads, unless they are set', () => {
  expect(new ModelProfile({ layers: 2, attentionHeads: 4, headDimension: 8 }).keyValueCacheBytesPerToken).toBe(2 * 2 * 4 * 8 * 2);
});

test.each([
  [{ architectures: ['LlamaForCausalLM'] }, 'LlamaForCausalLM'],
  [{ architectures: [] }, undefined],
  [{ architectures: 'LlamaForCausalLM' }, undefined],
  [{}, undefined],
])('the architecture of %j is %s', (fields, architecture) => {
  expect(ModelProfile.fromConfigJson(configJson({ ...LLAMA, ...fields })).architecture).toBe(architecture);
});

test('an architecture is a string', () => {
  expect(new ModelProfile({ architecture: 'Qwen3ForCausalLM' }).architecture).toBe('Qwen3ForCausalLM');
  expect(new ModelProfile({ architecture: null as any }).architecture).toBeUndefined();
  expect(() => new ModelProfile({ architecture: 3 as any })).toThrow("'architecture' must be a string of at least 1 character, got 3");
  expect(() => new ModelProfile({ architecture: '' })).toThrow("'architecture' must be a string of at least 1 character, got \"\"");
});

// https://github.com/vllm-project/vllm/blob/v0.27.0/vllm/config/model.py
test.each<[string, object, number]>([
  ['yarn', { rope_scaling: { rope_type: 'yarn', factor: 4, original_max_position_embeddings: 32768 }, max_position_embeddings: 32768 }, 131072],
  ['yarn that is in the positions', { rope_scaling: { type: 'yarn', factor: 40, original_max_position_embeddings: 4096 }, max_position_embeddings: 163840 }, 163840],
  ['a factor', { rope_parameters: { rope_type: 'linear', factor: 2 }, max_position_embeddings: 4096 }, 8192],
  ['llama3', { rope_scaling: { rope_type: 'llama3', factor: 8, original_max_position_embeddings: 8192 }, max_position_embeddings: 131072 }, 131072],
  ['no scaling', { rope_scaling: null, max_position_embeddings: 4096 }, 4096],
  ['the positions of the class', { rope_scaling: { type: 'linear', factor: 2 }, max_position_embeddings: undefined }, 4096], // twice the 2048 of the class
])('the context length with %s', (_what, config, expected) => {
  expect(ModelProfile.fromConfigJson(configJson({ ...LLAMA, ...config })).contextLength).toBe(expected);
});

test('what is not set is not known', () => {
  expect(new ModelProfile(undefined as any)).toEqual(new ModelProfile({}));
  expect(new ModelProfile({ layers: null as any, parameterCount: null as any })).toEqual(new ModelProfile({}));
});

const CACHED = { layers: 2, attentionHeads: 4, headDimension: 8 };

test.each(['layers', 'attentionHeads', 'headDimension'])('the cache of a token is not known without %s', name => {
  expect(new ModelProfile({ ...CACHED, [name]: undefined }).keyValueCacheBytesPerToken).toBeUndefined();
});

test.each<[object, object | undefined]>([
  [{ attentionHeads: 32, keyValueHeads: 8 }, { attention: 32, keyValue: 8 }],
  [{ attentionHeads: 32 }, { attention: 32, keyValue: 32 }],
  [{ keyValueHeads: 8 }, undefined],
])('the heads of %j are %j', (props, heads) => {
  expect(new ModelProfile(props)._heads).toEqual(heads);
});

test.each<[object, object | undefined, boolean]>([
  [{}, undefined, true],
  [{}, { metadata: { total_size: 5 } }, false],
  [{ quantization_config: { quant_method: 'of-tomorrow' } }, undefined, false],
])('the size of the weights of a configuration with %j and the index %j is an estimate: %p', (fields, index, expected) => {
  expect(ModelProfile.fromConfigJson(configJson({ ...LLAMA, ...fields }, index))._isEstimate).toBe(expected);
});

test('the number of parameters is not known without the size of the weights', () => {
  expect(ModelProfile.fromConfigJson(configJson({ ...LLAMA, quantization_config: { quant_method: 'of-tomorrow' } })).parameterCount).toBeUndefined();
});

test('only the caches that grow are in the cache of a token', () => {
  const profile = ModelProfile.fromConfigJson(configJson({
    ...LLAMA, layer_types: ['full_attention', 'sliding_attention'], num_hidden_layers: 2, sliding_window: 16,
  }));
  expect(profile.keyValueCacheBytesPerToken).toBe(2 * 8 * 256 * 2);
  const whisper = { model_type: 'whisper', d_model: 64, decoder_layers: 2, decoder_attention_heads: 4, max_source_positions: 1500 };
  expect(ModelProfile.fromConfigJson(configJson(whisper)).keyValueCacheBytesPerToken).toBe(2 * 4 * 32 * 2);
  expect(ModelProfile.fromConfigJson(configJson({ ...whisper, model_type: 'bert' })).keyValueCacheBytesPerToken).toBeUndefined();
});

test('the number of concurrent sequences is not known without weights, and without a cache', () => {
  expect(new ModelProfile({ ...CACHED }).concurrentSequences(1e9, 16)).toBeUndefined();
  expect(new ModelProfile({ weightsBytes: 5 }).concurrentSequences(1e9, 16)).toBeUndefined();
  expect(ModelProfile.fromConfigJson(configJson({ model_type: 'bert', architectures: ['BertModel'] })).concurrentSequences(1e12, 16)).toBeUndefined();
});

test('arguments of another type are rejected', () => {
  expect(() => ModelProfile.fromConfigJson(7 as any)).toThrow("'path' must be");
  expect(() => new ModelProfile({}).memoryOn('ml.g5.xlarge' as any)).toThrow("'instanceType' must be");
});
