/** Something that the library looks for. Its strings become a row of docs/checks.md. */
export interface Check<V = any> {
  /** The stable name of the check; a warning is acknowledged by it, after `huggingface-sagemaker:`. */
  readonly id: string;

  /** An error is for what cannot work, a warning for what is probably a mistake. */
  readonly severity: 'error' | 'warning';

  /** What the check looks for. */
  readonly what: string;

  /** What happens without the check. */
  readonly why: string;

  /** How to fix it: the end of each message, too. Names are in backticks. */
  readonly fix: string;

  /** The source of this knowledge. */
  readonly source: string;

  /** The message without the fix at its end: the prop, the value received, and what is allowed. Names are in single quotes. */
  message(prop: string, values: V): string;
}

/** What happens to a value that SageMaker's API rejects. */
export const REJECTED = 'SageMaker rejects it, and the deployment is rolled back';

/** What a check has found, as data. */
export interface Finding<V = unknown> {
  readonly id: string;
  readonly severity: Check['severity'];

  /** The prop, or the method, that is wrong. */
  readonly prop: string;

  /** The values that the message is made of. */
  readonly values: V;

  /** The whole message. */
  readonly message: string;
}

/** Makes a finding of a check for a prop. A fix for just this case replaces that of the check. */
export function finding<V>(check: Check<V>, prop: string, values: V, fix = check.fix): Finding<V> {
  return {
    id: `huggingface-sagemaker:${check.id}`,
    severity: check.severity,
    prop,
    values,
    message: `${check.message(prop, values)}; ${fix.replace(/`/g, "'")}`,
  };
}

/** The findings of a condition: one if it holds. */
export function when(condition: boolean, found: () => Finding): Finding[] {
  return condition ? [found()] : [];
}
