import { CACHE_BYTES } from './config-json';
import { ModelProfileProps } from './model-profile-props';
import { CacheGroup, ModelStructure, StoredWeights } from './model-structure';

/** Weights of fewer bits are quantized already. */
const LEAST_FULL_BITS = 12;

/** Weights of more bits are loaded with 16. */
const MOST_HALF_BITS = 24;

/** The structure of a model whose numbers a user writes. */
export function structureOf(props: ModelProfileProps): ModelStructure {
  const { parameterCount, attentionHeads, keyValueHeads = attentionHeads, contextLength } = props;
  return { parameters: parameterCount, weights: weightsOf(props), cache: cacheOf(props), attentionHeads, keyValueHeads, contextLength };
}

function weightsOf({ parameterCount, bitsPerParameter = 16, weightsBytes }: ModelProfileProps): StoredWeights | undefined {
  const bytes = weightsBytes ?? (parameterCount === undefined ? undefined : parameterCount * bitsPerParameter / 8);
  if (bytes === undefined) {
    return undefined;
  }
  const bits = parameterCount === undefined ? 16 : bytes * 8 / parameterCount;
  return { bytes, exact: true, quantized: bits < LEAST_FULL_BITS, dataTypeBits: bits > MOST_HALF_BITS ? 32 : 16 };
}

function cacheOf(props: ModelProfileProps): CacheGroup[] | undefined {
  const { layers, attentionHeads, keyValueHeads = attentionHeads, headDimension, keyValueCacheBytesPerToken } = props;
  if (keyValueCacheBytesPerToken !== undefined) {
    return [{ kind: 'full', layers: 1, keyValueHeads, values: keyValueCacheBytesPerToken / (CACHE_BYTES * (keyValueHeads ?? 1)) }];
  }
  return layers === undefined || keyValueHeads === undefined || headDimension === undefined
    ? undefined : [{ kind: 'full', layers, keyValueHeads, values: 2 * headDimension }];
}
