import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { App, Aws, CfnParameter, SecretValue, Stack } from 'aws-cdk-lib/core';
import { AsyncOutcome, HuggingFaceSageMakerEndpointProps } from '../../../src';
import { locationFindings, topicLocationFindings } from '../../../src/checks/endpoint/location';
import { found, IRELAND, newStack, planOf } from '../../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const OTHER_ACCOUNT = '444455556666';
const stackIn = (env: { readonly account?: string; readonly region?: string }) => new Stack(new App(), 'Elsewhere', { env });
const role = (arn: string) => iam.Role.fromRoleArn(newStack(), 'Role', arn);
const key = (region: string, partition = 'aws') => kms.Key.fromKeyArn(newStack(), 'Key', `arn:${partition}:kms:${region}:${OTHER_ACCOUNT}:key/one`);
const topic = (region: string, account = IRELAND.account) => sns.Topic.fromTopicArn(newStack(), 'Topic', `arn:aws:sns:${region}:${account}:alerts`);
const bucket = (region?: string) => s3.Bucket.fromBucketAttributes(newStack(), 'Bucket', { bucketName: 'answers', region });
const vpc = (region?: string) => ec2.Vpc.fromVpcAttributes(newStack(), 'Vpc', {
  vpcId: 'vpc-0', region, availabilityZones: ['a'], privateSubnetIds: ['subnet-0'],
});
const reservation = (region: string, account = IRELAND.account) => ({ mlReservationArn: `arn:aws:sagemaker:${region}:${account}:training-plan/one` });
const secret = (id: string) => ({ hubAccessToken: SecretValue.secretsManager(id) });
const plan = (props: Props) => locationFindings(planOf(props));

test.each<[string, string, string, string, Props]>([
  ['role-elsewhere', 'role', 'account', OTHER_ACCOUNT, { role: role(`arn:aws:iam::${OTHER_ACCOUNT}:role/one`) }],
  ['role-elsewhere', 'role', 'partition', 'aws-cn', { role: role(`arn:aws-cn:iam::${IRELAND.account}:role/one`) }],
  ['role-elsewhere', 'role', 'account', OTHER_ACCOUNT, {
    role: new iam.Role(stackIn({ ...IRELAND, account: OTHER_ACCOUNT }), 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') }),
  }],
  ['resource-elsewhere', 'encryptionKey', 'region', 'us-east-1', { encryptionKey: key('us-east-1') }],
  ['resource-elsewhere', 'encryptionKey', 'partition', 'aws-cn', { encryptionKey: key('cn-north-1', 'aws-cn') }],
  ['resource-elsewhere', 'encryptionKey', 'region', 'us-east-1', { encryptionKey: new kms.Key(stackIn({ ...IRELAND, region: 'us-east-1' }), 'Key') }],
  ['resource-elsewhere', 'asyncInference.successTopic', 'region', 'us-east-1', { asyncInference: { outputBucket: bucket(), successTopic: topic('us-east-1') } }],
  ['resource-elsewhere', 'asyncInference.errorTopic', 'region', 'us-east-1', { asyncInference: { outputBucket: bucket(), errorTopic: topic('us-east-1') } }],
  ['resource-elsewhere', 'asyncInference.encryptionKey', 'region', 'us-east-1', {
    asyncInference: { outputBucket: bucket('us-east-1'), encryptionKey: key('us-east-1'), createTopicsFor: [AsyncOutcome.ERROR] },
  }],
  ['resource-elsewhere', 'vpc', 'region', 'us-east-1', { vpc: vpc('us-east-1') }],
  ['resource-elsewhere', 'securityGroups', 'region', 'us-east-1', {
    vpc: vpc(), securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stackIn({ ...IRELAND, region: 'us-east-1' }), 'Group', 'sg-0')],
  }],
  ['resource-elsewhere', 'mlReservationArn', 'region', 'us-east-1', reservation('us-east-1')],
  ['resource-elsewhere', 'mlReservationArn', 'partition', 'aws-cn', { mlReservationArn: `arn:aws-cn:sagemaker:cn-north-1:${IRELAND.account}:training-plan/one` }],
  ['resource-elsewhere', 'logEncryptionKey', 'region', 'us-east-1', { logEncryptionKey: key('us-east-1') }],
  ['resource-elsewhere', 'mlReservationArn', 'account', OTHER_ACCOUNT, reservation('eu-west-1', OTHER_ACCOUNT)],
  ['bucket-in-other-region', 'asyncInference.outputBucket', 'region', 'us-east-1', { asyncInference: { outputBucket: bucket('us-east-1') } }],
  ['bucket-in-other-region', 'asyncInference.inputBucket', 'region', 'us-east-1', { asyncInference: { outputBucket: bucket(), inputBucket: bucket('us-east-1') } }],
  ['bucket-in-other-region', 'dataCapture.bucket', 'region', 'us-east-1', { dataCapture: { bucket: bucket('us-east-1'), samplingPercentage: 1 } }],
  ['hub-access-token-in-other-region', 'hubAccessToken', 'region', 'us-east-1', secret(`arn:aws:secretsmanager:us-east-1:${IRELAND.account}:secret:hub-AbCdEf`)],
])('%s is found in %s (%s)', (id, prop, what, got, props) => {
  expect(found(plan(props))).toContainEqual({ id, prop, values: { what, expected: { region: 'eu-west-1', account: IRELAND.account, partition: 'aws' }[what], got } });
});

