import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Annotations as CoreAnnotations, App, Aspects, CfnParameter, CfnResource, Stack, Tags } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpoint, HuggingFaceSageMakerEndpointProps, ModelData } from '../../src';
import { IRELAND, newEndpoint, newStack, onlyResource, template } from '../util';


function vpcOf(stack: Stack, ...types: ec2.SubnetType[]): ec2.Vpc {
  const kinds = types.length > 0 ? types : [ec2.SubnetType.PUBLIC, ec2.SubnetType.PRIVATE_WITH_EGRESS, ec2.SubnetType.PRIVATE_ISOLATED];
  return new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, subnetConfiguration: kinds.map(subnetType => ({ name: subnetType, subnetType })) });
}

function weights(stack: Stack): ModelData {
  return ModelData.s3Prefix(s3.Bucket.fromBucketName(stack, 'Weights', 'weights'), 'model');
}

function groupOf(stack: Stack, vpc: ec2.IVpc, id = 'Group'): ec2.SecurityGroup {
  return new ec2.SecurityGroup(stack, id, { vpc, allowAllOutbound: false });
}

function ids(stack: Stack, subnets: ec2.ISubnet[]): any[] {
  return subnets.map(({ subnetId }) => stack.resolve(subnetId));
}

function vpcConfigOf(of: Template): any {
  return onlyResource(of, 'AWS::SageMaker::Model').resource.Properties.VpcConfig;
}

/** The ids of the warnings. */
function warningsOf(stack: Stack): string[] {
  return Annotations.fromStack(stack).findWarning('/Stack/Endpoint', Match.anyValue())
    .map(({ entry }) => /\[ack: huggingface-sagemaker:(.+)\]$/.exec(entry.data as string)![1]);
}

test('the container is in the private subnets with a way out, with a security group of its own', () => {
  const stack = newStack();
  const vpc = vpcOf(stack);
  const endpoint = newEndpoint(stack, { vpc });
  const found = template(stack);
  const { id, resource } = onlyResource(found, 'AWS::EC2::SecurityGroup');
  expect(endpoint.node.findChild('SecurityGroup').node.defaultChild).toBeInstanceOf(ec2.CfnSecurityGroup);
  expect(resource.Properties).toEqual({
    GroupDescription: 'Network interfaces of an endpoint of Amazon SageMaker',
    SecurityGroupEgress: [expect.objectContaining({ CidrIp: '0.0.0.0/0', IpProtocol: '-1' })],
    VpcId: stack.resolve(vpc.vpcId),
  });
  expect(vpcConfigOf(found)).toEqual({ Subnets: ids(stack, vpc.privateSubnets), SecurityGroupIds: [{ 'Fn::GetAtt': [id, 'GroupId'] }] });
  expect(warningsOf(stack)).toEqual([]);
});

test('the model waits for the routes that its download takes', () => {
  const stack = newStack();
  newEndpoint(stack, { vpc: vpcOf(stack) });
  const routes = Object.keys(template(stack).findResources('AWS::EC2::Route', { Properties: { NatGatewayId: Match.anyValue() } }));
  expect(routes).toHaveLength(2);
  expect(onlyResource(template(stack), 'AWS::SageMaker::Model').resource.DependsOn).toEqual(expect.arrayContaining(routes));
});

test('subnets and security groups are those that are named', () => {
  const stack = newStack();
  const vpc = vpcOf(stack);
  const groups = ['One', 'Two', 'Three', 'Four', 'Five'].map(id => groupOf(stack, vpc, id));
  const endpoint = newEndpoint(stack, {
    vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, securityGroups: groups, modelData: weights(stack),
  });
  expect(endpoint.node.tryFindChild('SecurityGroup')).toBeUndefined();
  expect(vpcConfigOf(template(stack))).toEqual({
    Subnets: ids(stack, vpc.isolatedSubnets), SecurityGroupIds: groups.map(({ securityGroupId }) => stack.resolve(securityGroupId)),
  });
});

test('connections are those of all its security groups', () => {
  const stack = newStack();
  const vpc = vpcOf(stack);
  const endpoint = newEndpoint(stack, { vpc, allowAllOutbound: false });
  endpoint.connections.allowTo(groupOf(stack, vpc), ec2.Port.tcp(5432));
  endpoint.connections.allowToAnyIpv4(ec2.Port.HTTPS);
  template(stack).hasResourceProperties('AWS::EC2::SecurityGroup', {
    GroupDescription: Match.stringLikeRegexp('endpoint'),
    SecurityGroupEgress: Match.arrayWith([Match.objectLike({ CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443 })]),
  });
  template(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
    FromPort: 5432, SourceSecurityGroupId: stack.resolve(endpoint.connections.securityGroups[0].securityGroupId),
  });
});

test.each([
  ['no network', {}],
  ['the ids of vpcConfig', { vpcConfig: { subnets: ['subnet-1'], securityGroupIds: ['sg-1'] } }],
])('fails with connections of %s', (_what, props) => {
  const endpoint = newEndpoint(newStack(), props);
  expect(() => endpoint.connections)
    .toThrow(new Error("Stack/Endpoint: 'connections' are those of a VPC, got none; connect the endpoint to one with 'vpc'"));
});

