/** Something to tell the user about a plan. */
export interface Finding {
  /** The stable name of the check; a warning is acknowledged by it. */
  readonly id: string;

  /** An error is for what cannot work, a warning for what is probably a mistake. */
  readonly severity: 'error' | 'warning';

  /** What is wrong, the value got, what is allowed and what to do. */
  readonly message: string;
}

export function error(id: string, message: string): Finding {
  return { id: findingId(id), severity: 'error', message };
}

export function warning(id: string, message: string): Finding {
  return { id: findingId(id), severity: 'warning', message };
}

function findingId(id: string): string {
  return `huggingface-sagemaker:${id}`;
}
