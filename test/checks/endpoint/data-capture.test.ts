import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnParameter, Fn } from 'aws-cdk-lib/core';
import { DataCaptureOptions } from '../../../src';
import { findingsOf } from '../../../src/checks';
import { newStack, planOf } from '../../util';

const stack = newStack();
const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'captured');
const token = new CfnParameter(stack, 'Text').valueAsString;

function found(options: Partial<DataCaptureOptions>): string[] {
  return findingsOf(planOf({ dataCapture: { bucket, samplingPercentage: 10, ...options } })).map(({ message }) => message);
}

test.each<Partial<DataCaptureOptions>>([
  { samplingPercentage: 0 },
  { samplingPercentage: 100 },
  { samplingPercentage: new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber },
  { prefix: '' },
  { prefix: 'a/' },
  { prefix: token },
  { prefix: 'a'.repeat(498) },
  { jsonContentTypes: Array.from({ length: 10 }, (_, index) => `application/x${index}`), csvContentTypes: [] },
  { jsonContentTypes: ['a/b', 'application/vnd.api', 'text-a/b-c.d', token, `a/${'b'.repeat(254)}`] },
  { csvContentTypes: Fn.split(',', token) },
])('nothing is found in %#', options => {
  expect(found(options)).toEqual([]);
});

const form = 'must have content types of the form type/subtype without parameters, of at most 256 characters, got';

test.each<[Partial<DataCaptureOptions>, string[]]>([
  ...[-1, 101, 0.5, NaN].map<[Partial<DataCaptureOptions>, string[]]>(samplingPercentage => [
    { samplingPercentage }, [`'dataCapture.samplingPercentage' must be an integer from 0 to 100, got ${samplingPercentage}`],
  ]),
  [{ prefix: '/a' }, ['\'dataCapture.prefix\' must be a prefix of keys in Amazon S3, which does not begin with a slash, got "/a"']],
  [{ prefix: 'a'.repeat(499) }, ["'dataCapture.prefix' must make an address of at most 512 characters, got 513; take a shorter prefix"]],
  [{ jsonContentTypes: Array.from({ length: 11 }, (_, index) => `application/x${index}`) }, ["'dataCapture.jsonContentTypes' must have at most 10 members, got 11"]],
  [{ csvContentTypes: ['text/csv; header=present', 'csv', '', 'text/csv'] }, [`'dataCapture.csvContentTypes' ${form} "text/csv; header=present", "csv", ""`]],
  [{ jsonContentTypes: [`a/${'b'.repeat(255)}`] }, [`'dataCapture.jsonContentTypes' ${form} "a/${'b'.repeat(255)}"`]],
])('the mistake is found in %#', (options, messages) => {
  expect(found(options)).toEqual(messages);
});

test('warns of the capture of an asynchronous endpoint, which AWS does not document', () => {
  const findings = findingsOf(planOf({ dataCapture: { bucket, samplingPercentage: 10 }, asyncInference: { outputBucket: bucket } }));
  expect(findings).toEqual([{
    id: 'huggingface-sagemaker:data-capture-of-async',
    severity: 'warning',
    message: "'dataCapture' is documented for real-time endpoints only, got 'asyncInference' too, whose answers are in Amazon S3 anyway; leave 'dataCapture' out",
  }]);
});
