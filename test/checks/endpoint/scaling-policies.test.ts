import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, Token } from 'aws-cdk-lib/core';
import { testCases } from './cases';
import { HuggingFaceSageMakerEndpointProps, SageMakerInstanceType } from '../../../src';
import {
  backlogFindings, cooldownFindings, gpuFindings, requestFindings, SCALING_POLICY_CHECKS, targetFindings,
} from '../../../src/checks/endpoint/scaling-policies';
import { newStack, planOf, type } from '../../util';

const asyncInference = { outputBucket: s3.Bucket.fromBucketName(newStack(), 'Bucket', 'answers') };
const types = (...names: string[]) => names.map(type);
const token = () => Token.asNumber({ Ref: 'Number' });
const typeToken = () => SageMakerInstanceType.of(Token.asString({ Ref: 'Type' }));
const gpu = (props: Partial<HuggingFaceSageMakerEndpointProps>, acceleratorCount?: number, targetUtilizationPercent = 60) =>
  gpuFindings(planOf(props), { acceleratorCount, targetUtilizationPercent });
/** Four GPUs, and other types. */
const four = (...fallbacks: SageMakerInstanceType[]) => ({ instanceType: type('g5.12xlarge'), fallbackInstanceTypes: fallbacks });
const UNKNOWN = { instanceType: type('z99.xlarge') };

