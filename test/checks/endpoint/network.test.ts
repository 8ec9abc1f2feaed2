import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnParameter, Stack } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, ModelData, ModelServer } from '../../../src';
import { networkFindings, routeFindings, Routes } from '../../../src/checks/endpoint/network';
import { IMAGES } from '../../images';
import { found, image, newEndpoint, newStack, planOf, template, type } from '../../util';

const { VLLM } = IMAGES;

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const ZONES = ['eu-west-1a', 'eu-west-1b'];
const VPC_CONFIG = { subnets: ['subnet-1'], securityGroupIds: ['sg-1'] };

/** A VPC with so many subnets in each of two zones. */
function vpcOf(stack: Stack, subnets: number): ec2.IVpc {
  const privateSubnetIds = Array.from({ length: subnets * ZONES.length }, (_, index) => `subnet-${index}`);
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ZONES, privateSubnetIds });
}

/** A VPC whose subnets have no route to the internet. */
function closedVpc(stack: Stack): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ZONES, isolatedSubnetIds: ['subnet-1', 'subnet-2'] });
}

function groups(stack: Stack, count: number): ec2.ISecurityGroup[] {
  return Array.from({ length: count }, (_, index) => ec2.SecurityGroup.fromSecurityGroupId(stack, `Group${index}`, `sg-${index}`));
}

/** An image of a repository of one's own. */
const OWN_VLLM = image('own-vllm:1', '111122223333');

const SQL = ModelServer.vllm({ loraAdapters: { sql: 'org/sql' } });

const data = (stack: Stack) => ModelData.s3Prefix(s3.Bucket.fromBucketName(stack, 'Weights', 'weights'), 'model');

function findings(props: (stack: Stack) => Props) {
  return found(networkFindings(planOf(props(newStack()))));
}

const MODEL = { kind: 'model', prop: 'modelId', ids: ['mistralai/Mistral-7B-Instruct-v0.1'] };
const ADAPTER = { kind: 'adapters', prop: 'server.loraAdapters', ids: ['org/sql'] };
const withoutVpc = (prop: string) => ({ id: 'network-without-vpc', prop, values: {} });
const size = (prop: string, maximum: number, counted: string, got: number) => ({ id: 'vpc-size', prop, values: { minimum: 1, maximum, counted, got } });
const isolated = (download: object) => ({ id: 'hub-with-network-isolation', prop: 'networkIsolation', values: { download } });

