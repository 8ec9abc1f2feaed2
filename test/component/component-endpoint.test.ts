import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { App, CfnOutput, Duration, NestedStack, Size, Stack, Tags, Token } from 'aws-cdk-lib/core';
import { addModel, COMPONENT, newHost } from './component-stack';
import {
  ExecutionPermissions, HuggingFaceSageMakerComponentEndpoint, HuggingFaceSageMakerEndpoint, InferenceAmiVersion, InferenceComponent, ModelServer,
  ScaleInStrategy,
} from '../../src';
import { IMAGES } from '../images';
import { IRELAND, newStack, onlyResource, template, type } from '../util';

const CONFIG = 'AWS::SageMaker::EndpointConfig';
const ROLE_ARN = 'arn:aws:iam::111122223333:role/container';

test('an endpoint without components has a role, a configuration without a model, and managed scaling', () => {
  const stack = newStack();
  newHost(stack, { minInstanceCount: 0 });
  const { id: role } = onlyResource(template(stack), 'AWS::IAM::Role');
  expect(onlyResource(template(stack), CONFIG).resource.Properties).toEqual({
    ExecutionRoleArn: { 'Fn::GetAtt': [role, 'Arn'] },
    ProductionVariants: [{
      VariantName: 'AllTraffic',
      InstanceType: 'ml.g6e.12xlarge',
      InitialInstanceCount: 1,
      ManagedInstanceScaling: { Status: 'ENABLED', MinInstanceCount: 0, MaxInstanceCount: 2 },
    }],
  });
});

test.each([
  [{}, 1, 1], [{ minInstanceCount: 0 }, 0, 1], [{ minInstanceCount: 3 }, 3, 3], [{ minInstanceCount: 2, maxInstanceCount: 5 }, 2, 5],
])('%j: from %d to %d instances, and at least one at first', (counts, MinInstanceCount, MaxInstanceCount) => {
  const stack = newStack();
  newHost(stack, { maxInstanceCount: undefined, ...counts });
  template(stack).hasResourceProperties(CONFIG, {
    ProductionVariants: [Match.objectLike({
      InitialInstanceCount: Math.max(1, MinInstanceCount), ManagedInstanceScaling: { Status: 'ENABLED', MinInstanceCount, MaxInstanceCount },
    })],
  });
});

test('role, network and isolation of the configuration are those of the models', () => {
  const stack = newStack();
  const vpcConfig = { subnets: ['subnet-1'], securityGroupIds: ['sg-1'] };
  const host = newHost(stack, { role: iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN), vpcConfig, networkIsolation: true });
  addModel(host, { modelId: '/opt/ml/model' });
  const network = { VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] }, EnableNetworkIsolation: true, ExecutionRoleArn: ROLE_ARN };
  template(stack).hasResourceProperties(CONFIG, network);
  template(stack).hasResourceProperties('AWS::SageMaker::Model', network);
});

test('a VPC gets a security group, which is that of the connections', () => {
  const stack = newStack();
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-1'] });
  const host = newHost(stack, { vpc });
  addModel(host);
  expect(host.connections.securityGroups).toHaveLength(1);
  const { id } = onlyResource(template(stack), 'AWS::EC2::SecurityGroup');
  template(stack).hasResourceProperties(CONFIG, { VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: [{ 'Fn::GetAtt': [id, 'GroupId'] }] } });
  expect(() => newHost(stack, {}, 'Other').connections).toThrow(/'connections' are those of a VPC, got none/);
});

