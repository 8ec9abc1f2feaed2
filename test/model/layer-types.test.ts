import { MOST_LAYERS } from '../../src/model/config-expression';
import { layerTypes } from '../../src/model/layer-types';

const LINEAR = 'linear_attention';
const FULL = 'full_attention';

test.each<[string, Record<string, unknown>, string[] | undefined]>([
  ['newer names', { layers: [FULL, 'mlp', 7, 'constructor'] }, [FULL, 'mlp', '7', 'constructor']],
  ['older names', { layers: ['mamba', 'attention', 'deepseek_sparse_attention', 'qwen_sparse_attention'] },
    [LINEAR, FULL, 'indexed_attention', 'indexed_attention']],
  ['names rather than letters', { layers: ['mlp'], hybrid_override_pattern: 'M' }, ['mlp']],
  ['no list of names', { layers: 'mlp' }, undefined],
  // https://huggingface.co/nvidia/Nemotron-H-8B-Base-8K/blob/main/config.json
  ['letters', { hybrid_override_pattern: 'M*-E' }, [LINEAR, FULL, 'mlp', 'moe']],
  ['a letter that is unknown', { hybrid_override_pattern: 'MX' }, undefined],
  ['no string of letters', { hybrid_override_pattern: ['M'] }, undefined],
  // https://huggingface.co/moonshotai/Kimi-Linear-48B-A3B-Instruct/blob/main/config.json
  ['numbers of layers', { linear_attn_config: { full_attn_layers: [2, 4] }, num_hidden_layers: 4 }, [LINEAR, FULL, LINEAR, FULL]],
  ['one layer', { linear_attn_config: { full_attn_layers: [] }, num_hidden_layers: 1 }, [LINEAR]],
  ['no list of numbers', { linear_attn_config: { full_attn_layers: 2 }, num_hidden_layers: 4 }, undefined],
  ['no numbers', { num_hidden_layers: 4 }, undefined],
  ['numbers that are null', { linear_attn_config: null, num_hidden_layers: 4 }, undefined],
  ['no layers', { linear_attn_config: { full_attn_layers: [2] }, num_hidden_layers: 0 }, undefined],
  ['a number of layers that is not one', { linear_attn_config: { full_attn_layers: [2] }, num_hidden_layers: '4' }, undefined],
  ['too many layers', { linear_attn_config: { full_attn_layers: [2] }, num_hidden_layers: MOST_LAYERS + 1 }, undefined],
])('the types of layers from %s', (_what, config, expected) => {
  expect(layerTypes(config, 'layers')).toEqual(expected);
});

test('very many layers have types', () => {
  expect(layerTypes({ linear_attn_config: { full_attn_layers: [2] }, num_hidden_layers: MOST_LAYERS }, undefined)).toHaveLength(MOST_LAYERS);
});

test('without the name of a field, none is read', () => {
  expect(layerTypes({ undefined: [FULL] }, undefined)).toBeUndefined();
});
