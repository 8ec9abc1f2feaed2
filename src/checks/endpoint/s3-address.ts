import { BucketFolder } from '../../common/bucket-folder';
import { isKnown, knownLength } from '../../common/known';
import { Check, finding, Finding, when } from '../finding';
import { quoted } from '../ranges';

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceOutputConfig.html */
const ADDRESS_LENGTH = 512;

export interface PrefixFound {
  readonly prefix: string;
}

export interface AddressFound {
  readonly maximum: number;

  /** The number of characters. */
  readonly got: number;

  /** Whether the URI has unresolved tokens, too. */
  readonly hasMore?: true;
}

/** The message of a check that rejects a slash at the beginning of a prefix. */
export function prefixMessage(prop: string, { prefix }: PrefixFound): string {
  return `'${prop}' must be an Amazon S3 key prefix that does not begin with a slash, got ${quoted(prefix)}`;
}

/** The message of a check that limits the length of the URI that a prefix results in. */
export function addressMessage(prop: string, { maximum, got, hasMore }: AddressFound): string {
  return `'${prop}' must result in an S3 URI of at most ${maximum} characters, got ${hasMore ? 'at least ' : ''}${got}`;
}

interface AddressChecks {
  readonly prefix: Check<PrefixFound>;
  readonly address: Check<AddressFound>;
}

/** Finds a prefix that begins with a slash, and one that results in too long a URI. */
export function addressFindings(checks: AddressChecks, prop: string, { prefix, uri }: BucketFolder): Finding[] {
  const got = knownLength(uri);
  return [
    ...when(isKnown(prefix) && prefix.startsWith('/'), () => finding(checks.prefix, prop, { prefix })),
    ...when(got > ADDRESS_LENGTH, () => finding(checks.address, prop, { maximum: ADDRESS_LENGTH, got, ...isKnown(uri) ? {} : { hasMore: true } })),
  ];
}
