import { Token, Tokenization } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

/** Whether a value is an unresolved token. A stack is none, although it has a method `resolve`, by which aws-cdk-lib knows tokens. */
export function isToken(value: unknown): boolean {
  return Token.isUnresolved(value) && !Construct.isConstruct(value);
}

/** Whether a value is given and known at synth: neither undefined nor an unresolved token. */
export function isKnown<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null && !isToken(value);
}

/** The length of a string without its unresolved tokens. */
export function knownLength(text: string): number {
  const known = Tokenization.reverseString(text).mapTokens({ mapToken: () => '' });
  return known.join({ join: (left, right) => `${left}${right}` }).length;
}
