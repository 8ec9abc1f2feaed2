import { Annotations } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { Finding } from './finding';

/** The website has a page for each check: what it finds, why, and how to fix it. */
const PAGES = 'https://cdk-huggingface-sagemaker.github.io/cdk-huggingface-sagemaker/checks';

/** Throws all errors at once, and annotates the construct with the warnings. */
export function report(construct: IConstruct, findings: readonly Finding[]): void {
  reject(construct, findings.filter(({ severity }) => severity === 'error').map(({ id, message }) => `${message} (${pageOf(id)})`));
  for (const { id, message } of findings) {
    Annotations.of(construct).addWarningV2(id, message);
  }
}

/** Throws one error with all problems. */
function reject(construct: IConstruct, problems: readonly string[]): void {
  if (problems.length === 1) {
    throw new Error(`${construct.node.path}: ${problems[0]}`);
  }
  if (problems.length > 1) {
    throw new Error(`${construct.node.path}: ${problems.length} problems\n${problems.map(message => `  - ${message}`).join('\n')}`);
  }
}

function pageOf(id: string): string {
  return `${PAGES}/${id.slice(id.indexOf(':') + 1)}`;
}
