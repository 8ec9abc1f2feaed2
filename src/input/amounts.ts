import { Duration, Size, SizeRoundingBehavior } from 'aws-cdk-lib/core';

/** The units that a prop or an option is written in for AWS or for a server. */
export type Unit = 'milliseconds' | 'seconds' | 'minutes' | 'bytes' | 'mebibytes' | 'gibibytes';

const CONVERSIONS: Record<Unit, (amount: unknown) => number> = {
  milliseconds: amount => (amount as Duration).toMilliseconds({ integral: false }),
  seconds: amount => (amount as Duration).toSeconds({ integral: false }),
  minutes: amount => (amount as Duration).toMinutes({ integral: false }),
  bytes: amount => (amount as Size).toBytes({ rounding: SizeRoundingBehavior.NONE }),
  mebibytes: amount => (amount as Size).toMebibytes({ rounding: SizeRoundingBehavior.NONE }),
  gibibytes: amount => (amount as Size).toGibibytes({ rounding: SizeRoundingBehavior.NONE }),
};

/** The factory of each unit. */
export const FACTORIES: Record<Unit, string> = {
  milliseconds: 'Duration.millis',
  seconds: 'Duration.seconds',
  minutes: 'Duration.minutes',
  bytes: 'Size.bytes',
  mebibytes: 'Size.mebibytes',
  gibibytes: 'Size.gibibytes',
};

/**
 * A time or a size as a number, also a fractional one, or as an unresolved token. Undefined for a token in another unit, which cannot be
 * converted. It never throws: a check says what is wrong with the number.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.Duration.html
 */
export function amountIn(unit: Unit, amount: Duration | Size): number | undefined {
  try {
    return CONVERSIONS[unit](amount);
  } catch {
    return undefined;
  }
}
