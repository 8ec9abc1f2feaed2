import { Check, finding, Finding, when } from './finding';
import { isKnown } from '../common/known';
import { received } from '../input/kinds';

/** What an integer must be, and what it is. */
export interface IntegerRange {
  readonly minimum: number;
  readonly maximum?: number;

  /** Such as `seconds`. */
  readonly unit?: string;
}

export type IntegerFound = IntegerRange & { readonly got: number };

/** The message of a check that demands an integer in a range. */
export function integerMessage(prop: string, { minimum, maximum, unit, got }: IntegerFound): string {
  const range = maximum === undefined ? `an integer of at least ${minimum}` : `an integer from ${minimum} to ${maximum}`;
  return `'${prop}' must be ${range}${unit ? ` ${unit}` : ''}, got ${String(got)}`;
}

/** Finds a number that is not an integer in a range. */
export function integerFindings(check: Check<IntegerFound>, prop: string, value: number | undefined, range: IntegerRange): Finding[] {
  const { minimum, maximum = Infinity } = range;
  return isKnown(value) && !(Number.isInteger(value) && value >= minimum && value <= maximum) ? [finding(check, prop, { ...range, got: value })] : [];
}

/** The largest integer that the APIs of AWS accept: https://smithy.io/2.0/spec/simple-types.html#integer */
const LARGEST_INTEGER = 2_147_483_647;

/** Finds a number of instances that is not an integer, or that the API cannot receive. */
export function countFindings(check: Check<IntegerFound>, prop: string, value: number | undefined, minimum: number): Finding[] {
  const isTooLarge = (value ?? 0) > LARGEST_INTEGER;
  return integerFindings(check, prop, value, isTooLarge ? { minimum, maximum: LARGEST_INTEGER } : { minimum });
}

/** What a list or a string may have, and has. */
export interface LengthFound {
  readonly minimum: number;
  readonly maximum: number;

  /** What is counted, such as `subnets`. */
  readonly counted: string;
  readonly got: number;
}

/** The message of a check that demands a number of members or characters. */
export function lengthMessage(prop: string, { minimum, maximum, counted, got }: LengthFound): string {
  return `'${prop}' must have ${minimum > 0 ? `${minimum} to` : 'at most'} ${maximum} ${counted}, got ${got}`;
}

/** Finds a list or a string that is too short or too long. */
export function lengthFindings(check: Check<LengthFound>, prop: string, got: number, { minimum = 0, maximum, counted }: {
  readonly minimum?: number; readonly maximum: number; readonly counted: string;
}): Finding[] {
  return when(got < minimum || got > maximum, () => finding(check, prop, { minimum, maximum, counted, got }));
}

/** The value in a message, as a user would write it. */
export function quoted(value: unknown): string {
  return typeof value === 'object' ? received(value)
    : typeof value === 'bigint' ? String(value) : JSON.stringify(value) ?? String(value);
}
