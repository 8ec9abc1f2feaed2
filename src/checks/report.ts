import { Annotations } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { Finding } from './finding';

/** Throws all errors at once, and annotates the construct with the warnings. */
export function report(construct: IConstruct, findings: readonly Finding[]): void {
  const errors = findings.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  if (errors.length === 1) {
    throw new Error(`${construct.node.path}: ${errors[0]}`);
  }
  if (errors.length > 1) {
    throw new Error(`${construct.node.path}: ${errors.length} problems\n${errors.map(message => `  - ${message}`).join('\n')}`);
  }
  for (const { id, message } of findings) {
    Annotations.of(construct).addWarningV2(id, message);
  }
}
