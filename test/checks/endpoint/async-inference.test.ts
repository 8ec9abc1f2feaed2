import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { CfnParameter } from 'aws-cdk-lib/core';
import { AsyncInferenceOptions, AsyncOutcome, SageMakerInstanceType } from '../../../src';
import { findingsOf } from '../../../src/checks';
import { image, newEndpoint, newStack, planOf } from '../../util';

const { SUCCESS, ERROR } = AsyncOutcome;
const stack = newStack();
const outputBucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'answers');
const topic = sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111122223333:told');
const token = new CfnParameter(stack, 'Text').valueAsString;
const numberToken = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;

function found(options: Partial<AsyncInferenceOptions>): string[] {
  return findingsOf(planOf({ asyncInference: { outputBucket, ...options } })).map(({ message }) => message);
}

test.each<Partial<AsyncInferenceOptions>>([
  {},
  { maxConcurrentInvocationsPerInstance: 1 },
  { maxConcurrentInvocationsPerInstance: 1000 },
  { maxConcurrentInvocationsPerInstance: numberToken },
  { outputPrefix: '', failurePrefix: '' },
  { outputPrefix: 'a', failurePrefix: 'a/b/', inputBucket: outputBucket, inputPrefix: 'c' },
  { outputPrefix: token, failurePrefix: token, inputBucket: outputBucket, inputPrefix: token },
  { outputPrefix: 'a'.repeat(499) },
  { successTopic: topic, errorTopic: topic, includeResponseFor: [SUCCESS, ERROR] },
  { createTopicsFor: [SUCCESS, ERROR], includeResponseFor: [SUCCESS, ERROR] },
  { successTopic: topic, createTopicsFor: [ERROR], includeResponseFor: [] },
])('nothing is found in %#', options => {
  expect(found(options)).toEqual([]);
});

test.each<[Partial<AsyncInferenceOptions>, string[]]>([
  ...[0, 1001, 1.5, -1, NaN].map<[Partial<AsyncInferenceOptions>, string[]]>(count => [
    { maxConcurrentInvocationsPerInstance: count }, [`'asyncInference.maxConcurrentInvocationsPerInstance' must be an integer from 1 to 1000, got ${count}`],
  ]),
  [{ outputPrefix: '/a', failurePrefix: '/', inputBucket: outputBucket, inputPrefix: '//' }, [
    '\'asyncInference.outputPrefix\' must be a prefix of keys in Amazon S3, which does not begin with a slash, got "/a"',
    '\'asyncInference.failurePrefix\' must be a prefix of keys in Amazon S3, which does not begin with a slash, got "/"',
    '\'asyncInference.inputPrefix\' must be a prefix of keys in Amazon S3, which does not begin with a slash, got "//"',
  ]],
  [{ outputPrefix: 'a'.repeat(500) }, ["'asyncInference.outputPrefix' must make an address of at most 512 characters, got 513; take a shorter prefix"]],
  [{ inputPrefix: 'a' }, ["'asyncInference.inputPrefix' needs 'asyncInference.inputBucket', got none; name the bucket"]],
  [{ successTopic: topic, createTopicsFor: [SUCCESS, SUCCESS, ERROR] }, [
    "'asyncInference.createTopicsFor' names success, for which 'asyncInference.successTopic' is given; leave one of them out",
  ]],
  [{ successTopic: topic, includeResponseFor: [SUCCESS, ERROR, ERROR] }, [
    "'asyncInference.includeResponseFor' names error, which no topic is told of; name 'asyncInference.errorTopic', or have one created with 'asyncInference.createTopicsFor'",
  ]],
])('the mistake is found in %#', (options, messages) => {
  expect(found(options)).toEqual(messages);
});

test('fails on the first AWS Inferentia, which has no asynchronous inference', () => {
  expect(() => newEndpoint(stack, {
    asyncInference: { outputBucket },
    instanceType: SageMakerInstanceType.of('ml.inf1.xlarge'),
    container: image('huggingface-pytorch-inference-neuron:1.9.1-transformers4.12.3-neuron-py37-sdk1.17.1-ubuntu18.04'),
  })).toThrow("'asyncInference' must not be set with 'instanceType' ml.inf1.xlarge: SageMaker has no asynchronous inference on the family Inf1; "
    + 'take an instance type of another family, such as ml.inf2.xlarge');
});

test.each([
  ['0.27.0-deepspeed0.12.6-cu121', true],
  ['0.30.0-lmi12.0.0-cu124', true],
  ['0.31.0-lmi13.0.0-cu124', false],
  ['0.36.0-lmi24.0.0-cu129', false],
  ['latest', false],
])('LMI in %s is warned of: %s', (tag, warned) => {
  const plan = planOf({ asyncInference: { outputBucket }, container: image(`djl-inference:${tag}`) });
  expect(findingsOf(plan).some(({ id }) => id === 'huggingface-sagemaker:async-lmi-version')).toBe(warned);
});
