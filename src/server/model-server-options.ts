/** The options of all servers. */
export interface ModelServerOptions {
  /**
   * The version of the server in your own image, such as `0.21.0` or `v3.0.1`. It determines the names of environment variables.
   *
   * @default - the version in the image tag. If there is none, the names of the latest version
   */
  readonly version?: string;
}
