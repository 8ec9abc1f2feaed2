import { PrefixAwareRoutingOptions } from './prefix-aware-routing-options';

/**
 * How SageMaker distributes requests across the instances of an endpoint.
 *
 * @example
 * new HuggingFaceSageMakerEndpoint(this, 'Endpoint', {
 *   modelId: 'Qwen/Qwen3-8B',
 *   instanceType: SageMakerInstanceType.ML_G6E_2XLARGE,
 *   instanceCount: 3,
 *   routingStrategy: RoutingStrategy.prefixAware({ prefixLength: 4096, concurrencyThreshold: 16 }),
 * });
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantRoutingConfig.html
 */
export class RoutingStrategy {
  /** Sends each request to an instance that is chosen at random. */
  public static readonly RANDOM = new RoutingStrategy('RANDOM');

  /** Sends each request to an instance with more capacity to process it. Use it if processing times vary widely. */
  public static readonly LEAST_OUTSTANDING_REQUESTS = new RoutingStrategy('LEAST_OUTSTANDING_REQUESTS');

  /**
   * Sends requests that start with the same prefix to the same instance, which may have that prefix in its cache.
   *
   * @param options the length of the prefix, and the limit of concurrent requests of an instance
   */
  public static prefixAware(options: PrefixAwareRoutingOptions): RoutingStrategy {
    return new RoutingStrategy('PREFIX_AWARE', options);
  }

  /**
   * Any strategy without settings, including one that this version of the library has no constant for.
   *
   * Use `prefixAware` for `PREFIX_AWARE`, which has settings. `KV_AWARE` is an error until CloudFormation accepts it.
   *
   * @param routingStrategy the name of the strategy in the SageMaker API
   */
  public static of(routingStrategy: string): RoutingStrategy {
    return new RoutingStrategy(routingStrategy);
  }

  private constructor(
    private readonly name: string,
    /** @internal */
    public readonly _prefixAware?: PrefixAwareRoutingOptions,
  ) {}

  /** The name of the strategy in the SageMaker API, such as `LEAST_OUTSTANDING_REQUESTS`. */
  public toString(): string {
    return this.name;
  }
}
