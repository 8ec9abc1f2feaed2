import { Token } from 'aws-cdk-lib/core';
import { Check, finding, Finding, REFUSED } from '../legacy';
import { EndpointPlan } from '../legacy';

const ENTRIES: Check = {
  id: 'environment-entries',
  severity: 'error',
  what: 'the environment has more than 100 entries, those of the library included',
  why: REFUSED,
  fix: 'set fewer variables',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html',
};

const KEY_FORM: Check = {
  id: 'environment-key',
  severity: 'error',
  what: 'a variable has a name that is not of letters, digits and underscores, begins with a digit, or has more than 1,024 characters',
  why: REFUSED,
  fix: 'rename it',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html',
};

const VALUE: Check = {
  id: 'environment-value',
  severity: 'error',
  what: 'a variable has a value of more than 1,024 characters, or none, such as one of `process.env` that is not set',
  why: REFUSED,
  fix: 'shorten it, or put it into a file of the image; give it a value, or leave it out',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html',
};

const SIZE: Check = {
  id: 'environment-size',
  severity: 'error',
  what: 'all names and values together have more than 32 KiB',
  why: REFUSED,
  fix: 'set fewer variables',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html',
};

export const ENVIRONMENT_CHECKS = [ENTRIES, KEY_FORM, VALUE, SIZE];

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html */
const KEY = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const MAXIMUM_ENTRIES = 100;
const MAXIMUM_LENGTH = 1024;
const MAXIMUM_BYTES = 32 * 1024;

/** Checks the limits of the container's environment, what the library sets in it included. */
export function environmentFindings(plan: EndpointPlan): Finding[] {
  const entries = Object.entries(plan.environment);
  const known = entries.filter(([key, value]) => !Token.isUnresolved(key) && typeof value === 'string' && !Token.isUnresolved(value));
  return [
    ...tooMany(entries.length),
    ...entries.flatMap(([key, value]) => [...badKey(key), ...badValue(key, value)]),
    ...tooLarge(known.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0)),
  ];
}

function tooMany(count: number): Finding[] {
  return count <= MAXIMUM_ENTRIES ? [] : [finding(ENTRIES, `'environment' must have at most ${MAXIMUM_ENTRIES} entries together with those that the library sets, got ${count}`)];
}

function badKey(key: string): Finding[] {
  if (Token.isUnresolved(key) || (KEY.test(key) && key.length <= MAXIMUM_LENGTH)) {
    return [];
  }
  return [finding(KEY_FORM, "'environment' must have keys of letters, digits and underscores that do not begin with a digit, "
    + `of at most ${MAXIMUM_LENGTH} characters, got ${excerpt(key)}`)];
}

/** A value is told by its length or type alone, since it may be a secret. */
function badValue(key: string, value: unknown): Finding[] {
  if (typeof value !== 'string' && !Token.isUnresolved(value)) {
    const got = value === undefined || value === null ? String(value) : `a value of type ${typeof value}`;
    return [finding(VALUE, `'environment.${key}' must be a text, got ${got}; give it a value, or leave it out`)];
  }
  if (typeof value !== 'string' || Token.isUnresolved(value) || value.length <= MAXIMUM_LENGTH) {
    return [];
  }
  return [finding(VALUE, `'environment.${key}' must have at most ${MAXIMUM_LENGTH} characters, got ${value.length}`)];
}

function tooLarge(bytes: number): Finding[] {
  return bytes <= MAXIMUM_BYTES ? [] : [finding(SIZE, `'environment' must have at most ${MAXIMUM_BYTES} bytes in all keys and values together, got ${bytes}`)];
}

function excerpt(text: string): string {
  return text.length <= 80 ? JSON.stringify(text) : `${JSON.stringify(text.slice(0, 80))}… of ${text.length} characters`;
}
