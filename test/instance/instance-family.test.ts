import { CfnParameter } from 'aws-cdk-lib/core';
import { SageMakerInstanceType } from '../../src';
import { familyOf } from '../../src/instance/instance-family';
import { newStack } from '../util';

test.each<[string, string]>([
  ['ml.g5.2xlarge', 'g5'],
  ['ml.p6-b200.48xlarge', 'p6-b200'],
  ['g5', ''],
])('the family of %s is "%s"', (name, family) => {
  expect(familyOf(SageMakerInstanceType.of(name))).toBe(family);
});

test('the family of an unresolved token is not known', () => {
  expect(familyOf(SageMakerInstanceType.of(new CfnParameter(newStack(), 'Type').valueAsString))).toBe('');
});
