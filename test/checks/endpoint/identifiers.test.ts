import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Token } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps } from '../../../src';
import { identifierFindings } from '../../../src/checks/endpoint/identifiers';
import { found, newStack, planOf } from '../../util';

const securityGroupIds = ['sg-0123456789abcdef0'];
const subnets = ['subnet-0123456789abcdef0'];

function findings(props: Partial<HuggingFaceSageMakerEndpointProps>) {
  return found(identifierFindings(planOf(props)));
}

test.each([
  ['a subnet with spaces', { subnets: [...subnets, 'not a subnet'], securityGroupIds }, 'subnets', ['not a subnet']],
  ['subnets that are empty or too long', { subnets: ['', 's'.repeat(33)], securityGroupIds }, 'subnets', ['', 's'.repeat(33)]],
  ['a security group with an underscore', { subnets, securityGroupIds: ['sg_1'] }, 'securityGroupIds', ['sg_1']],
])('finds %s', (_what, vpcConfig, member, invalid) => {
  expect(findings({ vpcConfig })).toEqual([{ id: 'vpc-config-id', prop: `vpcConfig.${member}`, values: { invalid } }]);
});

test('passes with subnets and security groups of the stack', () => {
  const stack = newStack();
  const vpc = new ec2.Vpc(stack, 'Vpc');
  const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
  expect(findings({
    vpcConfig: { subnets: [vpc.privateSubnets[0].subnetId, 's'.repeat(32)], securityGroupIds: [group.securityGroupId] },
  })).toEqual([]);
});

test('passes with what is not set, or an unresolved token', () => {
  const token = Token.asString({ Ref: 'Id' });
  expect(findings({})).toEqual([]);
  expect(findings({ vpcConfig: { subnets: [token], securityGroupIds: [token] } })).toEqual([]);
  expect(findings({ vpcConfig: { subnets: Token.asList({ Ref: 'Ids' }), securityGroupIds: Token.asList({ Ref: 'Ids' }) } })).toEqual([]);
  expect(findings(role(token))).toEqual([]);
});

const role = (arn: string) => ({ role: iam.Role.fromRoleArn(newStack(), 'Role', arn) });

test.each([
  'arn:aws:iam::1111:role/server', 'arn:aws:iam::111122223333:role/a server', 'arn:aws:iam::111122223333:user/role',
  `arn:aws:iam::111122223333:role/${'r'.repeat(65)}`,
])('finds the role %s', arn => {
  expect(findings(role(arn))).toEqual([{ id: 'role-arn', prop: 'role', values: { arn } }]);
});

test('finds a role of another kind of construct, whose ARN has more before it', () => {
  const arn = 'xarn:aws:iam::111122223333:role/server';
  expect(found(identifierFindings({ role: { roleArn: arn } } as any))).toEqual([{ id: 'role-arn', prop: 'role', values: { arn } }]);
});

test.each([
  'arn:aws:iam::111122223333:role/server', 'arn:aws-us-gov:iam::111122223333:role/service-role/a+b=c,d.e@f-g_h',
  `arn:aws:iam::111122223333:role/${'r'.repeat(64)}`,
])('passes with the role %s', arn => {
  expect(findings(role(arn))).toEqual([]);
});
