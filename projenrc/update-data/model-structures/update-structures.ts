import { execFileSync } from 'child_process';
import { writeFileSync } from 'fs';
import { basename, join } from 'path';
import { ModelType } from '../../../src/model/config-fields';
import { formatJson } from '../data-folder';

/** What the reader knows about a type of models: what the library uses, and why it leaves out some models. */
interface Row extends Required<ModelType> {
  readonly reasons: Readonly<Record<string, string>>;
}

interface Reading {
  readonly rows: Readonly<Record<string, Row>>;
  readonly reasons: Readonly<Record<string, string>>;
}

/** What a file with structures contains. */
export interface StructuresData {
  readonly source: string;
  readonly types: Readonly<Record<string, ModelType>>;

  /** Why models are not in it. */
  readonly without: Readonly<Record<string, string>>;
}

/** Models that generate: their types are all in the package. */
const GENERATING = ['CausalLM', 'ImageText', 'Seq2Seq'];

/** Types of encoders in the package. */
const ENCODERS = [
  'albert', 'bert', 'camembert', 'chinese_clip', 'clip', 'deberta-v2', 'dinov2', 'distilbert', 'electra', 'eurobert', 'hubert',
  'jina_embeddings_v3', 'modernbert', 'mpnet', 'nomic_bert', 'roberta', 'siglip', 'siglip2', 'vit', 'wav2vec2', 'xlm-roberta',
];

/**
 * Types that the servers of the library do not support, or that few use: the package has no room for all. Transformers allocates more for
 * LongCat than its checkpoints have.
 */
const LEFT_OUT = [
  'apertus1p5', 'audioflamingo3', 'beam', 'bert-generation', 'bigbird_pegasus', 'blenderbot', 'blenderbot-small', 'blip', 'blip-2',
  'cohere_compass', 'cohere_compass_text', 'cosmos3_edge', 'cosmos3_omni', 'cpmant', 'ctrl', 'data2vec-text', 'deepseek_ocr2', 'doge', 'dory',
  'ernie', 'evolla', 'flint', 'fsmt', 'fuyu', 'git', 'glmasr', 'got_ocr2', 'gpt-sw3', 'gpt_neox_japanese', 'granite4_vision', 'granite_docling',
  'granite_speech_plus', 'hrm_text', 'hy_v4_vl', 'hyperclovax_vision_v2', 'inkling2', 'inkling2_text', 'inkling_text', 'instructblip',
  'instructblipvideo', 'kolibri1', 'kosmos-2', 'kosmos-2.5', 'lara_mini', 'layoutlm', 'led', 'longcat_flash', 'longt5', 'moshi',
  'moss_transcribe_diarize', 'muse_glimmer', 'muse_spark', 'musicflamingo', 'mvp', 'nanochat', 'nllb-moe', 'omniasr', 'ovis2', 'pegasus',
  'pegasus_x', 'perception_lm', 'pi0', 'pix2struct', 'plbart', 'pp_formulanet', 'prophetnet', 'qianfan_ocr', 'reformer', 'rembert',
  'roberta-prelayernorm', 'roc_bert', 'roformer', 'rwkv', 'seamless_m4t', 'seamless_m4t_v2', 'switch_transformers', 'unlimited_ocr',
  'vibevoice_asr', 'voxtral_realtime', 'xlm', 'xlnet', 'xmod', 'zamba',
];

/** Names of models that servers load. */
const SERVED = /For(CausalLM|ConditionalGeneration|MaskedLM|CTC)$|LMHeadModel$|MTModel$/;

/** Fields that the size of the cache depends on, and what else the library reads. */
export const READ_FIELDS = [
  'attn_layer_period', 'attn_layer_offset', 'conv_kernel', 'cross_attention_layers', 'expand', 'full_attention_interval', 'head_dim',
  'hidden_size', 'intermediate_size', 'is_encoder_decoder', 'kv_lora_rank', 'layer_types', 'layers_block_type', 'linear_conv_kernel_dim',
  'linear_key_head_dim', 'linear_num_key_heads', 'linear_num_value_heads', 'linear_value_head_dim', 'mamba_d_conv', 'mamba_d_head',
  'mamba_d_ssm', 'mamba_d_state', 'mamba_expand', 'mamba_head_dim', 'mamba_n_groups', 'mamba_n_heads', 'mamba_num_heads',
  'attention_window_size', 'lru_width', 'conv_L_cache', 'max_position_embeddings', 'max_window_layers', 'moe_intermediate_size', 'n_groups',
  'n_positions', 'num_attention_heads', 'num_experts_per_tok', 'num_heads', 'num_hidden_layers', 'num_key_value_heads', 'num_kv_shared_layers',
  'qk_rope_head_dim', 'sliding_window', 'ssm_state_size', 'state_size', 'tie_word_embeddings', 'use_sliding_window', 'vocab_size',
];

