import { App, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ContainerImage, ModelData, ModelServer } from '../../src';
import { IRELAND, newEndpoint, newStack, onlyResource, template } from '../util';

const CREATE_GRANT = { Action: 'kms:CreateGrant', Effect: 'Allow' };

/** A stack of another account, and one of the endpoint's. */
function twoAccounts(): { theirs: Stack; ours: Stack } {
  const app = new App();
  return { theirs: new Stack(app, 'Theirs', { env: { ...IRELAND, account: '444455556666' } }), ours: new Stack(app, 'Ours', { env: IRELAND }) };
}

/** The statements of the endpoint's own policy. */
function ownStatements(stack: Stack): any[] {
  const policies = Object.values<any>(template(stack).findResources('AWS::IAM::Policy'));
  return policies.find(({ Properties: { PolicyName: name } }) => /^(OursEndpoint|Endpoint)Policy/.test(name)).Properties.PolicyDocument.Statement;
}

/** Those for the use of a key by SageMaker. */
function grantStatements(stack: Stack): any[] {
  return ownStatements(stack).filter(({ Action: action }) => action === 'kms:CreateGrant');
}

test('a repository that the app makes in another account lets the role pull, as aws-cdk-lib has it', () => {
  const { theirs, ours } = twoAccounts();
  const repository = new ecr.Repository(theirs, 'Repository', { repositoryName: 'models' });
  newEndpoint(ours, { container: ContainerImage.fromEcrRepository(repository, '1'), server: ModelServer.tgi() });
  const { RepositoryPolicyText: policy } = onlyResource(template(theirs), 'AWS::ECR::Repository').resource.Properties;
  const [tag] = Object.entries<any>(policy.Statement[0].Condition.StringEquals);
  expect(tag[0]).toBe('aws:PrincipalTag/aws-cdk:id');
  expect(onlyResource(template(ours), 'AWS::IAM::Role').resource.Properties.Tags).toEqual([{ Key: 'aws-cdk:id', Value: tag[1] }]);
  expect(ownStatements(ours).map(({ Action: action }) => action)).toEqual([
    ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'], 'ecr:GetAuthorizationToken',
  ]);
});

test('a key that the app makes in another account, for what is captured, trusts the account', () => {
  const { theirs, ours } = twoAccounts();
  ours.addStackDependency(theirs);
  newEndpoint(ours, { dataCapture: { bucket: new s3.Bucket(ours, 'Bucket'), samplingPercentage: 1, encryptionKey: new kms.Key(theirs, 'Key') } });
  const { KeyPolicy: policy } = onlyResource(template(theirs), 'AWS::KMS::Key').resource.Properties;
  expect(JSON.stringify(policy.Statement[1].Principal)).toContain(`${IRELAND.account}:root`);
});

test('a key for volumes that the app makes in another account trusts the account, under the condition', () => {
  const { theirs, ours } = twoAccounts();
  const key = new kms.Key(theirs, 'Key');
  newEndpoint(ours, { encryptionKey: key, role: new iam.Role(ours, 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com'), roleName: 'server' }) });
  const { KeyPolicy: policy } = onlyResource(template(theirs), 'AWS::KMS::Key').resource.Properties;
  expect(policy.Statement[1]).toMatchObject({ ...CREATE_GRANT, Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } });
  expect(JSON.stringify(policy.Statement[1].Principal)).toContain(`${IRELAND.account}:root`);
});

test.each<[string, (key: kms.Key, stack: Stack) => kms.IKey]>([
  ['the alias of a key', key => key.addAlias('volumes')],
  ['an imported alias with its key', (key, stack) => kms.Alias.fromAliasAttributes(stack, 'Alias', { aliasName: 'alias/volumes', aliasTargetKey: key })],
])('%s allows the use of the key itself', (_what, aliasOf) => {
  const stack = newStack();
  const key = new kms.Key(stack, 'Key');
  newEndpoint(stack, { encryptionKey: aliasOf(key, stack) });
  expect(grantStatements(stack)).toEqual([{
    ...CREATE_GRANT,
    Resource: { 'Fn::GetAtt': [stack.getLogicalId(key.node.defaultChild as kms.CfnKey), 'Arn'] },
    Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
  }]);
});

test('an alias that is imported by its name allows the use of whatever key it stands for', () => {
  const stack = newStack();
  newEndpoint(stack, { encryptionKey: kms.Alias.fromAliasName(stack, 'Alias', 'alias/volumes') });
  expect(grantStatements(stack)).toEqual([{
    ...CREATE_GRANT,
    Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:kms:eu-west-1:${IRELAND.account}:key/*`]] },
    Condition: { 'Bool': { 'kms:GrantIsForAWSResource': 'true' }, 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/volumes' } },
  }]);
});

describe('weights in a bucket', () => {
  const read = (arn: unknown) => ['s3:GetObject', 's3:ListBucket'].map(action => expect.objectContaining({
    Action: action, Principal: { AWS: arn }, ...action === 's3:ListBucket' ? { Condition: { StringLike: { 's3:prefix': 'model/*' } } } : {},
  }));

  test('of which a role that is not mutable asks for grants are granted there', () => {
    const stack = newStack();
    const arn = `arn:aws:iam::${IRELAND.account}:role/server`;
    const role = iam.Role.fromRoleArn(stack, 'Role', arn, { mutable: false, addGrantsToResources: true });
    newEndpoint(stack, { role, modelData: ModelData.s3Prefix(new s3.Bucket(stack, 'Bucket'), 'model/') });
    expect(onlyResource(template(stack), 'AWS::S3::BucketPolicy').resource.Properties.PolicyDocument.Statement).toEqual(read(arn));
  });

  test('that the app makes in another account are granted there too', () => {
    const { theirs, ours } = twoAccounts();
    const bucket = new s3.Bucket(theirs, 'Bucket', { bucketName: 'weights' });
    const role = new iam.Role(ours, 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com'), roleName: 'server' });
    newEndpoint(ours, { role, modelData: ModelData.s3Prefix(bucket, 'model/') });
    expect(onlyResource(template(theirs), 'AWS::S3::BucketPolicy').resource.Properties.PolicyDocument.Statement).toEqual(read(expect.anything()));
  });

  test('of the same account are granted to the role alone', () => {
    const stack = newStack();
    newEndpoint(stack, { modelData: ModelData.s3Prefix(new s3.Bucket(stack, 'Bucket'), 'model/') });
    template(stack).resourceCountIs('AWS::S3::BucketPolicy', 0);
  });
});
