import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Stack } from 'aws-cdk-lib/core';
import { selectNetwork } from '../../src/network/selected-network';
import { newStack } from '../util';

const { PRIVATE_ISOLATED, PRIVATE_WITH_EGRESS, PUBLIC } = ec2.SubnetType;

const attributes: ec2.VpcAttributes = {
  vpcId: 'vpc-1',
  availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  privateSubnetIds: ['private-1', 'private-2'],
  isolatedSubnetIds: ['isolated-1', 'isolated-2'],
  publicSubnetIds: ['public-1', 'public-2'],
};

const subnetsOf = (stack: Stack, ...ids: string[]) => ids.map(id => ec2.Subnet.fromSubnetId(stack, id, id));

test('without a VPC, there is no network', () => expect(selectNetwork({})).toEqual({}));

test.each<[string, (stack: Stack) => ec2.SubnetSelection | undefined, string[], string[]]>([
  ['the default', () => undefined, ['private-1', 'private-2'], []],
  ['private subnets', () => ({ subnetType: PRIVATE_WITH_EGRESS }), ['private-1', 'private-2'], []],
  ['isolated subnets', () => ({ subnetType: PRIVATE_ISOLATED }), ['isolated-1', 'isolated-2'], ['isolated']],
  ['public subnets', () => ({ subnetType: PUBLIC }), ['public-1', 'public-2'], ['public']],
  ['one isolated subnet among others', stack => ({ subnets: subnetsOf(stack, 'private-1', 'isolated-2') }), ['private-1', 'isolated-2'], ['isolated']],
  ['both closed types', stack => ({ subnets: subnetsOf(stack, 'public-2', 'isolated-1') }), ['public-2', 'isolated-1'], ['isolated', 'public']],
  ['an unknown subnet', stack => ({ subnets: subnetsOf(stack, 'other-1') }), ['other-1'], []],
])('%s of a VPC', (_what, vpcSubnets, subnetIds, closed) => {
  const stack = newStack();
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', attributes);
  expect(selectNetwork({ vpc, vpcSubnets: vpcSubnets(stack) })).toEqual({ network: { vpc, subnetIds, closed, pending: false } });
});

test('security groups are passed on', () => {
  const stack = newStack();
  const securityGroups = [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')];
  expect(selectNetwork({ vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', attributes), securityGroups }).network).toMatchObject({ securityGroups });
});

test('nothing is known about the subnets of a VPC before its lookup', () => {
  const vpc = ec2.Vpc.fromLookup(newStack(), 'Vpc', { vpcId: 'vpc-1' });
  expect(selectNetwork({ vpc, vpcSubnets: { subnetType: PUBLIC } }).network).toMatchObject({ closed: [], pending: true });
});

test('subnets that the VPC does not have are not selected, with the reason', () => {
  const vpc = ec2.Vpc.fromVpcAttributes(newStack(), 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], publicSubnetIds: ['public-1'] });
  expect(selectNetwork({ vpc, vpcSubnets: { subnetType: PRIVATE_ISOLATED } })).toEqual({ noNetwork: expect.stringMatching(/no 'Isolated' subnet groups/) });
});
