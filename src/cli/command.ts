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
  /** What is printed instead of a table. */
  readonly text?: string;
}

/** A command of the command line interface. */
export interface Command {
  readonly usage: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;
  /** Whether the command has an argument before its options, the name of a stack. */
  readonly hasStack?: boolean;
  readonly run: (values: Readonly<Record<string, string | boolean | undefined>>, stack?: string) => Answer;
}

/** An invalid command line. It is reported without a stack trace. */
export class UsageError extends Error {}

/** The value of an option that must be greater than 0; undefined if the option is not set. */
export function positiveNumber(name: string, value: string | boolean | undefined): number | undefined {
  return decimal(name, value, /^\d+(\.\d+)?$/, 'a number greater than 0');
}

/** The value of an option that must be an integer of at least 1; undefined if the option is not set. */
export function positiveInteger(name: string, value: string | boolean | undefined): number | undefined {
  return decimal(name, value, /^\d+$/, 'an integer of at least 1');
}

function decimal(name: string, value: string | boolean | undefined, form: RegExp, allowed: string): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  const number = Number(value);
  if (!(form.test(String(value)) && number > 0 && Number.isFinite(number))) {
    throw new UsageError(`--${name} must be ${allowed}, got '${value}'`);
  }
  return number;
}
