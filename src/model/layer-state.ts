import { UnknownValue } from './config-expression';
import { ConfigFields } from './config-fields';
import { ownEntry } from '../common/own-entry';

/** The state of a layer has 32 bits per value, and the last inputs of its convolution 16. */
const STATE_BYTES = 4;
const CONVOLUTION_BYTES = 2;

/**
 * The size of what a layer without attention stores of a sequence, in bytes.
 *
 * @see https://github.com/vllm-project/vllm/blob/main/vllm/model_executor/layers/mamba/mamba_utils.py
 */
export function stateBytes(fields: ConfigFields): number {
  const shape = isDelta(fields) ? ofDeltaNet(fields) : ownEntry(STATES, fields.typeName)?.(name => of(fields, name), () => headSize(fields));
  if (!shape) {
    throw new UnknownValue();
  }
  const { state, channels, kernel } = shape;
  return state * STATE_BYTES + channels * (kernel - 1) * CONVOLUTION_BYTES;
}

interface StateShape {
  /** The number of values of the state. */
  readonly state: number;

  /** The channels of the convolution before it, and their length. */
  readonly channels: number;
  readonly kernel: number;
}

type Field = (name: string) => number;

/** Mamba: https://arxiv.org/abs/2312.00752 */
function ofMamba(inner: number, size: number, kernel: number): StateShape {
  return { state: inner * size, channels: inner, kernel };
}

/** Mamba 2: https://arxiv.org/abs/2405.21060 */
function ofMamba2(heads: number, dimension: number, size: number, groups: number, kernel: number): StateShape {
  return { state: heads * dimension * size, channels: heads * dimension + 2 * groups * size, kernel };
}

const ofBamba = (field: Field) =>
  ofMamba2(field('mamba_n_heads'), field('mamba_d_head'), field('mamba_d_state'), field('mamba_n_groups'), field('mamba_d_conv'));

const STATES: Readonly<Record<string, (field: Field, head: () => number) => StateShape>> = {
  mamba: field => ofMamba(field('intermediate_size'), field('state_size'), field('conv_kernel')),
  falcon_mamba: field => ofMamba(field('intermediate_size'), field('state_size'), field('conv_kernel')),
  jamba: field => ofMamba(field('hidden_size') * field('mamba_expand'), field('mamba_d_state'), field('mamba_d_conv')),
  mamba2: field => ofMamba2(field('num_heads'), field('head_dim'), field('state_size'), field('n_groups'), field('conv_kernel')),
  bamba: ofBamba,
  falcon_h1: ofBamba,
  granitemoehybrid: ofBamba,
  nemotron_h: field => ofMamba2(field('mamba_num_heads'), field('mamba_head_dim'), field('ssm_state_size'), field('n_groups'), field('conv_kernel')),
  // https://arxiv.org/abs/2405.17381
  minimax: (field, head) => ({ state: field('num_attention_heads') * head() ** 2, channels: 0, kernel: 1 }),
  // https://arxiv.org/abs/2402.19427
  recurrent_gemma: field => ({ state: field('lru_width'), channels: 0, kernel: 1 }),
  lfm2: field => ({ state: 0, channels: field('hidden_size'), kernel: field('conv_L_cache') }),
  lfm2_moe: field => ({ state: 0, channels: field('hidden_size'), kernel: field('conv_L_cache') }),
};

function headSize(fields: ConfigFields): number {
  const own = fields.get('head_dim');
  return typeof own === 'number' ? own : of(fields, 'hidden_size') / of(fields, 'num_attention_heads');
}

function isDelta(fields: ConfigFields): boolean {
  return fields.get('linear_num_value_heads') !== null;
}

/** Gated DeltaNet: https://arxiv.org/abs/2412.06464 */
function ofDeltaNet(fields: ConfigFields): StateShape {
  const field = (name: string) => of(fields, name);
  const keys = field('linear_num_key_heads') * field('linear_key_head_dim');
  const values = field('linear_num_value_heads') * field('linear_value_head_dim');
  return { state: values * field('linear_key_head_dim'), channels: 2 * keys + values, kernel: field('linear_conv_kernel_dim') };
}

function of(fields: ConfigFields, name: string): number {
  const value = fields.get(name);
  if (typeof value !== 'number') {
    throw new UnknownValue();
  }
  return value;
}
