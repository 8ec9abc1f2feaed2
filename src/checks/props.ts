import { Check, finding, Finding } from './finding';
import { Read, Wrong } from '../input/kinds';

interface WrongValue {
  /** What is wrong with the value, as a sentence. */
  readonly message: string;
}

const message = (_: string, wrong: WrongValue) => wrong.message;

const MISSING: Check<WrongValue> = {
  id: 'prop-missing',
  severity: 'error',
  what: 'a required prop or option is undefined or null, such as one of `process.env` that is not set',
  why: 'nothing can be deployed without it',
  fix: 'give it a value',
  source: 'https://docs.aws.amazon.com/cdk/v2/guide/constructs.html',
  message,
};

const TYPE: Check<WrongValue> = {
  id: 'prop-type',
  severity: 'error',
  what: 'a prop or option has a value of another type',
  why: 'it cannot be used, or would become a wrong value in the template',
  fix: 'use a value of that type',
  source: 'https://docs.aws.amazon.com/cdk/v2/guide/constructs.html',
  message,
};

const UNIT: Check<WrongValue> = {
  id: 'unit-of-token',
  severity: 'error',
  what: 'a time or a size is an unresolved token in a different unit than AWS or the server reads',
  why: 'an unresolved token cannot be converted into another unit',
  fix: 'use that unit, such as `Duration.seconds`',
  source: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.Duration.html',
  message,
};

export const PROP_CHECKS = [MISSING, TYPE, UNIT];

const BY_REASON: Record<Wrong['reason'], Check<WrongValue>> = { missing: MISSING, type: TYPE, unit: UNIT };

/** Finds what is wrong with the types of what a user gives. */
export function wrongFindings(wrongProps: readonly Wrong[]): Finding[] {
  return wrongProps.map(wrong => finding(BY_REASON[wrong.reason], wrong.prop, { message: wrong.message }, wrong.fix));
}

/** The findings without those that concern a prop that is left out, or its replacement. Each message names the props that it concerns. */
export function withoutLeftOut(findings: readonly Finding[], wrongProps: readonly Wrong[]): Finding[] {
  const names = wrongProps.flatMap(({ leftOut }) => [`'${leftOut}'`, `'${leftOut}.`]);
  return findings.filter(each => !names.some(name => each.message.includes(name)));
}

/** What is found in the options of a method: what is wrong with their types, and what the checks find in the others. */
export function optionFindings({ wrong }: Read<unknown>, others: readonly Finding[]): Finding[] {
  return [...wrongFindings(wrong), ...withoutLeftOut(others, wrong)];
}
