import { ServerSetting } from './server-setting';
import { ServerFamily } from '../container/server-family';

/** A variable that a user must not set, or only to certain values. */
export interface ReservedVariable {
  readonly name: string;

  /** The allowed values; empty if there are none. */
  readonly allowed: readonly string[];

  /** The reason why other values do not work. */
  readonly reason: string;

  /** Whether the server answers with another value too, so that it is a warning. */
  readonly answers?: boolean;
}

/** How a server is configured to load adapters while it runs, as inference components of SageMaker. */
export interface RuntimeAdapters {
  readonly variables: Readonly<Record<string, string>>;

  /** Those of the variables that are flags in the command line. */
  readonly flags?: readonly string[];

  /** The variable of the highest rank. */
  readonly rankVariable: string;

  /** The first version that can. Undefined if it is not known. */
  readonly since?: string;
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

  /** Whether accelerators may share key-value heads, each with a copy, if there are fewer of them than accelerators. */
  readonly copiesKeyValueHeads: boolean;

  /** Whether a version of the server serves a task, or any version if it is not known. Undefined if it is not known. */
  readonly servesTask: ((task: string, version: string | undefined) => boolean) | undefined;

  /** Whether the server loads no other format of weights than GGUF. */
  readonly loadsOnlyGguf: boolean;

  /** The versions that read a quantization of GGUF weights after the id of the model, such as `:Q4_K_M`. Undefined if none does. */
  readonly quantizationInModelId: { readonly before?: string } | undefined;

  /** Whether the server rejects bfloat16 on a GPU of compute capability below 8.0. */
  readonly rejectsBfloat16OnOldGpus: boolean;

  /** How the server loads adapters while it runs; false if it cannot. Undefined if it is not known. */
  readonly runtimeAdapters: RuntimeAdapters | false | undefined;

  /** The setting of the longest context. Undefined if the server has none. */
  readonly contextSetting: NoInfer<Name> | undefined;

  /** The setting of the number of accelerators, or Neuron cores, that share the model. Undefined if the server has none. */
  readonly degreeSetting: NoInfer<Name> | undefined;

  /** The setting of the sequence length for which the server compiles a model that is not compiled yet. Undefined if the server compiles no model. */
  readonly compiledLengthSetting: NoInfer<Name> | undefined;

  /** Prefixes of variables that this server reads, and no other one. */
  readonly variablePrefixes: readonly string[];

  /** Variables that the server reads without having a setting for them, although another server has one. */
  readonly alsoReads: readonly string[];
}

/** What the library knows about a server, and how it is configured. */
export interface ServerDefinition<Name extends string = string> {
  /** The server; undefined for an unknown image. */
  readonly family?: ServerFamily;

  /** Whether this is the variant for AWS Neuron. */
  readonly neuron: boolean;

  readonly title: string;

  /** The documentation or source code of its settings. */
  readonly source: string;

  /** The settings, in the order in which their variables are set. */
  readonly settings: readonly ServerSetting<Name>[];

  readonly traits: ServerTraits<Name>;

  /** The variable of an argument without a typed option; undefined if the server has no arguments. */
  readonly argumentVariable?: (argument: string) => string;

  /**
   * The version from which the start script makes a flag of `true`, and nothing of `false`. An older one passes both on as a value, which switches
   * the flag on, or ends the server. All versions make a flag of an empty value. Undefined if the server reads `true` and `false` itself.
   */
  readonly flagsSince?: string;

  /** The first version of which some images may have such a start script, if it is another one. */
  readonly flagsPerhapsSince?: string;

  readonly reserved?: readonly ReservedVariable[];
}

/** Keeps the names of the settings as the type of the definition, so that names can be checked by the compiler. */
export function defineServer<const Name extends string>(definition: ServerDefinition<Name>): ServerDefinition<Name> {
  return definition;
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
  return { name, allowed: [], reason: 'SageMaker does not forward the API key header, so every request would be rejected; IAM controls access' };
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
    reason: 'vLLM requires the key below /v1, but not at /invocations, which SageMaker calls',
  };
}
