import { PrefixAwareRoutingOptions } from './prefix-aware-routing-options';

/**
 * How requests are spread over the instances of an endpoint.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantRoutingConfig.html
 */
export class RoutingStrategy {
  /** Each request goes to an instance that is chosen at random. */
  public static readonly RANDOM = new RoutingStrategy('RANDOM');

  /** A request goes to an instance that has more capacity for it: good where requests take very different times. */
  public static readonly LEAST_OUTSTANDING_REQUESTS = new RoutingStrategy('LEAST_OUTSTANDING_REQUESTS');

  /**
   * A request goes to an instance by what the instances have in their key-value caches.
   *
   * It requires a container that supports it, such as AWS's image of vLLM. **It is an error until CloudFormation accepts it**, although the API does.
   *
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantRoutingConfig.html
   */
  public static readonly KV_AWARE = new RoutingStrategy('KV_AWARE');

  /**
   * Requests that begin alike go to the same instance, which may have the beginning in its cache.
   *
   * @param options what counts as alike, and when an instance has enough
   */
  public static prefixAware(options: PrefixAwareRoutingOptions): RoutingStrategy {
    return new RoutingStrategy('PREFIX_AWARE', options);
  }

  /**
   * Any strategy without settings, also one that this version of the library has no constant for.
   *
   * `PREFIX_AWARE` has settings: use `prefixAware`.
   *
   * @param routingStrategy SageMaker's name of the strategy
   */
  public static of(routingStrategy: string): RoutingStrategy {
    return new RoutingStrategy(routingStrategy);
  }

  private constructor(
    private readonly name: string,
    /** @internal */
    public readonly _prefixAware?: PrefixAwareRoutingOptions,
  ) {}

  /** SageMaker's name of the strategy, such as `LEAST_OUTSTANDING_REQUESTS`. */
  public toString(): string {
    return this.name;
  }
}
