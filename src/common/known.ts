import { Token } from 'aws-cdk-lib/core';

/** Whether a value is given and known at synth: neither undefined nor an unresolved token. */
export function isKnown<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null && !Token.isUnresolved(value);
}
