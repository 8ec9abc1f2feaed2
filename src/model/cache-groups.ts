import { isTrue, MOST_LAYERS, UnknownValue, unlessUnknown, Value } from './config-expression';
import { ConfigFields } from './config-fields';
import { stateBytes } from './layer-state';
import { CacheGroup } from './model-structure';
import { ownEntry } from '../common/own-entry';

/** What a layer stores. */
type LayerKind = 'full' | 'sliding' | 'state' | 'both' | 'none';

/**
 * What layers of each type store. Chunked attention stores all tokens; indexed attention, too.
 *
 * @see https://github.com/huggingface/transformers/blob/main/src/transformers/configuration_utils.py
 */
const LAYER_TYPES: Readonly<Record<string, LayerKind>> = {
  full_attention: 'full',
  attention: 'full',
  chunked_attention: 'full',
  indexed_attention: 'full',
  deepseek_sparse_attention: 'full',
  sliding_attention: 'sliding',
  linear_attention: 'state',
  mamba: 'state',
  recurrent: 'state',
  conv: 'state',
  hybrid: 'both',
  moe: 'none',
  mlp: 'none',
};

/** Types of which each layer has a state and no attention, or both. */
const ALL_LAYERS: Readonly<Record<string, LayerKind>> = { mamba: 'state', mamba2: 'state', falcon_mamba: 'state', falcon_h1: 'both' };

/** Types whose attention stores something else than keys and values of the same size in each layer, which is not known here. */
const UNKNOWN = ['bailing_hybrid', 'deepseek_v4', 'laguna', 'lfm3', 'mimo_v2_flash', 'minicpm3', 'zaya'];

/**
 * The cache of a sequence, by groups of layers. Empty for encoders, undefined if unknown.
 *
 * @see https://github.com/vllm-project/vllm/blob/main/vllm/v1/kv_cache_interface.py
 */
export function cacheGroups(fields: ConfigFields, architecture: string | undefined): CacheGroup[] | undefined {
  return isEncoder(fields, architecture) ? [] : unlessUnknown(() => groupsOf(textPart(fields)));
}

/** The configuration of the language model. */
export function textPart(fields: ConfigFields): ConfigFields {
  const inner = ['thinker_config', 'text_config', 'llm_config'].map(name => fields.part(name)).find(part => part !== undefined);
  return inner ? textPart(inner) : fields;
}

/** Whether a model only encodes: its type is one of a masked language model, or of none that generates. */
function isEncoder({ type }: ConfigFields, architecture = ''): boolean {
  if (/EncoderModel$/.test(architecture)) {
    return true;
  }
  if (!type || /For(CausalLM|ConditionalGeneration)$|LMHeadModel$|MTModel$/.test(architecture)) {
    return false;
  }
  const uses = type.uses ?? {};
  return uses.Seq2Seq === undefined && (uses.MaskedLM !== undefined || (uses.CausalLM === undefined && uses.ImageText === undefined));
}

function groupsOf(fields: ConfigFields): CacheGroup[] {
  const { typeName, type } = fields;
  if (!type || UNKNOWN.includes(typeName!) || hasTwoSizes(fields)) {
    throw new UnknownValue();
  }
  if (fields.get('is_encoder_decoder') === true) {
    return ofDecoder(fields);
  }
  const kinds = layerKinds(fields);
  const count = (...wanted: LayerKind[]) => kinds.filter(kind => wanted.includes(kind)).length;
  const full = count('full', 'both');
  const sliding = count('sliding');
  const states = count('state', 'both');
  return [
    ...full > 0 ? [ofAttention(fields, full)] : [],
    ...sliding > 0 ? [{ ...ofAttention(fields, sliding), kind: 'sliding' as const, window: windowOf(fields) }] : [],
    ...states > 0 ? [{ kind: 'state' as const, layers: states, stateBytes: stateBytes(fields) }] : [],
  ];
}

/** Whether layers with a sliding window have heads of another size than the others. */
function hasTwoSizes(fields: ConfigFields): boolean {
  const names = ['swa_head_dim', 'swa_num_key_value_heads', 'global_head_dim', 'num_global_key_value_heads', 'per_layer_config'];
  return names.some(name => fields.get(name) !== null);
}

