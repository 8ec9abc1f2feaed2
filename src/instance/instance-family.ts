import { Token } from 'aws-cdk-lib/core';
import { SageMakerInstanceType } from './sagemaker-instance-type.generated';

/** The family of an instance type: `g5` of `ml.g5.2xlarge`. Empty if it is not known. */
export function familyOf(instanceType: SageMakerInstanceType): string {
  const name = instanceType.toString();
  return Token.isUnresolved(name) ? '' : name.split('.')[1] ?? '';
}
