import { PolicySize } from '../../role/role-policies';
import { Check, finding, Finding, when } from '../finding';

/** A policy of the role that the model cannot depend on. */
export interface UnawaitedPolicy {
  readonly path: string;

  /** The actions of the statements that depend on the endpoint. */
  readonly actions: readonly string[];
}

const NOT_AWAITED: Check<UnawaitedPolicy> = {
  id: 'grants-not-awaited',
  severity: 'warning',
  what: 'a policy of the role depends on the endpoint, and allows more than to invoke the endpoint itself',
  why: 'the endpoint depends on the model, so the model cannot depend on the policy: the container may start before its permissions exist',
  fix: 'grant what depends on the endpoint to another role, or allow what the container needs to start with `addToRolePolicy`',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html',
  message: (prop, { path, actions }) => `'${prop}' has permissions that the model cannot depend on, because the policy ${path} depends on the `
    + `endpoint${actions.length > 0 ? ` by the statement with ${actions.join(', ')}` : ''}`,
};

/** The characters of all inline policies of a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAXIMUM_SIZE = 10_240;

/** The maximum number of policies in a message. */
const NAMED = 5;

const SIZE: Check<{ readonly total: number; readonly parts: readonly PolicySize[] }> = {
  id: 'role-policy-size',
  severity: 'error',
  what: 'the inline policies of the role have more than 10,240 characters in total, without white space',
  why: 'IAM rejects the policy that exceeds the quota, and the deployment is rolled back',
  fix: 'use a role for each endpoint, or move permissions to a managed policy',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
  message: (prop, { total, parts }) => `'${prop}' must have inline policies of at most ${number(MAXIMUM_SIZE)} characters in total, `
    + `got at least ${number(total)}: ${listed(parts)}`,
};

export const PERMISSION_CHECKS = [NOT_AWAITED, SIZE];

/** Finds permissions that the model cannot depend on. */
export function awaitFindings(policies: readonly UnawaitedPolicy[]): Finding[] {
  return policies.map(policy => finding(NOT_AWAITED, 'role', policy));
}

/** Finds inline policies that exceed the quota of a role. */
export function sizeFindings(parts: readonly PolicySize[]): Finding[] {
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  return when(total > MAXIMUM_SIZE, () => finding(SIZE, 'role', { total, parts }));
}

function listed(parts: readonly PolicySize[]): string {
  const largest = [...parts].sort((one, other) => other.size - one.size).slice(0, NAMED).map(({ path, size }) => `${number(size)} in ${path}`);
  return [...largest, ...parts.length > NAMED ? [`and ${parts.length - NAMED} more`] : []].join(', ');
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
