import { Lazy } from 'aws-cdk-lib/core';
import { Check } from '../../src/checks/finding';
import { countFindings, IntegerFound, integerFindings, integerMessage, lengthFindings, LengthFound, lengthMessage, quoted } from '../../src/checks/ranges';

const prose = { id: 'a', severity: 'error' as const, what: 'what', why: 'why', fix: 'use `it`', source: 'https://example.com' };
const INTEGER: Check<IntegerFound> = { ...prose, message: integerMessage };
const LENGTH: Check<LengthFound> = { ...prose, message: lengthMessage };
const LARGEST = 2 ** 31 - 1;

const messages = (findings: readonly { readonly message: string }[]) => findings.map(({ message }) => message.replace("; use 'it'", ''));

test.each([
  [0, {}, "'count' must be an integer of at least 1, got 0"],
  [1, {}, undefined],
  [1e20, {}, undefined],
  [1, { maximum: 3 }, undefined],
  [3, { maximum: 3 }, undefined],
  [4, { maximum: 3 }, "'count' must be an integer from 1 to 3, got 4"],
  [1.5, { maximum: 3 }, "'count' must be an integer from 1 to 3, got 1.5"],
  [0, { maximum: 3, unit: 'seconds' }, "'count' must be an integer from 1 to 3 seconds, got 0"],
  [0, { unit: 'seconds' }, "'count' must be an integer of at least 1 seconds, got 0"],
  [NaN, {}, "'count' must be an integer of at least 1, got NaN"],
  [Infinity, {}, "'count' must be an integer of at least 1, got Infinity"],
  [undefined, {}, undefined],
  [Lazy.number({ produce: () => 0 }), {}, undefined],
])('an integer of at least 1: %d, %j', (value, range, message) => {
  expect(messages(integerFindings(INTEGER, 'count', value, { minimum: 1, ...range }))).toEqual(message === undefined ? [] : [message]);
});

test.each([
  [0, undefined],
  [-1, "'count' must be an integer of at least 0, got -1"],
  [LARGEST, undefined],
  [LARGEST + 1, `'count' must be an integer from 0 to ${LARGEST}, got ${LARGEST + 1}`],
  [undefined, undefined],
])('a number of instances: %d', (value, message) => {
  expect(messages(countFindings(INTEGER, 'count', value, 0))).toEqual(message === undefined ? [] : [message]);
});

test.each([
  [0, { maximum: 2 }, undefined],
  [2, { maximum: 2 }, undefined],
  [3, { maximum: 2 }, "'list' must have at most 2 members, got 3"],
  [0, { minimum: 1, maximum: 2 }, "'list' must have 1 to 2 members, got 0"],
  [1, { minimum: 1, maximum: 2 }, undefined],
])('%d members, %j', (got, range, message) => {
  expect(messages(lengthFindings(LENGTH, 'list', got, { ...range, counted: 'members' }))).toEqual(message === undefined ? [] : [message]);
});

test.each([
  ['a', '"a"'],
  [1, '1'],
  [10n, '10'],
  [undefined, 'undefined'],
  [{ a: [1] }, 'an object'], // it may be circular, or have a secret
])('%p is quoted as a user would write it', (value, text) => {
  expect(quoted(value)).toBe(text);
});
