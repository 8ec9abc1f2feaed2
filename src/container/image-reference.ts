/**
 * The reference of an image in a registry. Each part may be an unresolved token.
 *
 * @internal
 */
export interface ImageReference {
  readonly repositoryName: string;

  /** A tag, or a digest that starts with `sha256:`. */
  readonly tag: string;

  /** The region of the repository if it belongs to the user. */
  readonly region?: string;

  /** The account of the registry if the user sets it. */
  readonly accountId?: string;
}