test('options of the instances are those of the variant', () => {
  const stack = newStack();
  newHost(stack, {
    scaleIn: { strategy: ScaleInStrategy.CONSOLIDATION, cooldown: Duration.minutes(30), maximumStepSize: 2 },
    enhancedMetrics: true,
    encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/one'),
    inferenceAmiVersion: InferenceAmiVersion.AL2_GPU_2,
  });
  template(stack).hasResourceProperties(CONFIG, {
    KmsKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/one',
    MetricsConfig: { EnableEnhancedMetrics: true },
    ProductionVariants: [Match.objectLike({
      InferenceAmiVersion: 'al2-ami-sagemaker-inference-gpu-2',
      ManagedInstanceScaling: { ScaleInPolicy: { Strategy: 'CONSOLIDATION', CooldownInMinutes: 30, MaximumStepSize: 2 } },
    })],
  });
});

test('a component reserves accelerators and memory, and the model is split over its accelerators', () => {
  const stack = newStack();
  const modelDataDownloadTimeout = Duration.minutes(20);
  addModel(newHost(stack), { acceleratorCount: 2, cpuCount: 4, minMemory: Size.gibibytes(8), copyCount: 2, modelDataDownloadTimeout });
  const { id: endpoint } = onlyResource(template(stack), 'AWS::SageMaker::Endpoint');
  const { id: model, resource } = onlyResource(template(stack), 'AWS::SageMaker::Model');
  expect(resource.Properties.PrimaryContainer.Environment.SM_VLLM_TENSOR_PARALLEL_SIZE).toBe('2');
  expect(onlyResource(template(stack), COMPONENT).resource.Properties).toEqual({
    InferenceComponentName: expect.stringMatching(/^stackgpu[0-9a-f]{8}-chat-[0-9a-f]{8}$/),
    EndpointName: { 'Fn::GetAtt': [endpoint, 'EndpointName'] },
    VariantName: 'AllTraffic',
    Specification: {
      ModelName: { 'Fn::GetAtt': [model, 'ModelName'] },
      ComputeResourceRequirements: { MinMemoryRequiredInMb: 8192, NumberOfAcceleratorDevicesRequired: 2, NumberOfCpuCoresRequired: 4 },
      StartupParameters: { ContainerStartupHealthCheckTimeoutInSeconds: 1800, ModelDataDownloadTimeoutInSeconds: 1200 },
    },
    RuntimeConfig: { CopyCount: 2 },
    Tags: [{ Key: 'modelId', Value: 'Qwen/Qwen3-8B' }],
  });
});

test('a component on a CPU, or on an unknown instance type, reserves no accelerators', () => {
  for (const instanceType of [type('c7i.4xlarge'), type('z99.xlarge')]) {
    const stack = newStack();
    addModel(newHost(stack, { instanceType }), { modelId: 'BAAI/bge-m3', container: IMAGES.TEI_CPU });
    const { Specification } = onlyResource(template(stack), COMPONENT).resource.Properties;
    expect(Specification.ComputeResourceRequirements).toEqual({ MinMemoryRequiredInMb: 1024 });
  }
});

test('nothing is reported for unresolved tokens', () => {
  const stack = newStack();
  const number = () => Token.asNumber({ Ref: 'AWS::NoValue' });
  const host = newHost(stack, { minInstanceCount: number(), maxInstanceCount: number() });
  addModel(host, { acceleratorCount: number(), cpuCount: number(), copyCount: number(), minMemory: Size.mebibytes(number()) })
    .autoScale({ minCapacity: number(), maxCapacity: number(), concurrentRequestsPerCopy: number() });
  template(stack);
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('component|inferenceAmi|InstanceCount'))).toEqual([]);
});

test('the findings in a model are those on its accelerators, all at once', () => {
  const host = newHost(newStack());
  expect(() => addModel(host, { server: ModelServer.vllm({ tensorParallelDegree: 2 }), copyCount: 0, minMemory: Size.mebibytes(1) }))
    .toThrow(/^Stack\/Gpu\/Chat: 3 problems\n.*'acceleratorCount' of 'instanceType' ml.g6e.12xlarge provides 1 accelerator, but the model is split over 2/);
});

