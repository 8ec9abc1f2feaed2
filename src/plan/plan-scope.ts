/** The stack that a plan is for. */
export interface PlanScope {
  /** The region of the stack; an unresolved token if it is not known. */
  readonly region: string;

  /** The account of the stack; an unresolved token if it is not known. */
  readonly account: string;

  /** The partition of the stack; an unresolved token if it is not known. */
  readonly partition: string;

  /** The day of the synthesis, such as `2026-11-26`. */
  readonly today: string;

  /** Resolves a token. */
  readonly resolve: (value: unknown) => unknown;
}
