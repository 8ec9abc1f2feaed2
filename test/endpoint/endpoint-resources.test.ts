import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { App, CfnParameter, Duration, Lazy, PhysicalName, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib/core';
import { Deployment, ExecutionPermissions, HuggingFaceSageMakerEndpointProps, InferenceAmiVersion } from '../../src';
import { createRole, lacksInlinePolicy, ownStatements, planScopeOf } from '../../src/endpoint/endpoint-resources';
import { endpointTemplate, IRELAND, newEndpoint, newStack, onlyResource, planOf, template } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const { FULL_ACCESS, LEAST_PRIVILEGE } = ExecutionPermissions;

test('a plan knows its place and the date', () => {
  const stack = newStack();
  const { today, resolve, ...place } = planScopeOf(newEndpoint(stack));
  expect(place).toEqual({ ...IRELAND, partition: 'aws' });
  expect(today).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(resolve(new CfnParameter(stack, 'Name').valueAsString)).toEqual({ Ref: 'Name' });
});

describe('the statements of the role', () => {
  const vpcConfig = { subnets: ['subnet-1'], securityGroupIds: ['sg-1'] };
  const role = iam.Role.fromRoleArn(newStack(), 'Given', 'arn:aws:iam::111122223333:role/server');
  const pull = (isClosed: boolean): any => ({ isClosed, statements: [new iam.PolicyStatement({ actions: ['ecr:BatchGetImage'], resources: ['*'] })] });

  /** The services whose actions the statements allow. */
  const services = (statements: readonly iam.PolicyStatement[]) => [...new Set(statements.flatMap(({ actions }) => actions).map(each => each.split(':')[0]))];

  function statementsOf(props: Props, config?: any, pulls: any[] = [], network?: any): [string[], string[]] {
    const { closed, open } = ownStatements(newStack(), { ...planOf(props), network }, config, pulls);
    return [services(closed), services(open)];
  }

  test.each<[string, Props, any, any[], [string[], string[]]]>([
    ['full access need none', {}, undefined, [], [[], []]],
    ['full access need none for a network', {}, vpcConfig, [], [[], []]],
    ['least privilege are those to observe', { executionPermissions: LEAST_PRIVILEGE }, undefined, [], [['logs', 'cloudwatch'], []]],
    ['least privilege are those for a network', { executionPermissions: LEAST_PRIVILEGE }, vpcConfig, [], [['logs', 'cloudwatch', 'ec2'], []]],
    ['a network of the app are open', { executionPermissions: LEAST_PRIVILEGE }, { ...vpcConfig, subnets: [Lazy.string({ produce: () => 'a' })] }, [], [
      ['logs', 'cloudwatch'], ['ec2'],
    ]],
    ['images are added', {}, undefined, [pull(true), undefined, pull(false)], [['ecr'], ['ecr']]],
    ['a shell are added', { ssmAccess: true }, undefined, [], [['ssmmessages'], []]],
    ['a role of the user are all open', { role, executionPermissions: LEAST_PRIVILEGE }, vpcConfig, [pull(true)], [[], ['logs', 'cloudwatch', 'ec2', 'ecr']]],
    ['a role of the user with full access need none for IDs of a network', { role }, vpcConfig, [], [[], []]],
  ])('for %s', (_, props, config, pulls, expected) => {
    expect(statementsOf(props, config, pulls)).toEqual(expected);
  });

  test('for a VPC are those of its network, if the role is of the user, because the library cannot know its policies', () => {
    expect(statementsOf({ role }, vpcConfig, [], {})).toEqual([[], ['ec2']]);
    expect(statementsOf({}, vpcConfig, [], {})).toEqual([[], []]);
  });

  test('observe the logs of the endpoint', () => {
    const { closed: [{ resources }] } = ownStatements(newStack(), planOf({ endpointName: 'Chat', executionPermissions: LEAST_PRIVILEGE }), undefined, []);
    expect(JSON.stringify(newStack().resolve(resources))).toContain(':log-group:/aws/sagemaker/Endpoints/Chat');
  });
});

describe('the role', () => {
  const propertiesOf = (permissions: ExecutionPermissions | undefined, statements: iam.PolicyStatement[]) => {
    const stack = newStack();
    createRole(stack, permissions, statements);
    return onlyResource(template(stack), 'AWS::IAM::Role').resource.Properties;
  };
  const statement = new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] });
  const managed = [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/AmazonSageMakerFullAccess']] }];

  test.each([[undefined, managed], [FULL_ACCESS, managed], [LEAST_PRIVILEGE, undefined]])('with the permissions %s', (permissions, expected) => {
    const { ManagedPolicyArns, Policies, AssumeRolePolicyDocument } = propertiesOf(permissions, [statement]);
    expect(ManagedPolicyArns).toEqual(expected);
    expect(Policies).toEqual([{ PolicyName: 'Execution', PolicyDocument: expect.objectContaining({ Statement: [statement.toJSON()] }) }]);
    expect(AssumeRolePolicyDocument.Statement[0].Principal).toEqual({ Service: 'sagemaker.amazonaws.com' });
  });

  test('without statements has no inline policy', () => {
    expect(propertiesOf(FULL_ACCESS, [])).not.toHaveProperty('Policies');
  });

  const ROLE = { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') };

  test.each<[string, (stack: Stack) => iam.IRole, boolean]>([
    ['with its policy', stack => createRole(stack, undefined, [statement]), false],
    ['without policies', stack => new iam.Role(stack, 'Role', ROLE), true],
    ['with other policies', stack => new iam.Role(stack, 'Role', { ...ROLE, inlinePolicies: { Other: new iam.PolicyDocument({ statements: [statement] }) } }), true],
    ['with policies that are only known later', stack => {
      const role = new iam.Role(stack, 'Role', ROLE);
      (role.node.defaultChild as iam.CfnRole).policies = Lazy.any({ produce: () => [] });
      return role;
    }, true],
    ['with a policy that is only known later', stack => {
      const role = new iam.Role(stack, 'Role', ROLE);
      (role.node.defaultChild as iam.CfnRole).policies = [Lazy.any({ produce: () => undefined })];
      return role;
    }, true],
    ['that is imported', stack => iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/server'), false],
  ])('%s may lack its inline policy', (_, roleOf, isLacking) => {
    expect(lacksInlinePolicy(roleOf(newStack()))).toBe(isLacking);
  });

  test('has the statements in a separate policy if the app removes its inline policy', () => {
    const inject = ({ inlinePolicies: _, ...props }: iam.RoleProps) => props as iam.RoleProps;
    const stack = new Stack(new App({ propertyInjectors: [{ constructUniqueId: iam.Role.PROPERTY_INJECTION_ID, inject }] }), 'Stack', { env: IRELAND });
    newEndpoint(stack);
    const { Statement: statements } = onlyResource(template(stack), 'AWS::IAM::Policy').resource.Properties.PolicyDocument;
    expect(statements.flatMap(({ Action }: any) => Action)).toContain('ecr:BatchGetImage');
  });
});

test('the endpoint configuration has the variant, with what is set', () => {
  const stack = newStack();
  const key = 'arn:aws:kms:eu-west-1:111122223333:key/one';
  newEndpoint(stack, {
    instanceCount: 2,
    startupHealthCheckTimeoutInSeconds: 900,
    modelDataDownloadTimeout: Duration.minutes(20),
    inferenceAmiVersion: InferenceAmiVersion.of('al2-ami-sagemaker-inference-gpu-3-1'),
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', key),
  });
  expect(onlyResource(template(stack), 'AWS::SageMaker::EndpointConfig').resource.Properties).toEqual({
    ProductionVariants: [{
      VariantName: 'AllTraffic',
      ModelName: { 'Fn::GetAtt': [expect.stringMatching(/^EndpointModel/), 'ModelName'] },
      InstanceType: 'ml.g5.2xlarge',
      InitialInstanceCount: 2,
      InitialVariantWeight: 1,
      ContainerStartupHealthCheckTimeoutInSeconds: 900,
      ModelDataDownloadTimeoutInSeconds: 1200,
      InferenceAmiVersion: 'al2-ami-sagemaker-inference-gpu-3-1',
    }],
    KmsKeyId: key,
  });
});

describe('the guard of an update', () => {
  const alarm = 'AWS::CloudWatch::Alarm';
  const deployment = Deployment.allAtOnce({ terminationWait: Duration.minutes(1) });

  test('watches the new instances, and the endpoint waits for it', () => {
    const found = endpointTemplate({ endpointName: 'chat', deployment });
    const config = onlyResource(found, 'AWS::SageMaker::EndpointConfig').id;
    const { id, resource } = onlyResource(found, alarm);
    expect(JSON.stringify(resource.Properties)).toContain(JSON.stringify({ Name: 'EndpointConfigName', Value: { 'Fn::GetAtt': [config, 'EndpointConfigName'] } }));
    expect(JSON.stringify(resource.Properties)).toContain(JSON.stringify({ Name: 'EndpointName', Value: 'chat' }));
    const { Properties, DependsOn } = onlyResource(found, 'AWS::SageMaker::Endpoint').resource;
    expect(DependsOn).toContain(id);
    expect(Properties).toMatchObject({
      EndpointName: 'chat', DeploymentConfig: expect.anything(), Tags: [{ Key: 'modelId', Value: 'mistralai/Mistral-7B-Instruct-v0.1' }],
    });
  });

  test('has no alarm of its own if alarms are set or rollback is disabled, and does not exist by default', () => {
    const { resource } = onlyResource(endpointTemplate({ endpointName: 'chat' }), 'AWS::SageMaker::Endpoint');
    expect(resource).not.toHaveProperty('DependsOn');
    expect(resource.Properties).not.toHaveProperty('DeploymentConfig');
    endpointTemplate({ endpointName: 'chat', deployment: Deployment.allAtOnce({ rollbackAlarms: [] }) }).resourceCountIs(alarm, 0);
  });

  test('adds a policy to a role of the user under a name of its own in each region', () => {
    const nameOf = (roleOf: (stack: Stack) => iam.IRole | undefined) => {
      const stack = newStack();
      newEndpoint(stack, { endpointName: 'chat', deployment, role: roleOf(stack) });
      return Object.entries<any>(template(stack).findResources('AWS::IAM::Policy')).find(([id]) => id.includes('Deployment'))![1].Properties.PolicyName;
    };
    expect(nameOf(stack => iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/server'))).toMatch(/-eu-west-1$/);
    expect(nameOf(() => undefined)).not.toMatch(/-eu-west-1$/);
  });
});

describe('the log group', () => {
  test('is SageMaker\'s own by default', () => {
    const stack = newStack();
    expect(newEndpoint(stack, { endpointName: 'Mistral' }).logGroup).toBeUndefined();
    template(stack).resourceCountIs('AWS::Logs::LogGroup', 0);
  });

  test('is made before the endpoint, under the name that SageMaker writes to, and stays', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack, { endpointName: 'Mistral', logRetention: logs.RetentionDays.ONE_MONTH });
    const { id, resource } = onlyResource(template(stack), 'AWS::Logs::LogGroup');
    expect(resource).toEqual({
      Type: 'AWS::Logs::LogGroup',
      Properties: { LogGroupName: '/aws/sagemaker/Endpoints/Mistral', RetentionInDays: 30 },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    expect(onlyResource(template(stack), 'AWS::SageMaker::Endpoint').resource.DependsOn).toEqual([id]);
    expect(stack.resolve(endpoint.logGroup!.logGroupName)).toEqual({ Ref: id });
  });

  test('is deleted with the endpoint if the removal policy is DESTROY, and has its tags', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack, { endpointName: 'mistral', logRetention: logs.RetentionDays.ONE_DAY });
    endpoint.logGroup!.applyRemovalPolicy(RemovalPolicy.DESTROY);
    Tags.of(endpoint).add('team', 'search');
    expect(onlyResource(template(stack), 'AWS::Logs::LogGroup').resource).toMatchObject({
      Properties: { Tags: [{ Key: 'team', Value: 'search' }] }, DeletionPolicy: 'Delete',
    });
  });

  test.each<[string, string | undefined]>([
    ['is not set', undefined],
    ['is PhysicalName.GENERATE_IF_NEEDED', PhysicalName.GENERATE_IF_NEEDED],
  ])('is rejected if the name of the endpoint %s', (_what, endpointName) => {
    expect(() => newEndpoint(newStack(), { endpointName, logRetention: logs.RetentionDays.ONE_DAY })).toThrow("Stack/Endpoint: 'logRetention' ");
  });

  test('of a name that only the deployment knows', () => {
    const stack = newStack();
    newEndpoint(stack, { endpointName: new CfnParameter(stack, 'Name').valueAsString, logRetention: logs.RetentionDays.ONE_DAY });
    template(stack).hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: { 'Fn::Join': ['', ['/aws/sagemaker/Endpoints/', { Ref: 'Name' }]] } });
  });
});

describe('the key of the log group', () => {
  const props = { endpointName: 'Mistral', logRetention: logs.RetentionDays.ONE_MONTH };

  test('encrypts it, and may be used for this log group only', () => {
    const stack = newStack();
    newEndpoint(stack, { ...props, logEncryptionKey: new kms.Key(stack, 'Key') });
    const { id, resource } = onlyResource(template(stack), 'AWS::KMS::Key');
    expect(onlyResource(template(stack), 'AWS::Logs::LogGroup').resource.Properties.KmsKeyId).toEqual({ 'Fn::GetAtt': [id, 'Arn'] });
    const [, statement] = resource.Properties.KeyPolicy.Statement;
    expect(statement).toMatchObject({ Effect: 'Allow', Principal: { Service: 'logs.eu-west-1.amazonaws.com' }, Resource: '*' });
    expect(JSON.stringify(statement.Condition)).toContain('log-group:/aws/sagemaker/Endpoints/Mistral"');
  });

  test('is left as it is if it exists already', () => {
    const stack = newStack();
    newEndpoint(stack, { ...props, logEncryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/one') });
    template(stack).hasResourceProperties('AWS::Logs::LogGroup', { KmsKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/one' });
  });
});
