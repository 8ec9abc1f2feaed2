/** The heads of a model, which tensor parallelism distributes across accelerators. */
export interface Heads {
  /** The number of attention heads. */
  readonly attention: number;

  /** The number of key-value heads, which is lower if several attention heads share one. */
  readonly keyValue: number;
}

/**
 * Whether a model supports a tensor parallel degree: all accelerators get the same number of attention heads, and either the same number of
 * key-value heads, or a copy of one that the same number of accelerators share, if the server copies them. A single one is always copied.
 *
 * @see https://github.com/vllm-project/vllm/blob/main/vllm/model_executor/models/llama.py
 */
export function canSplit({ attention, keyValue }: Heads, degree: number, copies: boolean): boolean {
  return attention % degree === 0 && (keyValue % degree === 0 || (degree % keyValue === 0 && (copies || keyValue === 1)));
}

/** The largest supported tensor parallel degree up to a limit. It is a power of two, which also divides other dimensions such as the vocabulary. */
export function largestSplit(heads: Heads, limit: number, copies: boolean): number {
  let degree = 2 ** Math.floor(Math.log2(limit));
  while (degree > 1 && !canSplit(heads, degree, copies)) {
    degree /= 2;
  }
  return degree;
}
