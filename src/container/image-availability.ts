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

  /** The last day on which AWS patches the image, such as `2027-08-21`. Undefined if no such day is published. */
  readonly supportedUntil?: string;
}
