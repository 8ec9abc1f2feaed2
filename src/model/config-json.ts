import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import { scaledContextLength } from './context-length';
import { ModelProfileProps } from './model-profile-props';
import { withoutSecrets } from '../common/secrets';

/** A configuration file. The names of its fields depend on the architecture of the model. */
type Config = Record<string, unknown>;

const BITS: Readonly<Record<string, number>> = {
  float64: 64, float32: 32, float16: 16, bfloat16: 16, float8_e4m3fn: 8, int8: 8,
};

/** The size of a value in the key-value cache: 16 bits, unless the server is configured otherwise. */
export const CACHE_BYTES = 2;

/** Architectures whose feed-forward layers have two matrices. The other architectures have a third matrix, the gate. */
const WITHOUT_GATE = ['bert', 'distilbert', 'falcon', 'gpt2', 'gpt_neox', 'opt', 'bloom', 'roberta', 'whisper', 'xlm-roberta'];

/** Reads the properties of a model from its `config.json`, and from the index of its weights in the same folder. */
export function readConfigJson(path: string): ModelProfileProps {
  const whole = readJson(path);
  const config = record(whole.text_config) ?? whole;
  const heads = first(config, 'num_attention_heads', 'n_head', 'decoder_attention_heads');
  const hidden = first(config, 'hidden_size', 'n_embd', 'd_model');
  const layers = first(config, 'num_hidden_layers', 'n_layer', 'decoder_layers');
  const weightsBytes = totalSize(join(dirname(path), 'model.safetensors.index.json'));
  const quantization = record(whole.quantization_config) ?? record(config.quantization_config);
  const dataType = whole.torch_dtype ?? whole.dtype ?? config.torch_dtype ?? config.dtype;
  const bitsPerParameter = quantization ? quantizedBits(quantization) : BITS[String(dataType)];
  return {
    architecture: architectureOf(whole),
    // the size of a parameter is unknown for an unknown quantization method, so the size of the weights is unknown too
    parameterCount: quantization && bitsPerParameter === undefined && weightsBytes === undefined ? undefined : parameters(config),
    bitsPerParameter,
    weightsBytes,
    layers,
    attentionHeads: heads,
    keyValueHeads: config.multi_query === true && config.new_decoder_architecture !== true
      ? 1
      : first(config, 'num_key_value_heads', 'num_kv_heads') ?? heads,
    headDimension: first(config, 'head_dim') ?? (hidden !== undefined && heads !== undefined ? hidden / heads : undefined),
    contextLength: scaledContextLength(
      first(config, 'max_position_embeddings', 'n_positions', 'max_target_positions'), record(config.rope_scaling) ?? record(config.rope_parameters),
    ),
    keyValueCacheBytesPerToken: latentCacheBytes(config, layers),
  };
}

/**
 * The bits per weight of a quantization method; undefined if unknown.
 *
 * @see https://huggingface.co/docs/transformers/main_classes/quantization
 */
function quantizedBits(quantization: Config): number | undefined {
  const groups = Object.values(record(quantization.config_groups) ?? {}).map(group => first(record(record(group)?.weights) ?? {}, 'num_bits'));
  const method = `${quantization.quant_method} ${quantization.quant_algo}`;
  return first(quantization, 'bits')
    ?? (quantization.load_in_4bit === true ? 4 : undefined)
    ?? (quantization.load_in_8bit === true ? 8 : undefined)
    ?? (groups.length > 0 && groups.every(bits => bits !== undefined) ? Math.max(...groups as number[]) : undefined)
    ?? (/mxfp4|nvfp4/i.test(method) ? 4 : undefined)
    ?? (/fp8/i.test(method) ? 8 : undefined);
}

/**
 * The cache size of a token with multi-head latent attention, as in DeepSeek models: one vector for the keys and values of all heads.
 *
 * @see https://arxiv.org/abs/2405.04434
 */
