import { readFileSync } from 'fs';
import { join } from 'path';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Aws, CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib/core';
import {
  ContainerImage, DeepLearningContainerImage, ExecutionPermissions, HuggingFaceSageMakerEndpointProps, ModelData,
} from '../../src';
import { Evaluator, IRELAND as LITERALS } from '../api-model/literals';
import { IRELAND, newEndpoint, newStack, onlyResource, template } from '../util';

const { FULL_ACCESS, LEAST_PRIVILEGE } = ExecutionPermissions;
const ARN = 'arn:aws:ec2:eu-west-1:111122223333';
const NETWORK = { subnets: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-1'] };

const PULL = [
  {
    Effect: 'Allow',
    Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
    Resource: 'arn:aws:ecr:eu-west-1:763104351884:repository/huggingface-pytorch-tgi-inference',
  },
  { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
];
const LOGS = (...Resource: string[]) => ({
  Effect: 'Allow',
  Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
  Resource: Resource.length === 1 ? Resource[0] : Resource,
});
const METRICS = {
  Effect: 'Allow',
  Action: 'cloudwatch:PutMetricData',
  Resource: '*',
  Condition: { StringEquals: { 'cloudwatch:namespace': ['AWS/SageMaker', '/aws/sagemaker/Endpoints'] } },
};
const GENERATED = 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/sagemaker/Endpoints/*';
const INTERFACES = [
  {
    Effect: 'Allow',
    Action: 'ec2:CreateNetworkInterface',
    Resource: [`${ARN}:network-interface/*`, `${ARN}:subnet/subnet-1`, `${ARN}:subnet/subnet-2`, `${ARN}:security-group/sg-1`],
  },
  {
    Effect: 'Allow',
    Action: ['ec2:CreateNetworkInterfacePermission', 'ec2:DeleteNetworkInterface'],
    Resource: `${ARN}:network-interface/*`,
    Condition: { ArnLike: { 'ec2:Subnet': [`${ARN}:subnet/subnet-1`, `${ARN}:subnet/subnet-2`] } },
  },
  { Effect: 'Allow', Action: 'ec2:DeleteNetworkInterfacePermission', Resource: `${ARN}:network-interface/*` },
  {
    Effect: 'Allow',
    Action: [
      'ec2:DescribeDhcpOptions', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcEndpoints', 'ec2:DescribeVpcs',
    ],
    Resource: '*',
  },
];

/** What the role of the only endpoint of a stack is allowed, as CloudFormation evaluates it: by itself, and by the policy beside it. */
function allowed(stack: Stack): unknown[] {
  return [...inline(stack), ...attached(stack)];
}

function inline(stack: Stack): unknown[] {
  const [role] = Object.values<any>(template(stack).findResources('AWS::IAM::Role'));
  return statementsOf(stack, role?.Properties.Policies ?? []);
}

function attached(stack: Stack): unknown[] {
  return statementsOf(stack, Object.values<any>(template(stack).findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties));
}

function statementsOf(stack: Stack, policies: any[]): unknown[] {
  expect(policies.length).toBeLessThan(2);
  return policies.flatMap(({ PolicyDocument: { Statement } }) => new Evaluator(template(stack).toJSON(), LITERALS).evaluate(Statement));
}

function allowedWith(props: Partial<HuggingFaceSageMakerEndpointProps>): unknown[] {
  const stack = newStack();
  newEndpoint(stack, props);
  return allowed(stack);
}

function vpcOf(stack: Stack): Partial<HuggingFaceSageMakerEndpointProps> {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1', availabilityZones: ['eu-west-1a', 'eu-west-1b'], privateSubnetIds: ['subnet-1', 'subnet-2'],
  });
  return { vpc, securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')] };
}

const roleOf = (stack: Stack) => iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/server');

test('full access is what it was', () => {
  expect(allowedWith({ executionPermissions: FULL_ACCESS })).toEqual(PULL);
  expect(allowedWith({ executionPermissions: FULL_ACCESS, vpcConfig: NETWORK })).toEqual(PULL);
});

test('the least privilege has no managed policy', () => {
  const stack = newStack();
  newEndpoint(stack, { executionPermissions: LEAST_PRIVILEGE });
  expect(onlyResource(template(stack), 'AWS::IAM::Role').resource.Properties).not.toHaveProperty('ManagedPolicyArns');
});

test('the least privilege of a model from the Hub is its image, its logs and its metrics', () => {
  expect(allowedWith({ executionPermissions: LEAST_PRIVILEGE })).toEqual([LOGS(GENERATED), METRICS, ...PULL]);
});

test('the log group is that of the endpoint, where its name is known', () => {
  const group = 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/sagemaker/Endpoints/mistral';
  expect(allowedWith({ executionPermissions: LEAST_PRIVILEGE, endpointName: 'mistral' })).toContainEqual(LOGS(group, `${group}:*`));
});

test('the log group is any of SageMaker, where the name is a token', () => {
  const stack = newStack();
  newEndpoint(stack, { executionPermissions: LEAST_PRIVILEGE, endpointName: new CfnParameter(stack, 'Name').valueAsString });
  expect(allowed(stack)).toContainEqual(LOGS(GENERATED));
});

test.each<[string, (stack: Stack) => Partial<HuggingFaceSageMakerEndpointProps>]>([
  ['a VPC', vpcOf],
  ['the ids of a VPC', () => ({ vpcConfig: NETWORK })],
])('the least privilege with %s has its network interfaces', (_what, props) => {
  const stack = newStack();
  newEndpoint(stack, { executionPermissions: LEAST_PRIVILEGE, ...props(stack) });
  expect(allowed(stack)).toEqual([LOGS(GENERATED), METRICS, ...INTERFACES, ...PULL]);
});

describe('a permission is in the role from the start', () => {
  const network = (subnet: string) => ({ executionPermissions: LEAST_PRIVILEGE, vpcConfig: { subnets: [subnet], securityGroupIds: ['sg-1'] } });
  const pull = (repository: string, accountId?: string) => ({
    container: DeepLearningContainerImage.fromDeepLearningContainerImage(repository, '1', accountId),
  });
  const bucketOf = (stack: Stack) => new s3.Bucket(stack, 'Bucket').bucketName;
  const closed: [string, (stack: Stack) => Partial<HuggingFaceSageMakerEndpointProps>][] = [
    ['the ID of a subnet', () => network('subnet-1')],
    ['a parameter', stack => network(new CfnParameter(stack, 'Subnet').valueAsString)],
    ['the account of an image', stack => pull('models', new CfnParameter(stack, 'Account').valueAsString)],
    ['a pseudo parameter', () => pull('models', Aws.ACCOUNT_ID)],
    ['a shell', () => ({ ssmAccess: true })],
  ];
  const open: [string, (stack: Stack) => Partial<HuggingFaceSageMakerEndpointProps>][] = [
    ['a subnet of the app', stack => network(new ec2.CfnSubnet(stack, 'Subnet', { vpcId: 'vpc-1' }).ref)],
    ['a subnet by its logical ID', stack => network(Fn.getAtt(stack.getLogicalId(new ec2.CfnSubnet(stack, 'Subnet', { vpcId: 'vpc-1' })), 'SubnetId').toString())],
    ['what is known later', () => network(Lazy.string({ produce: () => 'subnet-1' }))],
    ['a repository that is named after a resource', stack => pull(`models-${bucketOf(stack)}`)],
    ['an account that a resource knows', stack => pull('models', bucketOf(stack))],
  ];

  test.each(closed)('if it names %s', (_what, props) => {
    const stack = newStack();
    newEndpoint(stack, props(stack));
    expect(template(stack).findResources('AWS::IAM::Policy')).toEqual({});
  });

  test.each(open)('unless it names %s', (_what, props) => {
    const stack = newStack();
    newEndpoint(stack, props(stack));
    const policy = onlyResource(template(stack), 'AWS::IAM::Policy');
    expect(onlyResource(template(stack), 'AWS::SageMaker::Model').resource.DependsOn).toEqual([policy.id]);
  });

  test('unless the role is of the user', () => {
    const stack = newStack();
    newEndpoint(stack, { executionPermissions: LEAST_PRIVILEGE, role: new iam.Role(stack, 'Role', { assumedBy: new iam.AnyPrincipal() }) });
    expect(inline(stack)).toEqual([]);
    expect(attached(stack)).toEqual([LOGS(GENERATED), METRICS, ...PULL]);
  });

  test('unless an injector of the app replaces it', () => {
    const inlinePolicies = { Company: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })] }) };
    const inject = (props: iam.RoleProps) => ({ ...props, inlinePolicies });
    const stack = new Stack(new App({ propertyInjectors: [{ constructUniqueId: iam.Role.PROPERTY_INJECTION_ID, inject }] }), 'Stack', { env: IRELAND });
    newEndpoint(stack);
    expect(inline(stack)).toEqual([{ Effect: 'Allow', Action: 's3:*', Resource: '*' }]);
    expect(attached(stack)).toEqual(PULL);
  });

  test('and there is no empty policy', () => {
    const stack = newStack();
    newEndpoint(stack, { container: ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(stack, 'Repository', 'models')) });
    expect(onlyResource(template(stack), 'AWS::IAM::Role').resource.Properties).not.toHaveProperty('Policies');
  });
});

