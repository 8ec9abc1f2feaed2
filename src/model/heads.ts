/** The heads of a model, which tensor parallelism shares out. */
export interface Heads {
  /** The number of attention heads. */
  readonly attention: number;

  /** The number of heads of keys and values: as many, or fewer where several attention heads share one. */
  readonly keyValue: number;
}

/**
 * Whether a model can be split over a number of accelerators: each gets as many attention heads as the others, and as many heads of keys and
 * values, or a copy of one that it shares with as many others.
 *
 * @see https://github.com/vllm-project/vllm/blob/main/vllm/model_executor/models/llama.py
 */
export function canSplit({ attention, keyValue }: Heads, degree: number): boolean {
  return attention % degree === 0 && (keyValue % degree === 0 || degree % keyValue === 0);
}

/** The largest power of two, up to a limit, that a model can be split over: what else a server divides, such as the vocabulary, is made for these. */
export function largestSplit(heads: Heads, limit: number): number {
  let degree = 2 ** Math.floor(Math.log2(limit));
  while (!canSplit(heads, degree)) {
    degree /= 2;
  }
  return degree;
}
