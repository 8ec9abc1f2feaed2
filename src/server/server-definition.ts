import { ServerSetting } from './server-setting';
import { ServerFamily } from '../container/server-family';

/** A variable that a user may set, but not to any value. */
export interface ReservedVariable {
  readonly name: string;

  /** The values that work; none where no value does. */
  readonly allowed: readonly string[];

  /** What goes wrong with another value. */
  readonly reason: string;

  /** Whether the server answers with another value too, so that it is a warning. */
  readonly answers?: boolean;
}

/** What the library knows of a server: how it is told what to do. */
export interface ServerDefinition {
  /** The server; undefined for what is set for an image that is not known. */
  readonly family?: ServerFamily;

  /** Whether it is the variant for AWS Neuron. */
  readonly neuron: boolean;

  readonly title: string;

  /** What was read to know it. */
  readonly source: string;

  /** Its settings, in the order in which their variables are set. */
  readonly settings: readonly ServerSetting[];

  /** The variable of an argument that has no typed option; undefined where the server has none. */
  readonly argumentVariable?: (argument: string) => string;

  /**
   * The version from which the start script makes a flag of `true`, and nothing of `false`. An older one passes both on as a value, which switches
   * the flag on, or ends the server. All versions make a flag of an empty value. Undefined if the server reads `true` and `false` itself.
   */
  readonly flagsSince?: string;

  readonly reserved?: readonly ReservedVariable[];
}

/** The start script takes variables of a prefix as arguments: `SM_VLLM_MAX_MODEL_LEN` is `--max-model-len`. */
export function prefixed(prefix: string): (argument: string) => string {
  return argument => `${prefix}${argument.replace(/^-+/, '').replace(/-/g, '_').toUpperCase()}`;
}

const HEALTH = 'SageMaker asks the container for its health on port 8080';

/** The port must be the one that SageMaker asks. */
export function reservedPort(name: string): ReservedVariable {
  return { name, allowed: ['8080'], reason: HEALTH };
}

/** The server must listen on an address that SageMaker reaches. */
export function reservedHost(name: string): ReservedVariable {
  return { name, allowed: ['0.0.0.0', '::'], reason: `${HEALTH}, from outside of it` };
}

/** A key that callers cannot send: SageMaker passes their headers on no further. */
export function reservedKey(name: string): ReservedVariable {
  return { name, allowed: [], reason: 'SageMaker does not pass the header with the key on, so that every request is refused; IAM says who may invoke the endpoint' };
}

/**
 * A key that vLLM asks for below `/v1`, and not at `/invocations`, which SageMaker calls.
 *
 * @see https://github.com/vllm-project/vllm/blob/main/vllm/entrypoints/openai/server_utils.py
 */
export function reservedKeyOfVllm(name: string): ReservedVariable {
  return {
    name,
    allowed: [],
    answers: true,
    reason: 'vLLM asks for the key below /v1 and not at /invocations, which SageMaker calls, so that it keeps nobody out; IAM says who may invoke the endpoint',
  };
}
