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

/** What else differs between servers. Everything is required, so that the compiler asks for it when a server is added. */
export interface ServerTraits<Name extends string = string> {
  /** The share of the memory of the accelerators that the server uses by default. Undefined if it is not known. */
  readonly memoryShare: number | undefined;

  /** Whether the accelerators must hold all weights: the server has no other place for them. */
  readonly holdsWeightsOnAccelerators: boolean;

  /** Whether the server is made for models that take minutes to load. */
  readonly servesLargeModels: boolean;

  /** Whether one copy of the model runs on as many accelerators as its tensor parallel degree says, and the others stay idle. */
  readonly runsSingleCopy: boolean;

  /** Whether the server serves a task. Undefined if it is not known. */
  readonly servesTask: ((task: string) => boolean) | undefined;

  /** Whether the server loads no other format of weights than GGUF. */
  readonly loadsOnlyGguf: boolean;

  /** The versions that read a quantization of GGUF weights after the id of the model, such as `:Q4_K_M`. Undefined if none does. */
  readonly quantizationInModelId: { readonly before?: string } | undefined;

  /** Whether the server rejects bfloat16 on a GPU of compute capability below 8.0. */
  readonly rejectsBfloat16OnOldGpus: boolean;

  /** The setting of the longest context. Undefined if the server has none. */
  readonly contextSetting: NoInfer<Name> | undefined;

  /** The setting of the number of accelerators, or Neuron cores, that share the model. Undefined if the server has none. */
  readonly degreeSetting: NoInfer<Name> | undefined;

  /** Prefixes of variables that this server reads, and no other one. */
  readonly variablePrefixes: readonly string[];

  /** Variables that the server reads without having a setting for them, although another server has one. */
  readonly alsoReads: readonly string[];
}

/** What the library knows about a server, and how it is configured. */
export interface ServerDefinition<Name extends string = string> {
  /** The server; undefined for what is set for an image that is not known. */
  readonly family?: ServerFamily;

  /** Whether it is the variant for AWS Neuron. */
  readonly neuron: boolean;

  readonly title: string;

  /** What was read to know it. */
  readonly source: string;

  /** Its settings, in the order in which their variables are set. */
  readonly settings: readonly ServerSetting<Name>[];

  readonly traits: ServerTraits<Name>;

  /** The variable of an argument that has no typed option; undefined where the server has none. */
  readonly argumentVariable?: (argument: string) => string;

  /**
   * The version from which the start script makes a flag of `true`, and nothing of `false`. An older one passes both on as a value, which switches
   * the flag on, or ends the server. All versions make a flag of an empty value. Undefined if the server reads `true` and `false` itself.
   */
  readonly flagsSince?: string;

  readonly reserved?: readonly ReservedVariable[];
}

/** Keeps the names of the settings as the type of the definition, so that names can be checked by the compiler. */
export function defineServer<const Name extends string>(definition: ServerDefinition<Name>): ServerDefinition<Name> {
  return definition;
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
