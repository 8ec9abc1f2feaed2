import { dirname } from 'path';
import { attentionHeads, cacheGroups, keyValueHeads, textPart } from './cache-groups';
import { unlessUnknown } from './config-expression';
import { Config, ConfigFields, isObject } from './config-fields';
import { indexedBytes, quantizationOf, readJson } from './config-files';
import { scaledContextLength } from './context-length';
import { ModelStructure, StoredWeights } from './model-structure';
import { modelTypes, typeOfModel } from './model-types';
import { countParameters, ParameterCounts } from './parameter-counts';
import { dataTypeBits, quantizedBits } from './stored-bits';

/** What a `config.json` and the files in its folder contain. */
export interface ConfigReading {
  /** The first name in `architectures`, which servers look at first. */
  readonly architecture?: string;

  readonly structure: ModelStructure;
}

/** The bits of a parameter that is not quantized, unless the configuration has others. */
const FULL_BITS = 16;

/** The sizes that a field has in the classes of Transformers. */
const NAMES = {
  hiddenSize: ['hidden_size', 'd_model', 'n_embd'],
  intermediateSize: ['intermediate_size', 'ffn_hidden_size', 'd_ff', 'ffn_dim', 'decoder_ffn_dim', 'n_inner'],
  expertSize: ['moe_intermediate_size', 'expert_ffn_hidden_size'],
  experts: ['num_local_experts', 'num_experts', 'n_routed_experts', 'moe_num_experts', 'moe_num_primary_experts'],
  expertsPerToken: ['num_experts_per_tok', 'num_experts_per_token', 'moe_k', 'moe_topk', 'top_k_experts'],
  vocabularySize: ['vocab_size'],
  contextLength: ['max_position_embeddings', 'n_positions', 'max_target_positions', 'max_seq_len', 'max_sequence_length', 'seq_length'],
};

/** Reads what occupies memory from the `config.json` of a model, and from the files in its folder: the index of the weights, and the quantization. */
export function readConfigJson(path: string): ConfigReading {
  const config = readJson(path);
  const folder = dirname(path);
  const architecture = architectureOf(config);
  const fields = new ConfigFields(config, modelTypes(), typeOfModel(config.model_type, architecture));
  const text = textPart(fields);
  const counts = countParameters(fields, architecture);
  const quantization = quantizationOf(config, folder);
  return {
    architecture,
    structure: withoutUnknown({
      parameters: counts && counts.plain + counts.linear + counts.experts,
      unquantizedParameters: counts?.plain,
      weights: storedWeights(config, counts, quantization, indexedBytes(folder)),
      cache: cacheGroups(fields, architecture),
      ...sizesOf(text),
      multimodal: isMultimodal(fields),
      attentionHeads: unlessUnknown(() => attentionHeads(text)),
      keyValueHeads: unlessUnknown(() => keyValueHeads(text)),
    }),
  };
}

function sizesOf(text: ConfigFields) {
  const { ffn_config: feedForward } = text.config;
  const nested = [text, ...isObject(feedForward) ? [new ConfigFields(feedForward, {})] : []];
  const first = (names: readonly string[]) => nested.map(fields => firstOf(fields, names)).find(value => value !== undefined);
  const experts = first(NAMES.experts);
  const isMixture = experts !== undefined ? experts > 1 && hasExperts(text) : text.type && false;
  return {
    hiddenSize: first(NAMES.hiddenSize),
    intermediateSize: (isMixture ? first(NAMES.expertSize) : undefined) ?? first(NAMES.intermediateSize) ?? usualInnerSize(text),
    mixtureOfExperts: isMixture,
    expertsPerToken: isMixture ? first(NAMES.expertsPerToken) : isMixture === false ? 1 : undefined,
    vocabularySize: first(NAMES.vocabularySize),
    contextLength: scaledContextLength(first(NAMES.contextLength), [text.config.rope_scaling, text.config.rope_parameters].find(isObject)),
  };
}

/** Whether a layer has experts, if the layers are listed by type. */
function hasExperts(text: ConfigFields): boolean {
  const layers = unlessUnknown(() => text.get('layer_types'));
  return text.typeName !== 'nemotron_h' || !Array.isArray(layers) || layers.includes('moe');
}

/** Older types of models have a feed-forward layer of four times the hidden size, unless the configuration has another. */
function usualInnerSize(text: ConfigFields): number | undefined {
  const types = ['bloom', 'codegen', 'gpt2', 'gpt_bigcode', 'gpt_neo', 'gptj', 'mpt'];
  const hidden = types.includes(text.typeName ?? '') && firstOf(text, NAMES.hiddenSize);
  return hidden ? 4 * hidden : undefined;
}

/** The weights as they are stored; undefined if neither their size nor the bits of a parameter are known. */
function storedWeights(
  config: Config, counts: ParameterCounts | undefined, quantization: Config | undefined, indexed: number | undefined,
): StoredWeights | undefined {
  const quantized = quantization && quantizedBits(quantization);
  const isQuantized = quantization !== undefined && quantized?.bits !== FULL_BITS;
  const bits = dataTypeBits(config);
  const bytes = indexed ?? (counts && (isQuantized ? quantizedBytes(counts, quantized) : total(counts) * (bits ?? FULL_BITS) / 8));
  return bytes === undefined ? undefined : withoutUnknown({
    bytes, exact: indexed !== undefined, dataTypeBits: bits, quantized: isQuantized, method: quantization && methodOf(quantization),
  });
}

/** The quantization method, with its algorithm and its format: several methods have some of them. */
function methodOf({ quant_method: method, quant_algo: algorithm, format }: Config): string | undefined {
  return [method, algorithm, format].filter(name => typeof name === 'string').join(' ').toLowerCase() || undefined;
}

/** Quantization leaves some parameters at 16 bits: embeddings, the head, and towers. */
function quantizedBytes({ plain, linear, experts }: ParameterCounts, quantized: ReturnType<typeof quantizedBits>): number | undefined {
  if (!quantized) {
    return undefined;
  }
  const only = quantized.expertsOnly === true && experts > 0;
  const full = plain + (only ? linear : 0);
  return (full * FULL_BITS + (experts + (only ? 0 : linear)) * quantized.bits) / 8;
}

function total({ plain, linear, experts }: ParameterCounts): number {
  return plain + linear + experts;
}

/** Whether a model has a part that sees or hears. */
function isMultimodal(fields: ConfigFields): boolean | undefined {
  const names = new Set([...Object.keys(fields.type?.subs ?? {}), ...Object.keys(fields.config)]);
  const inner = fields.part('thinker_config');
  return [...names].some(name => /^(vision|audio|speech|visual|vit|image|encoder)_config$/.test(name) && fields.part(name) !== undefined)
    || (inner ? isMultimodal(inner) : fields.type && false);
}

function architectureOf({ architectures }: Config): string | undefined {
  const [name] = Array.isArray(architectures) ? architectures : [];
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** The first of these fields that is a number greater than 0. */
function firstOf(fields: ConfigFields, names: readonly string[]): number | undefined {
  return names.map(name => unlessUnknown(() => fields.get(name))).find((value): value is number => typeof value === 'number' && value > 0);
}

function withoutUnknown<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T;
}
