import { ModelStructure } from './model-structure';

/** How a server loads weights. */
export interface Loading {
  /** The method by which the server quantizes while it loads. */
  readonly quantization?: string;

  /** The data type that is set. */
  readonly dataType?: string;

  /** Whether the server loads weights of 32 bits with 16, unless a data type is set. */
  readonly halves: boolean;
}

/** The weights of a model once they are loaded. */
export interface LoadedWeights {
  readonly bytes: number;

  /** The bits of a parameter, if they are fewer than it is stored with. */
  readonly bits?: number;
}

const FULL_BITS = 16;

/**
 * The size of the weights once a server has loaded them. Undefined if unknown.
 *
 * Methods of quantization have 8 bits, or 4: https://huggingface.co/docs/text-generation-inference/conceptual/quantization and
 * https://docs.vllm.ai/en/latest/features/quantization/. On a GPU, servers load weights of 32 bits with 16, unless they are configured otherwise:
 * https://docs.vllm.ai/en/latest/configuration/engine_args/, https://docs.sglang.io/advanced_features/server_arguments.html,
 * https://huggingface.co/docs/text-generation-inference/reference/launcher, https://huggingface.co/docs/text-embeddings-inference/cli_arguments
 */
export function loadedWeights(model: ModelStructure, { quantization, dataType, halves }: Loading): LoadedWeights | undefined {
  const { weights, unquantizedParameters = 0 } = model;
  if (!weights) {
    return undefined;
  }
  const { bytes, quantized, dataTypeBits = FULL_BITS } = weights;
  if (quantized) {
    return { bytes: bytes + paddingBytes(model) };
  }
  const full = bytes * FULL_BITS / dataTypeBits;
  if (quantization !== undefined && quantization !== 'none') {
    const bits = /fp8|int8|8bit|eetq/i.test(quantization) ? 8 : 4;
    const untouched = Math.min(full, unquantizedParameters * FULL_BITS / 8);
    return { bytes: untouched + (full - untouched) * bits / FULL_BITS, bits };
  }
  return halves && dataTypeBits > FULL_BITS && !/^(float|float32|fp32)$/.test(dataType ?? '') ? { bytes: full, bits: FULL_BITS } : { bytes };
}

/**
 * What the experts of a model in MXFP4 need in addition: their dimensions are rounded up for the kernels.
 *
 * @see https://github.com/vllm-project/vllm/blob/main/vllm/model_executor/layers/quantization/mxfp4.py
 */
function paddingBytes({ weights, hiddenSize, intermediateSize, mixtureOfExperts, unquantizedParameters = 0 }: ModelStructure): number {
  const { bytes, method } = weights!;
  if (!method?.includes('mxfp4') || !mixtureOfExperts || !hiddenSize || !intermediateSize) {
    return 0;
  }
  const padded = Math.ceil(hiddenSize / 256) * 256 * Math.ceil(intermediateSize / 128) * 128;
  return Math.max(0, bytes - unquantizedParameters * FULL_BITS / 8) * (padded / (hiddenSize * intermediateSize) - 1);
}
