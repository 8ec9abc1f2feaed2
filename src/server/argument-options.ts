import { ModelServerOptions } from './model-server-options';

/** What every server takes that is started with arguments of its own. */
export interface ArgumentOptions extends ModelServerOptions {
  /**
   * Arguments that have no option here, by their name without the leading hyphens, such as `max-log-len`.
   *
   * A flag without a value is set with `true`, and for vLLM on AWS Neuron with an empty text.
   *
   * @default - none
   */
  readonly extraArguments?: { [argument: string]: string };
}
