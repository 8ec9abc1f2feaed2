import { ServerSetting } from './server-setting';
import { ServerFamily } from '../container/server-family';

/** A variable that a user must not set, or only to certain values. */
export interface ReservedVariable {
  readonly name: string;

  /** The allowed values; empty if there are none. */
  readonly allowed: readonly string[];

  /** The reason why other values do not work. */
  readonly reason: string;
}

/** What the library knows about a server: how it is configured. */
export interface ServerDefinition {
  /** The server; undefined for an unknown image. */
  readonly family?: ServerFamily;

  /** Whether this is the variant for AWS Neuron. */
  readonly neuron: boolean;

  readonly title: string;

  /** The documentation or source code of its settings. */
  readonly source: string;

  /** The settings, in the order in which their variables are set. */
  readonly settings: readonly ServerSetting[];

  /** The variable of an argument without a typed option; undefined if the server has no arguments. */
  readonly argumentVariable?: (argument: string) => string;

  readonly reserved?: readonly ReservedVariable[];
}

/** The start script converts variables with a prefix to arguments: `SM_VLLM_MAX_MODEL_LEN` becomes `--max-model-len`. */
export function prefixed(prefix: string): (argument: string) => string {
  return argument => `${prefix}${argument.replace(/^-+/, '').replace(/-/g, '_').toUpperCase()}`;
}

/** The port must be the one that SageMaker sends health checks to. */
export function reservedPort(name: string): ReservedVariable {
  return { name, allowed: ['8080'], reason: 'SageMaker sends health checks to port 8080 of the container' };
}

/** The server must listen on an address that SageMaker can reach. */
export function reservedHost(name: string): ReservedVariable {
  return { name, allowed: ['0.0.0.0', '::'], reason: 'SageMaker sends health checks from outside of the container' };
}

/** An API key that callers cannot send, because SageMaker does not forward their headers. */
export function reservedKey(name: string): ReservedVariable {
  return { name, allowed: [], reason: 'SageMaker does not forward the API key header, so every request would be rejected; access is controlled by IAM' };
}
