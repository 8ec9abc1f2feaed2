import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Aspects, CfnElement, CfnResource, Duration, Fn, NestedStack, ScopedAws, Stack, Stage } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { Deployment, HuggingFaceSageMakerEndpoint } from '../../src';
import { awaitedBy } from '../dependencies';
import { IRELAND, newEndpoint, newStack, template } from '../util';

const READ = new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::weights/*'] });

function roleIn(stack: Stack, id = 'Role'): iam.Role {
  return new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
}

function functionOf(stack: Stack, environment: Record<string, string> = {}, role?: iam.IRole): lambda.Function {
  return new lambda.Function(stack, 'Function', {
    runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = () => {}'), environment, role,
  });
}

function idOf(construct: IConstruct): string {
  const element = (CfnElement.isCfnElement(construct) ? construct : construct.node.defaultChild) as CfnElement;
  return element.stack.resolve(element.logicalId);
}

/** Whether the model waits for a resource. Fails on a circular dependency. */
function waits({ cfnModel }: HuggingFaceSageMakerEndpoint, construct: IConstruct): boolean {
  return awaitedBy(template(cfnModel.stack).toJSON(), idOf(cfnModel)).has(idOf(construct));
}

function waitsForDefaultPolicy(endpoint: HuggingFaceSageMakerEndpoint): boolean {
  template(endpoint.stack);
  return waits(endpoint, endpoint.role.node.findChild('DefaultPolicy'));
}

/** The actions that warnings name, of the policies that the model does not wait for. */
function warnings(stack: Stack): string[] {
  return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('grants-not-awaited')).map(({ entry }) => entry.data as string);
}

