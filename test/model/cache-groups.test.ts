import { attentionHeads, cacheGroups, keyValueHeads, known, textPart } from '../../src/model/cache-groups';
import { MOST_LAYERS, UnknownValue } from '../../src/model/config-expression';
import { ConfigFields, ModelType } from '../../src/model/config-fields';
import { CacheGroup } from '../../src/model/model-structure';

const CAUSAL: ModelType = { uses: { CausalLM: 'OneForCausalLM' } };

function fieldsOf(config: object, typeName = 'one', type: ModelType = CAUSAL): ConfigFields {
  return new ConfigFields(config as Record<string, unknown>, { [typeName]: type }, typeName);
}

const groupsOf = (config: object, typeName?: string, type?: ModelType) => cacheGroups(fieldsOf(config, typeName, type), undefined);

const LAYERS = { num_hidden_layers: 4 };
const HEADS = { num_attention_heads: 8, hidden_size: 64 };
/** Gated DeltaNet with 1 head of 2 by 2 values, and without a convolution. */
const DELTA = { linear_num_key_heads: 1, linear_key_head_dim: 2, linear_num_value_heads: 1, linear_value_head_dim: 2, linear_conv_kernel_dim: 1 };

const full = (layers: number): CacheGroup => ({ kind: 'full', layers, keyValueHeads: 8, values: 16 });
const sliding = (layers: number, window: number): CacheGroup => ({ ...full(layers), kind: 'sliding', window });
const state = (layers: number, stateBytes: number): CacheGroup => ({ kind: 'state', layers, stateBytes });

const DELTAS = state(2, 2 * 2 * 4);
const BOTH = [full(2), DELTAS];

test.each<[string, CacheGroup[] | undefined]>([
  ...['full_attention', 'attention', 'chunked_attention', 'indexed_attention', 'deepseek_sparse_attention']
    .map((name): [string, CacheGroup[]] => [name, [full(2)]]),
  ['sliding_attention', [sliding(2, 5)]],
  ...['linear_attention', 'mamba', 'recurrent', 'conv'].map((name): [string, CacheGroup[]] => [name, [DELTAS]]),
  ['hybrid', BOTH],
  ['moe', []],
  ['mlp', []],
  ['of_tomorrow', undefined],
  ['constructor', undefined],
])('what layers of the type %s store', (name, expected) => {
  const type = { ...CAUSAL, defaults: { layer_types: `EACH @i num_hidden_layers '${name}` } };
  expect(groupsOf({ ...HEADS, ...DELTA, num_hidden_layers: 2, sliding_window: 5 }, 'one', type)).toEqual(expected);
});

const MAMBA = { intermediate_size: 3, state_size: 2, conv_kernel: 1 };
const NO_ATTENTION = ['full_attention'];

test.each<[string, object, CacheGroup[]]>([
  ['mamba', MAMBA, [state(4, 3 * 2 * 4)]],
  ['falcon_mamba', MAMBA, [state(4, 3 * 2 * 4)]],
  ['mamba2', { num_heads: 2, head_dim: 3, state_size: 2, n_groups: 1, conv_kernel: 1 }, [state(4, 2 * 3 * 2 * 4)]],
  ['falcon_h1', { ...HEADS, mamba_n_heads: 2, mamba_d_head: 3, mamba_d_state: 2, mamba_n_groups: 1, mamba_d_conv: 1 }, [full(4), state(4, 2 * 3 * 2 * 4)]],
])('all layers of %s have a state', (typeName, config, expected) => {
  expect(groupsOf({ ...LAYERS, ...config, layer_types: NO_ATTENTION }, typeName)).toEqual(expected);
});

test.each(['bailing_hybrid', 'deepseek_v4', 'laguna', 'lfm3', 'mimo_v2_flash', 'minicpm3', 'zaya'])('the cache of %s is unknown', typeName => {
  expect(groupsOf({ ...LAYERS, ...HEADS }, typeName)).toBeUndefined();
});

test.each(['swa_head_dim', 'swa_num_key_value_heads', 'global_head_dim', 'num_global_key_value_heads', 'per_layer_config'])(
  'the cache is unknown if layers differ by %s', name => {
    expect(groupsOf({ ...LAYERS, ...HEADS, [name]: 4 })).toBeUndefined();
  });

