import { Check, finding, Finding, REJECTED, when } from '../finding';
import { integerFindings, IntegerFound, integerMessage } from '../ranges';
import { addressFindings, AddressFound, addressMessage, PrefixFound, prefixMessage } from './s3-address';
import { compareVersions } from '../../common/version-order';
import { ServerFamily } from '../../container/server-family';
import { familyOf } from '../../instance/instance-family';
import { InstanceShare } from '../../instance/instance-share';
import { EndpointPlan } from '../../plan/endpoint-plan';
import { ModelPlan } from '../../plan/model-plan';
import { asyncFolders, givenTopics } from '../../requests/async-inference';
import { AsyncInferenceOptions } from '../../requests/async-inference-options';
import { AsyncOutcome } from '../../requests/async-outcome';

const OUTPUT_CONFIG = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceOutputConfig.html';
const NOTIFICATION_CONFIG = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceNotificationConfig.html';

const CONCURRENCY: Check<IntegerFound> = {
  id: 'async-concurrency',
  severity: 'error',
  what: '`asyncInference.maxConcurrentInvocationsPerInstance` is not an integer from 1 to 1,000',
  why: REJECTED,
  fix: 'use an integer in this range, or leave it out',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceClientConfig.html',
  message: integerMessage,
};

const PREFIX: Check<PrefixFound> = {
  id: 'async-prefix',
  severity: 'error',
  what: 'a prefix of `asyncInference` begins with a slash',
  why: 'the keys of the objects differ from the keys that the role is allowed to access',
  fix: 'remove the slash',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html',
  message: prefixMessage,
};

const ADDRESS: Check<AddressFound> = {
  id: 'async-address',
  severity: 'error',
  what: 'a prefix of `asyncInference` results in an S3 URI of more than 512 characters',
  why: REJECTED,
  fix: 'use a shorter prefix',
  source: OUTPUT_CONFIG,
  message: addressMessage,
};

const INPUT_PREFIX: Check<object> = {
  id: 'async-input-prefix-without-bucket',
  severity: 'error',
  what: '`asyncInference.inputPrefix` is set without `asyncInference.inputBucket`',
  why: 'the prefix has no effect: the role is not allowed to read the requests',
  fix: 'set the bucket, or leave the prefix out',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-create-endpoint-prerequisites.html',
  message: prop => `'${prop}' requires 'asyncInference.inputBucket', got none`,
};

interface OutcomeFound {
  readonly outcome: AsyncOutcome;
}

const TOPIC_TWICE: Check<OutcomeFound> = {
  id: 'async-topic-twice',
  severity: 'error',
  what: '`asyncInference.createTopicsFor` contains an outcome whose topic is set, too',
  why: 'each outcome has one topic, so it is not clear which one to use',
  fix: 'remove the outcome from `asyncInference.createTopicsFor`, or leave the topic out',
  source: NOTIFICATION_CONFIG,
  message: (prop, { outcome }) => `'${prop}' must not contain ${outcome} if 'asyncInference.${outcome}Topic' is set, got both`,
};

const RESPONSE_WITHOUT_TOPIC: Check<OutcomeFound> = {
  id: 'async-response-without-topic',
  severity: 'error',
  what: '`asyncInference.includeResponseFor` contains an outcome that has no topic',
  why: 'it has no effect: there is no message that could include the response',
  fix: 'set the topic, or create one with `asyncInference.createTopicsFor`',
  source: NOTIFICATION_CONFIG,
  message: (prop, { outcome }) => `'${prop}' contains ${outcome}, which requires 'asyncInference.${outcome}Topic', got none`,
};

const INFERENTIA1: Check<{ readonly instanceType: string }> = {
  id: 'async-on-inferentia1',
  severity: 'error',
  what: '`asyncInference` is set together with an instance type of the family Inf1',
  why: 'SageMaker does not support asynchronous inference on this family',
  fix: 'use an instance type of another family, such as ml.inf2.xlarge',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html',
  message: (prop, { instanceType }) => `'${prop}' ${instanceType} must not be set together with 'asyncInference', `
    + 'which SageMaker does not support on the family Inf1',
};

/** The first versions with asynchronous inference, in the numbering of DJL Serving and in that of its containers. */
const LMI_WITH_ASYNC = { djlServing: '0.31.0', container: '13.0.0' };

const LMI_VERSION: Check<{ readonly version: string }> = {
  id: 'async-lmi-version',
  severity: 'warning',
  what: '`asyncInference` is set together with Large Model Inference before 0.31.0 (13.0.0 of its containers)',
  why: 'every request may fail, because its responses have no content length, which SageMaker requires',
  fix: `use an image of at least ${LMI_WITH_ASYNC.djlServing}-lmi${LMI_WITH_ASYNC.container}`,
  source: 'https://github.com/deepjavalibrary/djl-serving/issues/2567',
  message: (prop, { version }) => `'${prop}' may not work with Large Model Inference ${version}, whose responses SageMaker may reject`,
};

export const ASYNC_INFERENCE_CHECKS = [
  CONCURRENCY, PREFIX, ADDRESS, INPUT_PREFIX, TOPIC_TWICE, RESPONSE_WITHOUT_TOPIC, INFERENTIA1, LMI_VERSION,
];

/** Checks what makes an endpoint asynchronous. */
export function asyncInferenceFindings({ asyncInference: options, models, shares }: EndpointPlan): Finding[] {
  return options ? [
    ...integerFindings(CONCURRENCY, 'asyncInference.maxConcurrentInvocationsPerInstance', options.maxConcurrentInvocationsPerInstance, {
      minimum: 1, maximum: 1000,
    }),
    ...addresses(options),
    ...topics(options),
    ...shares.flatMap(inferentia1),
    ...models.flatMap(lmiVersion),
  ] : [];
}

function addresses(options: AsyncInferenceOptions): Finding[] {
  const folders = Object.entries(asyncFolders(options)).flatMap(([name, folder]) => folder
    ? addressFindings({ prefix: PREFIX, address: ADDRESS }, `asyncInference.${name}`, folder) : []);
  const isWithoutBucket = options.inputPrefix !== undefined && !options.inputBucket;
  return [...folders, ...when(isWithoutBucket, () => finding(INPUT_PREFIX, 'asyncInference.inputPrefix', {}))];
}

function topics(options: AsyncInferenceOptions): Finding[] {
  const { createTopicsFor = [], includeResponseFor = [] } = options;
  const given = givenTopics(options);
  const twice = [...new Set(createTopicsFor)].filter(outcome => given[outcome]);
  const withoutTopic = [...new Set(includeResponseFor)].filter(outcome => !given[outcome] && !createTopicsFor.includes(outcome));
  return [
    ...twice.map(outcome => finding(TOPIC_TWICE, 'asyncInference.createTopicsFor', { outcome })),
    ...withoutTopic.map(outcome => finding(RESPONSE_WITHOUT_TOPIC, 'asyncInference.includeResponseFor', { outcome })),
  ];
}

function inferentia1({ instanceType, prop }: InstanceShare): Finding[] {
  return when(familyOf(instanceType) === 'inf1', () => finding(INFERENTIA1, prop, { instanceType: instanceType.toString() }));
}

function lmiVersion({ server, serverVersion: version }: ModelPlan): Finding[] {
  if (server.family !== ServerFamily.LMI || version === undefined) {
    return [];
  }
  const first = version.startsWith('0.') ? LMI_WITH_ASYNC.djlServing : LMI_WITH_ASYNC.container;
  return when(compareVersions(version, first) < 0, () => finding(LMI_VERSION, 'asyncInference', { version }));
}
