import { Check, finding, Finding } from './finding';
import { Wrong } from '../input/kinds';
import { EndpointPlan } from '../plan/endpoint-plan';

const MISSING: Check = {
  id: 'prop-missing',
  severity: 'error',
  what: 'a required prop or option is undefined or null, such as one of `process.env` that is not set',
  why: 'nothing can be deployed without it',
  fix: 'give it a value',
  source: 'https://docs.aws.amazon.com/cdk/v2/guide/constructs.html',
};

const TYPE: Check = {
  id: 'prop-type',
  severity: 'error',
  what: 'a prop or option has a value of another type',
  why: 'it cannot be used, or would become a wrong value in the template',
  fix: 'use a value of the type that the message names',
  source: 'https://docs.aws.amazon.com/cdk/v2/guide/constructs.html',
};

const UNIT: Check = {
  id: 'unit-of-token',
  severity: 'error',
  what: 'a time or a size is an unresolved token, in another unit than AWS or the server reads',
  why: 'an unresolved token cannot be converted into another unit',
  fix: 'use the unit that the message names, such as `Duration.seconds`',
  source: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.Duration.html',
};

export const PROP_CHECKS = [MISSING, TYPE, UNIT];

const BY_REASON: Record<Wrong['reason'], Check> = { missing: MISSING, type: TYPE, unit: UNIT };

/** Checks that required props are set, and that all are of their types. */
export function propFindings({ wrongProps }: EndpointPlan): Finding[] {
  return wrongFindings(wrongProps);
}

/** What is wrong with what a user gives, as findings. */
export function wrongFindings(problems: readonly Wrong[]): Finding[] {
  return problems.map(({ reason, message }) => finding(BY_REASON[reason], message));
}
