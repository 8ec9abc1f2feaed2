import { Token } from 'aws-cdk-lib/core';
import { Check, finding, Finding } from '../legacy';
import { BucketFolder } from '../../common/bucket-folder';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceOutputConfig.html */
const ADDRESS_LENGTH = 512;

/** Checks the prefix that a prop names, and the address that it makes. */
export function addressFindings(checks: { readonly prefix: Check; readonly address: Check }, prop: string, { prefix, uri }: BucketFolder): Finding[] {
  const findings: Finding[] = [];
  if (!Token.isUnresolved(prefix) && prefix.startsWith('/')) {
    findings.push(finding(checks.prefix, `'${prop}' must be a prefix of keys in Amazon S3, which does not begin with a slash, got ${JSON.stringify(prefix)}`));
  }
  if (!Token.isUnresolved(uri) && uri.length > ADDRESS_LENGTH) {
    findings.push(finding(checks.address, `'${prop}' must make an address of at most ${ADDRESS_LENGTH} characters, got ${uri.length}; take a shorter prefix`));
  }
  return findings;
}
