import { Kind, kind, missing, Read, Wrong } from './kinds';
import { isToken } from '../common/known';

/** A required prop, and an unresolved token that replaces it if it is missing, so that everything else is still checked. */
export interface Required {
  readonly required: Kind;
  readonly standIn?: () => unknown;
}

/** The kinds of all props of a struct. The compiler names one that is forgotten, and one that is required. */
export type Shape<T> = { readonly [P in keyof T]-?: undefined extends T[P] ? Kind : Required };

/** Reads what a user gives for a struct. Null means that a prop is not set, and what cannot be used is left out. */
export function readShape<T extends object>(shape: Shape<T>, given: unknown, path = ''): Read<T> {
  const whole = given === undefined || given === null ? { value: {}, wrong: [] } : STRUCT.read(given, path || 'props');
  const source = whole.value as Record<string, unknown> | undefined ?? {};
  const value = { ...source };
  const problems: Wrong[] = [...whole.wrong];
  for (const [name, member] of Object.entries<Kind | Required>(shape)) {
    const read = readMember(member, source[name], path ? `${path}.${name}` : name);
    problems.push(...read.wrong);
    if (read.value !== undefined) {
      value[name] = read.value;
    } else {
      delete value[name];
    }
  }
  return { value: value as T, wrong: problems };
}

/** A struct within another one, which is left out if a prop that it requires is. Only one that goes into the template as it is may be a token. */
export function structOf<T extends object>(shape: Shape<T>, mayBeToken = false): Kind {
  return {
    what: STRUCT.what,
    read: (given, prop) => {
      if (mayBeToken && isToken(given)) {
        return { value: given, wrong: [] };
      }
      const plain = STRUCT.read(given, prop);
      if (plain.wrong.length > 0) {
        return plain;
      }
      const read = readShape(shape, given, prop);
      const required = Object.entries<Kind | Required>(shape).filter(([, member]) => 'required' in member).map(([name]) => `${prop}.${name}`);
      return read.wrong.some(({ leftOut }) => required.includes(leftOut))
        ? { value: undefined, wrong: read.wrong.map(each => ({ ...each, leftOut: prop })) } : read;
    },
  };
}

const STRUCT: Kind = kind('an object with its options', value => typeof value === 'object' && !Array.isArray(value) && !isToken(value));

function readMember(member: Kind | Required, value: unknown, prop: string): Read<unknown> {
  const isGiven = value !== undefined && value !== null;
  if (!('required' in member)) {
    return isGiven ? member.read(value, prop) : { value: undefined, wrong: [] };
  }
  const read = isGiven ? member.required.read(value, prop) : missing(member.required, value, prop);
  return read.value === undefined ? { ...read, value: member.standIn?.() } : read;
}
