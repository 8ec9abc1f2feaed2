import { isKnown } from '../../common/known';
import { variableProp } from '../../plan/given-props';
import { ModelPlan } from '../../plan/model-plan';
import { Check, finding, Finding, REJECTED, when } from '../finding';
import { lengthFindings, LengthFound, lengthMessage, quoted } from '../ranges';

const SOURCE = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html';

/** The limits of the environment of a container: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html */
const KEY = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const MAXIMUM_ENTRIES = 100;
const MAXIMUM_LENGTH = 1024;
const MAXIMUM_BYTES = 32 * 1024;

const ENTRIES: Check<LengthFound> = {
  id: 'environment-entries',
  severity: 'error',
  what: 'the environment has more than 100 entries, including those that the library sets',
  why: REJECTED,
  fix: 'set fewer variables',
  source: SOURCE,
  message: lengthMessage,
};

const KEY_FORM: Check<{ readonly key: string; readonly length: number }> = {
  id: 'environment-key',
  severity: 'error',
  what: 'the name of a variable has characters other than letters, digits and underscores, begins with a digit, or has more than 1,024 characters',
  why: REJECTED,
  fix: 'rename the variable',
  source: SOURCE,
  message: (prop, { key, length }) => `'${prop}' must have a name of letters, digits and underscores that does not begin with a digit, `
    + `with at most ${MAXIMUM_LENGTH} characters, got ${quoted(key)}${key.length < length ? `... with ${length} characters` : ''}`,
};

/** A value that is not a string, by its type. A value is not part of a finding, because it may be a secret. */
interface NoString {
  readonly type: string;
}

const VALUE: Check<LengthFound | NoString> = {
  id: 'environment-value',
  severity: 'error',
  what: 'the value of a variable has more than 1,024 characters, or is not a string, such as a variable of `process.env` that is not set',
  why: REJECTED,
  fix: 'set a shorter string, put a long value into a file of the image, or remove the variable',
  source: SOURCE,
  message: (prop, values) => 'type' in values ? `'${prop}' must be a string, got ${values.type}` : lengthMessage(prop, values),
};

const SIZE: Check<LengthFound> = {
  id: 'environment-size',
  severity: 'error',
  what: 'all names and values together have more than 32 KiB, including those that the library sets',
  why: REJECTED,
  fix: 'set fewer variables',
  source: SOURCE,
  message: lengthMessage,
};

export const ENVIRONMENT_CHECKS = [ENTRIES, KEY_FORM, VALUE, SIZE];

/** Finds an environment that is outside the limits of SageMaker, including what the library sets in it. */
export function environmentFindings(model: ModelPlan): Finding[] {
  const entries = Object.entries<unknown>(model.environment);
  return [
    ...lengthFindings(ENTRIES, 'environment', entries.length, {
      maximum: MAXIMUM_ENTRIES, counted: 'entries, including those that the library sets',
    }),
    ...entries.flatMap(([key, value]) => [...keyFindings(model, key), ...valueFindings(variableProp(model, key), value)]),
    ...lengthFindings(SIZE, 'environment', knownBytes(entries), {
      maximum: MAXIMUM_BYTES, counted: 'bytes in all names and values, including those that the library sets',
    }),
  ];
}

function keyFindings({ origins }: ModelPlan, key: string): Finding[] {
  const prop = origins[key] === 'argument' ? 'server.extraArguments' : 'environment';
  const isValid = KEY.test(key) && key.length <= MAXIMUM_LENGTH;
  return when(isKnown(key) && !isValid, () => finding(KEY_FORM, prop, { key: key.slice(0, 80), length: key.length }));
}

function valueFindings(prop: string, value: unknown): Finding[] {
  if (value === undefined || value === null) {
    return [finding(VALUE, prop, { type: String(value) })];
  }
  if (!isKnown(value)) {
    return [];
  }
  return typeof value === 'string'
    ? lengthFindings(VALUE, prop, value.length, { maximum: MAXIMUM_LENGTH, counted: 'characters' })
    : [finding(VALUE, prop, { type: `a value of type ${typeof value}` })];
}

/** The size of the names and values that are known at synth. */
function knownBytes(entries: [string, unknown][]): number {
  return entries
    .filter((entry): entry is [string, string] => isKnown(entry[0]) && typeof entry[1] === 'string' && isKnown(entry[1]))
    .reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
}