function kindOf(name: string): LayerKind {
  const kind = ownEntry(LAYER_TYPES, name);
  if (kind === undefined) {
    throw new UnknownValue();
  }
  return kind;
}

function layerKinds(fields: ConfigFields): LayerKind[] {
  const { typeName } = fields;
  const all = ownEntry(ALL_LAYERS, typeName);
  const types = all ? null : fields.get('layers_block_type') ?? fields.get('layer_types');
  if (Array.isArray(types)) {
    const kinds = types.map((name: Value) => kindOf(String(name)));
    const shared = fields.get('num_kv_shared_layers');
    const own = typeof shared === 'number' ? kinds.slice(0, kinds.length - shared) : kinds;
    // its attention layers all have a window: https://arxiv.org/abs/2402.19427
    return own.map(kind => kind === 'full' && typeName === 'recurrent_gemma' ? 'sliding' : kind);
  }
  // layers that attend only to an image store nothing of a text
  const cross = fields.get('cross_attention_layers');
  const layers = known(fields, 'num_hidden_layers', 'num_layers', 'n_layer', 'n_layers') - (Array.isArray(cross) ? cross.length : 0);
  const hasWindow = fields.get('use_sliding_window') !== false && isTrue(fields.get('sliding_window'));
  const kind = all ?? (hasWindow ? 'sliding' : 'full');
  if (!Number.isInteger(layers) || layers > MOST_LAYERS) {
    throw new UnknownValue();
  }
  return Array.from({ length: layers }, () => kind);
}

function windowOf(fields: ConfigFields): number {
  return known(fields, 'attention_window_size', 'sliding_window');
}

function ofAttention(fields: ConfigFields, layers: number): CacheGroup {
  const rank = fields.get('kv_lora_rank');
  const rope = fields.get('qk_rope_head_dim');
  if (typeof rank === 'number' && rank > 0 && typeof rope === 'number') {
    return { kind: 'latent', layers, values: rank + rope };
  }
  return { kind: 'full', layers, keyValueHeads: keyValueHeads(fields), values: 2 * headSize(fields, attentionHeads(fields)) };
}

/** The decoder of a model with an encoder: each of its layers has attention to what it wrote, and to what the encoder read. */
function ofDecoder(fields: ConfigFields): CacheGroup[] {
  const layers = known(fields, 'decoder_layers', 'num_decoder_layers', 'num_hidden_layers');
  const heads = known(fields, 'decoder_attention_heads', 'num_attention_heads', 'num_heads');
  const group: CacheGroup = { kind: 'full', layers, keyValueHeads: heads, values: 2 * headSize(fields, heads) };
  const positions = fields.get('max_source_positions');
  return typeof positions === 'number'
    ? [group, { ...group, kind: 'cross', positions }]
    // the input of the encoder may be as long as the context
    : [{ ...group, layers: 2 * layers }];
}

export function attentionHeads(fields: ConfigFields): number {
  return known(fields, 'num_attention_heads', 'n_head', 'n_heads', 'num_heads', 'decoder_attention_heads');
}

export function keyValueHeads(fields: ConfigFields): number {
  const nested = fields.get('attn_config.kv_n_heads');
  if (typeof nested === 'number') {
    return nested;
  }
  if (fields.get('multi_query') === true && fields.get('new_decoder_architecture') !== true) {
    return 1;
  }
  const heads = ['num_key_value_heads', 'num_kv_heads', 'multi_query_group_num'].map(name => fields.get(name)).find((value): value is number =>
    typeof value === 'number' && value > 0);
  return heads ?? attentionHeads(fields);
}

function headSize(fields: ConfigFields, heads: number): number {
  const own = fields.get('head_dim');
  const size = typeof own === 'number' && own > 0 ? own : known(fields, 'hidden_size', 'd_model', 'n_embd') / heads;
  if (!Number.isInteger(size)) {
    throw new UnknownValue();
  }
  return size;
}

/** The first of these fields that is a number greater than 0. Throws if there is none. */
export function known(fields: ConfigFields, ...names: string[]): number {
  const found = names.map(name => fields.get(name)).find((value): value is number => typeof value === 'number' && value > 0);
  if (found === undefined) {
    throw new UnknownValue();
  }
  return found;
}
