import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnParameter, Fn } from 'aws-cdk-lib/core';
import { DataCaptureOptions } from '../../../src';
import { findingsOf } from '../../../src/checks';
import { dataCaptureFindings } from '../../../src/checks/endpoint/data-capture';
import { found, newStack, planOf } from '../../util';

const stack = newStack();
const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'captured');
const token = new CfnParameter(stack, 'Text').valueAsString;

function findings(options: Partial<DataCaptureOptions>) {
  return found(findingsOf(planOf({ dataCapture: { bucket, samplingPercentage: 10, ...options } })));
}

test.each<[string, Partial<DataCaptureOptions>]>([
  ['no percent', { samplingPercentage: 0 }],
  ['all requests', { samplingPercentage: 100 }],
  ['a percentage that is an unresolved token', { samplingPercentage: new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber }],
  ['an empty prefix', { prefix: '' }],
  ['a prefix that ends with a slash', { prefix: 'a/' }],
  ['a prefix that is an unresolved token', { prefix: token }],
  ['the longest prefix', { prefix: 'a'.repeat(498) }],
  ['ten content types', { jsonContentTypes: Array.from({ length: 10 }, (_, index) => `application/x${index}`), csvContentTypes: [] }],
  ['content types of each form', { jsonContentTypes: ['a/b', 'application/vnd.api', 'text-a/b-c.d', token, `a/${'b'.repeat(254)}`] }],
  ['content types that are an unresolved token', { csvContentTypes: Fn.split(',', token) }],
])('nothing is found in %s', (_what, options) => {
  expect(findings(options)).toEqual([]);
});

test('nothing is found without data capture', () => {
  expect(dataCaptureFindings(planOf())).toEqual([]);
});

const types = (member: string, values: object) => [{ id: 'data-capture-content-types', prop: `dataCapture.${member}`, values }];

test.each<[string, Partial<DataCaptureOptions>, object[]]>([
  ...[-1, 101, 0.5, NaN].map<[string, Partial<DataCaptureOptions>, object[]]>(got => [`a percentage of ${got}`, { samplingPercentage: got },
    [{ id: 'data-capture-percentage', prop: 'dataCapture.samplingPercentage', values: { minimum: 0, maximum: 100, got } }]]),
  ['a prefix with a slash', { prefix: '/a' }, [{ id: 'data-capture-prefix', prop: 'dataCapture.prefix', values: { prefix: '/a' } }]],
  ['too long a prefix', { prefix: 'a'.repeat(499) }, [{ id: 'data-capture-address', prop: 'dataCapture.prefix', values: { maximum: 512, got: 513 } }]],
  ['eleven content types', { jsonContentTypes: Array.from({ length: 11 }, (_, index) => `application/x${index}`) },
    types('jsonContentTypes', { minimum: 0, maximum: 10, counted: 'content types', got: 11 })],
  ['content types of other forms', { csvContentTypes: ['text/csv; header=present', 'csv', '', '!a/b', 'a-/b', 'a/b-', 'text/csv'] },
    types('csvContentTypes', { invalid: ['text/csv; header=present', 'csv', '', '!a/b', 'a-/b', 'a/b-'] })],
  ['too long a content type', { jsonContentTypes: [`a/${'b'.repeat(255)}`] }, types('jsonContentTypes', { invalid: [`a/${'b'.repeat(255)}`] })],
])('finds %s', (_what, options, expected) => {
  expect(findings(options)).toEqual(expected);
});

test('warns of the capture of an asynchronous endpoint, which AWS does not document', () => {
  const plan = planOf({ dataCapture: { bucket, samplingPercentage: 10 }, asyncInference: { outputBucket: bucket } });
  expect(found(findingsOf(plan))).toEqual([{ id: 'data-capture-of-async', prop: 'dataCapture', values: {} }]);
});