test.each<[string, (stack: Stack) => Props, object[]]>([
  ['two networks', stack => ({ vpc: vpcOf(stack, 1), vpcConfig: VPC_CONFIG }), [{ id: 'vpc-twice', prop: 'vpc', values: {} }]],
  ['subnets without a VPC', () => ({ vpcSubnets: {} }), [withoutVpc('vpcSubnets')]],
  ['security groups without a VPC', stack => ({ securityGroups: groups(stack, 1) }), [withoutVpc('securityGroups')]],
  ['outbound traffic without a VPC', () => ({ allowAllOutbound: true }), [withoutVpc('allowAllOutbound')]],
  ['several props without a VPC', () => ({ vpcSubnets: {}, allowAllOutbound: false, vpcConfig: VPC_CONFIG }),
    [withoutVpc('vpcSubnets'), withoutVpc('allowAllOutbound')]],
  ['outbound traffic of given security groups', stack => ({ vpc: vpcOf(stack, 1), securityGroups: groups(stack, 1), allowAllOutbound: true }),
    [{ id: 'allow-all-outbound', prop: 'allowAllOutbound', values: { allowAllOutbound: true } }]],
  ['subnets that the VPC does not have', stack => ({ vpc: vpcOf(stack, 1), vpcSubnets: { subnetGroupName: 'other' } }),
    [{ id: 'vpc-subnets', prop: 'vpcSubnets', values: { reason: expect.stringMatching(/other.*[^.]$/) } }]],
  ['too many subnets', stack => ({ vpc: vpcOf(stack, 9) }), [size('vpc', 16, 'subnets for the endpoint', 18)]],
  ['no subnets', stack => ({ vpc: vpcOf(stack, 1), vpcSubnets: { subnets: [] } }), [size('vpc', 16, 'subnets for the endpoint', 0)]],
  ['no security groups', stack => ({ vpc: vpcOf(stack, 1), securityGroups: [] }), [size('securityGroups', 5, 'security groups', 0)]],
  ['too many security groups', stack => ({ vpc: vpcOf(stack, 1), securityGroups: groups(stack, 6) }), [size('securityGroups', 5, 'security groups', 6)]],
  ['an isolated model from the Hub', () => ({ networkIsolation: true }), [isolated(MODEL)]],
  ['an isolated model from a mirror', () => ({ networkIsolation: true, environment: { HF_ENDPOINT: 'https://hub.example.com' } }), [isolated(MODEL)]],
  ['an isolated model that the environment names', () => ({ networkIsolation: true, environment: { HF_MODEL_ID: 'org/other', HF_HUB_OFFLINE: '0' } }),
    [isolated({ kind: 'model', prop: 'environment.HF_MODEL_ID', ids: ['org/other'] })]],
  ['an isolated adapter from the Hub', stack => ({ networkIsolation: true, modelData: data(stack), container: VLLM, server: SQL }),
    [isolated(ADAPTER)]],
  ['a shell in isolation', () => ({ networkIsolation: true, modelId: '/opt/ml/model', ssmAccess: true }),
    [{ id: 'ssm-access-with-network-isolation', prop: 'ssmAccess', values: {} }]],
  ['a model from the Hub in isolated subnets', stack => ({ vpc: closedVpc(stack) }),
    [{ id: 'hub-without-way-out', prop: 'vpc', values: { closed: ['isolated'], download: MODEL } }]],
  ['an adapter from the Hub in isolated subnets', stack => ({ vpc: closedVpc(stack), modelData: data(stack), container: VLLM, server: SQL }),
    [{ id: 'hub-without-way-out', prop: 'vpc', values: { closed: ['isolated'], download: ADAPTER } }]],
  ['a key for local disks, also those of fallback types', stack => ({
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/one'),
    instanceType: type('g5.2xlarge'),
    fallbackInstanceTypes: [type('g6.2xlarge'), type('p3.2xlarge'), type('z99.2xlarge')],
  }), [{ id: 'encryption-key-and-local-disk', prop: 'encryptionKey', values: { instanceTypes: ['ml.g5.2xlarge', 'ml.g6.2xlarge'] } }]],
])('finds %s', (_what, props, expected) => {
  expect(findings(props)).toEqual(expected);
});

test.each<[string, (stack: Stack) => Props]>([
  ['as many subnets as possible', stack => ({ vpc: vpcOf(stack, 8) })],
  ['the subnets of a zone', stack => ({ vpc: vpcOf(stack, 1), vpcSubnets: { availabilityZones: ['eu-west-1a'] } })],
  ['a security group', stack => ({ vpc: vpcOf(stack, 1), securityGroups: groups(stack, 1) })],
  ['as many security groups as possible', stack => ({ vpc: vpcOf(stack, 1), securityGroups: groups(stack, 5) })],
  ['outbound traffic of a new security group', stack => ({ vpc: vpcOf(stack, 1), allowAllOutbound: false })],
  ['isolated weights from Amazon S3', stack => ({ vpc: vpcOf(stack, 1), networkIsolation: true, modelData: data(stack) })],
  ['a network without isolation', () => ({ networkIsolation: false, vpcConfig: VPC_CONFIG })],
  ['isolated weights in the image', () => ({ networkIsolation: true, modelId: '/opt/ml/model' })],
  ['an isolated model that is an unresolved token', stack => ({ networkIsolation: true, modelId: new CfnParameter(stack, 'Model').valueAsString })],
  ['isolated weights that the environment names', () => ({ networkIsolation: true, environment: { HF_MODEL_ID: '/weights' } })],
  ['an isolated model that the environment names by an unresolved token', stack =>
    ({ networkIsolation: true, environment: { HF_MODEL_ID: new CfnParameter(stack, 'Model').valueAsString } })],
  ['an isolated container without the Hub', () => ({ networkIsolation: true, environment: { HF_HUB_OFFLINE: '1' } })],
  ['isolated weights by an alias', () =>
    ({ networkIsolation: true, container: OWN_VLLM, server: ModelServer.vllm(), environment: { SM_VLLM_MODEL: '/models/mine' } })],
  ['isolation without a shell', () => ({ networkIsolation: true, modelId: '/opt/ml/model', ssmAccess: false })],
  ['a shell without isolation', () => ({ networkIsolation: false, ssmAccess: true })],
  ['a shell in a VPC', stack => ({ vpc: vpcOf(stack, 1), ssmAccess: true })],
  ...['HF_ENDPOINT', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'].map<[string, (stack: Stack) => Props]>(name =>
    [`isolated subnets with ${name}`, stack => ({ vpc: closedVpc(stack), environment: { [name]: 'http://proxy.example.com:3128' } })]),
  ['a key without local disks', stack => ({
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/one'), instanceType: type('p3.2xlarge'),
  })],
])('nothing is found in %s', (_what, props) => {
  expect(findings(props)).toEqual([]);
});