test('network isolation is told to SageMaker', () => {
  const stack = newStack();
  newEndpoint(stack, { networkIsolation: true, modelData: weights(stack) });
  template(stack).hasResourceProperties('AWS::SageMaker::Model', { EnableNetworkIsolation: true });
});

test('tags and aspects on the construct reach the security group', () => {
  const stack = newStack();
  const endpoint = newEndpoint(stack, { vpc: vpcOf(stack) });
  const visited: string[] = [];
  Aspects.of(endpoint).add({ visit: node => void (CfnResource.isCfnResource(node) && visited.push(node.cfnResourceType)) });
  Tags.of(endpoint).add('team', 'search');
  template(stack).hasResourceProperties('AWS::EC2::SecurityGroup', { Tags: [{ Key: 'team', Value: 'search' }] });
  expect(visited).toContain('AWS::EC2::SecurityGroup');
});

test.each<[string, ec2.SubnetType[], string[]]>([
  ['isolated', [ec2.SubnetType.PRIVATE_ISOLATED], ['hub-without-way-out']],
  ['public', [ec2.SubnetType.PUBLIC], ['hub-without-way-out']],
  ['private', [ec2.SubnetType.PUBLIC, ec2.SubnetType.PRIVATE_WITH_EGRESS], []],
])('a model from the Hub in %s subnets', (_what, types, expected) => {
  const stack = newStack();
  newEndpoint(stack, { vpc: vpcOf(stack, ...types) });
  expect(warningsOf(stack)).toEqual(expected);
});

test('warns of one isolated subnet among private ones, since an instance may be in it', () => {
  const stack = newStack();
  const vpc = vpcOf(stack);
  newEndpoint(stack, { vpc, vpcSubnets: { subnets: [vpc.privateSubnets[0], vpc.isolatedSubnets[0]] } });
  expect(warningsOf(stack)).toEqual(['hub-without-way-out']);
});

test.each([
  ['a mirror', { HF_ENDPOINT: 'https://hub.example.com' }],
  ['a proxy', { HTTPS_PROXY: 'http://proxy.example.com:3128' }],
])('says nothing of isolated subnets with %s', (_what, environment) => {
  const stack = newStack();
  newEndpoint(stack, { vpc: vpcOf(stack, ec2.SubnetType.PRIVATE_ISOLATED), environment });
  expect(warningsOf(stack)).toEqual([]);
});