test('the cache of an unknown type is unknown', () => {
  expect(cacheGroups(new ConfigFields({ ...LAYERS, ...HEADS }, {}, 'one'), undefined)).toBeUndefined();
});

test.each<[string, object, CacheGroup[] | undefined, string?]>([
  ['num_hidden_layers', LAYERS, [full(4)]],
  ['num_layers', { num_layers: 4 }, [full(4)]],
  ['n_layer', { n_layer: 4 }, [full(4)]],
  ['n_layers', { n_layers: 4 }, [full(4)]],
  ['no layers', {}, undefined],
  ['half a layer', { num_hidden_layers: 2.5 }, undefined],
  ['very many layers', { num_hidden_layers: MOST_LAYERS }, [full(MOST_LAYERS)]],
  ['too many layers', { num_hidden_layers: MOST_LAYERS + 1 }, undefined],
  ['layers that attend to an image', { ...LAYERS, cross_attention_layers: [1, 3] }, [full(2)]],
  ['only layers that attend to an image', { num_hidden_layers: 1, cross_attention_layers: [1, 3] }, []],
  ['no list of layers that attend to an image', { ...LAYERS, cross_attention_layers: 2 }, [full(4)]],
  ['a window', { ...LAYERS, sliding_window: 5 }, [sliding(4, 5)]],
  ['a window that is used', { ...LAYERS, sliding_window: 5, use_sliding_window: true }, [sliding(4, 5)]],
  ['a window that is not used', { ...LAYERS, sliding_window: 5, use_sliding_window: false }, [full(4)]],
  ['a window of 0', { ...LAYERS, sliding_window: 0 }, [full(4)]],
  ['types of layers', { layer_types: ['full_attention', 'sliding_attention', 'full_attention'], sliding_window: 5 }, [full(2), sliding(1, 5)]],
  ['types of blocks of layers', { layers_block_type: ['full_attention'], layer_types: ['mlp'] }, [full(1)]],
  ['a type that is unknown', { layer_types: ['full_attention', 'of_tomorrow'] }, undefined],
  ['layers that share a cache', { layer_types: Array(3).fill('full_attention'), num_kv_shared_layers: 1 }, [full(2)]],
  ['a number of shared layers that is not one', { layer_types: Array(3).fill('full_attention'), num_kv_shared_layers: 'x' }, [full(3)]],
  ['attention with a window in each layer', {
    layer_types: ['recurrent', 'full_attention', 'recurrent'], attention_window_size: 7, sliding_window: 9, lru_width: 6,
  }, [sliding(1, 7), state(2, 24)], 'recurrent_gemma'],
  ['latent attention', { ...LAYERS, kv_lora_rank: 16, qk_rope_head_dim: 4 }, [{ kind: 'latent', layers: 4, values: 20 }]],
  ['latent attention without rotation', { ...LAYERS, kv_lora_rank: 16, qk_rope_head_dim: 0 }, [{ kind: 'latent', layers: 4, values: 16 }]],
  ['no rank', { ...LAYERS, qk_rope_head_dim: 4 }, [full(4)]],
  ['a rank of 0', { ...LAYERS, kv_lora_rank: 0, qk_rope_head_dim: 4 }, [full(4)]],
  ['a rank that is not a number', { ...LAYERS, kv_lora_rank: '16', qk_rope_head_dim: 4 }, [full(4)]],
  ['a rank without a rotation', { ...LAYERS, kv_lora_rank: 16 }, [full(4)]],
  ['the size of a head', { ...LAYERS, head_dim: 3 }, [{ ...full(4), values: 6 }]],
  ['a head of size 0', { ...LAYERS, head_dim: 0 }, [full(4)]],
  ['a size of a head that is not a number', { ...LAYERS, head_dim: '3' }, [full(4)]],
  ['heads that do not divide the size', { ...LAYERS, hidden_size: 65 }, undefined],
  ['the size in d_model', { ...LAYERS, hidden_size: null, d_model: 64 }, [full(4)]],
  ['the size in n_embd', { ...LAYERS, hidden_size: null, n_embd: 64 }, [full(4)]],
  ['no size', { ...LAYERS, hidden_size: null }, undefined],
])('the cache with %s', (_what, config, expected, typeName = 'one') => {
  expect(groupsOf({ ...HEADS, ...config }, typeName)).toEqual(expected);
});

const DECODER = { is_encoder_decoder: true, d_model: 64 };
const decoder = (layers: number): CacheGroup => ({ kind: 'full', layers, keyValueHeads: 4, values: 32 });

