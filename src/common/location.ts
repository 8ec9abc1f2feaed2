import { ResourceEnvironment } from 'aws-cdk-lib/core';
import { isKnown } from './known';

/** Where a resource is. A part is undefined or an unresolved token if it is not known. */
export interface Location {
  readonly partition?: string;
  readonly region?: string;
  readonly account?: string;
}

export type LocationPart = keyof Location;

/** A part of a location that differs from that of another resource. */
export interface Elsewhere {
  readonly what: LocationPart;
  readonly expected: string;
  readonly got: string;
}

const PARTS: readonly LocationPart[] = ['partition', 'region', 'account'];

/** The location of a resource: that in its ARN, which is all that is known of an imported one, or else that of its environment. */
export function locationOf(arn: string | undefined, env: Partial<ResourceEnvironment> = {}): Location {
  const [, partition, , region, account] = (arn ?? '').split(':');
  return { partition: partition || undefined, region: region || env.region, account: account || env.account };
}

/** The first of these parts that is known to differ. Nothing is known of unresolved tokens. */
export function elsewhere(parts: readonly LocationPart[], expected: Location, got: Location): Elsewhere[] {
  return PARTS.filter(part => parts.includes(part)).flatMap(what => {
    const [one, other] = [expected[what], got[what]];
    return isKnown(one) && isKnown(other) && one !== other ? [{ what, expected: one, got: other }] : [];
  }).slice(0, 1);
}
