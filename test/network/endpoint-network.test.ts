import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Stack } from 'aws-cdk-lib/core';
import { EndpointNetwork, letNothingOut, mayHaveS3Endpoint, routesOf } from '../../src/network/endpoint-network';
import { newStack, template } from '../util';

const NOTHING = { cidrIp: '255.255.255.255/32', ipProtocol: 'icmp', fromPort: 252, toPort: 86 };
const HTTPS = { cidrIp: '0.0.0.0/0', ipProtocol: 'tcp', fromPort: 443, toPort: 443 };

function vpcOf(stack: Stack): ec2.Vpc {
  return new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
}

function existing(stack: Stack, id = 'Existing'): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, id, { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-1'] });
}

describe('a new security group', () => {
  test.each([[undefined, HTTPS.cidrIp], [true, HTTPS.cidrIp], [false, NOTHING.cidrIp]])('with allowAllOutbound %s allows %s', (allowAllOutbound, CidrIp) => {
    const stack = newStack();
    const vpc = existing(stack);
    const network = new EndpointNetwork(stack, { vpc, subnetIds: ['subnet-1'], closed: [], pending: false }, allowAllOutbound);
    template(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Network interfaces of an endpoint of Amazon SageMaker', SecurityGroupEgress: [{ CidrIp }],
    });
    expect(network.vpcConfig).toEqual({ subnets: ['subnet-1'], securityGroupIds: [network.securityGroups[0].securityGroupId] });
    expect(network.connections.securityGroups).toEqual(network.securityGroups);
  });

  test('is not created if there are others', () => {
    const stack = newStack();
    const securityGroups = ['sg-1', 'sg-2'].map(id => ec2.SecurityGroup.fromSecurityGroupId(stack, id, id));
    const network = new EndpointNetwork(stack, { vpc: existing(stack), subnetIds: ['subnet-1'], securityGroups, closed: [], pending: false });
    expect(network.vpcConfig).toEqual({ subnets: ['subnet-1'], securityGroupIds: ['sg-1', 'sg-2'] });
    template(stack).resourceCountIs('AWS::EC2::SecurityGroup', 0);
  });
});

