/** What every server takes. */
export interface ModelServerOptions {
  /**
   * The version of the server in an image of your own, such as `0.21.0` or `v3.0.1`, which decides the names of its variables.
   *
   * @default - the version that the tag of the image tells; where it tells none, the newest rules are used
   */
  readonly version?: string;
}
