import { CfnParameter } from 'aws-cdk-lib/core';
import { SageMakerInstanceType } from '../../src';
import { isWithoutEndpoints, similarType } from '../../src/checks/known-types';
import { newStack, type } from '../util';

// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrainingJob.html has these families, and API_ProductionVariant.html does not
test.each(['c5n', 'c6a', 'c6id', 'gr6', 'i3en', 'm6a', 'm6id', 'm7g', 'p3dn', 'r6id', 't3'])('the family %s is not one of endpoints', family => {
  expect(isWithoutEndpoints(type(`${family}.xlarge`))).toBe(true);
});

test.each<[string, SageMakerInstanceType, boolean, string | undefined]>([
  ['a known type', type('g5.2xlarge'), false, undefined],
  ['a known type without an accelerator', type('m5.large'), false, undefined],
  ['a known type whose accelerators are not known', type('dl1.24xlarge'), false, undefined],
  ['another size of a known family', type('g5.3xlarge'), true, 'ml.g5.xlarge'],
  ['a mistyped size of a known family', type('m5.larg'), true, 'ml.m5.large'],
  ['a family that is not known', type('z99.large'), false, undefined],
  ['a family of training that looks like one of endpoints', type('p3dn.24xlarge'), true, 'ml.p4d.24xlarge'],
  ['an unresolved token', SageMakerInstanceType.of(new CfnParameter(newStack(), 'Type').valueAsString), false, undefined],
])('%s', (_what, instanceType, isWithout, similar) => {
  expect(isWithoutEndpoints(instanceType)).toBe(isWithout);
  expect(similarType(instanceType)).toBe(similar);
});

test('a similar type is of the same family, if that is known', () => {
  expect(similarType(type('inf1.48xlarge'))).toMatch(/^ml\.inf1\./); // not ml.inf2.48xlarge
});
