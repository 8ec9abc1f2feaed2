import { Token } from 'aws-cdk-lib/core';
import { Check, finding, Finding } from './finding';
import { isSecretByMeaning, secretIn, SecretKind } from '../common/secrets';

export interface SecretFound {
  readonly kind: SecretKind;
}

export const SECRET: Check<SecretFound> = {
  id: 'secret-in-plain-text',
  severity: 'error',
  what: 'a prop, an option, a build argument, a statement or another part of the endpoint contains a Hub token, an AWS access key or a signed URL',
  why: 'anyone who can read the template, the repository or the build log can read it',
  fix: 'remove it: use `hubAccessToken` for the Hub, `buildSecrets` for a build, and the role for AWS',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds',
  message: (prop, { kind }) => `'${prop}' must not contain ${kind} in plain text, because anyone who can read the template can read it`,
};

export const MEANING: Check<Record<string, never>> = {
  id: 'secret-by-meaning',
  severity: 'warning',
  what: 'a variable or a build argument has a value in plain text that is a secret by its name, such as a password, or an authorization header',
  why: 'anyone who can read the template, or has `sagemaker:DescribeModel`, can read it',
  fix: 'use `hubAccessToken` for the Hub, `buildSecrets` for a build, and otherwise a dynamic reference to a secret, or let the container read it',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds',
  message: prop => `'${prop}' has a secret in plain text, which anyone who can read the template can read`,
};

/** Finds a secret that is recognized by its form, also in the literal parts of a string with unresolved tokens. */
export function formFindings(prop: string, value: string): Finding[] {
  const kind = secretIn(value);
  return kind ? [finding(SECRET, prop, { kind })] : [];
}

/** Finds a secret that is recognized by the name of the variable, or by its use. Nothing is found in a reference to a secret. */
export function meaningFindings(prop: string, name: string, value: unknown): Finding[] {
  return typeof value === 'string' && !Token.isUnresolved(value) && isSecretByMeaning(name, value) ? [finding(MEANING, prop, {})] : [];
}