function latentCacheBytes(config: Config, layers: number | undefined): number | undefined {
  const rank = first(config, 'kv_lora_rank');
  const position = first(config, 'qk_rope_head_dim');
  return rank === undefined || position === undefined || layers === undefined ? undefined : (rank + position) * layers * CACHE_BYTES;
}

/** The number of parameters in the matrices of a transformer, within a few percent of the published number. */
function parameters(config: Config): number | undefined {
  const hidden = first(config, 'hidden_size', 'n_embd', 'd_model');
  const vocabulary = first(config, 'vocab_size');
  if (hidden === undefined || vocabulary === undefined) {
    return undefined;
  }
  const layers = config.model_type === 'whisper' ? whisperLayers(config, hidden) : decoderLayers(config, hidden);
  return layers === undefined ? undefined : layers + embeddings(config, hidden, vocabulary);
}

function decoderLayers(config: Config, hidden: number): number | undefined {
  const count = first(config, 'num_hidden_layers', 'n_layer');
  const heads = first(config, 'num_attention_heads', 'n_head');
  if (count === undefined || heads === undefined) {
    return undefined;
  }
  const size = first(config, 'head_dim') ?? hidden / heads;
  const keyValueHeads = config.multi_query === true && config.new_decoder_architecture !== true
    ? 1
    : first(config, 'num_key_value_heads', 'num_kv_heads') ?? heads;
  const attention = 2 * hidden * heads * size + 2 * hidden * keyValueHeads * size;
  const matrices = WITHOUT_GATE.includes(String(config.model_type)) ? 2 : 3;
  const experts = first(config, 'num_local_experts', 'num_experts', 'n_routed_experts') ?? 1;
  const inner = (experts > 1 ? first(config, 'moe_intermediate_size') : undefined)
    ?? first(config, 'intermediate_size', 'ffn_hidden_size', 'n_inner') ?? 4 * hidden;
  const router = experts > 1 ? experts * hidden : 0;
  return count * (attention + experts * matrices * hidden * inner + router);
}

function whisperLayers(config: Config, hidden: number): number | undefined {
  const encoders = first(config, 'encoder_layers');
  const decoders = first(config, 'decoder_layers');
  const inner = first(config, 'decoder_ffn_dim') ?? 4 * hidden;
  return encoders === undefined || decoders === undefined
    ? undefined
    : encoders * (4 * hidden * hidden + 2 * hidden * inner) + decoders * (8 * hidden * hidden + 2 * hidden * inner);
}

/** Transformers ties the input and output embeddings by default. Configurations of models without tied embeddings say so. */
function embeddings(config: Config, hidden: number, vocabulary: number): number {
  const tied = config.tie_word_embeddings !== false;
  const learned = ['bert', 'roberta', 'xlm-roberta', 'gpt2'].includes(String(config.model_type));
  const positions = learned ? first(config, 'max_position_embeddings', 'n_positions') ?? 0 : 0;
  return (tied ? 1 : 2) * vocabulary * hidden + positions * hidden;
}

/** The first name in `architectures`, which servers look at first. */
function architectureOf({ architectures }: Config): string | undefined {
  const [name] = Array.isArray(architectures) ? architectures : [];
  return typeof name === 'string' && name !== '' ? name : undefined;
}

function totalSize(path: string): number | undefined {
  if (!existsSync(path)) {
    return undefined;
  }
  const metadata = record(readJson(path).metadata);
  return metadata && first(metadata, 'total_size');
}

function readJson(path: string): Config {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(withoutSecrets(`${path}: must be a JSON file, got: ${(error as Error).message}`));
  }
  const object = record(content);
  if (!object) {
    throw new Error(withoutSecrets(`${path}: must contain a JSON object, got ${JSON.stringify(content)}`));
  }
  return object;
}

function record(value: unknown): Config | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Config : undefined;
}

/** The first of these fields that is a number greater than 0. */
function first(config: Config, ...names: string[]): number | undefined {
  return names.map(name => config[name]).find((value): value is number => typeof value === 'number' && value > 0);
}
