import { Duration, Size, Token } from 'aws-cdk-lib/core';
import { amountIn, FACTORIES, Unit } from './amounts';
import { isToken } from '../common/known';
import { withoutSecrets } from '../common/secrets';

/** What a value cannot be used for. */
export interface Wrong {
  /** The prop, such as `dataCapture.bucket`. */
  readonly prop: string;

  /** The prop that is left out because of it: the same one, or one that holds it. */
  readonly leftOut: string;

  readonly reason: 'missing' | 'type' | 'unit';
  /** The prop, what it must be, and what was received. */
  readonly message: string;
  readonly fix?: string;
}

/** A value as the library uses it, and what is wrong with it. */
export interface Read<T> {
  readonly value: T;
  readonly wrong: readonly Wrong[];
}

/** Reads a value that is given: neither undefined nor null. The value is undefined if it cannot be used. */
export interface Kind {
  readonly what: string;
  readonly fix?: string;
  readonly read: (value: unknown, prop: string) => Read<unknown>;
}

/** What is wrong with a prop that is left out because of it. */
export function wrong(prop: string, reason: Wrong['reason'], message: string, fix?: string): Read<undefined> {
  return { value: undefined, wrong: [{ prop, leftOut: prop, reason, message, fix }] };
}

/** A kind by what a value must be, and a test of it. `isSecret` says that a string must not be printed. */
export function kind(what: string, isOfKind: (value: unknown) => boolean, fix?: string, isSecret = false): Kind {
  return {
    what,
    fix,
    read: (value, prop) => isOfKind(value) ? { value, wrong: [] }
      : wrong(prop, 'type', `'${prop}' must be ${what}, got ${isSecret && typeof value === 'string' ? 'a string' : received(value)}`, fix),
  };
}

/** A string; a token that is not a string yet becomes one. */
export const STRING = primitive('a string', 'string', value => Token.asString(value));

/** A number; a token that is not a number yet becomes one. */
export const NUMBER = primitive('a number', 'number', value => Token.asNumber(value));

export const BOOLEAN = kind('true or false', value => typeof value === 'boolean' || isToken(value));

export const MAP = kind('a map', value => isRecord(value) && !isToken(value));

export const MAP_OF_STRINGS = kind('a map of strings', value =>
  isRecord(value) && !isToken(value) && Object.values(value).every(member => typeof member === 'string'));

/**
 * An object that has these members. Objects of another copy of a package have them too, so that the class is not looked at.
 */
export function having(what: string, members: readonly string[], fix?: string, isSecret = false): Kind {
  return kind(what, value => isRecord(value) && members.every(member => member in value), fix, isSecret);
}

/** An object that stands for a name, such as one of `SageMakerInstanceType.of`, and has these members. */
export function named(what: string, fix: string, members: readonly string[] = []): Kind {
  const isNamed = (value: unknown) => isRecord(value) && value.toString !== Object.prototype.toString
    && typeof value.toString === 'function' && typeof value.toString() === 'string';
  return kind(what, value => isRecord(value) && members.every(member => member in value) && isNamed(value), fix);
}

/** An instance type. */
export const INSTANCE_TYPE = named(
  'a SageMakerInstanceType with a name', "use one such as SageMakerInstanceType.of('ml.g5.2xlarge')", ['acceleratorKind'],
);

/** A member of an enumeration. */
export function oneOf(members: Readonly<Record<string, string>>): Kind {
  return kind(`one of ${Object.values(members).join(', ')}`, value => Object.values(members).includes(value as string) || isToken(value));
}

/** An array of one kind. Only a list of strings may be a token: what objects a token stands for is not known at synth. */
export function listOf(plural: string, member: Kind): Kind {
  const list = kind(`an array of ${plural}`, value => Array.isArray(value) || (member === STRING && isToken(value)));
  return {
    ...list,
    read: (value, prop) => {
      if (!Array.isArray(value) || (member === STRING && isToken(value))) {
        return list.read(value, prop);
      }
      const members = value.map((each, index) => readMember(member, each, `${prop}[${index}]`));
      const problems = members.flatMap(each => each.wrong.map(one => ({ ...one, leftOut: prop })));
      return { value: problems.length > 0 ? undefined : members.map(each => each.value), wrong: problems };
    },
  };
}

/** A time, of which this unit is used. */
export const time = (unit: Unit) => amount('a Duration', 'toSeconds', unit);

/** A size, of which this unit is used. */
export const size = (unit: Unit) => amount('a Size', 'toGibibytes', unit);

function amount(what: string, member: string, unit: Unit): Kind {
  const whole = having(what, [member], `use ${FACTORIES[unit]}`);
  return {
    ...whole,
    read: (value, prop) => {
      const read = whole.read(value, prop);
      return read.wrong.length > 0 || amountIn(unit, value as Duration | Size) !== undefined
        ? read : wrong(prop, 'unit', unitMessage(prop, unit), `use ${FACTORIES[unit]}`);
    },
  };
}

/** What is wrong with an unresolved token in another unit. */
function unitMessage(prop: string, unit: Unit): string {
  return `'${prop}' must be in ${unit} if it is an unresolved token, which cannot be converted, got one in another unit`;
}

/** A member of an array must not be left out. */
function readMember(member: Kind, value: unknown, prop: string): Read<unknown> {
  return value === undefined || value === null ? missing(member, value, prop) : member.read(value, prop);
}

/** What is wrong with a value that must be given. */
export function missing({ what, fix }: Kind, value: unknown, prop: string): Read<undefined> {
  return wrong(prop, 'missing', `'${prop}' must be ${what}, got ${value}`, fix);
}

/** An argument of a function that has no construct to name: it throws if the argument cannot be used. */
export function argument<T>(of: Kind, value: T, name: string): T {
  const read = value === undefined || value === null ? missing(of, value, name) : of.read(value, name);
  if (read.wrong.length > 0) {
    throw new Error(withoutSecrets(read.wrong.map(({ message, fix = 'set it' }) => `${message}; ${fix}`).join('; ')));
  }
  return read.value as T;
}

/** A value as an error message shows it. */
export function received(value: unknown): string {
  if (value === undefined || value === null || typeof value === 'boolean') {
    return String(value);
  }
  if (isToken(value)) {
    return 'an unresolved token';
  }
  switch (typeof value) {
    case 'string':
      return value.length <= 80 ? JSON.stringify(value) : `a string of ${value.length} characters`;
    case 'number':
    case 'bigint':
      return `the number ${value}`;
    case 'object':
      return Array.isArray(value) ? 'an array' : objectName(value!);
    default:
      return `a ${typeof value}`;
  }
}

function objectName(value: object): string {
  const name = value.constructor?.name;
  return !name || name === 'Object' ? 'an object' : `an object of the class ${name}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function primitive(what: string, type: 'string' | 'number', encode: (token: unknown) => unknown): Kind {
  const plain = kind(what, value => typeof value === type || isToken(value));
  return {
    ...plain,
    read: (value, prop) => {
      const read = plain.read(value, prop);
      return read.wrong.length > 0 || typeof value === type ? read : { value: encode(value), wrong: [] };
    },
  };
}