testCases(SCALING_POLICY_CHECKS, {
  'scaling-cooldown': {
    mistakes: [
      ['scaleInCooldown', { minimum: 0, unit: 'seconds', got: 1.5 }, cooldownFindings({ scaleInCooldown: Duration.millis(1500) })],
      ['scaleOutCooldown', { minimum: 0, unit: 'seconds', got: 0.001 }, cooldownFindings({ scaleOutCooldown: Duration.millis(1) })],
    ],
    neighbors: {
      'none': cooldownFindings({}),
      'no time': cooldownFindings({ scaleInCooldown: Duration.seconds(0) }),
      'whole seconds': cooldownFindings({ scaleInCooldown: Duration.millis(2000), scaleOutCooldown: Duration.minutes(1) }),
      'unresolved tokens': cooldownFindings({ scaleInCooldown: Duration.seconds(token()), scaleOutCooldown: Duration.minutes(token()) }),
    },
  },
  'scaling-policy-name': {
    mistakes: ['', 'a\u0000', '\u0000a', 'a'.repeat(257)].map(policyName => ['policyName', { got: policyName }, cooldownFindings({ policyName })]),
    neighbors: {
      'a space': cooldownFindings({ policyName: 'a b' }),
      'the maximum': cooldownFindings({ policyName: 'a'.repeat(256) }),
      'an unresolved token': cooldownFindings({ policyName: Token.asString({ Ref: 'Name' }) }),
    },
  },
  'scaling-target-value': {
    mistakes: [
      ...[0, -1, NaN, Infinity].map(got => ['backlogPerInstance', { maximum: undefined, got }, targetFindings('backlogPerInstance', got)] as const),
      ['targetUtilizationPercent', { maximum: 100, got: 101 }, targetFindings('targetUtilizationPercent', 101, 100)],
    ],
    neighbors: {
      'a fraction': targetFindings('backlogPerInstance', 0.5),
      'the maximum': targetFindings('targetUtilizationPercent', 100, 100),
      'an unresolved token': targetFindings('backlogPerInstance', token()),
    },
  },
  'scaling-on-gpu-without-gpu': {
    mistakes: [
      ['instanceType', { instanceType: 'ml.m5.large' }, gpu({ instanceType: type('m5.large') })],
      ['instanceType', { instanceType: 'ml.inf2.xlarge' }, gpu({ instanceType: type('inf2.xlarge') }, 1)],
      ['fallbackInstanceTypes', { instanceType: 'ml.m5.large' }, gpu({ fallbackInstanceTypes: types('g6.2xlarge', 'm5.large', 'inf2.xlarge') })],
      ['fallbackInstanceTypes', { instanceType: 'ml.inf2.xlarge' }, gpu({ fallbackInstanceTypes: types('g6.2xlarge', 'm5.large', 'inf2.xlarge') })],
    ],
    neighbors: {
      'a GPU': gpu({ instanceType: type('g5.xlarge') }),
      'an unknown type': gpu(UNKNOWN, 1),
      'fallbacks with GPUs': gpu({ fallbackInstanceTypes: types('g6.xlarge', 'z99.xlarge') }),
    },
  },
  'scaling-gpu-count': {
    mistakes: [
      ['acceleratorCount', { wrong: 'unknown', instanceType: 'ml.z99.xlarge' }, gpu(UNKNOWN)],
      ['acceleratorCount', { wrong: 'range', got: 0 }, gpu(UNKNOWN, 0)],
      ['acceleratorCount', { wrong: 'range', got: 1.5 }, gpu(UNKNOWN, 1.5)],
      ['acceleratorCount', { wrong: 'range', got: 'an unresolved token' }, gpu(UNKNOWN, token())],
      ['acceleratorCount', { wrong: 'other', instanceType: 'ml.g5.12xlarge', gpuCount: 4, got: 1 }, gpu(four(), 1)],
      ['targetUtilizationPercent', { wrong: 'token' }, gpu(four(), undefined, token())],
      ['targetUtilizationPercent', { wrong: 'token' }, gpu(UNKNOWN, 2, token())],
      ['acceleratorCount', { wrong: 'unknown', instanceType: 'ml.z99.xlarge' }, gpu(UNKNOWN, undefined, token())],
    ],
    neighbors: {
      'a count for an unknown type': gpu(UNKNOWN, 1),
      'an unresolved token for an unknown type with one GPU': gpu(UNKNOWN, 1, token()),
      'the count of the type': gpu(four(), 4),
      'no count': gpu(four()),
      'an unresolved token for one GPU': gpu({ instanceType: type('g5.xlarge') }, undefined, token()),
    },
  },
  'scaling-on-mixed-gpu-counts': {
    mistakes: [
      [
        'fallbackInstanceTypes',
        {
          instanceType: 'ml.g5.12xlarge',
          gpuCount: 4,
          others: [{ instanceType: 'ml.g5.48xlarge', gpuCount: 8 }, { instanceType: 'ml.g5.2xlarge', gpuCount: 1 }],
        },
        gpu(four(...types('g6.12xlarge', 'g5.48xlarge', 'g5.2xlarge'))),
      ],
      ['fallbackInstanceTypes', { instanceType: 'ml.z99.xlarge', gpuCount: 2, others: [{ instanceType: 'ml.g5.2xlarge', gpuCount: 1 }] },
        gpu({ ...UNKNOWN, fallbackInstanceTypes: types('g5.2xlarge') }, 2)],
    ],
    neighbors: {
      'as many GPUs': gpu(four(...types('g6.12xlarge', 'g5.24xlarge'))),
      'an unknown type and an unresolved token': gpu(four(type('z99.xlarge'), typeToken())),
      'as many GPUs as an unknown type': gpu({ ...UNKNOWN, fallbackInstanceTypes: types('g5.2xlarge') }, 1),
      'no fallbacks': gpu(four()),
      'types without GPUs': gpu(four(type('m5.large'))),
    },
  },
  'scaling-on-unknown-gpu-count': {
    mistakes: [
      ['fallbackInstanceTypes', { instanceType: 'ml.g5.12xlarge', gpuCount: 4, others: ['ml.z99.xlarge', 'ml.z99.large'] },
        gpu(four(...types('g6.12xlarge', 'z99.xlarge', 'z99.large')))],
    ],
    neighbors: { 'an unresolved token': gpu(four(type('g6.12xlarge'), typeToken())), 'an unknown instance type': gpu(UNKNOWN, 1) },
  },
  'scaling-on-backlog-in-real-time': {
    mistakes: [['scaleOnBacklog', {}, backlogFindings(planOf())]],
    neighbors: { 'a queue': backlogFindings(planOf({ asyncInference })) },
  },
  'scaling-on-requests-of-async': {
    mistakes: (['scaleOnInvocations', 'scaleOnConcurrentRequests'] as const).map(method => [method, {}, requestFindings(planOf({ asyncInference }), method)] as const),
    neighbors: { 'a real-time endpoint': requestFindings(planOf(), 'scaleOnInvocations') },
  },
});

const REMOVE = "; remove 'acceleratorCount' for an instance type that the library knows, or set the number of GPUs for another one";

test.each([
  [gpu(UNKNOWN), `'acceleratorCount' must be the number of GPUs of 'instanceType' ml.z99.xlarge, which the library does not know, got none${REMOVE}`],
  [gpu(UNKNOWN, 0), `'acceleratorCount' must be an integer of at least 1 that is known at synth, got 0${REMOVE}`],
  [gpu(four(), 1), `'acceleratorCount' must be 4, the number of GPUs of 'instanceType' ml.g5.12xlarge, got 1${REMOVE}`],
  [gpu(four(), undefined, token()), "'targetUtilizationPercent' must be known at synth if an instance has several GPUs, because it is multiplied by their number, "
    + 'got an unresolved token; use a number'],
])('each form of the message of a number of GPUs', (findings, message) => {
  expect(findings.map(each => each.message)).toEqual([message]);
});

test('the name of a policy is found once, whatever its cooldowns', () => {
  expect(cooldownFindings({ policyName: 'a' })).toEqual([]);
  expect(cooldownFindings({ policyName: '' })).toHaveLength(1);
  expect(gpu(four())).toEqual([]);
});
