import { Annotations } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { Finding } from './finding';
import { withoutSecrets } from '../common/secrets';

/** The website has a page for each check: what it finds, why, and how to fix it. */
const PAGES = 'https://cdk-huggingface-sagemaker.github.io/cdk-huggingface-sagemaker/checks';

/** Throws all errors at once, and annotates the construct with the warnings. No message repeats a secret. */
export function report(construct: IConstruct, findings: readonly Finding[]): void {
  reject(construct.node.path, findings);
  for (const { id, message } of findings) {
    Annotations.of(construct).addWarningV2(id, withoutSecrets(message));
  }
}

/** Throws one error with all findings that are errors. */
export function reject(path: string, findings: readonly Finding[]): void {
  const problems = findings.filter(({ severity }) => severity === 'error').map(({ id, message }) => `${message} (${pageOf(id)})`);
  if (problems.length > 0) {
    const list = problems.length === 1 ? problems[0] : `${problems.length} problems\n${problems.map(message => `  - ${message}`).join('\n')}`;
    throw constantError(withoutSecrets(`${path}: ${list}`));
  }
}

/** An error whose message stays the same: aws-cdk-lib puts "Resolution error" before it for each token around the one that throws it. */
function constantError(message: string): Error {
  return Object.defineProperty(new Error(message), 'message', { get: () => message, set: () => undefined });
}

function pageOf(id: string): string {
  return `${PAGES}/${id.slice(id.indexOf(':') + 1)}`;
}
