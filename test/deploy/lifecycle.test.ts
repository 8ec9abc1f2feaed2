import { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Duration, RemovalPolicies, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib/core';
import { create, describe as described, destroy, HERE, NOTHING, policiesOf, synthesize, synthesizeStack } from './util';
import { inventory } from '../../local-aws/inventory';
import { ACCOUNT, LocalAws } from '../../local-aws/local-aws';
import { StackToCreate } from '../../local-aws/stacks';
import {
  CapacitySize, DeepLearningContainerImage, Deployment, ExecutionPermissions, ModelData, RoutingStrategy, SageMakerInstanceType,
} from '../../src';
import { newEndpoint, README_EXAMPLE } from '../util';

const { region } = HERE;
const IMAGE = `763104351884.dkr.ecr.${region}.amazonaws.com/huggingface-pytorch-tgi-inference:2.0.1-tgi1.1.0-gpu-py39-cu118-ubuntu20.04`;
const SAGEMAKER = new iam.ServicePrincipal('sagemaker.amazonaws.com');
const PULL = { Effect: 'Allow', Action: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'] };

let aws: LocalAws;
let stacks: StackToCreate[] = [];
beforeAll(async () => { aws = await LocalAws.start(); });
afterAll(() => aws.stop());

/** Every case ends with the deletion of its stacks, and with nothing left. */
afterEach(async () => {
  await destroy(aws, stacks);
  expect(await inventory(aws, region)).toEqual(NOTHING);
});

function nameOf(arn?: string): string {
  return arn!.split('/').pop()!;
}

test("the README's example is in service as its props say", async () => {
  stacks = [synthesizeStack(stack => newEndpoint(stack))];
  const { Stack: [name] } = await create(aws, stacks);
  const { endpoint, config, model, tags } = await described(aws, region, name);

  expect(endpoint).toMatchObject({
    EndpointStatus: 'InService',
    ProductionVariants: [{ VariantName: 'AllTraffic', CurrentInstanceCount: 1, CurrentWeight: 1 }],
  });
  expect(config.ProductionVariants).toEqual([{
    VariantName: 'AllTraffic',
    ModelName: model.ModelName,
    InstanceType: 'ml.g5.2xlarge',
    InitialInstanceCount: 1,
    InitialVariantWeight: 1,
    ContainerStartupHealthCheckTimeoutInSeconds: 600,
  }]);
  expect(model.PrimaryContainer).toEqual({
    Image: IMAGE,
    Mode: 'SingleModel',
    Environment: {
      SAGEMAKER_CONTAINER_LOG_LEVEL: '20',
      SAGEMAKER_REGION: region,
      HF_MODEL_ID: README_EXAMPLE.modelId,
      ...README_EXAMPLE.environment,
    },
  });
  const modelId = [{ Key: 'modelId', Value: README_EXAMPLE.modelId }];
  expect(tags).toEqual({ endpoint: modelId, model: modelId });
});

test('the role is trusted by SageMaker alone, and may pull the image', async () => {
  stacks = [synthesizeStack(stack => newEndpoint(stack))];
  const { Stack: [name] } = await create(aws, stacks);
  const { model } = await described(aws, region, name);
  const roleName = nameOf(model.ExecutionRoleArn);

  const { Role: role } = await aws.iam().getRole({ RoleName: roleName });
  expect(role!.Arn).toBe(model.ExecutionRoleArn);
  expect(JSON.parse(decodeURIComponent(role!.AssumeRolePolicyDocument!)).Statement)
    .toEqual([{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'sagemaker.amazonaws.com' } }]);
  expect(Object.values(await policiesOf(aws, roleName))).toEqual([[
    { ...PULL, Resource: `arn:aws:ecr:${region}:763104351884:repository/huggingface-pytorch-tgi-inference` },
    { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
  ]]);
});

test('props that override a default are deployed', async () => {
  stacks = [synthesizeStack(stack => {
    const endpoint = newEndpoint(stack, {
      modelId: 'BAAI/bge-small-en-v1.5',
      instanceType: SageMakerInstanceType.ML_C6I_2XLARGE,
      container: DeepLearningContainerImage.fromDeepLearningContainerImage('tei-cpu', '2.0.1-tei1.8.2-cpu-py310-ubuntu22.04'),
      instanceCount: 3,
      environment: { MAX_BATCH_TOKENS: '32768', SAGEMAKER_CONTAINER_LOG_LEVEL: '10' },
      vpcConfig: { subnets: ['subnet-0123456789abcdef0'], securityGroupIds: ['sg-0123456789abcdef0'] },
      startupHealthCheckTimeoutInSeconds: 1800,
    });
    endpoint.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::weights/*'] }));
    Tags.of(stack).add('team', 'search');
  })];
  const { Stack: [name] } = await create(aws, stacks);
  const { endpoint, config, model, tags } = await described(aws, region, name);

  expect(endpoint).toMatchObject({ EndpointStatus: 'InService', ProductionVariants: [{ CurrentInstanceCount: 3 }] });
  expect(config.ProductionVariants).toMatchObject([
    { InstanceType: 'ml.c6i.2xlarge', InitialInstanceCount: 3, ContainerStartupHealthCheckTimeoutInSeconds: 1800 },
  ]);
  expect(model.PrimaryContainer).toMatchObject({
    Image: `141502667606.dkr.ecr.${region}.amazonaws.com/tei-cpu:2.0.1-tei1.8.2-cpu-py310-ubuntu22.04`,
    Environment: { SAGEMAKER_CONTAINER_LOG_LEVEL: '10', HF_MODEL_ID: 'BAAI/bge-small-en-v1.5', MAX_BATCH_TOKENS: '32768' },
  });
  expect(model.VpcConfig).toEqual({ Subnets: ['subnet-0123456789abcdef0'], SecurityGroupIds: ['sg-0123456789abcdef0'] });
  expect(tags.model).toContainEqual({ Key: 'team', Value: 'search' });
  expect(tags.endpoint).toContainEqual({ Key: 'team', Value: 'search' });
  expect(Object.values(await policiesOf(aws, nameOf(model.ExecutionRoleArn))).flat())
    .toContainEqual({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::weights/*' });
});

test('an endpoint is in a VPC of its stack, with a key of its stack, and its role allows both', async () => {
  stacks = [synthesizeStack(stack => {
    const vpc = new ec2.Vpc(stack, 'Vpc', {
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    RemovalPolicies.of(vpc).retain(); // moto refuses to delete the VPC of a stack
    newEndpoint(stack, {
      vpc,
      encryptionKey: new kms.Key(stack, 'Key', { removalPolicy: RemovalPolicy.DESTROY }),
      executionPermissions: ExecutionPermissions.LEAST_PRIVILEGE,
      modelData: ModelData.s3Prefix(s3.Bucket.fromBucketName(stack, 'Bucket', 'weights'), 'model'),
    });
  })];
  const { Stack: [name] } = await create(aws, stacks);
  const { endpoint, config, model } = await described(aws, region, name);

  expect(endpoint.EndpointStatus).toBe('InService');
  const { Subnets: subnets, SecurityGroupIds: [group] } = model.VpcConfig as { Subnets: string[]; SecurityGroupIds: string[] };
  expect(subnets).toEqual([expect.stringMatching(/^subnet-/), expect.stringMatching(/^subnet-/)]);
  const statements = Object.values(await policiesOf(aws, nameOf(model.ExecutionRoleArn))).flat();
  expect(statements).toContainEqual({
    Effect: 'Allow',
    Action: 'ec2:CreateNetworkInterface',
    Resource: ['network-interface/*', ...subnets.map(id => `subnet/${id}`), `security-group/${group}`].map(id => `arn:aws:ec2:${region}:${ACCOUNT}:${id}`),
  });
  expect(statements).toContainEqual({
    Effect: 'Allow', Action: 'kms:CreateGrant', Resource: config.KmsKeyId, Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
  });
});

test('two endpoints in one stack are two of everything', async () => {
  stacks = [synthesizeStack(stack => {
    newEndpoint(stack, {}, 'One');
    newEndpoint(stack, { modelId: 'gpt2' }, 'Two');
  })];
  const { Stack: names } = await create(aws, stacks);
  const all = await Promise.all(names.map(name => described(aws, region, name)));

  expect(all.map(({ model }) => model.PrimaryContainer!.Environment!.HF_MODEL_ID).sort()).toEqual(['gpt2', README_EXAMPLE.modelId]);
  expect(new Set(all.map(({ model }) => model.ExecutionRoleArn)).size).toBe(2);
  const listed = await inventory(aws, region);
  expect(Object.values(listed).map(({ length }) => length)).toEqual([1, 2, 2, 2, 2, 2]);
});

test('two stacks have an endpoint of the same id each', async () => {
  stacks = synthesize(app => ['One', 'Two'].forEach(id => newEndpoint(new Stack(app, id, { env: HERE }))));
  const { One: [one], Two: [two] } = await create(aws, stacks);

  expect((await inventory(aws, region)).endpoints.sort()).toEqual([one, two].sort());
  const [first, second] = [await described(aws, region, one), await described(aws, region, two)];
  expect(first.model.ModelArn).not.toBe(second.model.ModelArn);
  await destroy(aws, [stacks.pop()!]);
  expect((await described(aws, region, one)).endpoint.EndpointStatus).toBe('InService');
});

test('a role of another stack gets the permissions of the model, which are deleted with the endpoint', async () => {
  stacks = synthesize(app => {
    const role = new iam.Role(new Stack(app, 'Owner', { env: HERE }), 'Role', { assumedBy: SAGEMAKER });
    newEndpoint(new Stack(app, 'User', { env: HERE }), { role });
  });
  expect(stacks.map(({ name }) => name)).toEqual(['Owner', 'User']);
  const { User: [name] } = await create(aws, stacks);
  const { model, endpoint } = await described(aws, region, name);

  expect(endpoint.EndpointStatus).toBe('InService');
  const { Roles: roles } = await aws.iam().listRoles({});
  expect(roles!.map(({ Arn: arn }) => arn)).toEqual([model.ExecutionRoleArn]);
  const roleName = nameOf(model.ExecutionRoleArn);
  expect(Object.values(await policiesOf(aws, roleName)).flat())
    .toContainEqual({ ...PULL, Resource: `arn:aws:ecr:${region}:763104351884:repository/huggingface-pytorch-tgi-inference` });

  await destroy(aws, [stacks.pop()!]);
  expect(await policiesOf(aws, roleName)).toEqual({});
});

test('an asynchronous endpoint writes to its bucket and notifies its topics, which its role allows', async () => {
  stacks = [synthesizeStack(stack => {
    // a topic that the library creates has a policy, which the local AWS does not know
    const outputBucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'answers');
    newEndpoint(stack, { asyncInference: { outputBucket, outputPrefix: 'done', errorTopic: new sns.Topic(stack, 'Topic'), maxConcurrentInvocationsPerInstance: 4 } });
  })];
  const { Stack: [name] } = await create(aws, stacks);
  const { endpoint, config, model } = await described(aws, region, name);

  expect(endpoint.EndpointStatus).toBe('InService');
  expect(config.AsyncInferenceConfig).toEqual({
    ClientConfig: { MaxConcurrentInvocationsPerInstance: 4 },
    OutputConfig: {
      S3OutputPath: 's3://answers/done',
      S3FailurePath: 's3://answers/async-endpoint-failures',
      NotificationConfig: { ErrorTopic: expect.stringMatching(`^arn:aws:sns:${region}:${ACCOUNT}:`) },
    },
  });
  const writes = { Effect: 'Allow', Action: ['s3:PutObject', 's3:AbortMultipartUpload'] };
  expect(Object.values(await policiesOf(aws, nameOf(model.ExecutionRoleArn))).flat().slice(2)).toEqual([
    { ...writes, Resource: 'arn:aws:s3:::answers/done/*' },
    { ...writes, Resource: 'arn:aws:s3:::answers/async-endpoint-failures/*' },
    { Effect: 'Allow', Action: 'sns:Publish', Resource: config.AsyncInferenceConfig!.OutputConfig!.NotificationConfig!.ErrorTopic },
  ]);
});

test('an endpoint has its data capture options', async () => {
  stacks = [synthesizeStack(stack => {
    newEndpoint(stack, { dataCapture: { bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'captured'), samplingPercentage: 10 } });
  })];
  const { Stack: [name] } = await create(aws, stacks);
  const { endpoint, config } = await described(aws, region, name);

  expect(endpoint.EndpointStatus).toBe('InService');
  expect(config.DataCaptureConfig).toEqual({
    EnableCapture: true,
    InitialSamplingPercentage: 10,
    DestinationS3Uri: 's3://captured/data-capture',
    CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
    CaptureContentTypeHeader: { JsonContentTypes: ['application/json'], CsvContentTypes: ['text/csv'] },
  });
});

/** What a service answers, of which the project has no client: the JSON that its clients send and get. */
async function ask(service: string, target: string, body: object): Promise<any> {
  const answer = await fetch(aws.endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': `application/x-amz-json-${service === 'monitoring' ? '1.0' : '1.1'}`,
      'X-Amz-Target': target,
      'Authorization': `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(body),
  });
  return answer.json();
}

const scaling = (operation: string) => ask('application-autoscaling', `AnyScaleFrontendService.${operation}`, { ServiceNamespace: 'sagemaker' });

test('an endpoint is watched: alarms, a dashboard, a rule for failures, a log group', async () => {
  stacks = [synthesizeStack(stack => {
    const topic = new sns.Topic(stack, 'OnCall', { enforceSSL: true });
    const endpoint = newEndpoint(stack, { endpointName: 'mistral', logRetention: logs.RetentionDays.ONE_MONTH });
    endpoint.logGroup!.applyRemovalPolicy(RemovalPolicy.DESTROY);
    endpoint.monitor({ topic, maximumModelLatency: Duration.seconds(20) });
    endpoint.dashboard({ dashboardName: 'mistral' });
    endpoint.onFailure('Failure', { target: new targets.SnsTopic(topic) });
  })];
  const { Stack: [name] } = await create(aws, stacks);
  const alarms = async () => (await ask('monitoring', 'GraniteServiceVersion20100801.DescribeAlarms', {})).MetricAlarms;
  const groups = async () => (await ask('logs', 'Logs_20140328.DescribeLogGroups', {})).logGroups;
  const rules = async () => (await ask('events', 'AWSEvents.ListRules', {})).Rules;

  const found = await alarms();
  expect(found.map(({ MetricName }: any) => MetricName).sort())
    .toEqual(['CPUUtilization', 'DiskUtilization', 'GPUMemoryUtilization', 'Invocation5XXErrors', 'ModelLatency']);
  for (const { Dimensions, AlarmActions } of found) {
    expect(Dimensions).toContainEqual({ Name: 'EndpointName', Value: name });
    expect(AlarmActions).toEqual([expect.stringMatching(`^arn:aws:sns:${region}:${ACCOUNT}:`)]);
  }
  expect(await groups()).toEqual([expect.objectContaining({ logGroupName: '/aws/sagemaker/Endpoints/mistral', retentionInDays: 30 })]);
  const [{ EventPattern }, ...others] = await rules();
  expect(others).toEqual([]);
  expect(JSON.parse(EventPattern).detail).toEqual({ EndpointName: [name], EndpointStatus: ['FAILED', 'ROLLING_BACK', 'UPDATE_ROLLBACK_FAILED'] });

  await destroy(aws, [stacks.pop()!]);
  expect(await Promise.all([alarms(), groups(), rules()])).toEqual([[], [], []]);
});

test('an endpoint with a queue is scaled from zero, by the load and by a schedule', async () => {
  stacks = [synthesizeStack(stack => {
    const outputBucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'answers');
    const scalable = newEndpoint(stack, { asyncInference: { outputBucket } }).autoScale({ minCapacity: 0, maxCapacity: 4 });
    scalable.scaleOnBacklog('Backlog', { backlogPerInstance: 5 });
    scalable.scaleOnSchedule('Morning', { schedule: Schedule.cron({ hour: '8', minute: '0' }), minCapacity: 1 });
  })];
  const { Stack: [name] } = await create(aws, stacks);
  const resource = { ResourceId: `endpoint/${name}/variant/AllTraffic`, ScalableDimension: 'sagemaker:variant:DesiredInstanceCount' };

  expect((await scaling('DescribeScalableTargets')).ScalableTargets).toEqual([expect.objectContaining({ ...resource, MinCapacity: 0, MaxCapacity: 4 })]);
  expect((await scaling('DescribeScheduledActions')).ScheduledActions).toEqual([expect.objectContaining({ ...resource, ScheduledActionName: 'Morning' })]);
  const { ScalingPolicies: policies } = await scaling('DescribeScalingPolicies');
  expect(policies.map(({ PolicyType, ResourceId }: any) => [PolicyType, ResourceId]).sort())
    .toEqual([['StepScaling', resource.ResourceId], ['TargetTrackingScaling', resource.ResourceId]]);

  await destroy(aws, [stacks.pop()!]);
  expect((await scaling('DescribeScalableTargets')).ScalableTargets).toEqual([]);
});

test('an endpoint with safe updates has its alarm before it, which its role may look at, and its routing', async () => {
  stacks = [synthesizeStack(stack => {
    newEndpoint(stack, {
      endpointName: 'mistral',
      instanceCount: 4,
      deployment: Deployment.canary({ size: CapacitySize.percent(25), waitInterval: Duration.minutes(5) }),
      routingStrategy: RoutingStrategy.LEAST_OUTSTANDING_REQUESTS,
    });
  })];
  const { Stack: [name] } = await create(aws, stacks);
  const { endpoint, config, model } = await described(aws, region, name);

  expect(endpoint.EndpointStatus).toBe('InService');
  // the local AWS does not know the pools that fallbackInstanceTypes makes
  expect(config.ProductionVariants).toMatchObject([{ RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' } }]);
  expect(Object.values(await policiesOf(aws, nameOf(model.ExecutionRoleArn))).flat()).toContainEqual({
    Effect: 'Allow', Action: 'cloudwatch:DescribeAlarms', Resource: expect.stringMatching(`^arn:aws:cloudwatch:${region}:${ACCOUNT}:alarm:Stack-`),
  });
});

test('who is granted to invoke the endpoint may invoke this one only', async () => {
  stacks = [synthesizeStack(stack => {
    const caller = new iam.Role(stack, 'Caller', { roleName: 'caller', assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    newEndpoint(stack, {}, 'Invoked').grantInvoke(caller);
    newEndpoint(stack, {}, 'Other');
  })];
  await create(aws, stacks);

  const { Endpoints: endpoints } = await aws.sageMaker(region).listEndpoints({ NameContains: 'Invoked' });
  expect(endpoints).toHaveLength(1);
  expect(endpoints![0].EndpointArn).toContain(`arn:aws:sagemaker:${region}:${ACCOUNT}:endpoint/`);
  expect(Object.values(await policiesOf(aws, 'caller')))
    .toEqual([[{ Effect: 'Allow', Action: 'sagemaker:InvokeEndpoint', Resource: endpoints![0].EndpointArn }]]);
});
