/**
 * What names an image in a registry; each part may be a token.
 *
 * @internal
 */
export interface ImageReference {
  readonly repositoryName: string;

  /** A tag, or a digest beginning `sha256:`. */
  readonly tag: string;

  /** The region of the repository, where it is one of the user's; may be a token. */
  readonly region?: string;

  /** The account of the registry, where the user names it. */
  readonly accountId?: string;
}
