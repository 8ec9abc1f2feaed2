/** The versions of vLLM that support an architecture, as far as they were read. */
export interface SupportedVersions {
  /** The newest version that does not support it yet. */
  readonly after?: string;

  /** The first version that supports it. */
  readonly since?: string;

  /** The last version that supports it. */
  readonly until?: string;

  /** The first version that rejects it. */
  readonly before?: string;
}
