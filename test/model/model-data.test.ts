import { Match } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ModelData } from '../../src';
import { endpointTemplate, newEndpoint, newStack, onlyResource, template } from '../util';

const bucket = s3.Bucket.fromBucketName(newStack(), 'Bucket', 'weights');

function statements(modelData: ModelData) {
  return onlyResource(endpointTemplate({ modelData }), 'AWS::IAM::Policy').resource.Properties.PolicyDocument.Statement;
}

test.each(['models/mistral', 'models/mistral/'])('the prefix %s is loaded uncompressed', prefix => {
  const found = endpointTemplate({ modelData: ModelData.s3Prefix(bucket, prefix) });
  found.hasResourceProperties('AWS::SageMaker::Model', {
    PrimaryContainer: {
      ModelDataSource: { S3DataSource: { S3Uri: 's3://weights/models/mistral/', S3DataType: 'S3Prefix', CompressionType: 'None' } },
    },
    Tags: [{ Key: 'modelId', Value: 'mistralai/Mistral-7B-Instruct-v0.1' }],
  });
});

test('an archive is loaded by its address', () => {
  const { PrimaryContainer: container } = onlyResource(endpointTemplate({ modelData: ModelData.s3Archive(bucket, 'model.tar.gz') }), 'AWS::SageMaker::Model').resource.Properties;
  expect(container).toMatchObject({ ModelDataUrl: 's3://weights/model.tar.gz' });
  expect(container).not.toHaveProperty('ModelDataSource');
});

test.each([
  ['a prefix', ModelData.s3Prefix(bucket, 'models/mistral'), 'models/mistral/*'],
  ['an archive', ModelData.s3Archive(bucket, 'models/mistral.tar.gz'), 'models/mistral.tar.gz'],
])('the role may read the objects of %s, and nothing more', (_what, modelData, key) => {
  const arn = (suffix: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::weights${suffix}`]] });
  expect(statements(modelData)).toEqual([
    { Effect: 'Allow', Action: 's3:GetObject', Resource: arn(`/${key}`) },
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: arn(''), Condition: { StringLike: { 's3:prefix': key } } },
  ]);
});

test('the key of the bucket is granted, and the model waits for it', () => {
  const stack = newStack();
  const encryptionKey = new kms.Key(stack, 'Key');
  newEndpoint(stack, { modelData: ModelData.s3Prefix(new s3.Bucket(stack, 'Encrypted', { encryptionKey }), 'model') });
  const { id, resource } = onlyResource(template(stack), 'AWS::IAM::Policy');
  expect(resource.Properties.PolicyDocument.Statement).toContainEqual({
    Effect: 'Allow', Action: 'kms:Decrypt', Resource: { 'Fn::GetAtt': [stack.getLogicalId(encryptionKey.node.defaultChild as kms.CfnKey), 'Arn'] },
  });
  expect(onlyResource(template(stack), 'AWS::SageMaker::Model').resource.DependsOn).toEqual([id]);
});

test('a prefix is literal in the permissions', () => {
  const stack = newStack();
  newEndpoint(stack, { modelData: ModelData.s3Prefix(s3.Bucket.fromBucketName(stack, 'Bucket', 'weights'), 'a*b') });
  template(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Action: 's3:GetObject', Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::weights/a${*}b/*']] } }),
        Match.objectLike({ Action: 's3:ListBucket', Condition: { StringLike: { 's3:prefix': 'a${*}b/*' } } }),
      ]),
    },
  });
  template(stack).hasResourceProperties('AWS::SageMaker::Model', {
    PrimaryContainer: { ModelDataSource: { S3DataSource: { S3Uri: 's3://weights/a*b/' } } },
  });
});
