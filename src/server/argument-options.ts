import { ModelServerOptions } from './model-server-options';

/** The options of all servers with command line arguments. */
export interface ArgumentOptions extends ModelServerOptions {
  /**
   * Command line arguments without an option in this struct, by name without leading hyphens, such as `max-log-len`.
   *
   * Set a flag without a value to `true`, or to an empty string for vLLM on AWS Neuron.
   *
   * @default - none
   */
  readonly extraArguments?: { [argument: string]: string };
}
