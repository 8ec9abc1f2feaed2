/** Where a command writes to. */
export interface Output {
  readonly log: (text: string) => void;
  readonly error: (text: string) => void;
}

/** What a command answers. */
export interface Answer {
  readonly rows: readonly Record<string, unknown>[];

  /** The fields that the text has, in this order; programs are given all. */
  readonly columns: readonly string[];

  /** Whether there is anything to answer. */
  readonly success: boolean;
}

/** A command of the command line. */
export interface Command {
  readonly usage: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;
  readonly run: (values: Readonly<Record<string, string | boolean | undefined>>) => Answer;
}

/** A wrong use of a command, which the user is told without a trace. */
export class UsageError extends Error {}

/** A number above 0 of an option; undefined where it is not given. */
export function positiveNumber(name: string, value: string | boolean | undefined): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  const number = Number(value);
  if (!(number > 0 && Number.isFinite(number))) {
    throw new UsageError(`--${name} must be a number above 0, got '${value}'`);
  }
  return number;
}