describe('security groups allow no outbound traffic', () => {
  /** A group with these outbound rules in its resource. */
  const withRules = (rules: ec2.CfnSecurityGroup.EgressProperty[] | undefined) => (stack: Stack) => {
    const group = new ec2.SecurityGroup(stack, 'Group', { vpc: existing(stack), allowAllOutbound: false });
    (group.node.defaultChild as ec2.CfnSecurityGroup).securityGroupEgress = rules;
    return [group];
  };
  const empty = (stack: Stack, id = 'Empty') => new ec2.SecurityGroup(stack, id, { vpc: existing(stack, `${id}Vpc`), allowAllOutbound: false });

  test.each<[string, boolean, (stack: Stack) => ec2.ISecurityGroup[]]>([
    ['a group without rules', true, stack => [empty(stack)]],
    ['two of them', true, stack => [empty(stack), empty(stack, 'Other')]],
    ['one of them, and one that allows all', false, stack => [empty(stack), new ec2.SecurityGroup(stack, 'Open', { vpc: existing(stack) })]],
    ['a group that exists already', false, stack => [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')]],
    ['the rule for nothing', true, withRules([NOTHING])],
    ['the rule for nothing, and another', false, withRules([NOTHING, HTTPS])],
    ['a rule for IPv6', false, withRules([{ cidrIpv6: '::/0', ipProtocol: '-1' }])],
    ['no rules, which Amazon EC2 replaces with one for all', false, withRules(undefined)],
    ['an empty list of rules', false, withRules([])],
    ['a rule that is a resource', false, stack => {
      const group = empty(stack);
      new ec2.CfnSecurityGroupEgress(stack, 'Rule', { groupId: group.securityGroupId, ...HTTPS });
      return [group];
    }],
    ['a rule that is a resource of another group', true, stack => {
      new ec2.CfnSecurityGroupEgress(stack, 'Rule', { groupId: 'sg-1', ...HTTPS });
      return [empty(stack)];
    }],
  ])('%s: %s', (_what, expected, create) => {
    expect(letNothingOut(create(newStack()))).toBe(expected);
  });
});

describe('a VPC may have an endpoint for Amazon S3', () => {
  test.each<[string[], boolean]>([
    [[], false],
    [['com.amazonaws.eu-west-1.s3'], true],
    [['com.amazonaws.eu-west-1.dynamodb'], false],
    [['com.amazonaws.eu-west-1.dynamodb', 'com.amazonaws.eu-west-1.s3'], true],
    [['com.amazonaws.eu-west-1.s3-global.accesspoint'], true],
    // tables have a service of their own: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-tables-VPC.html
    [['com.amazonaws.eu-west-1.s3tables'], false],
    [['com.amazonaws.vpce.eu-west-1.vpce-svc-0123s3'], false],
    [['unknown'], true],
  ])('%j: %s', (services, expected) => {
    const stack = newStack();
    const vpc = vpcOf(stack);
    services.forEach((serviceName, index) => new ec2.CfnVPCEndpoint(stack, `Endpoint${index}`, { vpcId: vpc.vpcId, serviceName }));
    expect(mayHaveS3Endpoint(vpc)).toBe(expected);
  });

  // https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html
  test('an endpoint without a service is unknown', () => {
    const stack = newStack();
    const vpc = vpcOf(stack);
    new ec2.CfnVPCEndpoint(stack, 'Endpoint', { vpcId: vpc.vpcId, vpcEndpointType: 'Resource', resourceConfigurationArn: 'arn' });
    expect(mayHaveS3Endpoint(vpc)).toBe(true);
  });

  test('a VPC that exists already is unknown', () => expect(mayHaveS3Endpoint(existing(newStack()))).toBe(true));
});

describe('the routes of a container', () => {
  /** The construct paths of the routes, without those of the default routes that a VPC has. */
  const pathsOf = (stack: Stack, subnets: string[], securityGroupIds: string[], vpc?: ec2.IVpc) =>
    routesOf(stack, { subnets, securityGroupIds }, vpc).map(({ node }) => node.path.replace('Stack/', '')).sort();

  test('are the endpoints of the VPC of its subnets, and the routes of their tables', () => {
    const stack = newStack();
    const vpc = vpcOf(stack);
    vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
    new ec2.CfnVPCEndpoint(stack, 'Elsewhere', { vpcId: 'vpc-2', serviceName: 'any' });
    expect(pathsOf(stack, vpc.privateSubnets.map(({ subnetId }) => subnetId), [])).toEqual([
      'Vpc/PrivateSubnet1/DefaultRoute', 'Vpc/PrivateSubnet2/DefaultRoute', 'Vpc/S3/Resource',
    ]);
  });

  test('are those of one subnet only', () => {
    const stack = newStack();
    const vpc = vpcOf(stack);
    expect(pathsOf(stack, [vpc.privateSubnets[1].subnetId], [])).toEqual(['Vpc/PrivateSubnet2/DefaultRoute']);
  });

  test('are those of a VPC, subnets and groups that exist already', () => {
    const stack = newStack();
    new ec2.CfnVPCEndpoint(stack, 'S3', { vpcId: 'vpc-1', serviceName: 'any' });
    new ec2.CfnSubnetRouteTableAssociation(stack, 'Association', { subnetId: 'subnet-1', routeTableId: 'rtb-1' });
    new ec2.CfnRoute(stack, 'Route', { routeTableId: 'rtb-1', gatewayId: 'igw-1' });
    new ec2.CfnRoute(stack, 'Other', { routeTableId: 'rtb-2', gatewayId: 'igw-1' });
    new ec2.CfnSecurityGroupEgress(stack, 'Rule', { groupId: 'sg-1', ...HTTPS });
    expect(pathsOf(stack, ['subnet-1'], ['sg-1'], existing(stack))).toEqual(['Route', 'Rule', 'S3']);
    expect(pathsOf(stack, ['subnet-1'], ['sg-1'])).toEqual(['Route', 'Rule']);
    expect(pathsOf(stack, ['subnet-2'], ['sg-2'])).toEqual([]);
  });
});
