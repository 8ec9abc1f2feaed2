import * as s3 from 'aws-cdk-lib/aws-s3';
import { Lazy } from 'aws-cdk-lib/core';
import { addressFindings, AddressFound, addressMessage, PrefixFound, prefixMessage } from '../../../src/checks/endpoint/s3-address';
import { Check } from '../../../src/checks/finding';
import { BucketFolder } from '../../../src/common/bucket-folder';
import { found, newStack } from '../../util';

const prose = { severity: 'error' as const, what: 'what', why: 'why', fix: 'fix', source: 'https://example.com' };
const PREFIX: Check<PrefixFound> = { ...prose, id: 'prefix', message: prefixMessage };
const ADDRESS: Check<AddressFound> = { ...prose, id: 'address', message: addressMessage };
const token = Lazy.string({ produce: () => 'a' });
const bucket = s3.Bucket.fromBucketName(newStack(), 'Bucket', 'weights'); // s3://weights/ has 13 characters
const inFolder = (prefix: string, of = bucket) => addressFindings({ prefix: PREFIX, address: ADDRESS }, 'output', new BucketFolder(of, prefix));
const address = (values: object) => ({ id: 'address', prop: 'output', values: { maximum: 512, ...values } });

test.each<[string, string, object[]]>([
  ['a folder', 'a/b', []],
  ['a slash', '/a', [{ id: 'prefix', prop: 'output', values: { prefix: '/a' } }]],
  ['an unresolved token', token, []],
  ['an unresolved token after a slash', `/${token}`, []],
  ['the longest prefix', 'a'.repeat(499), []],
  ['too long a prefix', 'a'.repeat(500), [address({ got: 513 })]],
  ['a long prefix, and an unresolved token', 'a'.repeat(499) + token, []],
  ['too long a prefix, and an unresolved token', 'a'.repeat(500) + token, [address({ got: 513, hasMore: true })]],
])('%s', (_what, prefix, expected) => {
  const findings = inFolder(prefix);
  expect(found(findings)).toEqual(expected);
});

test('the messages have the prefix and the number of characters', () => {
  const message = (prefix: string) => inFolder(prefix).map(each => each.message);
  expect(message('/a')).toEqual(["'output' must be an Amazon S3 key prefix that does not begin with a slash, got \"/a\"; fix"]);
  expect(message('a'.repeat(500))).toEqual(["'output' must result in an S3 URI of at most 512 characters, got 513; fix"]);
  expect(message('a'.repeat(500) + token)).toEqual(["'output' must result in an S3 URI of at most 512 characters, got at least 513; fix"]);
});