test('a model that is too large for its accelerators has a warning that names them', () => {
  const stack = newStack();
  addModel(newHost(stack), { modelId: 'Qwen/Qwen3-32B' });
  Annotations.fromStack(stack).hasWarning('/Stack/Gpu/Chat', Match.stringLikeRegexp("memory of 1 accelerator \\('acceleratorCount'\\) of 'instanceType'"));
  const fits = newStack();
  addModel(newHost(fits), { modelId: 'Qwen/Qwen3-32B', acceleratorCount: 2 });
  expect(Annotations.fromStack(fits).findWarning('*', Match.stringLikeRegexp('memory of'))).toEqual([]);
});

test('the findings in the endpoint are reported once, and not for its components', () => {
  expect(() => newHost(newStack(), { endpointName: 'a_b' })).toThrow(/^Stack\/Gpu: 'endpointName' must have/);
  const stack = newStack({ account: '111122223333', region: 'eu-west-3' });
  addModel(newHost(stack));
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('schemas'))).toHaveLength(1);
});

test('an option of the wrong type is named', () => {
  expect(() => addModel(newHost(newStack()), { modelId: undefined })).toThrow(/^Stack\/Gpu\/Chat: 'modelId' must be a string, got undefined/);
  expect(() => newHost(newStack(), { minInstanceCount: 'one' as any })).toThrow(/'minInstanceCount' must be a number, got "one"/);
});

test('everything exists before what needs it, and is deleted after it', () => {
  const stack = newStack();
  const host = newHost(stack, { logRetention: logs.RetentionDays.ONE_MONTH, role: iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN) });
  addModel(host);
  host.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
  host.grants.invoke(host);
  const of = template(stack);
  const policy = Object.keys(of.findResources('AWS::IAM::Policy')).find(id => id.startsWith('GpuPolicy'));
  expect(onlyResource(of, 'AWS::SageMaker::Model').resource.DependsOn).toContain(policy);
  expect(onlyResource(of, CONFIG).resource.DependsOn).toEqual([policy]);
  expect(onlyResource(of, COMPONENT).resource.DependsOn).toEqual([onlyResource(of, 'AWS::Logs::LogGroup').id]);
  const { InferenceComponentName: name } = onlyResource(of, COMPONENT).resource.Properties;
  of.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: `/aws/sagemaker/InferenceComponents/${name}`, RetentionInDays: 30 });
});

test('least privilege is for the log groups of the components of this endpoint', () => {
  const stack = newStack();
  const chat = addModel(newHost(stack, { executionPermissions: ExecutionPermissions.LEAST_PRIVILEGE }));
  const { Policies: [{ PolicyDocument: { Statement: [write, publish] } }] } = onlyResource(template(stack), 'AWS::IAM::Role').resource.Properties;
  const prefix = stack.resolve(chat.inferenceComponentName).replace(/chat-\w+$/, '');
  expect(write.Resource).toBe(`arn:aws:logs:eu-west-1:111122223333:log-group:/aws/sagemaker/InferenceComponents/${prefix}*`);
  expect(publish.Condition.StringEquals['cloudwatch:namespace']).toContain('/aws/sagemaker/InferenceComponents');
});

describe('the AMI', () => {
  const ami = (containers: (keyof typeof IMAGES)[], inferenceAmiVersion?: InferenceAmiVersion) => {
    const stack = newStack();
    const host = newHost(stack, { inferenceAmiVersion });
    containers.forEach(name => addModel(host, { container: IMAGES[name] }, name));
    return onlyResource(template(stack), CONFIG).resource.Properties.ProductionVariants[0].InferenceAmiVersion;
  };

  test.each([
    ['that of an image with CUDA 13', ['VLLM'], 'al2023-ami-sagemaker-inference-gpu-4-1'],
    ['the newest that an image needs', ['TGI', 'VLLM'], 'al2023-ami-sagemaker-inference-gpu-4-1'],
    ['none if no image needs one', ['TGI'], undefined],
  ] as const)('is %s', (_, containers, expected) => expect(ami([...containers])).toBe(expected));

  test('is that of the user', () => {
    expect(ami(['VLLM'], InferenceAmiVersion.AL2_GPU_3_1)).toBe('al2-ami-sagemaker-inference-gpu-3-1');
  });
});

