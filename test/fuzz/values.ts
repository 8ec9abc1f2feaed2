import { CfnParameter, Duration, Lazy, Size, Stack, Token } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';

/** A value of any type, as users of JavaScript and of other languages can give it; made anew for each stack, because tokens belong to one. */
export interface Hostile {
  readonly name: string;
  readonly of: (stack: Stack) => any;
}

function circularObject(): object {
  const value: Record<string, unknown> = {};
  value.self = value;
  return value;
}

const parameter = (stack: Stack, type: string) => {
  const id = `${type}Parameter`;
  return stack.node.tryFindChild(id) as CfnParameter | undefined ?? new CfnParameter(stack, id, { type, default: type === 'Number' ? 1 : 'a' });
};

const VALUES: Record<string, (stack: Stack) => unknown> = {
  'undefined': () => undefined,
  'null': () => null,
  'an object': () => ({}),
  'an array': () => [],
  'an array of null': () => [null],
  'a circular object': circularObject,
  'an object without a prototype': () => Object.create(null),
  'an empty string': () => '',
  'a string': () => 'x',
  'a long string': () => 'x'.repeat(3000),
  'a string with control characters': () => 'a\u0000\u001b\n',
  'a string of another script': () => '模型 🤗',
  'a string of a policy': () => '*',
  'a path': () => '../../etc',
  'zero': () => 0,
  'a negative number': () => -1,
  'a fraction': () => 1.5,
  'NaN': () => NaN,
  'infinity': () => Infinity,
  'a large number': () => 1e21,
  'true': () => true,
  'false': () => false,
  'a symbol': () => Symbol('s'),
  'a BigInt': () => 1n,
  'a function': () => () => 1,
  'a date': () => new Date(0),
  'a string token': stack => parameter(stack, 'String').valueAsString,
  'a number token': stack => parameter(stack, 'Number').valueAsNumber,
  'a list token': () => Token.asList({ Ref: 'AWS::NotificationARNs' }),
  'a lazy string': () => Lazy.string({ produce: () => 'a' }),
  'a lazy value': () => Lazy.any({ produce: () => undefined }),
  'a duration of a millisecond': () => Duration.millis(1),
  'a duration of a token': stack => Duration.minutes(parameter(stack, 'Number').valueAsNumber),
  'a size of a kibibyte': () => Size.kibibytes(1),
  'a size of a token': stack => Size.gibibytes(parameter(stack, 'Number').valueAsNumber),
  'a construct': stack => stack,
};

/** A value that is only known when an app is deployed. */
export const isUnknown = ({ name }: Pick<Hostile, 'name'>) => /a (string|number|list) token$|a lazy|of a token$/.test(name);

export const hostile: fc.Arbitrary<Hostile> = fc.constantFrom(...Object.entries(VALUES).map(([name, of]) => ({ name, of })));

/** Strings that a user could try for a name, a prefix or a path: valid ones, and others. */
export const strings: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', 'a', 'A-b', 'a/b', '/a', 'a//b', 'a/', '-a', 'a'.repeat(63), 'a'.repeat(64), 'a'.repeat(256), 'a'.repeat(1025), 'a b', 'a_b', 'a.b', 'ä', '${A}', '{{a}}'),
  fc.string({ maxLength: 30 }),
);

export const numbers: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: -1, max: 10 }), fc.integer({ min: 0, max: 100_000 }), fc.double(), fc.double({ min: 0, max: 100, noNaN: true }),
);

export const durations: fc.Arbitrary<Duration> = fc.oneof(
  fc.integer({ min: 0, max: 120 }).map(amount => Duration.seconds(amount)),
  fc.integer({ min: 0, max: 3000 }).map(amount => Duration.minutes(amount)),
  fc.integer({ min: 0, max: 100_000 }).map(amount => Duration.millis(amount)),
);
