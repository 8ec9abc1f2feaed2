import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { newEndpoint, newStack } from '../../util';

const securityGroupIds = ['sg-0123456789abcdef0'];
const subnets = ['subnet-0123456789abcdef0'];

test.each([
  [{ subnets: [...subnets, 'not a subnet'], securityGroupIds }, "'vpcConfig.subnets' must have ids of 1 to 32 letters, digits and hyphens, got \"not a subnet\""],
  [{ subnets: ['', 's'.repeat(33)], securityGroupIds }, `got "", "${'s'.repeat(33)}"`],
  [{ subnets, securityGroupIds: ['sg_1'] }, "'vpcConfig.securityGroupIds' must have ids of 1 to 32 letters, digits and hyphens, got \"sg_1\""],
])('fails with the network %j', (vpcConfig, message) => {
  expect(() => newEndpoint(newStack(), { vpcConfig })).toThrow(message);
});

test('passes with subnets and security groups of the stack', () => {
  const stack = newStack();
  const vpc = new ec2.Vpc(stack, 'Vpc');
  const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
  expect(() => newEndpoint(stack, {
    vpcConfig: { subnets: [vpc.privateSubnets[0].subnetId, 's'.repeat(32)], securityGroupIds: [group.securityGroupId] },
  })).not.toThrow();
});

test.each(['arn:aws:iam::1111:role/server', 'arn:aws:iam::111122223333:role/a server', 'arn:aws:iam::111122223333:user/role', `arn:aws:iam::111122223333:role/${'r'.repeat(65)}`])('fails with the role %s', arn => {
  const stack = newStack();
  expect(() => newEndpoint(stack, { role: iam.Role.fromRoleArn(stack, 'Role', arn) }))
    .toThrow(`'role' must have an ARN such as arn:aws:iam::111122223333:role/name, with a name of at most 64 characters, got "${arn}"`);
});

test.each(['arn:aws:iam::111122223333:role/server', 'arn:aws-us-gov:iam::111122223333:role/service-role/a+b=c,d.e@f-g_h', `arn:aws:iam::111122223333:role/${'r'.repeat(64)}`])('passes with the role %s', arn => {
  const stack = newStack();
  expect(() => newEndpoint(stack, { role: iam.Role.fromRoleArn(stack, 'Role', arn) })).not.toThrow();
});