test.each<[string, object, CacheGroup[]]>([
  ['its own layers and heads', { decoder_layers: 2, num_hidden_layers: 9, decoder_attention_heads: 4, num_attention_heads: 8 }, [decoder(4)]],
  ['the names of T5', { num_decoder_layers: 2, num_heads: 4 }, [decoder(4)]],
  ['the usual names', { num_hidden_layers: 2, num_attention_heads: 4 }, [decoder(4)]],
  ['a fixed input of the encoder', { num_hidden_layers: 2, num_attention_heads: 4, max_source_positions: 1500 },
    [decoder(2), { ...decoder(2), kind: 'cross', positions: 1500 }]],
])('the cache of a decoder that reads from an encoder, with %s', (_what, config, expected) => {
  expect(groupsOf({ ...DECODER, ...config })).toEqual(expected);
});

test.each<[string | undefined, ModelType['uses'], boolean]>([
  ['OneEncoderModel', { CausalLM: 'One' }, true],
  ['OneEncoderModelOfTomorrow', { CausalLM: 'One' }, false],
  ['OneForCausalLM', { MaskedLM: 'One' }, false],
  ['OneForConditionalGeneration', { MaskedLM: 'One' }, false],
  ['OneLMHeadModel', { MaskedLM: 'One' }, false],
  ['OneMTModel', { MaskedLM: 'One' }, false],
  ['OneForCausalLMOfTomorrow', { MaskedLM: 'One' }, true],
  ['OneLMHeadModelOfTomorrow', { MaskedLM: 'One' }, true],
  ['OneMTModelOfTomorrow', { MaskedLM: 'One' }, true],
  [undefined, { MaskedLM: 'One' }, true],
  [undefined, { MaskedLM: 'One', CausalLM: 'One' }, true],
  [undefined, { MaskedLM: 'One', Seq2Seq: 'One' }, false],
  [undefined, { Seq2Seq: 'One' }, false],
  [undefined, { CausalLM: 'One' }, false],
  [undefined, { ImageText: 'One' }, false],
  [undefined, { Model: 'One' }, true],
  [undefined, undefined, true],
])('the model %s with the uses %j only encodes: %p', (architecture, uses, expected) => {
  expect(cacheGroups(fieldsOf({ ...LAYERS, ...HEADS }, 'one', { uses }), architecture)).toEqual(expected ? [] : [full(4)]);
});

test.each<[object, number]>([
  [{ attn_config: { kv_n_heads: 2 }, num_key_value_heads: 4 }, 2],
  [{ attn_config: { alibi: true }, num_key_value_heads: 4 }, 4],
  [{ attn_config: null, num_key_value_heads: 4 }, 4],
  [{ multi_query: true, num_key_value_heads: 4 }, 1],
  [{ multi_query: true, new_decoder_architecture: false, num_kv_heads: 4 }, 1],
  [{ multi_query: true, new_decoder_architecture: true, num_kv_heads: 4 }, 4],
  [{ multi_query: false, num_kv_heads: 4 }, 4],
  [{ multi_query_group_num: 2 }, 2],
  [{ num_key_value_heads: 0 }, 8],
  [{ num_key_value_heads: '4' }, 8],
  [{}, 8],
])('the key-value heads of %j', (config, expected) => {
  expect(keyValueHeads(fieldsOf({ ...HEADS, ...config }))).toBe(expected);
});

test.each(['num_attention_heads', 'n_head', 'n_heads', 'num_heads', 'decoder_attention_heads'])('the attention heads are in %s', name => {
  expect(attentionHeads(fieldsOf({ [name]: 6 }))).toBe(6);
});

test('a field is known if it is a number greater than 0', () => {
  const fields = fieldsOf({ a: 0, b: '3', c: 1, d: 2 });
  expect(known(fields, 'a', 'b', 'c', 'd')).toBe(1);
  expect(() => known(fields, 'a', 'b', 'e')).toThrow(UnknownValue);
});

test.each([
  [{ thinker_config: { text_config: { a: 1 } }, text_config: { a: 2 } }],
  [{ text_config: { a: 1 }, llm_config: { a: 2 } }],
  [{ llm_config: { a: 1 } }],
  [{ a: 1 }],
])('the language model of %j', config => {
  expect(textPart(fieldsOf(config)).config).toEqual({ a: 1 });
});
