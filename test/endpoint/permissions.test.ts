import { readFileSync } from 'fs';
import { join } from 'path';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Lazy, Stack } from 'aws-cdk-lib/core';
import { IRELAND, newEndpoint, newStack, onlyResource, template } from '../util';

const STATEMENT = new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::weights/*'] });
const RENDERED = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::weights/*' };

function policies(stack: Stack): Record<string, any> {
  return template(stack).findResources('AWS::IAM::Policy');
}

test('the default role is that of SageMaker with its full-access policy', () => {
  const stack = newStack();
  newEndpoint(stack);
  expect(onlyResource(template(stack), 'AWS::IAM::Role').resource.Properties).toEqual({
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'sagemaker.amazonaws.com' } }],
    },
    ManagedPolicyArns: [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AmazonSageMakerFullAccess']] }],
    Policies: [{
      PolicyName: 'Execution',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          expect.objectContaining({ Action: expect.arrayContaining(['ecr:BatchGetImage']) }), expect.objectContaining({ Action: 'ecr:GetAuthorizationToken' }),
        ],
      },
    }],
  });
});

test('the model waits for a statement that is added to its role', () => {
  const stack = newStack();
  newEndpoint(stack).addToRolePolicy(STATEMENT);
  const { id, resource } = onlyResource(template(stack), 'AWS::IAM::Policy');
  expect(resource.Properties.PolicyDocument.Statement).toContainEqual(RENDERED);
  expect(onlyResource(template(stack), 'AWS::SageMaker::Model').resource.DependsOn).toEqual([id]);
});

test('the endpoint may invoke itself without a circular dependency', () => {
  const stack = newStack();
  const endpoint = newEndpoint(stack);
  endpoint.grantInvoke(endpoint.role).assertSuccess();
  endpoint.grantInvoke(endpoint).assertSuccess();
  const { resource } = onlyResource(template(stack), 'AWS::IAM::Policy');
  expect(resource.Properties.PolicyDocument.Statement).toEqual([
    { Effect: 'Allow', Action: 'sagemaker:InvokeEndpoint', Resource: { Ref: stack.getLogicalId(endpoint.cfnEndpoint) } },
  ]);
  expect(onlyResource(template(stack), 'AWS::SageMaker::Model').resource.DependsOn).toBeUndefined();
});

test.each<[string, (stack: Stack) => iam.IGrantable]>([
  ['a role', stack => new iam.Role(stack, 'Caller', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') })],
  ['a user', stack => new iam.User(stack, 'Caller')],
  ['an imported role', stack => iam.Role.fromRoleArn(stack, 'Caller', 'arn:aws:iam::111122223333:role/caller')],
])('%s is granted to invoke the endpoint', (_what, grantee) => {
  const stack = newStack();
  const endpoint = newEndpoint(stack);
  endpoint.grantInvoke(grantee(stack)).assertSuccess();
  template(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [{ Effect: 'Allow', Action: 'sagemaker:InvokeEndpoint', Resource: { Ref: stack.getLogicalId(endpoint.cfnEndpoint) } }],
    },
  });
});

test('what is granted to the endpoint is granted to its role', () => {
  const stack = newStack();
  const endpoint = newEndpoint(stack);
  new s3.Bucket(stack, 'Bucket').grantRead(endpoint);
  const all = Object.values(policies(stack));
  expect(all.find(({ Properties: { PolicyName: name } }) => name.includes('DefaultPolicy')).Properties.Roles)
    .toEqual([{ Ref: stack.getLogicalId(endpoint.role.node.defaultChild as iam.CfnRole) }]);
});

test('an imported role is given the policy, under a name that no other stack and no other region gives it', () => {
  const app = new App();
  const stacks = [['One', 'eu-west-1'], ['Two', 'eu-west-1'], ['Three', 'us-east-1'], ['Four', undefined]].map(([id, region]) => {
    const stack = new Stack(app, id, { stackName: id === 'Three' ? 'One' : id, env: { ...IRELAND, region } });
    newEndpoint(stack, { role: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/server') });
    return stack;
  });
  const props = stacks.map(stack => onlyResource(template(stack), 'AWS::IAM::Policy').resource.Properties);
  expect(props.map(({ Roles: roles }) => roles)).toEqual(stacks.map(() => ['server']));
  expect(props.map(({ PolicyName: name }) => name)).toEqual([
    expect.stringMatching(/^OneEndpoint.*-eu-west-1$/),
    expect.stringMatching(/^TwoEndpoint.*-eu-west-1$/),
    expect.stringMatching(/^OneEndpoint.*-us-east-1$/),
    { 'Fn::Join': ['-', [expect.stringMatching(/^FourEndpoint/), { Ref: 'AWS::Region' }]] },
  ]);
});

test('a role of another stack is given the policy', () => {
  const app = new App();
  const owner = new Stack(app, 'Owner', { env: IRELAND });
  const role = new iam.Role(owner, 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  const stack = new Stack(app, 'Stack', { env: IRELAND });
  newEndpoint(stack, { role }).addToRolePolicy(STATEMENT);
  const { id, resource } = onlyResource(template(stack), 'AWS::IAM::Policy');
  expect(resource.Properties.Roles).toEqual([{ 'Fn::ImportValue': expect.stringContaining('Role') }]);
  expect(resource.Properties.PolicyDocument.Statement).toContainEqual(RENDERED);
  expect(onlyResource(template(stack), 'AWS::SageMaker::Model').resource.DependsOn).toEqual([id]);
});

test.each<[string, (role: iam.IRole, stack: Stack) => iam.IRole]>([
  ['a role without policy updates', role => (role as iam.Role).withoutPolicyUpdates()],
  ['an imported role that is not mutable', (_role, stack) => iam.Role.fromRoleArn(stack, 'Fixed', 'arn:aws:iam::111122223333:role/server', { mutable: false })],
])('%s is left as it is', (_what, roleOf) => {
  const stack = newStack();
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  newEndpoint(stack, { role: roleOf(role, stack) }).addToRolePolicy(STATEMENT);
  expect(policies(stack)).toEqual({});
  expect(onlyResource(template(stack), 'AWS::SageMaker::Model').resource.DependsOn).toBeUndefined();
});

test('a role that is created elsewhere, by customizeRoles, is reported with all that the endpoint needs', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: IRELAND });
  iam.Role.customizeRoles(stack, { usePrecreatedRoles: { 'Stack/Endpoint/Role': 'server' } });
  const endpoint = newEndpoint(stack);
  endpoint.addToRolePolicy(STATEMENT);
  new s3.Bucket(stack, 'Bucket').grantRead(endpoint);
  expect(policies(stack)).toEqual({});
  expect(JSON.stringify(onlyResource(template(stack), 'AWS::SageMaker::Model').resource.Properties.ExecutionRoleArn)).toContain(':role/server');
  const [role] = JSON.parse(readFileSync(join(app.synth().directory, 'iam-policy-report.json'), 'utf8')).roles;
  expect(role).toMatchObject({ roleConstructPath: 'Stack/Endpoint/Role', roleName: 'server' });
  expect(role.identityPolicyStatements.map(({ Action: action }: any) => action)).toEqual([
    ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
    'ecr:GetAuthorizationToken',
    RENDERED.Action,
    expect.arrayContaining(['s3:GetObject*']),
  ]);
});

test('a role that is not mutable has grants added to the resources, where it asks for that', () => {
  const stack = newStack();
  const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/server', { mutable: false, addGrantsToResources: true });
  const bucket = new s3.Bucket(stack, 'Bucket');
  newEndpoint(stack, { role, dataCapture: { bucket, samplingPercentage: 100 } });
  expect(policies(stack)).toEqual({});
  const [{ Principal: principal, Action: action }] = onlyResource(template(stack), 'AWS::S3::BucketPolicy').resource.Properties.PolicyDocument.Statement;
  expect([principal, action]).toEqual([{ AWS: 'arn:aws:iam::111122223333:role/server' }, ['s3:PutObject', 's3:AbortMultipartUpload']]);
});

test('the properties that an app injects into its roles reach the role', () => {
  const inject = (props: iam.RoleProps) => ({ ...props, path: '/company/' });
  const stack = new Stack(new App({ propertyInjectors: [{ constructUniqueId: iam.Role.PROPERTY_INJECTION_ID, inject }] }), 'Stack', { env: IRELAND });
  newEndpoint(stack);
  expect(onlyResource(template(stack), 'AWS::IAM::Role').resource.Properties.Path).toBe('/company/');
});

test('one role serves two endpoints of a stack', () => {
  const stack = newStack();
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  newEndpoint(stack, { role }, 'One');
  newEndpoint(stack, { role }, 'Two');
  const names = Object.values(policies(stack)).map(({ Properties: { PolicyName: name } }) => JSON.stringify(name));
  expect(new Set(names).size).toBe(2);
});

test('the role of another stack can be granted to invoke the endpoint, whose stack depends on that stack', () => {
  const app = new App();
  const shared = new Stack(app, 'Shared', { env: IRELAND });
  const role = new iam.Role(shared, 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  const stack = new Stack(app, 'Stack', { env: IRELAND });
  const endpoint = newEndpoint(stack, { role, vpc: new ec2.Vpc(shared, 'Vpc') });
  endpoint.grantInvoke(role);
  endpoint.grantInvoke(endpoint);
  expect(() => app.synth()).not.toThrow();
  template(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Action: 'sagemaker:InvokeEndpoint', Effect: 'Allow', Resource: { Ref: Match.stringLikeRegexp('Endpoint') } }] },
  });
});

test('a network that is an unresolved token gets permissions for any network', () => {
  const stack = newStack();
  const vpcConfig: any = Lazy.any({ produce: () => ({ subnets: ['subnet-1'], securityGroupIds: ['sg-1'] }) });
  newEndpoint(stack, { vpcConfig, executionPermissions: 'LeastPrivilege' as any });
  expect(JSON.stringify(template(stack).toJSON())).toContain(':subnet/*');
});