/** Reads the structures of models from a wheel of Transformers. Python reads the source, and runs none of it. */
export function updateStructures(wheel: string, file: string): void {
  const version = /^transformers-([\d.]+)-/.exec(basename(wheel))?.[1];
  if (version === undefined) {
    throw new Error(`the argument must be a wheel of Transformers, such as transformers-5.24.0-py3-none-any.whl, got '${wheel}'`);
  }
  const output = execFileSync('python3', ['-B', join(__dirname, 'read_structures.py'), wheel], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  writeFileSync(file, formatJson(structuresOf(JSON.parse(output) as Reading, version)));
}

/** The types of models in the package, with the fields that they depend on. */
export function structuresOf({ rows, reasons }: Reading, version: string): StructuresData {
  const roots = Object.keys(rows).filter(type => !LEFT_OUT.includes(type)
    && (ENCODERS.includes(type) || GENERATING.some(use => rows[type].uses[use] !== undefined)));
  const types = withParts(roots, rows);
  const models = Object.fromEntries(types.map(type => [type, modelsOf(rows[type])]));
  const words = Object.fromEntries(types.map(type => [type, new Set([...READ_FIELDS, ...wordsOf(Object.values(models[type]))])]));
  for (const outer of types) {
    for (const { type } of Object.values(rows[outer].subs)) {
      words[outer].forEach(word => words[type]?.add(word));
    }
  }
  return {
    source: `https://pypi.org/project/transformers/${version}/`,
    types: Object.fromEntries(types.map(type => [type, typeOf(rows[type], models[type], words[type])])),
    without: Object.fromEntries([
      ...Object.entries(reasons),
      ...Object.values(rows).flatMap(row => Object.entries(row.reasons).filter(([name]) => SERVED.test(name))),
    ].sort()),
  };
}

function withParts(roots: readonly string[], rows: Reading['rows']): string[] {
  const found = new Set(roots);
  found.forEach(type => Object.values(rows[type].subs).forEach(sub => { if (rows[sub.type]) { found.add(sub.type); } }));
  return [...found].sort();
}

function modelsOf({ models, uses }: Row): Record<string, string> {
  return Object.fromEntries(Object.entries(models).filter(([name]) => SERVED.test(name) || Object.values(uses).includes(name)));
}

function wordsOf(texts: readonly string[]): string[] {
  return texts.join(' ').split(' ').map(word => word.replace('$', '')).flatMap(word => [word, word.slice(word.lastIndexOf('.') + 1)]);
}

/** A row without the fields that nothing depends on. */
function typeOf(row: Row, models: Record<string, string>, words: Set<string>): ModelType {
  const aliases = Object.entries(row.aliases);
  const isRead = (name: string) => words.has(name) || aliases.some(([alias, original]) => original === name && words.has(alias));
  const calculated = Object.entries(row.calculated).filter(([name]) => !Object.hasOwn(row.subs, name));
  for (let size = -1; size !== words.size;) {
    size = words.size;
    calculated.filter(([name]) => isRead(name)).forEach(([, text]) => wordsOf([text]).forEach(word => words.add(word)));
  }
  const parts: Required<ModelType> = {
    defaults: Object.fromEntries(Object.entries(row.defaults).filter(([name]) => isRead(name))),
    calculated: Object.fromEntries(calculated.filter(([name]) => isRead(name))),
    aliases: Object.fromEntries(aliases.filter(([alias, name]) => words.has(alias) || words.has(name))),
    subs: Object.fromEntries(Object.entries(row.subs).map(([name, { type, fixed, optional, defaults = {} }]) => [name, {
      type, ...fixed && { fixed }, ...optional && { optional }, ...Object.keys(defaults).length > 0 && { defaults },
    }])),
    uses: Object.fromEntries(Object.entries(row.uses).filter(([, name]) => models[name] !== undefined)),
    models,
  };
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0));
}
