import { MOST_LAYERS } from './config-expression';
import { ownEntry } from '../common/own-entry';

/** Older names of types of layers: https://github.com/huggingface/transformers/blob/main/src/transformers/configuration_utils.py */
const OLDER_NAMES: Readonly<Record<string, string>> = {
  mamba: 'linear_attention', attention: 'full_attention', deepseek_sparse_attention: 'indexed_attention', qwen_sparse_attention: 'indexed_attention',
};

/** A letter for each layer of Nemotron-H: https://huggingface.co/nvidia/Nemotron-H-8B-Base-8K/blob/main/config.json */
const LETTERS: Readonly<Record<string, string>> = { 'M': 'linear_attention', '*': 'full_attention', '-': 'mlp', 'E': 'moe' };

/** The types of the layers in a configuration, as newer versions of Transformers name them; undefined if it does not have them. */
export function layerTypes(config: Readonly<Record<string, unknown>>, field: string | undefined): string[] | undefined {
  const given = field === undefined ? undefined : config[field];
  if (Array.isArray(given)) {
    return given.map(String).map(name => ownEntry(OLDER_NAMES, name) ?? name);
  }
  const { hybrid_override_pattern: pattern, linear_attn_config: linear, num_hidden_layers: count } = config;
  if (typeof pattern === 'string' && [...pattern].every(letter => Object.hasOwn(LETTERS, letter))) {
    return [...pattern].map(letter => LETTERS[letter]);
  }
  const { full_attn_layers: full } = (linear ?? {}) as { readonly full_attn_layers?: unknown };
  return Array.isArray(full) && typeof count === 'number' && count > 0 && count <= MOST_LAYERS
    // the first layer is 1: https://huggingface.co/moonshotai/Kimi-Linear-48B-A3B-Instruct/blob/main/config.json
    ? Array.from({ length: count }, (_, index) => full.includes(index + 1) ? 'full_attention' : 'linear_attention') : undefined;
}