test('the reason of aws-cdk-lib continues without its last dot', () => {
  expect(found(networkFindings({ ...planOf(), noNetwork: 'There are no a.b subnets.' })))
    .toContainEqual({ id: 'vpc-subnets', prop: 'vpcSubnets', values: { reason: 'There are no a.b subnets' } });
});

describe('routes', () => {
  const ROUTES: Routes = { hasS3Endpoint: true, letsNothingOut: false };
  const routesOf = (props: (stack: Stack) => Props, routes: Partial<Routes>) =>
    found(routeFindings(planOf(props(newStack())), { ...ROUTES, ...routes }));
  const nothingOut = (prop: string, download: unknown) => ({ id: 'no-outbound-rule', prop, values: { download } });
  const noS3 = { id: 'subnets-without-s3', prop: 'modelData', values: { closed: ['isolated'] } };

  test.each<[string, (stack: Stack) => Props, Partial<Routes>, object[]]>([
    ['an endpoint for Amazon S3', stack => ({ vpc: closedVpc(stack), modelData: data(stack) }), { hasS3Endpoint: false }, [noS3]],
    ['an endpoint for Amazon S3, although the server loads other weights', stack =>
      ({ vpc: closedVpc(stack), modelData: data(stack), environment: { HF_MODEL_ID: '/weights' } }), { hasS3Endpoint: false }, [noS3]],
    ['outbound rules for the Hub', stack => ({ vpc: vpcOf(stack, 1), allowAllOutbound: false }), { letsNothingOut: true },
      [nothingOut('allowAllOutbound', MODEL)]],
    ['outbound rules of given security groups', stack => ({ vpc: vpcOf(stack, 1), securityGroups: groups(stack, 1) }), { letsNothingOut: true },
      [nothingOut('securityGroups', MODEL)]],
    ['outbound rules for Amazon S3', stack => ({ vpc: vpcOf(stack, 1), modelData: data(stack) }), { letsNothingOut: true },
      [nothingOut('allowAllOutbound', 'modelData')]],
    ['outbound rules for an adapter', stack => ({ vpc: vpcOf(stack, 1), modelId: '/opt/ml/model', container: VLLM, server: SQL }), { letsNothingOut: true },
      [nothingOut('allowAllOutbound', ADAPTER)]],
  ])('must have %s', (_what, props, routes, expected) => {
    expect(routesOf(props, routes)).toEqual(expected);
  });

  test.each<[string, (stack: Stack) => Props, Partial<Routes>]>([
    ['for weights through private subnets', stack => ({ vpc: vpcOf(stack, 1), modelData: data(stack) }), { hasS3Endpoint: false }],
    ['for a model from the Hub', stack => ({ vpc: closedVpc(stack) }), { hasS3Endpoint: false }],
    ['if nothing is downloaded', stack => ({ vpc: vpcOf(stack, 1), modelId: '/opt/ml/model' }), { hasS3Endpoint: false, letsNothingOut: true }],
    ['without a VPC', stack => ({ modelData: data(stack) }), { hasS3Endpoint: false, letsNothingOut: true }],
    ['if there are some', stack => ({ vpc: closedVpc(stack), modelData: data(stack) }), {}],
  ])('are not needed %s', (_what, props, routes) => {
    expect(routesOf(props, routes)).toEqual([]);
  });
});

test('a VPC may have ids that are tokens', () => {
  const stack = newStack();
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: new CfnParameter(stack, 'VpcId').valueAsString,
    availabilityZones: ZONES,
    privateSubnetIds: ['One', 'Two'].map(id => new CfnParameter(stack, id).valueAsString),
  });
  const securityGroups = [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', new CfnParameter(stack, 'GroupId').valueAsString)];
  newEndpoint(stack, { vpc, securityGroups });
  template(stack).hasResourceProperties('AWS::SageMaker::Model', {
    VpcConfig: { Subnets: [{ Ref: 'One' }, { Ref: 'Two' }], SecurityGroupIds: [{ Ref: 'GroupId' }] },
  });
});
