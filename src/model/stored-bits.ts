import { Config, isObject } from './config-fields';
import { ownEntry } from '../common/own-entry';

const DATA_TYPES: Readonly<Record<string, number>> = { float64: 64, double: 64, float32: 32, float: 32, float16: 16, half: 16, bfloat16: 16 };

/** The bits of a parameter, by the data type in a configuration: `bfloat16`, or `torch.bfloat16`. Undefined if unknown, such as for `auto`. */
export function dataTypeBits(config: Config): number | undefined {
  const parts = [config, config.text_config, config.llm_config, config.thinker_config].filter(isObject);
  const names = parts.flatMap(part => [part.dtype, part.torch_dtype]).filter(name => typeof name === 'string');
  return names.map(name => ownEntry(DATA_TYPES, name.replace(/^torch\./, ''))).find(bits => bits !== undefined);
}

/** How many bits a quantized parameter has, with the scales of its group. */
export interface QuantizedBits {
  readonly bits: number;

  /** Whether only the experts are quantized. */
  readonly expertsOnly?: boolean;
}

/** The scale of a group has 16 bits, and its zero point 4. */
const GROUP_BITS = 20;

/** Floating-point formats with 4 bits have a scale of 8 bits for each block: https://arxiv.org/abs/2310.10537, https://arxiv.org/abs/2509.25149 */
const MXFP4 = 4 + 8 / 32;
const NVFP4 = 4 + 8 / 16;

/** NF4 of bitsandbytes has scales of blocks of 64 that are quantized again: https://arxiv.org/abs/2305.14314 */
const NF4 = 4 + 0.127;

/** AQLM and similar methods have codebooks: https://arxiv.org/abs/2401.06118 */
const CODEBOOK = 0.1;

/**
 * The bits of a parameter by the quantization method; undefined if unknown, and 16 if the weights are not quantized.
 *
 * @see https://huggingface.co/docs/transformers/main_classes/quantization
 */
export function quantizedBits(quantization: Config): QuantizedBits | undefined {
  const method = String(quantization.quant_method).toLowerCase();
  const algorithm = String(quantization.quant_algo ?? '').toLowerCase();
  if (quantization.load_in_4bit === true || quantization.load_in_8bit === true) {
    return { bits: quantization.load_in_4bit === true ? NF4 : 8 };
  }
  if (method === 'mxfp4') {
    return { bits: MXFP4, expertsOnly: true };
  }
  if (method.startsWith('modelopt') || algorithm) {
    return modelOptBits(algorithm || method);
  }
  if (method === 'compressed-tensors' || isObject(quantization.config_groups)) {
    return compressedBits(quantization);
  }
  return otherBits(method, quantization);
}

/** @see https://github.com/vllm-project/vllm/blob/main/vllm/model_executor/layers/quantization/modelopt.py */
function modelOptBits(algorithm: string): QuantizedBits | undefined {
  if (/mixed/.test(algorithm)) {
    return undefined;
  }
  return /mxfp4/.test(algorithm) ? { bits: MXFP4 }
    : /fp4/.test(algorithm) ? { bits: NVFP4 }
      : /w4a16|w4a8|int4/.test(algorithm) ? { bits: grouped(4, 128) }
        : /fp8|int8|w8a8/.test(algorithm) ? { bits: 8 } : undefined;
}

/** @see https://github.com/vllm-project/compressed-tensors */
function compressedBits(quantization: Config): QuantizedBits | undefined {
  const groups = Object.values(isObject(quantization.config_groups) ? quantization.config_groups : {}).filter(isObject);
  if (groups.length === 0) {
    return isObject(quantization.sparsity_config) ? { bits: 16 } : undefined;
  }
  const all = groups.map(({ weights, format }) =>
    isObject(weights) ? bitsOfWeights(weights, String(format ?? quantization.format)) : undefined);
  const { ignore } = quantization;
  return all.every(bits => bits !== undefined)
    ? { bits: Math.max(...all), ...Array.isArray(ignore) && ignoresAttention(ignore.join(' ')) && { expertsOnly: true } }
    : undefined;
}

