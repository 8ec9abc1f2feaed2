import { Token } from 'aws-cdk-lib/core';
import { Check, finding, Finding, REFUSED } from '../legacy';
import { addressFindings } from './s3-address';
import { ServerFamily } from '../../container/server-family';
import { asyncFolders, givenTopics } from '../../requests/async-inference';
import { AsyncInferenceOptions } from '../../requests/async-inference-options';
import { EndpointPlan } from '../legacy';
import { familyOf } from '../../instance/instance-family';
import { compareVersions } from '../../common/version-order';

const OUTPUT_CONFIG = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceOutputConfig.html';
const NOTIFICATION_CONFIG = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceNotificationConfig.html';

const CONCURRENCY: Check = {
  id: 'async-concurrency',
  severity: 'error',
  what: '`asyncInference.maxConcurrentInvocationsPerInstance` is no integer from 1 to 1000',
  why: REFUSED,
  fix: 'take a number in that range, or leave it out',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceClientConfig.html',
};

const PREFIX: Check = {
  id: 'async-prefix',
  severity: 'error',
  what: 'a prefix of `asyncInference` begins with a slash',
  why: 'the keys are other ones than those that the role is granted',
  fix: 'leave the slash out',
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html',
};

const ADDRESS: Check = {
  id: 'async-address',
  severity: 'error',
  what: 'a prefix of `asyncInference` makes an address of more than 512 characters',
  why: REFUSED,
  fix: 'take a shorter prefix',
  source: OUTPUT_CONFIG,
};

const INPUT_PREFIX: Check = {
  id: 'async-input-prefix-without-bucket',
  severity: 'error',
  what: '`asyncInference.inputPrefix` is set without `inputBucket`',
  why: 'it has no effect: the role may not read the requests',
  fix: 'name the bucket',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-create-endpoint-prerequisites.html',
};

const TOPIC_TWICE: Check = {
  id: 'async-topic-twice',
  severity: 'error',
  what: '`asyncInference` names a topic for an outcome, and has one created for it too',
  why: 'it is not clear which of them is meant: each outcome has one topic',
  fix: 'take the outcome out of `createTopicsFor`, or leave the topic out',
  source: NOTIFICATION_CONFIG,
};

const RESPONSE_WITHOUT_TOPIC: Check = {
  id: 'async-response-without-topic',
  severity: 'error',
  what: '`asyncInference.includeResponseFor` names an outcome that no topic is told of',
  why: 'it has no effect: there is no message for the response',
  fix: 'name a topic, or have one created with `createTopicsFor`',
  source: NOTIFICATION_CONFIG,
};

const INFERENTIA1: Check = {
  id: 'async-on-inferentia1',
  severity: 'error',
  what: '`asyncInference` is set for an instance type of the family Inf1',
  why: 'SageMaker has no asynchronous inference there',
  fix: 'take an instance type of another family, such as Inf2',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html',
};

const LMI_VERSION: Check = {
  id: 'async-lmi-version',
  severity: 'warning',
  what: '`asyncInference` is set for Large Model Inference before 0.31.0 (13.0.0 of its containers)',
  why: 'every request may fail, since its responses have no length that SageMaker asks for',
  fix: 'take a newer image',
  source: 'https://github.com/deepjavalibrary/djl-serving/issues/2567',
};

export const ASYNC_INFERENCE_CHECKS = [
  CONCURRENCY, PREFIX, ADDRESS, INPUT_PREFIX, TOPIC_TWICE, RESPONSE_WITHOUT_TOPIC, INFERENTIA1, LMI_VERSION,
];

const CONCURRENT = { minimum: 1, maximum: 1000 };

/** The first with asynchronous inference, as DJL Serving and as the containers themselves are numbered. */
const LMI_WITH_ASYNC = { djlServing: '0.31.0', container: '13.0.0' };

/** Checks what makes an endpoint asynchronous. */
export function asyncInferenceFindings(plan: EndpointPlan): Finding[] {
  const { asyncInference: options } = plan.props;
  return options ? [...concurrency(options), ...addresses(options), ...topics(options), ...hosts(plan)] : [];
}

function concurrency({ maxConcurrentInvocationsPerInstance: count }: AsyncInferenceOptions): Finding[] {
  const { minimum, maximum } = CONCURRENT;
  if (count === undefined || Token.isUnresolved(count) || (Number.isInteger(count) && count >= minimum && count <= maximum)) {
    return [];
  }
  return [finding(CONCURRENCY, `'asyncInference.maxConcurrentInvocationsPerInstance' must be an integer from ${minimum} to ${maximum}, got ${count}`)];
}

function addresses(options: AsyncInferenceOptions): Finding[] {
  const folders = Object.entries(asyncFolders(options)).flatMap(([name, folder]) => folder
    ? addressFindings({ prefix: PREFIX, address: ADDRESS }, `asyncInference.${name}`, folder) : []);
  const alone = options.inputPrefix !== undefined && !options.inputBucket;
  return [...folders, ...alone ? [finding(INPUT_PREFIX, "'asyncInference.inputPrefix' needs 'asyncInference.inputBucket', got none; name the bucket")] : []];
}

function topics(options: AsyncInferenceOptions): Finding[] {
  const { createTopicsFor = [], includeResponseFor = [] } = options;
  const given = givenTopics(options);
  const twice = [...new Set(createTopicsFor)].filter(outcome => given[outcome]);
  const untold = [...new Set(includeResponseFor)].filter(outcome => !given[outcome] && !createTopicsFor.includes(outcome));
  return [
    ...twice.map(outcome => finding(TOPIC_TWICE, `'asyncInference.createTopicsFor' names ${outcome}, for which 'asyncInference.${outcome}Topic' is given; `
      + 'leave one of them out')),
    ...untold.map(outcome => finding(RESPONSE_WITHOUT_TOPIC, `'asyncInference.includeResponseFor' names ${outcome}, which no topic is told of; `
      + `name 'asyncInference.${outcome}Topic', or have one created with 'asyncInference.createTopicsFor'`)),
  ];
}

function hosts({ instanceType, server, serverVersion }: EndpointPlan): Finding[] {
  const findings: Finding[] = [];
  if (familyOf(instanceType) === 'inf1') {
    findings.push(finding(INFERENTIA1, `'asyncInference' must not be set with 'instanceType' ${instanceType}: SageMaker has no asynchronous inference on the family Inf1; `
      + 'take an instance type of another family, such as ml.inf2.xlarge'));
  }
  const { djlServing, container } = LMI_WITH_ASYNC;
  if (server.family === ServerFamily.LMI && serverVersion && compareVersions(serverVersion, serverVersion.startsWith('0.') ? djlServing : container) < 0) {
    findings.push(finding(LMI_VERSION, `'asyncInference' may not work with Large Model Inference ${serverVersion}, whose responses SageMaker may refuse; `
      + `take an image from ${djlServing}-lmi${container}`));
  }
  return findings;
}
