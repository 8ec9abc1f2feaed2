import { Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, CfnParameter, Fn, Lazy, Stack, Stage } from 'aws-cdk-lib/core';
import { DeepLearningContainerImage, HuggingFaceSageMakerEndpoint, SageMakerInstanceType } from '../../src';
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
