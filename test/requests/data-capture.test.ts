import { CaptureMode } from '@aws-sdk/client-sagemaker';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnParameter, Stack } from 'aws-cdk-lib/core';
import { DataCaptureMode, DataCaptureOptions } from '../../src';
import { newEndpoint, newStack, onlyResource, template } from '../util';

/** An endpoint whose requests are kept in a bucket `captured`. */
function newCapture(stack: Stack, options: Partial<DataCaptureOptions> = {}): void {
  const bucket = s3.Bucket.fromBucketArn(stack, 'Bucket', 'arn:aws:s3:::captured');
  newEndpoint(stack, { dataCapture: { bucket, samplingPercentage: 10, ...options } });
}

function configOf(stack: Stack): any {
  return onlyResource(template(stack), 'AWS::SageMaker::EndpointConfig').resource.Properties.DataCaptureConfig;
}

/** What the role is allowed, but for the pull of the image. */
function allowed(stack: Stack): any[] {
  return Object.values<any>(template(stack).findResources('AWS::IAM::Policy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => !JSON.stringify(Action).includes('ecr:'));
}

const WRITES = { Effect: 'Allow', Action: ['s3:PutObject', 's3:AbortMultipartUpload'] };

test('a bucket and a share are enough', () => {
  const stack = newStack();
  newCapture(stack);
  expect(configOf(stack)).toEqual({
    EnableCapture: true,
    InitialSamplingPercentage: 10,
    DestinationS3Uri: 's3://captured/data-capture',
    CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
    CaptureContentTypeHeader: { JsonContentTypes: ['application/json'], CsvContentTypes: ['text/csv'] },
  });
  expect(allowed(stack)).toEqual([{ ...WRITES, Resource: 'arn:aws:s3:::captured/data-capture/*' }]);
});

test('nothing is kept without it', () => {
  const stack = newStack();
  newEndpoint(stack);
  expect(configOf(stack)).toBeUndefined();
  expect(allowed(stack)).toEqual([]);
});

test('all options are set', () => {
  const stack = newStack();
  newCapture(stack, {
    samplingPercentage: 100,
    prefix: 'kept/',
    mode: DataCaptureMode.OUTPUT,
    jsonContentTypes: ['application/json', 'application/jsonlines'],
    csvContentTypes: [],
    enabled: false,
  });
  expect(configOf(stack)).toEqual({
    EnableCapture: false,
    InitialSamplingPercentage: 100,
    DestinationS3Uri: 's3://captured/kept',
    CaptureOptions: [{ CaptureMode: 'Output' }],
    CaptureContentTypeHeader: { JsonContentTypes: ['application/json', 'application/jsonlines'] },
  });
  expect(allowed(stack)).toEqual([{ ...WRITES, Resource: 'arn:aws:s3:::captured/kept/*' }]);
});

test.each<[DataCaptureOptions['mode'], string[]]>([
  [DataCaptureMode.INPUT, ['Input']], [DataCaptureMode.OUTPUT, ['Output']], [DataCaptureMode.INPUT_AND_OUTPUT, ['Input', 'Output']],
])('the mode %s captures %j', (mode, modes) => {
  const stack = newStack();
  newCapture(stack, { mode, jsonContentTypes: [] });
  expect(configOf(stack).CaptureOptions).toEqual(modes.map(name => ({ CaptureMode: name })));
  expect(configOf(stack).CaptureContentTypeHeader).toEqual({ CsvContentTypes: ['text/csv'] });
});

test('the modes are those of the API', () => {
  expect(Object.values(DataCaptureMode).sort()).toEqual(Object.values(CaptureMode).sort());
});

test('without a content type, all is kept as Base64', () => {
  const stack = newStack();
  newCapture(stack, { jsonContentTypes: [], csvContentTypes: [] });
  expect(configOf(stack)).not.toHaveProperty('CaptureContentTypeHeader');
});

test('a key encrypts what is kept, and the role may use it for that', () => {
  const stack = newStack();
  const key = new kms.Key(stack, 'Key');
  newCapture(stack, { encryptionKey: key });
  expect(configOf(stack).KmsKeyId).toEqual(stack.resolve(key.keyArn));
  expect(allowed(stack)[1]).toEqual({ Effect: 'Allow', Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: stack.resolve(key.keyArn) });
});

test.each([false, true])('the key of the bucket counts, unless another is named (%s)', named => {
  const stack = newStack();
  const bucket = new s3.Bucket(stack, 'Kept', { encryption: s3.BucketEncryption.KMS });
  const encryptionKey = named ? new kms.Key(stack, 'Key') : undefined;
  newEndpoint(stack, { dataCapture: { bucket, samplingPercentage: 1, encryptionKey } });
  const { keyArn } = encryptionKey ?? bucket.encryptionKey!;
  expect(configOf(stack).KmsKeyId).toEqual(stack.resolve(keyArn));
  expect(allowed(stack).slice(1)).toEqual([{ Effect: 'Allow', Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: stack.resolve(keyArn) }]);
});

test('the model waits for what the role is granted', () => {
  const stack = newStack();
  newCapture(stack);
  const { id } = onlyResource(template(stack), 'AWS::IAM::Policy');
  expect(onlyResource(template(stack), 'AWS::SageMaker::Model').resource.DependsOn).toContain(id);
});

test('the share and the prefix may be tokens', () => {
  const stack = newStack();
  newCapture(stack, {
    samplingPercentage: new CfnParameter(stack, 'Share', { type: 'Number' }).valueAsNumber,
    prefix: new CfnParameter(stack, 'Prefix').valueAsString,
  });
  expect(configOf(stack)).toMatchObject({
    InitialSamplingPercentage: { Ref: 'Share' }, DestinationS3Uri: { 'Fn::Join': ['', ['s3://captured/', { Ref: 'Prefix' }]] },
  });
});