test.each<[string, Props]>([
  ['asyncInference.encryptionKey', { asyncInference: { outputBucket: bucket(), encryptionKey: key('us-east-1') } }],
  ['dataCapture.encryptionKey', { dataCapture: { bucket: bucket(), samplingPercentage: 1, encryptionKey: key('us-east-1') } }],
])('the key of %s must be in the region of the bucket', (prop, props) => {
  expect(found(plan(props))).toEqual([{ id: 'bucket-key-elsewhere', prop, values: { what: 'region', expected: 'eu-west-1', got: 'us-east-1' } }]);
});

test.each<[string, Props]>([
  ['a role of the account', { role: role(`arn:aws:iam::${IRELAND.account}:role/one`) }],
  ['a role of a parameter', { role: role(new CfnParameter(newStack(), 'Arn').valueAsString) }],
  ['a role whose account the deployment knows', { role: role(`arn:aws:iam::${Aws.ACCOUNT_ID}:role/one`) }],
  ['a key of another account', { encryptionKey: key('eu-west-1') }],
  ['a topic of another account', { asyncInference: { outputBucket: bucket(), errorTopic: topic('eu-west-1', OTHER_ACCOUNT) } }],
  ['a key of a parameter', { encryptionKey: kms.Key.fromKeyArn(newStack(), 'Key', new CfnParameter(newStack(), 'Arn').valueAsString) }],
  ['a reservation of a parameter', { mlReservationArn: new CfnParameter(newStack(), 'Arn').valueAsString }],
  ['a reservation here', reservation('eu-west-1')],
  ['a secret by name', secret('hub')],
  ['a secret here', secret(`arn:aws:secretsmanager:eu-west-1:${IRELAND.account}:secret:hub-AbCdEf`)],
  ['a VPC here', { vpc: vpc() }],
])('nothing is found in %s', (_name, props) => {
  expect(plan(props)).toEqual([]);
});

test('nothing is found if the region and the account of the endpoint are unresolved tokens', () => {
  const props: Props = {
    role: role(`arn:aws:iam::${OTHER_ACCOUNT}:role/one`),
    encryptionKey: key('us-east-1'),
    asyncInference: { outputBucket: bucket('us-east-1'), successTopic: topic('us-east-1') },
    ...reservation('us-east-1'),
  };
  expect(locationFindings(planOf(props, { account: Aws.ACCOUNT_ID, region: Aws.REGION, partition: Aws.PARTITION }))).toEqual([]);
});

test('an alarm cannot notify a topic in another region', () => {
  expect(found(topicLocationFindings(IRELAND, topic('us-east-1')))).toEqual([
    { id: 'monitor-topic-elsewhere', prop: 'topic', values: { what: 'region', expected: 'eu-west-1', got: 'us-east-1' } },
  ]);
  expect(topicLocationFindings(IRELAND, topic('eu-west-1', OTHER_ACCOUNT))).toEqual([]);
  expect(topicLocationFindings(IRELAND, undefined)).toEqual([]);
});
