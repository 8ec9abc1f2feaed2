/**
 * How the value of an argument is written. `boolean`: a flag that `no-` in front of it switches off. `amount`: a whole number, with a unit such as
 * `1k` or not. `optional`: a flag that may have a value.
 */
export type ArgumentForm = 'flag' | 'boolean' | 'integer' | 'amount' | 'number' | 'string' | 'json' | 'list' | 'optional';

/** An argument as a version of a server knows it. */
export interface ServerArgument {
  /** The name in full, without the leading hyphens. */
  readonly name: string;

  readonly form: ArgumentForm;

  /** The allowed values. Undefined if any value of the form is allowed, or if they are not known. */
  readonly values?: readonly string[];

  /** The smallest number that is allowed. Undefined if there is none, or if it is not known. */
  readonly minimum?: number;

  /** Whether the capitalization of a value does not matter. */
  readonly caseless: boolean;

  /** The argument that adds other values, such as a plugin. */
  readonly unless?: string;
}

/**
 * What is known about an argument by its name. `unknown`: the version was not read, or the arguments of the server are not all known.
 * `not-in-version`: among the versions that were read, `removedIn` is the first one that no longer has it, and `addedIn` the first later one that
 * has it.
 */
export type ArgumentLookup =
  | { readonly status: 'known'; readonly argument: ServerArgument }
  | { readonly status: 'unknown' }
  | { readonly status: 'not-in-version'; readonly removedIn?: string; readonly addedIn?: string };