test('says nothing of subnets of which nothing is known', () => {
  const stack = newStack();
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-1'] });
  newEndpoint(stack, { vpc, vpcSubnets: { subnets: [ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-2')] } });
  expect(warningsOf(stack)).toEqual([]);
  expect(vpcConfigOf(template(stack)).Subnets).toEqual(['subnet-2']);
});

test('takes a VPC that exists already, and knows what it is told of its subnets', () => {
  const stack = newStack();
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], isolatedSubnetIds: ['subnet-1'] });
  newEndpoint(stack, { vpc });
  expect(vpcConfigOf(template(stack)).Subnets).toEqual(['subnet-1']);
  expect(warningsOf(stack)).toEqual(['hub-without-way-out']);
});

test.each<[ec2.SubnetSelection]>([
  ...Object.values(ec2.SubnetType).map((subnetType): [ec2.SubnetSelection] => [{ subnetType }]),
  [{ availabilityZones: ['eu-west-1a'] }],
])('takes the subnets %j of a VPC that is looked up, without a finding before the lookup', vpcSubnets => {
  const stack = newStack();
  const vpc = ec2.Vpc.fromLookup(stack, 'Vpc', { vpcId: 'vpc-1' });
  newEndpoint(stack, { vpc, vpcSubnets });
  expect(warningsOf(stack)).toEqual([]);
});

describe('weights from S3 in isolated subnets', () => {
  function stackWith(add: (vpc: ec2.Vpc, stack: Stack) => unknown): Stack {
    const stack = newStack();
    const vpc = vpcOf(stack, ec2.SubnetType.PRIVATE_ISOLATED);
    newEndpoint(stack, { vpc, modelData: weights(stack) });
    add(vpc, stack);
    return stack;
  }

  test('are warned of without an endpoint for S3', () => {
    const stack = stackWith(() => undefined);
    expect(warningsOf(stack)).toEqual(['subnets-without-s3']);
  });

  test('are warned of once, however often the app is synthesized', () => {
    const stack = stackWith(() => undefined);
    (stack.node.root as App).synth();
    (stack.node.root as App).synth({ force: true });
    expect(warningsOf(stack)).toHaveLength(1);
  });

  test('are not warned of when that is acknowledged', () => {
    const stack = stackWith(() => undefined);
    CoreAnnotations.of(stack).acknowledgeWarning('huggingface-sagemaker:subnets-without-s3');
    expect(warningsOf(stack)).toEqual([]);
  });

  test.each<[string, (vpc: ec2.Vpc, stack: Stack) => unknown]>([
    ['a gateway endpoint', vpc => vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 })],
    ['an interface endpoint', vpc => vpc.addInterfaceEndpoint('S3', { service: ec2.InterfaceVpcEndpointAwsService.S3 })],
    ['an endpoint that stands elsewhere', (vpc, stack) => new ec2.GatewayVpcEndpoint(stack, 'S3', { vpc, service: ec2.GatewayVpcEndpointAwsService.S3 })],
    ['an endpoint of another stack', (vpc, stack) => new ec2.GatewayVpcEndpoint(new Stack(stack.node.root as App, 'Other', { env: IRELAND }), 'S3', {
      vpc, service: ec2.GatewayVpcEndpointAwsService.S3,
    })],
    ['an endpoint by its L1', (vpc, stack) => new ec2.CfnVPCEndpoint(stack, 'S3', {
      vpcId: (vpc.node.defaultChild as ec2.CfnVPC).ref, serviceName: 'com.amazonaws.eu-west-1.s3',
    })],
    ['an endpoint by its L1, with the other name of the id', (vpc, stack) => new ec2.CfnVPCEndpoint(stack, 'S3', {
      vpcId: (vpc.node.defaultChild as ec2.CfnVPC).attrVpcId, serviceName: 'com.amazonaws.eu-west-1.s3',
    })],
    ['an endpoint for a service that is not known yet', (vpc, stack) => new ec2.CfnVPCEndpoint(stack, 'S3', {
      vpcId: vpc.vpcId, serviceName: new CfnParameter(stack, 'Service').valueAsString,
    })],
  ])('are not warned of with %s, added afterwards', (_what, add) => {
    expect(warningsOf(stackWith(add))).toEqual([]);
  });

  test.each<[string, (vpc: ec2.Vpc, stack: Stack) => unknown]>([
    ['another service', vpc => vpc.addGatewayEndpoint('DynamoDb', { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB })],
    ['another VPC', (_vpc, stack) => new ec2.Vpc(stack, 'OtherVpc', { maxAzs: 1 }).addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 })],
  ])('are warned of with an endpoint of %s', (_what, add) => {
    expect(warningsOf(stackWith(add))).toHaveLength(1);
  });

  test('are not warned of in a VPC that exists already, whose endpoints nobody knows', () => {
    const stack = newStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], isolatedSubnetIds: ['subnet-1'] });
    newEndpoint(stack, { vpc, modelData: weights(stack) });
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('a security group that lets nothing out', () => {
  function stackWith(
    add: (endpoint: HuggingFaceSageMakerEndpoint, stack: Stack) => unknown, props: Partial<HuggingFaceSageMakerEndpointProps> = {},
  ): Stack {
    const stack = newStack();
    add(newEndpoint(stack, { vpc: vpcOf(stack), allowAllOutbound: false, ...props }), stack);
    return stack;
  }

  test('is warned of', () => {
    expect(warningsOf(stackWith(() => undefined))).toEqual(['no-outbound-rule']);
  });

  test('is warned of for weights from S3', () => {
    const modelData = ModelData.s3Prefix(s3.Bucket.fromBucketName(newStack(), 'Weights', 'weights'), 'model');
    expect(warningsOf(stackWith(() => undefined, { modelData }))).toEqual(['no-outbound-rule']);
  });

  test('is warned of where it is one of the app', () => {
    const stack = newStack();
    const vpc = vpcOf(stack);
    newEndpoint(stack, { vpc, securityGroups: [groupOf(stack, vpc)] });
    expect(warningsOf(stack)).toEqual(['no-outbound-rule']);
  });

  test.each<[string, (endpoint: HuggingFaceSageMakerEndpoint, stack: Stack) => unknown]>([
    ['a rule', endpoint => endpoint.connections.allowToAnyIpv4(ec2.Port.HTTPS)],
    ['a rule for a prefix list', endpoint => endpoint.connections.allowTo(ec2.Peer.prefixList('pl-1'), ec2.Port.HTTPS)],
    ['a rule to another group', (endpoint, stack) =>
      endpoint.connections.allowTo(ec2.SecurityGroup.fromSecurityGroupId(stack, 'Proxy', 'sg-1'), ec2.Port.HTTPS)],
    ['a rule that stands elsewhere', (endpoint, stack) => new ec2.CfnSecurityGroupEgress(stack, 'Rule', {
      groupId: endpoint.connections.securityGroups[0].securityGroupId, ipProtocol: '-1', cidrIp: '10.0.0.0/8',
    })],
  ])('is not warned of with %s, added afterwards', (_what, add) => {
    expect(warningsOf(stackWith(add))).toEqual([]);
  });

  test('is not warned of beside another one, of which nothing is known', () => {
    const stack = newStack();
    const vpc = vpcOf(stack);
    newEndpoint(stack, { vpc, securityGroups: [groupOf(stack, vpc), ec2.SecurityGroup.fromSecurityGroupId(stack, 'Other', 'sg-1')] });
    expect(warningsOf(stack)).toEqual([]);
  });

  test('is not warned of where nothing is downloaded', () => {
    expect(warningsOf(stackWith(() => undefined, { environment: { HF_MODEL_ID: '/weights' } }))).not.toContain('no-outbound-rule');
  });
});
