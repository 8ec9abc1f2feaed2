import { ModelProfile } from './model-profile';

/** A mixture-of-experts model, such as `8x7B`. The real size is slightly lower than the product, because the experts share layers. */
const MIXTURE = /(?:^|[-_])(\d+)x(\d+(?:\.\d+)?)b(?:[-_.]|$)/i;

/** A number of parameters, such as `8B` or `110M`. */
const PARAMETERS = /(?:^|[-_])(\d+(?:\.\d+)?)([bm])(?:[-_.]|$)/i;

const QUANTIZED: readonly (readonly [RegExp, number])[] = [
  [/(awq|gptq|4-?bit|int4|w4a16|bnb-4|nf4|mxfp4|nvfp4)/i, 4],
  // published in MXFP4: https://huggingface.co/openai/gpt-oss-120b
  [/gpt-oss(?!.*(bf16|fp8))/i, 4],
  [/(fp8|8-?bit|int8|w8a8)/i, 8],
];

/** Estimates the size of a model from its ID; undefined if the ID does not contain it. GGUF files have many sizes, so they are never estimated. */
export function guessProfile(modelId: string): ModelProfile | undefined {
  const name = modelId.slice(modelId.lastIndexOf('/') + 1);
  if (/gguf/i.test(name)) {
    return undefined;
  }
  const mixture = MIXTURE.exec(name);
  const plain = PARAMETERS.exec(name);
  const parameterCount = mixture
    ? Number(mixture[1]) * Number(mixture[2]) * 1e9
    : plain ? Number(plain[1]) * (plain[2].toLowerCase() === 'b' ? 1e9 : 1e6) : 0;
  const bitsPerParameter = QUANTIZED.find(([pattern]) => pattern.test(name))?.[1] ?? 16;
  return parameterCount > 0 ? new ModelProfile({ parameterCount, bitsPerParameter }) : undefined;
}
