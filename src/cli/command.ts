/** The output of a command. */
export interface Output {
  readonly log: (text: string) => void;
  readonly error: (text: string) => void;
}

/** The result of a command. */
export interface Answer {
  readonly rows: readonly Record<string, unknown>[];

  /** The columns of the table, in this order. JSON output contains all fields. */
  readonly columns: readonly string[];

  /** Whether there is a result. */
  readonly success: boolean;

  /** What else a user needs to know: it is not part of the output, and written to standard error. */
  readonly notes?: readonly string[];
}

/** A command of the command line interface. */
export interface Command {
  readonly usage: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;
  readonly run: (values: Readonly<Record<string, string | boolean | undefined>>) => Answer;
}

/** An invalid command line. It is reported without a stack trace. */
export class UsageError extends Error {}

/** The value of an option that must be greater than 0; undefined if the option is not set. */
export function positiveNumber(name: string, value: string | boolean | undefined): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  const number = Number(value);
  if (!(number > 0 && Number.isFinite(number))) {
    throw new UsageError(`--${name} must be a number greater than 0, got '${value}'`);
  }
  return number;
}

/** The value of an option that must be an integer of at least 1; undefined if the option is not set. */
export function positiveInteger(name: string, value: string | boolean | undefined): number | undefined {
  const number = positiveNumber(name, value);
  if (number !== undefined && !Number.isInteger(number)) {
    throw new UsageError(`--${name} must be an integer of at least 1, got '${value}'`);
  }
  return number;
}
