/** Something that the library looks for in a plan. Its texts become a row of docs/checks.md. */
export interface Check {
  /** The stable name of the check; a warning is acknowledged by it, after `huggingface-sagemaker:`. */
  readonly id: string;

  /** An error is for what cannot work, a warning for what is probably a mistake. */
  readonly severity: 'error' | 'warning';

  /** What is looked for. */
  readonly what: string;

  /** What happens without the check. */
  readonly why: string;

  /** What to do. */
  readonly fix: string;

  /** Where this is known from. */
  readonly source: string;
}

/** What happens to what SageMaker's API does not take. */
export const REFUSED = 'SageMaker refuses it, and the deployment is rolled back';

/** Something to tell the user about a plan. */
export interface Finding {
  readonly id: string;
  readonly severity: Check['severity'];

  /** What is wrong, the value got, what is allowed and what to do. */
  readonly message: string;
}

/** What a check has found. */
export function finding({ id, severity }: Check, message: string): Finding {
  return { id: `huggingface-sagemaker:${id}`, severity, message };
}
