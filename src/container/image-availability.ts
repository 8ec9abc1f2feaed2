/**
 * Where an image of AWS's registries can be had.
 *
 * @internal
 */
export interface ImageAvailability {
  /** The image, as `repository:tag`. */
  readonly image: string;

  /** The regions in which the registry has an account; undefined where the user names the account. */
  readonly registryRegions?: readonly string[];

  /** The regions in which upstream lists this very image; undefined where no list names it. */
  readonly listedRegions?: readonly string[];

  /** The last day on which AWS patches the image, such as `2027-08-21`. Undefined if no such day is published. */
  readonly supportedUntil?: string;
}