/** Whether a list of what is not quantized has patterns for the attention of all layers: then only experts are. */
function ignoresAttention(ignored: string): boolean {
  return /re:\S*(self_attn|attention)/.test(ignored);
}

function bitsOfWeights(weights: Config, format: string): number | undefined {
  const { num_bits: bits, type, group_size: size } = weights;
  if (typeof bits !== 'number' || !(bits > 0)) {
    return undefined;
  }
  if (bits === 4 && type === 'float') {
    return /mxfp4/.test(format) || size === 32 ? MXFP4 : NVFP4;
  }
  return bits < 8 ? grouped(bits, size) : bits;
}

/** Methods with their own names: https://huggingface.co/docs/transformers/quantization/overview */
function otherBits(method: string, quantization: Config): QuantizedBits | undefined {
  const bits = ['bits', 'nbits', 'w_bit', 'weight_bits', 'num_bits'].map(name => quantization[name]).find((value): value is number =>
    typeof value === 'number' && value > 0);
  switch (method) {
    case 'gptq': case 'awq': case 'auto-round': case 'auto_round': case 'intel/auto-round': case 'auto-gptq': case 'marlin':
      return { bits: grouped(bits ?? 4, quantization.group_size) };
    case 'exl2': case 'exl3':
      return bits === undefined ? undefined : { bits };
    case 'hqq':
      return hqqBits(quantization, bits);
    case 'aqlm':
      return aqlmBits(quantization);
    case 'quanto': case 'torchao':
      return namedBits(JSON.stringify(quantization.weights ?? quantization.quant_type));
    case 'eetq': case 'fp8': case 'fbgemm_fp8': case 'finegrained_fp8':
      return { bits: 8 };
    case 'quark':
      return quarkBits(quantization);
  }
  return undefined;
}

function grouped(bits: number, size: unknown): number {
  return bits + (typeof size === 'number' ? size > 0 ? GROUP_BITS / size : 0 : GROUP_BITS / 128);
}

/** Groups of 64 have a scale and a zero point of 8 bits each: https://github.com/dropbox/hqq */
function hqqBits(quantization: Config, given: number | undefined): QuantizedBits | undefined {
  const nested = [quantization.quant_config, quantization.weight_quant_params].filter(isObject);
  const params = nested.map(part => isObject(part.weight_quant_params) ? part.weight_quant_params : part)[0];
  const bits = given ?? (typeof params?.nbits === 'number' ? params.nbits : undefined);
  return bits === undefined ? undefined : { bits: bits + (bits < 8 ? 0.25 : 0) };
}

/** Each group of weights has an index of each codebook. */
function aqlmBits(quantization: Config): QuantizedBits | undefined {
  const { num_codebooks: books, nbits_per_codebook: bits, in_group_size: size, out_group_size: rows = 1 } = quantization;
  return typeof books === 'number' && typeof bits === 'number' && typeof size === 'number' && typeof rows === 'number' && size * rows > 0
    ? { bits: books * bits / (size * rows) + CODEBOOK } : undefined;
}

function namedBits(name: string): QuantizedBits | undefined {
  return /int4/i.test(name) ? { bits: grouped(4, 128) } : /int8|float8|fp8/i.test(name) ? { bits: 8 } : undefined;
}

/** @see https://quark.docs.amd.com */
function quarkBits(quantization: Config): QuantizedBits | undefined {
  const global = isObject(quantization.global_quant_config) ? quantization.global_quant_config : {};
  const weight = isObject(global.weight) ? global.weight : {};
  const name = String(weight.dtype).toLowerCase();
  if (/fp8|int8/.test(name)) {
    return { bits: 8 };
  }
  return /fp4/.test(name) ? { bits: MXFP4 } : /int4/.test(name) ? { bits: grouped(4, weight.group_size) } : undefined;
}