describe('the model waits for', () => {
  test('what is granted to the endpoint, by a bucket and its key', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    new s3.Bucket(stack, 'Bucket', { encryptionKey: new kms.Key(stack, 'Key') }).grantRead(endpoint);
    expect(waitsForDefaultPolicy(endpoint)).toBe(true);
    expect(warnings(stack)).toEqual([]);
  });

  test('what is granted by an aspect', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    const bucket = new s3.Bucket(stack, 'Bucket');
    Aspects.of(stack).add({ visit: construct => void (construct === stack && bucket.grantRead(endpoint)) });
    expect(waitsForDefaultPolicy(endpoint)).toBe(true);
  });

  test('what a role of the user is granted, before or after', () => {
    const stack = newStack();
    const role = roleIn(stack);
    role.addToPolicy(READ);
    expect(waitsForDefaultPolicy(newEndpoint(stack, { role }))).toBe(true);
  });

  test.each<[string, (stack: Stack, role: iam.IRole) => IConstruct]>([
    ['a policy', (stack, role) => new iam.Policy(stack, 'Other', { roles: [role], statements: [READ] })],
    ['a managed policy', (stack, role) => new iam.ManagedPolicy(stack, 'Other', { roles: [role], statements: [READ] })],
    ['a policy of L1', (stack, role) => new iam.CfnRolePolicy(stack, 'Other', {
      policyName: 'other', roleName: role.roleName, policyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] },
    })],
  ])('%s that is attached to its role', (_what, attach) => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    expect(waits(endpoint, attach(stack, endpoint.role))).toBe(true);
  });

  test('a policy of an imported role, by its name', () => {
    const stack = newStack();
    const role = (id: string) => iam.Role.fromRoleArn(stack, id, 'arn:aws:iam::111122223333:role/server');
    const policy = new iam.Policy(stack, 'Other', { roles: [role('One')], statements: [READ] });
    expect(waits(newEndpoint(stack, { role: role('Two') }), policy)).toBe(true);
  });

  test('each part of a policy that aws-cdk-lib splits', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    for (let index = 0; index < 150; index++) {
      endpoint.role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::a-bucket-with-a-rather-long-name-${index}/*`] }));
    }
    template(stack);
    const parts = endpoint.role.node.children.filter(child => child instanceof iam.ManagedPolicy || child instanceof iam.Policy);
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.map(part => waits(endpoint, part))).toEqual(parts.map(() => true));
  });

  test('a role of another stack, which is deployed before', () => {
    const app = new App();
    const owner = new Stack(app, 'Owner', { env: IRELAND });
    const stack = new Stack(app, 'Stack', { env: IRELAND });
    const role = roleIn(owner);
    newEndpoint(stack, { role });
    new s3.Bucket(owner, 'Bucket').grantRead(role);
    expect(() => app.synth()).not.toThrow();
    expect(stack.dependencies).toEqual([owner]);
    expect(owner.dependencies).toEqual([]);
  });

  test('a role of its parent stack', () => {
    const stack = newStack();
    const role = roleIn(stack);
    const nested = new NestedStack(stack, 'Nested');
    newEndpoint(nested, { role });
    role.addToPolicy(READ);
    expect(template(stack).toJSON().Resources[idOf(nested.nestedStackResource!)].DependsOn).toEqual([idOf(role.node.findChild('DefaultPolicy'))]);
  });

  test('a policy of a nested stack', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    const nested = new NestedStack(stack, 'Nested');
    new iam.Policy(nested, 'Other', { roles: [endpoint.role], statements: [READ] });
    expect(waits(endpoint, nested.nestedStackResource!)).toBe(true);
  });

  test('the grants of a stage', () => {
    const stage = new Stage(new App(), 'Stage', { env: IRELAND });
    const endpoint = newEndpoint(new Stack(stage, 'Stack'));
    new s3.Bucket(endpoint.stack, 'Bucket').grantRead(endpoint);
    const { Resources: resources } = stage.synth().stacks[0].template;
    expect(resources[idOf(endpoint.cfnModel)].DependsOn).toEqual([idOf(endpoint.role.node.findChild('DefaultPolicy'))]);
  });

  test('a policy that is granted after someone asked for its dependencies', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    const statement = new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] });
    endpoint.role.addToPrincipalPolicy(statement);
    expect(endpoint.cfnModel.node.dependencies).toEqual([]);
    statement.addActions('s3:ListBucket');
    expect(waitsForDefaultPolicy(endpoint)).toBe(true);
  });

  test('what is granted between two synths', () => {
    const app = new App();
    const endpoint = newEndpoint(new Stack(app, 'Stack', { env: IRELAND }));
    app.synth();
    endpoint.role.addToPrincipalPolicy(READ);
    const { template: { Resources: resources } } = app.synth({ force: true }).getStackArtifact('Stack');
    expect(resources[idOf(endpoint.cfnModel)].DependsOn).toEqual([idOf(endpoint.role.node.findChild('DefaultPolicy'))]);
  });
});

describe('the model does not wait for', () => {
  test('the permission to invoke itself, without a warning', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    endpoint.grantInvoke(endpoint).assertSuccess();
    expect(waitsForDefaultPolicy(endpoint)).toBe(false);
    expect(warnings(stack)).toEqual([]);
  });

  test('that permission together with another one, with a warning', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    endpoint.grantInvoke(endpoint);
    endpoint.role.addToPrincipalPolicy(READ);
    expect(waitsForDefaultPolicy(endpoint)).toBe(false);
    expect(warnings(stack)).toEqual([expect.stringContaining('Stack/Endpoint/Role/DefaultPolicy/Resource depends on the endpoint by the statement with sagemaker:InvokeEndpoint;')]);
  });

  test('that permission for another resource of the app, too, with a warning', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    const other = new s3.Bucket(stack, 'Bucket');
    endpoint.role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['sagemaker:*'], resources: [endpoint.cfnEndpoint.ref, other.bucketArn] }));
    expect(waitsForDefaultPolicy(endpoint)).toBe(false);
    expect(warnings(stack)).toEqual([expect.stringContaining('sagemaker:*')]);
  });

  test.each<[string, (stack: Stack, endpoint: HuggingFaceSageMakerEndpoint) => object, string[]]>([
    ['one statement that is not in a list', (_, { endpointArn }) => ({ Statement: { Effect: 'Allow', Action: 'sagemaker:*', Resource: [endpointArn, '*'] } }), []],
    ['all actions but some on two endpoints', (stack, { endpointArn }) => ({
      Statement: [{ Effect: 'Allow', NotAction: ['a:B', 'c:D'], Resource: [endpointArn, newEndpoint(stack, {}, 'Other').endpointArn] }],
    }), ['a:B, c:D;']],
    ['the same actions twice, and an action that is not known', (stack, { endpointArn }) => {
      const Resource = [endpointArn, newEndpoint(stack, {}, 'Other').endpointArn];
      return { Statement: [{ Action: 'a:B', Resource }, { Action: ['a:B', { Ref: 'AWS::Region' }], Resource }, { Action: 'e:F', Resource: '*' }] };
    }, ['by the statement with a:B;']],
    ['no action', (stack, { endpointArn }) => ({ Statement: [{ Resource: [endpointArn, newEndpoint(stack, {}, 'Other').endpointArn] }] }), ['depends on the endpoint;']],
    ['no statement, which depends on the endpoint otherwise', (_, { endpointArn }) => ({ Version: endpointArn }), []],
    ['a region that is not known', (stack, { endpointArn }) => ({
      Statement: [{ Action: 'sagemaker:InvokeEndpoint', Resource: endpointArn, Condition: { StringEquals: { 'aws:RequestedRegion': new ScopedAws(stack).region } } }],
    }), []],
  ])('a policy of L1 with %s', (_what, document, expected) => {
    const stack = newStack({});
    const endpoint = newEndpoint(stack);
    const policy = new iam.CfnRolePolicy(stack, 'Own', { policyName: 'own', roleName: endpoint.role.roleName, policyDocument: document(stack, endpoint) });
    expect(waits(endpoint, policy)).toBe(false);
    expect(warnings(stack)).toEqual(expected.map(text => expect.stringContaining(text)));
  });

  test('a policy that depends on the endpoint, but not by its statements, with a warning', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    const policy = new iam.Policy(stack, 'Own', { roles: [endpoint.role], statements: [READ] });
    policy.node.addDependency(endpoint.cfnEndpoint);
    expect(waits(endpoint, policy)).toBe(false);
    expect(warnings(stack)).toEqual([expect.stringContaining('the policy Stack/Own/Resource depends on the endpoint;')]);
  });

  test('a function that knows its name, with a warning', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    functionOf(stack, { ENDPOINT: endpoint.endpointName }).grantInvoke(endpoint);
    expect(waitsForDefaultPolicy(endpoint)).toBe(false);
    expect(warnings(stack)).toEqual([expect.stringContaining('lambda:InvokeFunction')]);
  });

  test('a function that depends on it otherwise', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    const fn = functionOf(stack);
    fn.grantInvoke(endpoint);
    fn.node.addDependency(endpoint.cfnEndpoint);
    expect(waitsForDefaultPolicy(endpoint)).toBe(false);
    expect(warnings(stack)).toHaveLength(1);
  });

  test.each<[string, (id: string) => unknown]>([
    ['Ref', id => ({ Ref: id })],
    ['Fn::GetAtt', id => ({ 'Fn::GetAtt': [id, 'EndpointName'] })],
    ['Fn::GetAtt of aws-cdk-lib', id => Fn.getAtt(id, 'EndpointName')],
    ['Fn::Sub', id => ({ 'Fn::Sub': `\${${id}.EndpointName}` })],
  ])('a function that knows its logical ID, by %s', (_what, reference) => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    const fn = functionOf(stack, { A: 'b' });
    (fn.node.defaultChild as lambda.CfnFunction).addPropertyOverride('Environment.Variables.ENDPOINT', reference(idOf(endpoint.cfnEndpoint)));
    fn.grantInvoke(endpoint);
    expect(waitsForDefaultPolicy(endpoint)).toBe(false);
  });

  test('a function that waits for it by an override of DependsOn', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    const fn = functionOf(stack);
    (fn.node.defaultChild as lambda.CfnFunction).addOverride('DependsOn', idOf(endpoint.cfnEndpoint));
    fn.grantInvoke(endpoint);
    expect(waitsForDefaultPolicy(endpoint)).toBe(false);
  });

  test('what names the endpoint in addToRolePolicy', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    endpoint.addToRolePolicy(new iam.PolicyStatement({ actions: ['sagemaker:DescribeEndpoint'], resources: [endpoint.endpointArn] }));
    expect(waits(endpoint, endpoint.node.findChild('Policy'))).toBe(false);
  });

  test('the policy of its role in a nested stack that uses the endpoint', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    const nested = new NestedStack(stack, 'Nested');
    new iam.Policy(nested, 'Other', { roles: [endpoint.role], statements: [READ] });
    functionOf(nested, { ENDPOINT: endpoint.endpointName });
    expect(waits(endpoint, nested.nestedStackResource!)).toBe(false);
    expect(warnings(stack)).toHaveLength(1);
  });

  test('a policy of its parent stack that uses another resource of its own stack', () => {
    const stack = newStack();
    const role = roleIn(stack);
    const nested = new NestedStack(stack, 'Nested');
    newEndpoint(nested, { role });
    new s3.Bucket(nested, 'Bucket').grantRead(role);
    const resource = idOf(nested.nestedStackResource!);
    expect(awaitedBy(template(stack).toJSON(), resource).has(idOf(role.node.findChild('DefaultPolicy')))).toBe(false);
  });

  test('a policy of another stack, whose stack may depend on its own', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: IRELAND });
    const other = new Stack(app, 'Other', { env: IRELAND });
    const endpoint = newEndpoint(stack);
    new iam.Policy(other, 'Policy', { roles: [endpoint.role], statements: [READ] });
    expect(() => app.synth()).not.toThrow();
    expect(stack.dependencies).toEqual([]);
  });

  test('the policy of another endpoint with the same role', () => {
    const stack = newStack();
    const role = roleIn(stack);
    const [one, two] = ['One', 'Two'].map(id => newEndpoint(stack, { role }, id));
    expect(waits(one, one.node.findChild('Policy'))).toBe(true);
    expect(waits(one, two.node.findChild('Policy'))).toBe(false);
  });
});

test('two endpoints that invoke each other are deployed one after the other', () => {
  const stack = newStack();
  const [one, two] = ['One', 'Two'].map(id => newEndpoint(stack, {}, id));
  one.grantInvoke(two);
  two.grantInvoke(one);
  expect([waitsForDefaultPolicy(one), waitsForDefaultPolicy(two)]).toEqual([true, false]);
  expect(warnings(stack)).toEqual([expect.stringContaining('sagemaker:InvokeEndpoint')]);
});

test('the role may assume a role that trusts it', () => {
  const stack = newStack();
  const endpoint = newEndpoint(stack);
  const other = new iam.Role(stack, 'Other', { assumedBy: new iam.ArnPrincipal(endpoint.role.roleArn) });
  endpoint.addToRolePolicy(new iam.PolicyStatement({ actions: ['sts:AssumeRole'], resources: [other.roleArn] }));
  expect(waits(endpoint, endpoint.node.findChild('Policy'))).toBe(true);
});

test('a permission is deleted after the model, which is the reverse of a dependency', () => {
  const stack = newStack();
  const endpoint = newEndpoint(stack);
  endpoint.role.addToPrincipalPolicy(READ);
  const { DependsOn: explicit } = template(stack).toJSON().Resources[idOf(endpoint.cfnModel)];
  expect(explicit).toEqual([idOf(endpoint.role.node.findChild('DefaultPolicy'))]);
});

test('the policy for the alarm of an update, which depends on the endpoint configuration, is not reported', () => {
  const stack = newStack();
  const deployment = Deployment.allAtOnce({ terminationWait: Duration.minutes(1) });
  const endpoint = newEndpoint(stack, { endpointName: 'named', deployment });
  expect(waits(endpoint, endpoint.node.findChild('Deployment').node.findChild('Policy'))).toBe(false);
  expect(warnings(stack)).toEqual([]);
});

describe('the network of the model', () => {
  const subnetType = ec2.SubnetType.PRIVATE_ISOLATED;
  const vpcIn = (stack: Stack) => new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0, subnetConfiguration: [{ name: 'isolated', subnetType }] });

  test('is there before the model: its endpoints, its routes, and the rules of its groups', () => {
    const stack = newStack();
    const vpc = vpcIn(stack);
    const endpoint = newEndpoint(stack, { vpc, allowAllOutbound: false, environment: { HF_ENDPOINT: 'https://mirror.example.com' } });
    const later = [
      vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 }),
      vpc.addInterfaceEndpoint('Logs', { service: ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS }).node.defaultChild!,
      new ec2.CfnRoute(stack, 'Route', {
        routeTableId: vpc.isolatedSubnets[0].routeTable.routeTableId, destinationCidrBlock: '10.1.0.0/16', transitGatewayId: 'tgw-1',
      }),
    ];
    endpoint.connections.allowTo(new ec2.SecurityGroup(stack, 'Database', { vpc }), ec2.Port.tcp(5432));
    const rules = stack.node.findAll().filter(each => CfnResource.isCfnResource(each) && each.cfnResourceType === 'AWS::EC2::SecurityGroupEgress');
    expect(rules).toHaveLength(1);
    expect([...later, ...rules].map(each => waits(endpoint, each))).toEqual([true, true, true, true]);
  });

  test('is found by the IDs of vpcConfig too', () => {
    const stack = newStack();
    const vpc = vpcIn(stack);
    const endpoint = newEndpoint(stack, { vpcConfig: { subnets: vpc.isolatedSubnets.map(({ subnetId }) => subnetId), securityGroupIds: ['sg-1'] } });
    const gateway = vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
    expect(waits(endpoint, gateway)).toBe(true);
  });

  test('is found in a VPC that exists already', () => {
    const stack = newStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-1'] });
    const endpoint = newEndpoint(stack, { vpc });
    const [own, other] = ['vpc-1', 'vpc-2'].map(vpcId => new ec2.CfnVPCEndpoint(stack, vpcId, { vpcId, serviceName: 'com.amazonaws.eu-west-1.s3' }));
    expect([waits(endpoint, own), waits(endpoint, other)]).toEqual([true, false]);
  });

  test('may depend on the endpoint', () => {
    const stack = newStack();
    const vpc = vpcIn(stack);
    const endpoint = newEndpoint(stack, { vpc, environment: { HF_ENDPOINT: 'https://mirror.example.com' } });
    const runtime = vpc.addInterfaceEndpoint('Runtime', { service: ec2.InterfaceVpcEndpointAwsService.SAGEMAKER_RUNTIME });
    runtime.addToPolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['sagemaker:InvokeEndpoint'], resources: [endpoint.endpointArn] }));
    expect(waits(endpoint, runtime.node.defaultChild!)).toBe(false);
  });
});