describe('grants', () => {
  const statements = (of: (host: HuggingFaceSageMakerComponentEndpoint, chat: InferenceComponent, role: iam.Role) => unknown) => {
    const stack = newStack();
    const host = newHost(stack, { endpointName: 'Shared' });
    const role = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
    of(host, addModel(host), role);
    const [policy] = Object.values(template(stack).findResources('AWS::IAM::Policy')).filter(({ Properties }) => Properties.PolicyName.startsWith('Caller'));
    return policy.Properties.PolicyDocument.Statement;
  };
  const endpoint = { Ref: expect.stringMatching(/^GpuEndpoint/) };
  const component = (name: unknown) => expect.objectContaining({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, name]] });

  test('of a component are for the endpoint and this component', () => {
    expect(statements((_, chat, role) => chat.grants.invokeWithResponseStream(role))).toEqual([{
      Action: 'sagemaker:InvokeEndpointWithResponseStream',
      Effect: 'Allow',
      Resource: [endpoint, component(expect.stringMatching(/^:sagemaker:eu-west-1:111122223333:inference-component\/stackgpu\w{8}-chat-\w{8}$/))],
    }]);
  });

  test('of the endpoint are for all of its components', () => {
    expect(statements((host, _, role) => host.grants.invoke(role))).toEqual([{
      Action: 'sagemaker:InvokeEndpoint',
      Effect: 'Allow',
      Resource: [endpoint, component(expect.stringMatching(/^:sagemaker:eu-west-1:111122223333:inference-component\/stackgpu\w{8}-\*$/))],
    }]);
  });
});

test('the base URL for OpenAI-compatible clients names endpoint and component', () => {
  const stack = newStack();
  const chat = addModel(newHost(stack, { endpointName: 'shared' }));
  const name = stack.resolve(chat.inferenceComponentName);
  expect(JSON.stringify(stack.resolve(chat.openAiBaseUrl))).toContain(`/inference-components/${name}/openai/v1`);
});

test('a component is imported by its name and its endpoint', () => {
  const stack = newStack();
  const endpoint = HuggingFaceSageMakerEndpoint.fromEndpointArn(stack, 'Endpoint', 'arn:aws:sagemaker:us-east-1:444455556666:endpoint/shared');
  const imported = InferenceComponent.fromInferenceComponentAttributes(stack, 'Chat', { inferenceComponentName: 'chat-1', endpoint });
  expect(stack.resolve(imported.inferenceComponentRef.inferenceComponentArn))
    .toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sagemaker:us-east-1:444455556666:inference-component/chat-1']] });
  expect(imported.openAiBaseUrl).toBe('https://runtime.sagemaker.us-east-1.amazonaws.com/endpoints/shared/inference-components/chat-1/openai/v1');
  expect(imported.logGroupName).toBe('/aws/sagemaker/InferenceComponents/chat-1');
  expect(imported.metricInvocations().dimensions).toEqual({ InferenceComponentName: 'chat-1' });
  expect(imported.metricInvocations().region).toBe('us-east-1');
});

test('another stack uses the name, the ARN and the endpoint of a component', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: IRELAND });
  const chat = addModel(newHost(stack));
  const other = new Stack(app, 'Other', { env: IRELAND });
  chat.grants.invoke(new iam.Role(other, 'Caller', { assumedBy: new iam.AccountRootPrincipal() }));
  new CfnOutput(other, 'Name', { value: chat.inferenceComponentName });
  new CfnOutput(other, 'Url', { value: chat.openAiBaseUrl });
  const name = onlyResource(template(stack), COMPONENT).resource.Properties.InferenceComponentName;
  const found = template(other).toJSON();
  expect(found.Outputs.Name.Value).toBe(name);
  expect(JSON.stringify(found.Outputs.Url.Value)).toContain(name);
  expect(JSON.stringify(found.Resources)).toContain(`inference-component/${name}`);
  // an export that changes with the name could never be replaced while it is in use
  expect(Object.keys(template(stack).toJSON().Outputs).filter(id => id.includes('InferenceComponent'))).toEqual([]);
});

