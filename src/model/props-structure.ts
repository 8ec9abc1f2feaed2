import { ModelProfileProps } from './model-profile-props';
import { CacheGroup, ModelStructure, StoredWeights } from './model-structure';

const FULL_BITS = 16;

/** Weights of fewer bits are quantized. */
const LEAST_FULL_BITS = 12;

/** Servers have caches with 16 bits per value, for which a user sets the size of the cache. */
const CACHE_BYTES = 2;

/** What occupies memory, from the numbers that a user sets. */
export function structureOfProps(props: ModelProfileProps): ModelStructure {
  const { parameterCount, attentionHeads, keyValueHeads = attentionHeads, contextLength } = props;
  const given = { parameters: parameterCount, weights: weightsOf(props), cache: cacheOf(props), attentionHeads, keyValueHeads, contextLength };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function weightsOf({ parameterCount, bitsPerParameter = FULL_BITS, weightsBytes }: ModelProfileProps): StoredWeights | undefined {
  const bytes = weightsBytes ?? (parameterCount === undefined ? undefined : parameterCount * bitsPerParameter / 8);
  if (bytes === undefined) {
    return undefined;
  }
  const bits = parameterCount === undefined ? bitsPerParameter : bytes * 8 / parameterCount;
  const quantized = bits < LEAST_FULL_BITS;
  return { bytes, exact: true, quantized, ...!quantized && { dataTypeBits: bits > 1.5 * FULL_BITS ? 2 * FULL_BITS : FULL_BITS } };
}

function cacheOf(props: ModelProfileProps): CacheGroup[] | undefined {
  const { layers, attentionHeads, keyValueHeads = attentionHeads, headDimension, keyValueCacheBytesPerToken } = props;
  if (keyValueCacheBytesPerToken !== undefined) {
    const values = keyValueCacheBytesPerToken / CACHE_BYTES;
    // how the cache is distributed is not known without the heads: then every accelerator has all of it
    return keyValueHeads === undefined
      ? [{ kind: 'latent', layers: layers ?? 1, values: values / (layers ?? 1) }]
      : [{ kind: 'full', layers: layers ?? 1, keyValueHeads, values: values / keyValueHeads / (layers ?? 1) }];
  }
  return layers === undefined || keyValueHeads === undefined || headDimension === undefined
    ? undefined : [{ kind: 'full', layers, keyValueHeads, values: 2 * headDimension }];
}
