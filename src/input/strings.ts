import { Token } from 'aws-cdk-lib/core';

/** A string that a user gives, and the prop or option that contains it. */
export interface GivenString {
  readonly prop: string;

  /** The name of the option, or the key in a map. */
  readonly name: string;
  readonly value: string;
}

/** How deep a prop is searched. Nothing that the library reads is deeper. */
const DEPTH = 8;

/** All strings in a value that a user gives: in arrays, maps, options, and in the objects of the library. Constructs are not searched. */
export function stringsIn(value: unknown, prop: string): GivenString[] {
  const found: GivenString[] = [];
  collect(value, prop, prop, found, []);
  return found;
}

function collect(value: unknown, prop: string, name: string, found: GivenString[], within: readonly unknown[]): void {
  if (typeof value === 'string') {
    found.push({ prop, name, value });
  } else if (typeof value === 'object' && value !== null && !('node' in value) && !Token.isUnresolved(value)
    && within.length < DEPTH && !within.includes(value)) {
    const isOptions = !Array.isArray(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value));
    for (const [key, member] of Object.entries(value)) {
      // what an object of the library holds has no name that a user knows
      const path = isOptions && !key.startsWith('_') ? `${prop}.${key}` : prop;
      if (isOptions) {
        found.push({ prop, name: prop, value: key });
      }
      collect(member, path, isOptions ? key : name, found, [...within, value]);
    }
  }
}
