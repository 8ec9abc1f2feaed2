import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, Token } from 'aws-cdk-lib/core';
import { testCases } from './cases';
import { CapacitySize, Deployment, HuggingFaceSageMakerEndpointProps, SageMakerInstanceType } from '../../../src';
import { autoScaleFindings, emptyFindings, policyFindings, SCALING_CHECKS, toZeroFindings } from '../../../src/checks/endpoint/scaling';
import { newStack, planOf, type } from '../../util';

const asyncInference = { outputBucket: s3.Bucket.fromBucketName(newStack(), 'Bucket', 'answers') };
const token = () => Token.asNumber({ Ref: 'Number' });
const { instances, percent } = CapacitySize;
const waitInterval = Duration.minutes(5);
const canary = (size: CapacitySize) => Deployment.canary({ size, waitInterval });
const linear = (stepSize: CapacitySize) => Deployment.linear({ stepSize, waitInterval });
const rolling = (maximumBatchSize: CapacitySize) => Deployment.rolling({ maximumBatchSize, waitInterval });

const limits = (minCapacity: number | undefined, maxCapacity: number, props: Partial<HuggingFaceSageMakerEndpointProps> = {}) =>
  autoScaleFindings(planOf(props), { minCapacity, maxCapacity }, false);
const setBy = "'autoScale'";

testCases(SCALING_CHECKS, {
  'scaling-twice': {
    mistakes: [['autoScale', {}, autoScaleFindings(planOf(), { maxCapacity: 2 }, true)]],
    neighbors: { 'the first call': limits(1, 2) },
  },
  'scaling-bounds': {
    mistakes: [
      ['minCapacity', { minimum: 0, got: -1 }, limits(-1, 2)],
      ['minCapacity', { minimum: 0, got: 1.5 }, limits(1.5, 2)],
      ['minCapacity', { minimum: 0, got: NaN }, limits(NaN, 2)],
      ['maxCapacity', { minimum: 1, got: 0 }, limits(0, 0, { asyncInference })],
      ['maxCapacity', { minimum: 1, got: 2.5 }, limits(1, 2.5)],
      ['minCapacity', { minCapacity: 3, maxCapacity: 2 }, limits(3, 2)],
    ],
    neighbors: {
      'no minimum': limits(undefined, 1),
      'one number': limits(2, 2),
      'none of a queue': limits(0, 1, { asyncInference }),
      'unresolved tokens': limits(token(), token()),
      'a minimum that is an unresolved token': limits(token(), 2),
      'a maximum that is an unresolved token': limits(2, token()),
    },
  },
  'scaling-to-zero': {
    mistakes: [
      ['minCapacity', {}, limits(0, 2)],
      ['maxCapacity', {}, toZeroFindings(planOf(), 'maxCapacity', 0)],
    ],
    neighbors: { 'one instance': limits(1, 2), 'a queue': limits(0, 2, { asyncInference }), 'an unresolved token': limits(token(), 2) },
  },
  'scaling-burstable': {
    mistakes: [
      ['instanceType', { instanceType: 'ml.t2.medium' }, limits(1, 2, { instanceType: type('t2.medium') })],
      ['fallbackInstanceTypes', { instanceType: 'ml.t2.xlarge' },
        limits(1, 2, { instanceType: type('m5.xlarge'), fallbackInstanceTypes: [type('m5.large'), type('t2.xlarge')] })],
    ],
    neighbors: {
      'a family with the same letter': limits(1, 2, { instanceType: type('trn1.2xlarge') }),
      'a name that only contains that of such a family': limits(1, 2, { instanceType: SageMakerInstanceType.of('xml.t2.medium') }),
      'other families': limits(1, 2, { instanceType: type('m5.large'), fallbackInstanceTypes: [type('m5.xlarge')] }),
      'an unresolved token': limits(1, 2, { instanceType: SageMakerInstanceType.of(Token.asString({ Ref: 'Type' })) }),
    },
  },
  'scaling-instance-count': {
    mistakes: [
      ['instanceCount', { minCapacity: 2, maxCapacity: 4, got: 1 }, limits(2, 4)],
      ['instanceCount', { minCapacity: 2, maxCapacity: 4, got: 5 }, limits(2, 4, { instanceCount: 5 })],
    ],
    neighbors: {
      'the minimum': limits(2, 4, { instanceCount: 2 }),
      'the maximum': limits(2, 4, { instanceCount: 4 }),
      'an unresolved token': limits(2, 4, { instanceCount: token() }),
    },
  },
  'scaling-deployment-size': {
    mistakes: [
      ['deployment.size', { setBy, limit: 'minCapacity', capacity: 2, step: { got: 2, range: 'at most 50' } }, limits(2, 6, { deployment: canary(instances(2)) })],
      ['deployment.stepSize', { setBy, limit: 'maxCapacity', capacity: 11, step: { got: 1, range: 'at least 10' } },
        limits(4, 11, { deployment: linear(instances(1)) })],
      ['deployment.maximumBatchSize', { setBy, limit: 'maxCapacity', capacity: 21, step: { got: 1, range: 'at least 5' } },
        limits(4, 21, { deployment: rolling(instances(1)) })],
      ['deployment.size', { setBy, limit: 'minCapacity', capacity: 1 }, limits(undefined, 4, { deployment: canary(instances(1)) })],
      ['deployment.size', { setBy, limit: 'minCapacity', capacity: 1 }, limits(undefined, 4, { deployment: canary(percent(50)) })],
      ['deployment.maximumBatchSize', { setBy, limit: 'minCapacity', capacity: 0 }, limits(0, 4, { deployment: rolling(percent(50)), asyncInference })],
    ],
    neighbors: {
      'half of the minimum': limits(2, 6, { deployment: canary(instances(1)) }),
      'a canary has no least part': limits(2, 100, { deployment: canary(instances(1)) }),
      'a tenth of the maximum': limits(4, 10, { deployment: linear(instances(1)) }),
      'a twentieth of the maximum': limits(4, 20, { deployment: rolling(instances(1)) }),
      'a percentage': limits(2, 100, { deployment: linear(percent(10)) }),
      'all at once': limits(1, 4, { deployment: Deployment.allAtOnce() }),
      'no deployment': limits(1, 4),
      'limits that are unresolved tokens': limits(token(), token(), { deployment: linear(instances(3)) }),
      'a step that is an unresolved token': limits(2, 100, { deployment: linear(instances(token())) }),
    },
  },
  'scaling-without-policy': {
    mistakes: [['autoScale', {}, policyFindings(false)]],
    neighbors: { 'a policy': policyFindings(true) },
  },
  'scaling-to-zero-after-monitor': {
    mistakes: [['scalesToZero', {}, emptyFindings(true)]],
    neighbors: { 'no alarm': emptyFindings(false) },
  },
});