test.each([[{}], [IRELAND]])('an endpoint in a nested stack, and several of them, have their own names (%j)', env => {
  const stack = newStack(env);
  const nested = [1, 2].map(number => new NestedStack(stack, `Nested${number}`));
  const names = [...nested, stack].map(scope => stack.resolve(addModel(newHost(scope as Stack)).inferenceComponentName) as string);
  expect(new Set(names).size).toBe(3);
  names.forEach(name => expect(name).toMatch(/^[a-z0-9-]{1,63}$/));
  template(stack);
});

test('aspects and tags reach the resources of a component', () => {
  const stack = newStack();
  const chat = addModel(newHost(stack));
  Tags.of(chat).add('team', 'search');
  for (const resourceType of [COMPONENT, 'AWS::SageMaker::Model']) {
    expect(onlyResource(template(stack), resourceType).resource.Properties.Tags).toContainEqual({ Key: 'team', Value: 'search' });
  }
});

test.each([[1.5, 2], [-1, 2], [1, 0], [2, 1]])('from %d to %d instances is rejected, with one error', (minInstanceCount, maxInstanceCount) => {
  expect(() => newHost(newStack(), { minInstanceCount, maxInstanceCount })).toThrow(/^Stack\/Gpu: '(min|max)InstanceCount' must be [^\n]*$/);
});

describe('the name and the logical ID of a component', () => {
  const names = (define: (stack: Stack) => unknown) => {
    const stack = newStack();
    define(stack);
    const { id, resource } = onlyResource(template(stack), COMPONENT);
    return { id, name: resource.Properties.InferenceComponentName as string };
  };
  const before = names(stack => addModel(newHost(stack)));

  test.each<[string, (stack: Stack) => unknown]>([
    ['the name of the endpoint', stack => addModel(newHost(stack, { endpointName: 'shared' }))],
    ['the logical ID of the endpoint', stack => {
      const host = newHost(stack);
      addModel(host);
      host.cfnEndpoint.overrideLogicalId('Other');
    }],
    ['the ID of the component', stack => addModel(newHost(stack), {}, 'Talk')],
    ['the ID of the endpoint', stack => addModel(newHost(stack, {}, 'Shared'))],
  ])('change with %s', (_, define) => {
    const after = names(define);
    expect(after.id).not.toBe(before.id);
    expect(after.name).not.toBe(before.name);
  });

  test('do not change with anything that can be updated', () => {
    expect(names(stack => addModel(newHost(stack, { minInstanceCount: 0, instanceType: type('g6e.24xlarge') }), {
      modelId: 'gpt2', acceleratorCount: 2, copyCount: 2,
    }))).toEqual(before);
  });

  test('are valid and different for IDs that differ in special characters, and long ones', () => {
    const stack = new Stack(new App(), 'a-very-long-name-of-a-stack-in-a-production-environment', { env: IRELAND });
    const host = newHost(stack, {}, 'AnEndpointForManyInferenceComponents');
    const ids = ['a_b', 'ab', 'AnIdThatIsMuchLongerThanTheNameOfAnInferenceComponent', '_'];
    const found = ids.map(id => stack.resolve(addModel(host, {}, id).inferenceComponentName) as string);
    expect(new Set(found).size).toBe(ids.length);
    found.forEach(name => expect(name).toMatch(/^(?=.{1,63}$)[a-z0-9](-*[a-z0-9])*$/));
  });
});
