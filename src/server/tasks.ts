/** The tasks of servers that generate text. */
export const GENERATION_TASKS: readonly string[] = [
  'text-generation', 'image-text-to-text', 'audio-text-to-text', 'video-text-to-text', 'any-to-any',
];

/** The tasks of servers that compute embeddings, or classify with a single pass. */
export const EMBEDDING_TASKS: readonly string[] = [
  'feature-extraction', 'sentence-similarity', 'text-ranking', 'text-classification', 'fill-mask', 'token-classification',
];
