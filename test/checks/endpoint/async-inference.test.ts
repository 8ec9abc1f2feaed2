import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { CfnParameter } from 'aws-cdk-lib/core';
import { AsyncInferenceOptions, AsyncOutcome, ModelServer, SageMakerInstanceType } from '../../../src';
import { findingsOf } from '../../../src/checks';
import { asyncInferenceFindings } from '../../../src/checks/endpoint/async-inference';
import { IMAGES } from '../../images';
import { found, image, newStack, planOf } from '../../util';

const { TOOLKIT_INFERENTIA1 } = IMAGES;

const { SUCCESS, ERROR } = AsyncOutcome;
const stack = newStack();
const outputBucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'answers');
const topic = sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111122223333:outcomes');
const token = new CfnParameter(stack, 'Text').valueAsString;
const numberToken = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;

function findings(options: Partial<AsyncInferenceOptions>) {
  return found(findingsOf(planOf({ asyncInference: { outputBucket, ...options } })));
}

test.each<[string, Partial<AsyncInferenceOptions>]>([
  ['nothing but a bucket', {}],
  ['the lowest concurrency', { maxConcurrentInvocationsPerInstance: 1 }],
  ['the highest concurrency', { maxConcurrentInvocationsPerInstance: 1000 }],
  ['a concurrency that is an unresolved token', { maxConcurrentInvocationsPerInstance: numberToken }],
  ['empty prefixes', { outputPrefix: '', failurePrefix: '' }],
  ['prefixes', { outputPrefix: 'a', failurePrefix: 'a/b/', inputBucket: outputBucket, inputPrefix: 'c' }],
  ['prefixes that are unresolved tokens', { outputPrefix: token, failurePrefix: token, inputBucket: outputBucket, inputPrefix: token }],
  ['the longest prefix', { outputPrefix: 'a'.repeat(499) }],
  ['topics', { successTopic: topic, errorTopic: topic, includeResponseFor: [SUCCESS, ERROR] }],
  ['new topics', { createTopicsFor: [SUCCESS, ERROR], includeResponseFor: [SUCCESS, ERROR] }],
  ['a topic of each origin', { successTopic: topic, createTopicsFor: [ERROR], includeResponseFor: [] }],
])('nothing is found in %s', (_what, options) => {
  expect(findings(options)).toEqual([]);
});

test('nothing is found in a real-time endpoint', () => {
  expect(asyncInferenceFindings(planOf())).toEqual([]);
});

const slash = (prop: string, prefix: string) => ({ id: 'async-prefix', prop: `asyncInference.${prop}`, values: { prefix } });

test.each<[string, Partial<AsyncInferenceOptions>, object[]]>([
  ...[0, 1001, 1.5, -1, NaN].map<[string, Partial<AsyncInferenceOptions>, object[]]>(got => [`a concurrency of ${got}`,
    { maxConcurrentInvocationsPerInstance: got },
    [{ id: 'async-concurrency', prop: 'asyncInference.maxConcurrentInvocationsPerInstance', values: { minimum: 1, maximum: 1000, got } }]]),
  ['prefixes with a slash', { outputPrefix: '/a', failurePrefix: '/', inputBucket: outputBucket, inputPrefix: '//' },
    [slash('outputPrefix', '/a'), slash('failurePrefix', '/'), slash('inputPrefix', '//')]],
  ['too long a prefix', { outputPrefix: 'a'.repeat(500) },
    [{ id: 'async-address', prop: 'asyncInference.outputPrefix', values: { maximum: 512, got: 513 } }]],
  ['a prefix without a bucket', { inputPrefix: 'a' },
    [{ id: 'async-input-prefix-without-bucket', prop: 'asyncInference.inputPrefix', values: {} }]],
  ['two topics for an outcome', { successTopic: topic, createTopicsFor: [SUCCESS, SUCCESS, ERROR] },
    [{ id: 'async-topic-twice', prop: 'asyncInference.createTopicsFor', values: { outcome: SUCCESS } }]],
  ['a response without a topic', { successTopic: topic, includeResponseFor: [SUCCESS, ERROR, ERROR] },
    [{ id: 'async-response-without-topic', prop: 'asyncInference.includeResponseFor', values: { outcome: ERROR } }]],
])('finds %s', (_what, options, expected) => {
  expect(findings(options)).toEqual(expected);
});

test('finds the first AWS Inferentia, which has no asynchronous inference, also among the fallback types', () => {
  const neuron = TOOLKIT_INFERENTIA1;
  const excluded = (...[first, ...others]: string[]) => found(findingsOf(planOf({
    asyncInference: { outputBucket },
    instanceType: SageMakerInstanceType.of(first),
    fallbackInstanceTypes: others.map(SageMakerInstanceType.of),
    container: neuron,
  }))).filter(({ id }) => id === 'async-on-inferentia1');
  expect(excluded('ml.inf2.xlarge')).toEqual([]);
  expect(excluded('ml.inf1.xlarge', 'ml.inf1.2xlarge')).toEqual([
    { id: 'async-on-inferentia1', prop: 'instanceType', values: { instanceType: 'ml.inf1.xlarge' } },
    { id: 'async-on-inferentia1', prop: 'fallbackInstanceTypes', values: { instanceType: 'ml.inf1.2xlarge' } },
  ]);
});

test.each([
  ['0.27.0-deepspeed0.12.6-cu121', '0.27.0'],
  ['0.30.0-lmi12.0.0-cu124', '12.0.0'],
  ['0.31.0-lmi13.0.0-cu124', undefined],
  ['0.36.0-lmi24.0.0-cu129', undefined],
  ['latest', undefined],
])('LMI in %s is too old: %s', (tag, version) => {
  const plan = planOf({ asyncInference: { outputBucket }, container: image(`djl-inference:${tag}`) });
  expect(found(findingsOf(plan)).filter(({ id }) => id === 'async-lmi-version'))
    .toEqual(version === undefined ? [] : [{ id: 'async-lmi-version', prop: 'asyncInference', values: { version } }]);
});

test.each([['12.0.0', true], ['13.0.0', false], ['0.30.0', true], ['0.31.0', false]])('LMI of which the user names the version %s is too old: %s', (version, isOld) => {
  const plan = planOf({ asyncInference: { outputBucket }, container: image('mine:1'), server: ModelServer.lmi({ version }) });
  expect(found(findingsOf(plan)).some(({ id }) => id === 'async-lmi-version')).toBe(isOld);
});
