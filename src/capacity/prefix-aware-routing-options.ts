/**
 * What the routing by prefix is told.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_PrefixAwareRoutingConfig.html
 */
export interface PrefixAwareRoutingOptions {
  /**
   * How much of the beginning of a request decides where it goes: an integer from 1024 to 65536.
   *
   * Bytes of the body, or characters of the messages of a request in OpenAI's form. It should cover what requests share, such as a system prompt,
   * and enough of what sets them apart to spread them over the instances.
   */
  readonly prefixLength: number;

  /**
   * How many requests an instance may have in work before the next one goes to an instance with more room: an integer from 1 to 1024.
   */
  readonly concurrencyThreshold: number;
}
