/** A cause of a failure, and how to find and fix it: a row of the README's tables. */
export interface KnownCause {
  /** What is in a failure reason or in the logs, as a regular expression. */
  readonly pattern: string;
  readonly cause: string;
  readonly fix: string;
  readonly source: string;
}
