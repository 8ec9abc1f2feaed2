/**
 * The regions in which an image of an AWS registry is available.
 *
 * @internal
 */
export interface ImageAvailability {
  /** The image, as `repository:tag`. */
  readonly image: string;

  /** The regions in which the registry has an account; undefined if the user sets the account. */
  readonly registryRegions?: readonly string[];

  /** The regions in which AWS lists this exact image; undefined if no list contains it. */
  readonly listedRegions?: readonly string[];
}