test('the statements of the library leave most of the quota to others', () => {
  const stack = newStack();
  newEndpoint(stack, { executionPermissions: LEAST_PRIVILEGE, ssmAccess: true, ...vpcOf(stack) });
  expect(JSON.stringify(inline(stack)).length).toBeLessThan(2000);
});

test('subnets that are known later are any of the account', () => {
  const stack = newStack();
  const subnets = new CfnParameter(stack, 'Subnets', { type: 'List<AWS::EC2::Subnet::Id>' }).valueAsList;
  newEndpoint(stack, { executionPermissions: LEAST_PRIVILEGE, vpcConfig: { subnets, securityGroupIds: ['sg-1'] } });
  expect(allowed(stack)).toContainEqual({
    Effect: 'Allow',
    Action: 'ec2:CreateNetworkInterface',
    Resource: [`${ARN}:network-interface/*`, `${ARN}:subnet/*`, `${ARN}:security-group/sg-1`],
  });
});

test('the least privilege of weights from S3 is the read of these, and of their key', () => {
  const stack = newStack();
  const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/weights');
  const bucket = s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'weights', encryptionKey });
  newEndpoint(stack, { executionPermissions: LEAST_PRIVILEGE, modelData: ModelData.s3Prefix(bucket, 'model') });
  expect(allowed(stack)).toEqual([
    LOGS(GENERATED), METRICS, ...PULL,
    { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::weights/model/*' },
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::weights', Condition: { StringLike: { 's3:prefix': 'model/*' } } },
    { Effect: 'Allow', Action: 'kms:Decrypt', Resource: 'arn:aws:kms:eu-west-1:111122223333:key/weights' },
  ]);
});

test('a role of the user is allowed the network interfaces of a VPC, and the rest only when asked', () => {
  const [full, least] = [FULL_ACCESS, LEAST_PRIVILEGE].map(executionPermissions => {
    const stack = newStack();
    newEndpoint(stack, { executionPermissions, role: roleOf(stack), ...vpcOf(stack) });
    return allowed(stack);
  });
  expect(full).toEqual([...INTERFACES, ...PULL]);
  expect(least).toEqual([LOGS(GENERATED), METRICS, ...INTERFACES, ...PULL]);
});

test('the managed policy of the default role has the network interfaces already', () => {
  const stack = newStack();
  newEndpoint(stack, vpcOf(stack));
  expect(allowed(stack)).toEqual(PULL);
});

test.each([
  ['China', 'cn-north-1', 'arn:aws-cn:logs:cn-north-1:111122223333:log-group:/aws/sagemaker/Endpoints/*'],
  ['GovCloud', 'us-gov-west-1', 'arn:aws-us-gov:logs:us-gov-west-1:111122223333:log-group:/aws/sagemaker/Endpoints/*'],
])('ARNs are those of %s there', (_where, region, arn) => {
  const stack = newStack({ account: IRELAND.account, region });
  newEndpoint(stack, { executionPermissions: LEAST_PRIVILEGE });
  expect(allowed(stack)).toContainEqual(LOGS(arn));
});

test('an environment-agnostic stack takes account, region and partition from where it is deployed', () => {
  const stack = new Stack(new App(), 'Stack');
  newEndpoint(stack, { executionPermissions: LEAST_PRIVILEGE });
  expect(allowed(stack)).toContainEqual(LOGS(GENERATED));
});

test('docs/security.md has the whole policy', () => {
  const [, documented] = /```json\n(.*?)```/s.exec(readFileSync(join(__dirname, '..', '..', 'docs', 'security.md'), 'utf8'))!;
  const stack = newStack();
  const key = (id: string) => kms.Key.fromKeyArn(stack, id, `arn:aws:kms:eu-west-1:111122223333:key/${id}`);
  const bucket = s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'weights', encryptionKey: key('weights') });
  newEndpoint(stack, {
    container: undefined,
    modelId: 'Qwen/Qwen3-8B',
    endpointName: 'llm',
    executionPermissions: LEAST_PRIVILEGE,
    modelData: ModelData.s3Prefix(bucket, 'Qwen/Qwen3-8B'),
    encryptionKey: key('volumes'),
    ...vpcOf(stack),
  });
  expect(JSON.parse(documented)).toEqual(allowed(stack));
});
