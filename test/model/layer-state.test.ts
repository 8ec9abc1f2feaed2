import { UnknownValue } from '../../src/model/config-expression';
import { ConfigFields } from '../../src/model/config-fields';
import { stateBytes } from '../../src/model/layer-state';

const bytesOf = (typeName: string | undefined, config: Record<string, unknown>) => stateBytes(new ConfigFields(config, {}, typeName));

const MAMBA = { intermediate_size: 3, state_size: 2, conv_kernel: 4 };
const BAMBA = { mamba_n_heads: 2, mamba_d_head: 3, mamba_d_state: 5, mamba_n_groups: 7, mamba_d_conv: 4 };
const MAMBA2 = { num_heads: 2, head_dim: 3, state_size: 5, n_groups: 7, conv_kernel: 4 };
const DELTA = { linear_num_key_heads: 2, linear_key_head_dim: 3, linear_num_value_heads: 5, linear_value_head_dim: 7, linear_conv_kernel_dim: 4 };

/** 4 bytes for each value of the state, and 2 for each channel of the last 3 inputs. */
const MAMBA2_BYTES = 4 * 2 * 3 * 5 + 2 * 3 * (2 * 3 + 2 * 7 * 5);

test.each<[string, Record<string, unknown>, number]>([
  ['mamba', MAMBA, 4 * 3 * 2 + 2 * 3 * 3],
  ['falcon_mamba', MAMBA, 4 * 3 * 2 + 2 * 3 * 3],
  ['jamba', { hidden_size: 3, mamba_expand: 2, mamba_d_state: 5, mamba_d_conv: 4 }, 4 * 6 * 5 + 2 * 3 * 6],
  ['mamba2', MAMBA2, MAMBA2_BYTES],
  ['bamba', BAMBA, MAMBA2_BYTES],
  ['falcon_h1', BAMBA, MAMBA2_BYTES],
  ['granitemoehybrid', BAMBA, MAMBA2_BYTES],
  ['nemotron_h', { mamba_num_heads: 2, mamba_head_dim: 3, ssm_state_size: 5, n_groups: 7, conv_kernel: 4 }, MAMBA2_BYTES],
  ['minimax', { num_attention_heads: 2, head_dim: 3 }, 4 * 2 * 9],
  ['minimax', { num_attention_heads: 2, hidden_size: 6 }, 4 * 2 * 9],
  ['minimax', { num_attention_heads: 2, hidden_size: 6, head_dim: '5' }, 4 * 2 * 9],
  ['recurrent_gemma', { lru_width: 6 }, 4 * 6],
  ['lfm2', { hidden_size: 6, conv_L_cache: 4 }, 2 * 3 * 6],
  ['lfm2_moe', { hidden_size: 6, conv_L_cache: 4 }, 2 * 3 * 6],
  ['qwen3_next', DELTA, 4 * 35 * 3 + 2 * 3 * (2 * 6 + 35)],
  ['mamba', { ...MAMBA, ...DELTA }, 4 * 35 * 3 + 2 * 3 * (2 * 6 + 35)],
])('the state of %s with %j has %d bytes', (typeName, config, expected) => {
  expect(bytesOf(typeName, config)).toBe(expected);
});

test.each<[string | undefined, Record<string, unknown>]>([
  ['of_tomorrow', MAMBA], ['constructor', MAMBA], [undefined, MAMBA], ['mamba', { ...MAMBA, state_size: null }], ['mamba', { ...MAMBA, state_size: '2' }],
])('the state of %s with %j is unknown', (typeName, config) => {
  expect(() => bytesOf(typeName, config)).toThrow(UnknownValue);
});
