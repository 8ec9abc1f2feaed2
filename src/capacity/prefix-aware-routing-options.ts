/**
 * The options of prefix-aware routing.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_PrefixAwareRoutingConfig.html
 */
export interface PrefixAwareRoutingOptions {
  /**
   * The length of the prefix that determines the instance of a request: an integer from 1024 to 65536.
   *
   * Counted in bytes of the body, or in characters of the messages of an OpenAI-compatible request. The prefix should cover what requests have in
   * common, such as a system prompt, and enough of what differs to distribute requests across the instances.
   */
  readonly prefixLength: number;

  /**
   * The number of requests in progress on an instance at which further requests go to a less busy instance: an integer from 1 to 1024.
   */
  readonly concurrencyThreshold: number;
}
