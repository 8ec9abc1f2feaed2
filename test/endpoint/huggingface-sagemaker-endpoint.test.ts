import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { App, CfnParameter, Fn, Lazy, Stack, Stage, Tags } from 'aws-cdk-lib/core';
import {
  AsyncOutcome, DeepLearningContainerImage, Deployment, HuggingFaceSageMakerEndpoint, ISageMakerEndpoint, ModelData, SageMakerInstanceType,
} from '../../src';
import { endpointTemplate, IRELAND, newEndpoint, newStack, onlyResource, README_EXAMPLE, template } from '../util';

test("the README's example", () => {
  const found = endpointTemplate();
  const { id: role } = onlyResource(found, 'AWS::IAM::Role');
  const { id: model, resource: { Properties: modelProps, DependsOn: modelWaitsFor } } = onlyResource(found, 'AWS::SageMaker::Model');
  const { id: config, resource: { Properties: configProps, DependsOn: configWaitsFor } } = onlyResource(found, 'AWS::SageMaker::EndpointConfig');
  const { resource: { Properties: endpointProps, DependsOn: endpointWaitsFor } } = onlyResource(found, 'AWS::SageMaker::Endpoint');

  expect(modelProps).toEqual({
    ExecutionRoleArn: { 'Fn::GetAtt': [role, 'Arn'] },
    PrimaryContainer: {
      Image: '763104351884.dkr.ecr.eu-west-1.amazonaws.com/huggingface-pytorch-tgi-inference:2.0.1-tgi1.1.0-gpu-py39-cu118-ubuntu20.04',
      Mode: 'SingleModel',
      Environment: {
        SAGEMAKER_CONTAINER_LOG_LEVEL: '20',
        SAGEMAKER_REGION: 'eu-west-1',
        HF_MODEL_ID: 'mistralai/Mistral-7B-Instruct-v0.1',
        SM_NUM_GPUS: '1',
        MAX_INPUT_LENGTH: '2048',
        MAX_TOTAL_TOKENS: '4096',
      },
    },
    Tags: [{ Key: 'modelId', Value: 'mistralai/Mistral-7B-Instruct-v0.1' }],
  });
  expect(configProps).toEqual({
    ProductionVariants: [{
      VariantName: 'AllTraffic',
      ModelName: { 'Fn::GetAtt': [model, 'ModelName'] },
      InstanceType: 'ml.g5.2xlarge',
      InitialInstanceCount: 1,
      InitialVariantWeight: 1,
      ContainerStartupHealthCheckTimeoutInSeconds: 600,
    }],
  });
  expect(endpointProps).toEqual({
    EndpointConfigName: { 'Fn::GetAtt': [config, 'EndpointConfigName'] },
    Tags: [{ Key: 'modelId', Value: 'mistralai/Mistral-7B-Instruct-v0.1' }],
  });
  expect([modelWaitsFor, configWaitsFor, endpointWaitsFor]).toEqual([undefined, undefined, undefined]);
  expect(Object.keys(found.toJSON().Resources)).toHaveLength(4);
});

test('a stack holds 124 endpoints: CloudFormation allows 500 resources', () => {
  const stack = newStack();
  Array.from({ length: 124 }, (_, index) => newEndpoint(stack, {}, `Endpoint${index}`));
  expect(Object.keys(template(stack).toJSON().Resources)).toHaveLength(496);
});

test('an environment-agnostic stack', () => {
  const found = endpointTemplate({}, {});
  found.hasResourceProperties('AWS::SageMaker::Model', {
    PrimaryContainer: { Environment: { SAGEMAKER_REGION: { Ref: 'AWS::Region' } }, Image: { 'Fn::Join': Match.anyValue() } },
  });
});

test('a model and an instance type alone give an endpoint that starts', () => {
  const stack = newStack();
  const endpoint = new HuggingFaceSageMakerEndpoint(stack, 'Llm', { modelId: 'Qwen/Qwen3-8B', instanceType: SageMakerInstanceType.ML_G6E_2XLARGE });
  const found = template(stack);
  found.hasResourceProperties('AWS::SageMaker::Model', {
    PrimaryContainer: {
      Image: '763104351884.dkr.ecr.eu-west-1.amazonaws.com/huggingface-vllm:0.29.0-transformers5.15.0-gpu-py312-cu130-ubuntu24.04-v1.0',
      Environment: { HF_ENABLE_LMCACHE: '0', HF_MODEL_ID: 'Qwen/Qwen3-8B', SM_VLLM_HOST: '0.0.0.0' },
    },
  });
  found.hasResourceProperties('AWS::SageMaker::EndpointConfig', {
    ProductionVariants: [{ InferenceAmiVersion: 'al2023-ami-sagemaker-inference-gpu-4-1', ContainerStartupHealthCheckTimeoutInSeconds: 1800 }],
  });
  expect(endpoint.servedModelName).toBe('Qwen/Qwen3-8B');
});

