/** The types of scaling that multiply the context length: https://github.com/vllm-project/vllm/blob/v0.27.0/vllm/config/model.py */
const MULTIPLYING = ['dynamic', 'linear', 'yarn'];

/** The context length of a model whose configuration scales the positions that it was trained with. */
export function scaledContextLength(positions: number | undefined, scaling: Readonly<Record<string, unknown>> | undefined): number | undefined {
  const { factor, original_max_position_embeddings: original } = scaling ?? {};
  const type = String(scaling?.rope_type ?? scaling?.type);
  if (positions === undefined || typeof factor !== 'number' || !(factor > 1) || !MULTIPLYING.includes(type)) {
    return positions;
  }
  // a configuration may have the longer context already
  return Math.round(type === 'yarn' && typeof original === 'number' ? Math.max(positions, original * factor) : positions * factor);
}
