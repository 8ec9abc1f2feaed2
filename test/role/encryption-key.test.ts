import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Stack } from 'aws-cdk-lib/core';
import { SageMakerInstanceType } from '../../src';
import { IRELAND, image, newEndpoint, newStack, template } from '../util';

const EBS = {
  instanceType: SageMakerInstanceType.ML_INF2_XLARGE,
  container: image('huggingface-vllm-inference-neuronx:0.11.0-optimum0.4.5-neuronx-py310-sdk2.26.1-ubuntu22.04'),
};
const CREATE_GRANT = { Effect: 'Allow', Action: 'kms:CreateGrant', Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } };

function keyPolicyOf(stack: Stack): any[] {
  const [{ Properties: { KeyPolicy: policy } }] = Object.values<any>(template(stack).findResources('AWS::KMS::Key'));
  return policy.Statement;
}

test('the volumes are encrypted with the key, which SageMaker may be given the use of', () => {
  const stack = newStack();
  const key = new kms.Key(stack, 'Key');
  newEndpoint(stack, { ...EBS, encryptionKey: key });
  const Resource = stack.resolve(key.keyArn);
  template(stack).hasResourceProperties('AWS::SageMaker::EndpointConfig', { KmsKeyId: Resource });
  template(stack).hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: Match.arrayWith([{ ...CREATE_GRANT, Resource }]) } });
  expect(keyPolicyOf(stack)).toHaveLength(1);
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('no action but the grant is allowed for the key', () => {
  const stack = newStack();
  newEndpoint(stack, { ...EBS, encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/one') });
  const [{ Properties: { PolicyDocument: { Statement: statements } } }] = Object.values<any>(template(stack).findResources('AWS::IAM::Policy'));
  expect(statements.filter((statement: any) => JSON.stringify(statement).includes('kms:')))
    .toEqual([{ ...CREATE_GRANT, Resource: 'arn:aws:kms:eu-west-1:111122223333:key/one' }]);
});

test('a key that may be in another account than the role allows it too', () => {
  const owner = newStack({ region: IRELAND.region });
  const key = new kms.Key(owner, 'Key');
  const role = 'arn:aws:iam::111122223333:role/server';

  newEndpoint(owner, { ...EBS, role: iam.Role.fromRoleArn(owner, 'Role', role), encryptionKey: key });
  expect(keyPolicyOf(owner)).toContainEqual({ ...CREATE_GRANT, Resource: '*', Principal: { AWS: role } });
});

test.each(['ml.g5.2xlarge', 'ml.p5.48xlarge', 'ml.g6e.xlarge'])('warns of a key on %s, whose disk it does not encrypt', type => {
  const stack = newStack();
  newEndpoint(stack, { container: undefined, instanceType: SageMakerInstanceType.of(type), encryptionKey: new kms.Key(stack, 'Key') });
  Annotations.fromStack(stack).hasWarning('/Stack/Endpoint', Match.stringLikeRegexp(
    `'encryptionKey' does not encrypt the local disk of ${type}.*\\[ack: huggingface-sagemaker:encryption-key-and-local-disk\\]`));
});

test.each(['ml.z99.xlarge', 'ml.m5.xlarge', 'ml.inf2.xlarge'])('says nothing of a key on %s', type => {
  const stack = newStack();
  newEndpoint(stack, { ...EBS, container: image('models:1'), instanceType: SageMakerInstanceType.of(type), encryptionKey: new kms.Key(stack, 'Key') });
  Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('encryptionKey'));
});