test('everything set', () => {
  const stack = newStack();
  const endpoint = new HuggingFaceSageMakerEndpoint(stack, 'Embeddings', {
    modelId: 'BAAI/bge-small-en-v1.5',
    instanceType: SageMakerInstanceType.ML_C6I_2XLARGE,
    container: DeepLearningContainerImage.fromDeepLearningContainerImage('tei-cpu', '2.0.1-tei1.8.2-cpu-py310-ubuntu22.04'),
    endpointName: 'embeddings',
    instanceCount: 2,
    role: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/server'),
    environment: { MAX_BATCH_TOKENS: '32768', SAGEMAKER_CONTAINER_LOG_LEVEL: '10' },
    vpcConfig: { subnets: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'], securityGroupIds: ['sg-0123456789abcdef0'] },
    startupHealthCheckTimeoutInSeconds: 1800,
  });
  endpoint.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::weights/*'] }));
  endpoint.grantInvoke(new iam.User(stack, 'User'));
  const found = template(stack);

  found.resourceCountIs('AWS::IAM::Role', 0);
  found.hasResourceProperties('AWS::SageMaker::Model', {
    ExecutionRoleArn: 'arn:aws:iam::111122223333:role/server',
    PrimaryContainer: {
      Image: '141502667606.dkr.ecr.eu-west-1.amazonaws.com/tei-cpu:2.0.1-tei1.8.2-cpu-py310-ubuntu22.04',
      Environment: { HF_MODEL_ID: 'BAAI/bge-small-en-v1.5', MAX_BATCH_TOKENS: '32768', SAGEMAKER_CONTAINER_LOG_LEVEL: '10' },
    },
    VpcConfig: { Subnets: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'], SecurityGroupIds: ['sg-0123456789abcdef0'] },
  });
  found.hasResourceProperties('AWS::SageMaker::EndpointConfig', {
    ProductionVariants: [{ InstanceType: 'ml.c6i.2xlarge', InitialInstanceCount: 2, ContainerStartupHealthCheckTimeoutInSeconds: 1800 }],
  });
  found.hasResourceProperties('AWS::SageMaker::Endpoint', { EndpointName: 'embeddings' });
});

test('the attributes describe the endpoint', () => {
  const stack = newStack();
  const endpoint = newEndpoint(stack, { instanceCount: 3 });
  expect(endpoint).toMatchObject({ modelId: README_EXAMPLE.modelId, instanceType: README_EXAMPLE.instanceType, instanceCount: 3 });
  expect(endpoint.grantPrincipal).toBe(endpoint.role);
  expect(endpoint.node.defaultChild).toBe(endpoint.cfnEndpoint);
  const logicalId = stack.getLogicalId(endpoint.cfnEndpoint);
  expect(stack.resolve(endpoint.endpointArn)).toEqual({ Ref: logicalId });
  expect(stack.resolve(endpoint.endpointName)).toEqual({ 'Fn::GetAtt': [logicalId, 'EndpointName'] });
});

test('the children stand under the construct with fixed ids', () => {
  const endpoint = newEndpoint(newStack());
  expect(endpoint.node.children.map(({ node }) => node.id)).toEqual(['Role', 'Model', 'EndpointConfig', 'Endpoint']);
  endpoint.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
  expect(endpoint.node.tryFindChild('Policy')).toBeInstanceOf(iam.Policy);
});

test('an endpoint of a known name is known to a stack of another region', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: IRELAND });
  const endpoint = newEndpoint(stack, { endpointName: 'mistral' });
  const caller = new Stack(app, 'Caller', { env: { ...IRELAND, region: 'us-east-1' } });
  endpoint.grantInvoke(new iam.Role(caller, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));
  template(caller).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:eu-west-1:111122223333:endpoint/mistral']] } }] },
  });
});

test('tokens pass every check', () => {
  const stack = newStack();
  const text = (id: string) => new CfnParameter(stack, id).valueAsString;
  const number = (id: string) => new CfnParameter(stack, id, { type: 'Number' }).valueAsNumber;
  const list = (id: string) => new CfnParameter(stack, id, { type: 'CommaDelimitedList' }).valueAsList;
  newEndpoint(stack, {
    modelId: text('ModelId'),
    instanceType: SageMakerInstanceType.of(text('InstanceType')),
    endpointName: text('EndpointName'),
    instanceCount: number('InstanceCount'),
    startupHealthCheckTimeoutInSeconds: number('Timeout'),
    environment: { TOKEN: text('Token'), LONG: Lazy.string({ produce: () => 'x'.repeat(1000) }) },
    vpcConfig: { subnets: list('Subnets'), securityGroupIds: Fn.split(',', text('SecurityGroups')) },
  });
  const found = template(stack);
  found.hasResourceProperties('AWS::SageMaker::EndpointConfig', {
    ProductionVariants: [{ InstanceType: { Ref: 'InstanceType' }, InitialInstanceCount: { Ref: 'InstanceCount' }, ContainerStartupHealthCheckTimeoutInSeconds: { Ref: 'Timeout' } }],
  });
  found.hasResourceProperties('AWS::SageMaker::Model', {
    PrimaryContainer: { Environment: { HF_MODEL_ID: { Ref: 'ModelId' }, TOKEN: { Ref: 'Token' } } },
    Tags: [{ Key: 'modelId', Value: { Ref: 'ModelId' } }],
    VpcConfig: { Subnets: { Ref: 'Subnets' }, SecurityGroupIds: { 'Fn::Split': [',', { Ref: 'SecurityGroups' }] } },
  });
  found.hasResourceProperties('AWS::SageMaker::Endpoint', { EndpointName: { Ref: 'EndpointName' } });
});

test('nothing outside the construct is touched', () => {
  const stack = newStack();
  stack.templateOptions.description = 'mine';
  newEndpoint(stack);
  expect(stack.node.children.map(({ node }) => node.id)).toEqual(['Endpoint']);
  expect(template(stack).toJSON().Description).toBe('mine');
});

test('the same app gives the same template, however often it is made in a process', () => {
  expect(endpointTemplate().toJSON()).toEqual(endpointTemplate().toJSON());
  expect(JSON.stringify(endpointTemplate({}, {}).toJSON())).toBe(JSON.stringify(endpointTemplate({}, {}).toJSON()));
});

test('two endpoints in one stack, with the same and with different images', () => {
  const stack = newStack();
  newEndpoint(stack, {}, 'One');
  newEndpoint(stack, {}, 'Two');
  newEndpoint(stack, { container: DeepLearningContainerImage.fromDeepLearningContainerImage('huggingface-vllm', '0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04') }, 'Three');
  const found = template(stack);
  found.resourceCountIs('AWS::SageMaker::Endpoint', 3);
  found.resourceCountIs('AWS::IAM::Role', 3);
});

test('two stacks and an environment-agnostic stack in one app', () => {
  const app = new App();
  const stacks = [IRELAND, { ...IRELAND, region: 'af-south-1' }, undefined].map((env, index) => new Stack(app, `Stack${index}`, { env }));
  stacks.forEach(stack => newEndpoint(stack));
  const images = stacks.map(stack => onlyResource(template(stack), 'AWS::SageMaker::Model').resource.Properties.PrimaryContainer.Image);
  expect(images[0]).toMatch(/^763104351884\.dkr\.ecr\.eu-west-1\.amazonaws\.com/);
  expect(images[1]).toMatch(/^626614931356\.dkr\.ecr\.af-south-1\.amazonaws\.com/);
  expect(images[2]).toHaveProperty('Fn::Join');
  expect(stacks.map(stack => Object.keys(template(stack).toJSON().Mappings ?? {}))).toEqual([[], [], ['DeepLearningContainersRegistry']]);
});

test('an endpoint in a stage', () => {
  const stage = new Stage(new App(), 'Stage', { env: IRELAND });
  const stack = new Stack(stage, 'Stack');
  newEndpoint(stack);
  template(stack).resourceCountIs('AWS::SageMaker::Endpoint', 1);
});

describe('at synth, the endpoint reports', () => {
  const isolated = (stack: Stack) => new ec2.Vpc(stack, 'Vpc', {
    maxAzs: 2, natGateways: 0, subnetConfiguration: [{ name: 'isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
  });
  const modelData = ModelData.s3Prefix(s3.Bucket.fromBucketName(newStack(), 'Bucket', 'weights'), 'chat');
  const without = (findings: string[]) => findings.filter(text => /downloaded through|got no outbound rule/.test(text));
  const warnings = (stack: Stack) => Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ entry }) => entry.data as string);
  const statement = (...resources: string[]) => new iam.PolicyStatement({ actions: ['s3:GetObject'], resources });

  test.each<[string, (stack: Stack, vpc: ec2.Vpc) => unknown, string[]]>([
    ['weights without a route', (stack, vpc) => newEndpoint(stack, { vpc, modelData }), [
      "'modelData' is downloaded through the isolated subnets of 'vpc', which has no endpoint for Amazon S3",
    ]],
    ['weights without an outbound rule', (stack, vpc) => {
      newEndpoint(stack, { vpc, modelData, allowAllOutbound: false });
      vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
    }, ["'allowAllOutbound' must allow the download of 'modelData' from Amazon S3, got no outbound rule"]],
    ['nothing with a route and a rule', (stack, vpc) => {
      newEndpoint(stack, { vpc, modelData, allowAllOutbound: false }).connections.allowToAnyIpv4(ec2.Port.tcp(443));
      vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
    }, []],
    ['nothing for the IDs of a network', (stack, vpc) => newEndpoint(stack, {
      modelData, vpcConfig: { subnets: vpc.isolatedSubnets.map(({ subnetId }) => subnetId), securityGroupIds: ['sg-1'] },
    }), []],
  ])('%s', (_, build, expected) => {
    const stack = newStack();
    build(stack, isolated(stack));
    expect(without(warnings(stack))).toEqual(expected.map(text => expect.stringContaining(text)));
  });

  test.each<[string, (endpoint: HuggingFaceSageMakerEndpoint) => unknown]>([
    ["'statement' ", endpoint => endpoint.addToRolePolicy(new iam.PolicyStatement())],
    ["'role' must have inline policies of at most 10,240 characters", endpoint =>
      endpoint.addToRolePolicy(statement(...Array.from({ length: 200 }, (_, index) => `arn:aws:s3:::a-bucket-with-a-rather-long-name-of-its-own-${index}`)))],
    ["'endpointName' must differ from the names of other endpoints", ({ stack }) => newEndpoint(stack, { endpointName: 'chat' }, 'Other')],
    ["'endpointName' must differ from the names of other log groups", ({ stack }) =>
      new logs.LogGroup(stack, 'Logs', { logGroupName: '/aws/sagemaker/Endpoints/chat' })],
    ['must not contain a Hugging Face Hub token in plain text', endpoint => Tags.of(endpoint).add('token', `hf_${'aB3'.repeat(11)}x`)],
    ["'tags' must have at most 50 tags", endpoint => Array.from({ length: 50 }, (_, index) => Tags.of(endpoint).add(`tag${index}`, 'a'))],
    ["'tags' must have keys of 1 to 128", ({ cfnModel }) => cfnModel.tags.setTag('a#b', 'c')],
    ["'tags' must have keys of 1 to 128", ({ cfnEndpoint }) => cfnEndpoint.tags.setTag('a#b', 'c')],
  ])('the error %s', (message, add) => {
    const stack = newStack();
    add(newEndpoint(stack, { endpointName: 'chat', logRetention: logs.RetentionDays.ONE_DAY }));
    expect(() => template(stack)).toThrow(message);
  });

  test.each<[string, (endpoint: HuggingFaceSageMakerEndpoint) => unknown]>([
    ["'role' has permissions that the model cannot depend on", endpoint =>
      endpoint.addToRolePolicy(statement(new s3.Bucket(endpoint.stack, 'Bucket').bucketArn, endpoint.endpointArn))],
    ["'Stack/Topic' must allow cloudwatch.amazonaws.com to publish", endpoint =>
      endpoint.monitor({ topic: new sns.Topic(endpoint.stack, 'Topic', { enforceSSL: true }) })],
  ])('the warning %s', (message, add) => {
    const stack = newStack();
    add(newEndpoint(stack));
    expect(warnings(stack)).toContainEqual(expect.stringContaining(message));
  });
});

describe('the members', () => {
  const ARN = 'arn:aws:sagemaker:us-east-1:444455556666:endpoint/llama-chat';

  test.each<[string, (stack: Stack) => ISageMakerEndpoint, string, string]>([
    ['name', stack => HuggingFaceSageMakerEndpoint.fromEndpointName(stack, 'Imported', 'Llama-Chat'), 'Llama-Chat',
      'arn:${AWS::Partition}:sagemaker:eu-west-1:111122223333:endpoint/llama-chat'],
    ['ARN', stack => HuggingFaceSageMakerEndpoint.fromEndpointArn(stack, 'Imported', ARN), 'llama-chat', ARN],
    ['attributes', stack => HuggingFaceSageMakerEndpoint.fromEndpointAttributes(stack, 'Imported', { endpointArn: ARN, endpointName: 'Llama-Chat' }), 'Llama-Chat', ARN],
  ])('an endpoint is imported by its %s', (_, importIn, name, arn) => {
    const stack = newStack();
    const { endpointName, endpointArn } = importIn(stack);
    expect([endpointName, endpointArn.replace(/\$\{Token\[.*?\]\}/, '${AWS::Partition}')]).toEqual([name, arn]);
  });

  test('connections are those of a VPC', () => {
    const stack = newStack();
    const vpc = new ec2.Vpc(stack, 'Vpc');
    expect(newEndpoint(stack, { vpc }).connections.securityGroups).toHaveLength(1);
    expect(() => newEndpoint(stack, {}, 'Other').connections).toThrow(
      "Stack/Other: 'connections' are those of a VPC, got none; connect the endpoint to one with 'vpc'");
  });

  test('topics, alarms and the log group exist if they are wanted', () => {
    const stack = newStack();
    const outputBucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'answers');
    const members = ({ asyncSuccessTopic, asyncErrorTopic, rollbackAlarm, logGroup }: HuggingFaceSageMakerEndpoint) =>
      [asyncSuccessTopic, asyncErrorTopic, rollbackAlarm, logGroup].map(each => each?.node.path);
    expect(members(newEndpoint(stack))).toEqual([undefined, undefined, undefined, undefined]);
    expect(members(newEndpoint(stack, { asyncInference: { outputBucket, createTopicsFor: [AsyncOutcome.ERROR] } }, 'Queue'))).toEqual([
      undefined, expect.stringContaining('Stack/Queue/'), undefined, undefined,
    ]);
    const guarded = newEndpoint(stack, { endpointName: 'guarded', deployment: Deployment.allAtOnce(), logRetention: logs.RetentionDays.ONE_DAY }, 'Guarded');
    expect(members(guarded)).toEqual([undefined, undefined, 'Stack/Guarded/Deployment/RollbackAlarm', 'Stack/Guarded/LogGroup']);
  });

  test('a grant of other requests than those of the endpoint is reported', () => {
    const stack = newStack();
    const asyncInference = { outputBucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'answers') };
    const user = new iam.User(stack, 'User');
    newEndpoint(stack).grants.invokeAsync(user);
    newEndpoint(stack, { asyncInference }, 'Queue').grants.invoke(user);
    const found = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('grant-of-other-requests'));
    expect(found.map(({ id }) => id)).toEqual(['/Stack/Endpoint', '/Stack/Queue']);
  });

  test('a disabled endpoint has a name and an ARN if its name is set', () => {
    const stack = newStack();
    const { endpointName, endpointArn } = newEndpoint(stack, { endpointName: 'Chat', enabled: false });
    expect(endpointName).toBe('Chat');
    expect(stack.resolve(endpointArn)['Fn::Join'][1][2]).toBe(':sagemaker:eu-west-1:111122223333:endpoint/chat');
    template(stack).resourceCountIs('AWS::SageMaker::Endpoint', 0);
    const unnamed = newEndpoint(newStack(), { enabled: false });
    expect(() => unnamed.stack.resolve(unnamed.endpointName)).toThrow("Stack/Endpoint: 'endpointName' must be set if 'enabled' is false");
  });

  test('only the role of another stack gets its grants in a policy of the endpoint', () => {
    const app = new App();
    const roleIn = (scope: Stack, id: string) => new iam.Role(scope, id, { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
    const [shared, stack] = ['Shared', 'Stack'].map(id => new Stack(app, id, { env: IRELAND }));
    const [role, other, own] = [roleIn(shared, 'Role'), roleIn(stack, 'Other'), roleIn(stack, 'Own')];
    const [first, second] = [newEndpoint(stack, { role }, 'First'), newEndpoint(stack, { role: own }, 'Second')];
    const hasOwn = (endpoint: HuggingFaceSageMakerEndpoint, grantee: iam.IGrantable) => {
      endpoint.grantInvoke(grantee);
      return endpoint.node.tryFindChild('Invocation') !== undefined;
    };
    expect([hasOwn(first, other), hasOwn(first, role), hasOwn(first, first)]).toEqual([false, true, true]);
    expect([hasOwn(second, own), hasOwn(second, other)]).toEqual([false, false]);
    // the role may have the policies of other endpoints, too
    const policy = first.node.findChild('Invocation').node.defaultChild as iam.CfnPolicy;
    expect(stack.resolve(policy.policyName)).toMatch(/-eu-west-1$/);
  });
});
