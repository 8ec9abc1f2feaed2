import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Duration, SecretValue, Size, Stack, Tags } from 'aws-cdk-lib/core';
import { Evaluator, IRELAND } from './api-model/literals';
import { effectsOf, unordered } from './update-effects';
import { newEndpoint, newStack, README_EXAMPLE, template } from './util';
import { changes } from '../data/update-effects.json';
import {
  AsyncInferenceOptions, AsyncOutcome, CapacitySize, DataCaptureOptions, DeepLearningContainerImage, Deployment, ExecutionPermissions,
  HuggingFaceSageMakerEndpoint, HuggingFaceSageMakerEndpointProps, HuggingFaceTask, InferenceAmiVersion, ModelData, ModelProfile, ModelServer,
  RoutingStrategy, SageMakerInstanceType,
} from '../src';
import { templates as peerTemplates } from './facts/generative-ai-cdk-constructs-templates.json';

type Definition = (stack: Stack) => void;

function templateOf(define: Definition): any {
  const stack = newStack();
  define(stack);
  return template(stack).toJSON();
}

const withProps = (props: Partial<HuggingFaceSageMakerEndpointProps> = {}): Definition => stack => void newEndpoint(stack, props);
const withRole = (name: string): Definition => stack => {
  newEndpoint(stack, { role: iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::111122223333:role/${name}`) });
};
const withThis = (what: (endpoint: HuggingFaceSageMakerEndpoint) => void): Definition => stack => what(newEndpoint(stack));
const withLogs = (logRetention?: logs.RetentionDays, key?: string): Definition => stack => {
  const logEncryptionKey = key ? kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:eu-west-1:111122223333:key/${key}`) : undefined;
  newEndpoint(stack, { endpointName: 'one', logRetention, logEncryptionKey });
};
const withScaling = (maxCapacity: number, invocationsPerInstance: number): Definition => stack => {
  newEndpoint(stack).autoScale({ maxCapacity }).scaleOnInvocations('Invocations', { invocationsPerInstance });
};
const withOperations = (enabled: boolean): Definition => stack => {
  const endpoint = newEndpoint(stack, { endpointName: 'one', enabled });
  endpoint.autoScale({ maxCapacity: 2 }).scaleOnInvocations('Invocations', { invocationsPerInstance: 600 });
  endpoint.monitor();
};
const withTest = (instanceCount: number): Definition => stack => newEndpoint(stack, { instanceCount }).smokeTest();
const withScaledCapture = (samplingPercentage: number): Definition => stack => {
  const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'captured');
  newEndpoint(stack, { dataCapture: { bucket, samplingPercentage } }).autoScale({ maxCapacity: 2 }).scaleOnInvocations('Invocations', { invocationsPerInstance: 600 });
};
const withSchedule = (hour: string): Definition => stack => {
  newEndpoint(stack).autoScale({ maxCapacity: 2 }).scaleOnSchedule('Evening', { schedule: appscaling.Schedule.cron({ hour, minute: '0' }), maxCapacity: 1 });
};
const withBacklog = (minCapacity: number): Definition => stack => {
  const outputBucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'answers');
  newEndpoint(stack, { asyncInference: { outputBucket } }).autoScale({ minCapacity, maxCapacity: 2 }).scaleOnBacklog('Backlog', { backlogPerInstance: 5 });
};
const withData = (prefix: string): Definition => stack => {
  newEndpoint(stack, { modelData: ModelData.s3Prefix(s3.Bucket.fromBucketName(stack, 'Bucket', 'weights'), prefix) });
};
const withVpc = (vpcId: string, props: Partial<HuggingFaceSageMakerEndpointProps> = {}, group?: string): Definition => stack => {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId, availabilityZones: ['eu-west-1a', 'eu-west-1b'], privateSubnetIds: ['subnet-1', 'subnet-2'] });
  const securityGroups = group ? [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', group)] : undefined;
  newEndpoint(stack, { vpc, securityGroups, ...props });
};
const withKey = (name: string): Definition => stack => {
  newEndpoint(stack, { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:eu-west-1:111122223333:key/${name}`) });
};
const withAsync = (options: Partial<AsyncInferenceOptions> = {}): Definition => stack => {
  newEndpoint(stack, { asyncInference: { outputBucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'answers'), ...options } });
};
const withTopic = (name: string): Definition => stack => {
  withAsync({ errorTopic: sns.Topic.fromTopicArn(stack, 'Topic', `arn:aws:sns:eu-west-1:111122223333:${name}`) })(stack);
};
const withCapture = (options: Partial<DataCaptureOptions> = {}): Definition => stack => {
  newEndpoint(stack, { dataCapture: { bucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'captured'), samplingPercentage: 10, ...options } });
};
const canary = (rollbackAlarms?: cloudwatch.IAlarmRef[]) =>
  Deployment.canary({ size: CapacitySize.percent(10), waitInterval: Duration.minutes(5), rollbackAlarms });
const withAlarm: Definition = stack => {
  newEndpoint(stack, { deployment: canary([cloudwatch.Alarm.fromAlarmName(stack, 'Alarm', 'errors')]) });
};
const image = (repository: string, tag: string) => DeepLearningContainerImage.fromDeepLearningContainerImage(repository, tag);
const vllm = image('huggingface-vllm', '0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04');
const twoHeads = new ModelProfile({ weightsBytes: 2 ** 30, attentionHeads: 2 });

/** A stack before and after each of the changes that data/update-effects.json tells the effects of. */
const CASES: Record<string, [Definition, Definition][]> = {
  '`modelId`: another model': [[withProps(), withProps({ modelId: 'gpt2' })]],
  '`container`: another tag': [[
    withProps({ container: image('huggingface-vllm', '0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04') }),
    withProps({ container: image('huggingface-vllm', '0.25.1-transformers5.9.0-gpu-py312-cu130-ubuntu22.04') }),
  ]],
  '`container`: another repository': [[withProps(), withProps({ container: image('huggingface-vllm', '0.21.0-gpu') })]],
  '`environment`': [[withProps(), withProps({ environment: { SM_NUM_GPUS: '1' } })]],
  '`enabled`: false': [[withProps({ endpointName: 'one' }), withProps({ endpointName: 'one', enabled: false })]],
  '`enabled`: true again': [[withProps({ endpointName: 'one', enabled: false }), withProps({ endpointName: 'one' })]],
  '`enabled`: false, for an endpoint with alarms and scaling': [[withOperations(true), withOperations(false)]],
  '`smokeTest`, called for the first time: the test runs': [[withProps(), withThis(endpoint => endpoint.smokeTest())]],
  'any change that starts new instances, with `smokeTest`: the test runs': [[withTest(1), withTest(2)]],
  '`vpcConfig`': [
    [withProps(), withProps({ vpcConfig: { subnets: ['subnet-1'], securityGroupIds: ['sg-1'] } })],
    [withProps({ vpcConfig: { subnets: ['subnet-1'], securityGroupIds: ['sg-1'] } }), withProps({ vpcConfig: { subnets: ['subnet-2'], securityGroupIds: ['sg-1'] } })],
  ],
  '`vpc`': [[withProps(), withVpc('vpc-1')]],
  '`vpcSubnets`': [[withVpc('vpc-1'), withVpc('vpc-1', { vpcSubnets: { availabilityZones: ['eu-west-1a'] } })]],
  '`securityGroups`': [[withVpc('vpc-1', {}, 'sg-1'), withVpc('vpc-1', {}, 'sg-2')]],
  '`allowAllOutbound`': [[withVpc('vpc-1'), withVpc('vpc-1', { allowAllOutbound: false })]],
  '`networkIsolation`': [[withProps({ modelId: '/opt/ml/model' }), withProps({ modelId: '/opt/ml/model', networkIsolation: true })]],
  '`executionPermissions`': [[withProps(), withProps({ executionPermissions: ExecutionPermissions.LEAST_PRIVILEGE })]],
  '`encryptionKey`': [[withProps(), withKey('one')], [withKey('one'), withKey('two')]],
  '`role`: another role': [[withRole('one'), withRole('two')]],
  '`role`: your role instead of the role that the library created': [[withProps(), withRole('one')]],
  '`task`': [[
    withProps({ container: undefined, task: HuggingFaceTask.TEXT_GENERATION }),
    withProps({ container: undefined, task: HuggingFaceTask.FEATURE_EXTRACTION }),
  ]],
  '`server`': [[withProps(), withProps({ server: ModelServer.tgi({ maxConcurrentRequests: 64 }) })]],
  '`modelRevision`': [[withProps(), withProps({ modelRevision: 'v1' })]],
  '`modelData`': [
    [withProps(), withData('one')],
    [withData('one'), withData('two')],
  ],
  '`modelProfile`, if it changes the default tensor parallel degree': [[
    withProps({ container: vllm, instanceType: SageMakerInstanceType.ML_G5_12XLARGE }),
    withProps({ container: vllm, instanceType: SageMakerInstanceType.ML_G5_12XLARGE, modelProfile: twoHeads }),
  ]],
  '`hubAccessToken`: another secret': [[
    withProps({ hubAccessToken: SecretValue.secretsManager('one') }), withProps({ hubAccessToken: SecretValue.secretsManager('two') }),
  ]],
  '`instanceType`': [[withProps(), withProps({ instanceType: SageMakerInstanceType.ML_G5_12XLARGE })]],
  '`instanceType`, if it changes the default tensor parallel degree': [[
    withProps({ container: vllm }), withProps({ container: vllm, instanceType: SageMakerInstanceType.ML_G5_12XLARGE }),
  ]],
  '`instanceCount`': [[withProps(), withProps({ instanceCount: 2 })]],
  '`startupHealthCheckTimeoutInSeconds`': [[withProps(), withProps({ startupHealthCheckTimeoutInSeconds: 1200 })]],
  '`startupHealthCheckTimeout`': [[withProps(), withProps({ startupHealthCheckTimeout: Duration.minutes(20) })]],
  '`modelDataDownloadTimeout`': [[withProps(), withProps({ modelDataDownloadTimeout: Duration.minutes(20) })]],
  '`volumeSize`': [[
    withProps({ instanceType: SageMakerInstanceType.of('ml.p3.2xlarge') }),
    withProps({ instanceType: SageMakerInstanceType.of('ml.p3.2xlarge'), volumeSize: Size.gibibytes(256) }),
  ]],
  '`inferenceAmiVersion`': [[withProps(), withProps({ inferenceAmiVersion: InferenceAmiVersion.AL2_GPU_2_1 })]],
  '`asyncInference`: another prefix, topic or number': [
    [withAsync(), withAsync({ outputPrefix: 'answers', maxConcurrentInvocationsPerInstance: 4 })],
    [withAsync(), withTopic('failures')],
    [withTopic('failures'), withTopic('alarms')],
  ],
  '`asyncInference`: a new topic of `createTopicsFor`': [[withAsync(), withAsync({ createTopicsFor: [AsyncOutcome.ERROR] })]],
  '`dataCapture`': [
    [withProps(), withCapture()],
    [withCapture(), withCapture({ prefix: 'kept' })],
  ],
  '`dataCapture`: another percentage, or enable or disable it': [
    [withCapture(), withCapture({ samplingPercentage: 20 })],
    [withCapture(), withCapture({ enabled: false })],
  ],
  '`endpointName`: add, change or remove it': [
    [withProps(), withProps({ endpointName: 'one' })],
    [withProps({ endpointName: 'one' }), withProps({ endpointName: 'two' })],
    [withProps({ endpointName: 'one' }), withProps()],
  ],
  '`fallbackInstanceTypes`': [[withProps(), withProps({ fallbackInstanceTypes: [SageMakerInstanceType.ML_G6_2XLARGE] })]],
  '`instanceProvisionTimeout`': [[withProps(), withProps({ instanceProvisionTimeout: Duration.minutes(10) })]],
  '`mlReservationArn`': [[withProps(), withProps({ mlReservationArn: 'arn:aws:sagemaker:eu-west-1:111122223333:training-plan/g5' })]],
  '`routingStrategy`': [
    [withProps(), withProps({ routingStrategy: RoutingStrategy.LEAST_OUTSTANDING_REQUESTS })],
    [withProps(), withProps({ routingStrategy: RoutingStrategy.prefixAware({ prefixLength: 2048, concurrencyThreshold: 8 }) })],
  ],
  '`enhancedMetrics`': [[withProps(), withProps({ enhancedMetrics: true })]],
  '`detailedObservability`': [[withProps(), withProps({ detailedObservability: true })]],
  '`metricPublishFrequency`': [[withProps(), withProps({ metricPublishFrequency: Duration.seconds(10) })]],
  '`ssmAccess`': [[withProps(), withProps({ ssmAccess: true })]],
  '`deployment`: another strategy, or other times': [
    [withProps(), withProps({ deployment: Deployment.allAtOnce() })],
    [withProps({ deployment: Deployment.allAtOnce() }), withProps({ deployment: canary() })],
  ],
  '`deployment`: your own alarms': [[withProps({ deployment: canary() }), withAlarm]],
  '`deployment`, set for the first time together with `endpointName`': [[withProps({ endpointName: 'one' }), withProps({ endpointName: 'one', deployment: canary() })]],
  'any change that starts new instances, with a `deployment` that uses the alarm of the library': [[
    withProps({ endpointName: 'one', deployment: canary() }), withProps({ endpointName: 'one', deployment: canary(), instanceCount: 2 }),
  ]],
  '`logRetention`, set for the first time': [[withLogs(), withLogs(logs.RetentionDays.ONE_MONTH)]],
  '`logRetention`: another period': [[withLogs(logs.RetentionDays.ONE_MONTH), withLogs(logs.RetentionDays.ONE_YEAR)]],
  '`logRetention`: remove it': [[withLogs(logs.RetentionDays.ONE_MONTH), withLogs()]],
  '`logEncryptionKey`': [[withLogs(logs.RetentionDays.ONE_MONTH), withLogs(logs.RetentionDays.ONE_MONTH, 'one')]],
  '`autoScale`, called for the first time': [[withProps(), withScaling(2, 600)]],
  '`autoScale`: other limits or schedules': [
    [withScaling(2, 600), withScaling(4, 600)],
    [withSchedule('18'), withSchedule('19')],
  ],
  '`autoScale`: other targets of policies': [[withScaling(2, 600), withScaling(2, 900)]],
  '`autoScale`: a minimum of 0 instances instead of 1': [[withBacklog(1), withBacklog(0)]],
  '`dataCapture` of an endpoint with `autoScale`, which keeps its number of instances': [[withScaledCapture(10), withScaledCapture(20)]],
  '`addToRolePolicy`': [[withProps(), withThis(endpoint => endpoint.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })))]],
  'a tag on the construct': [[withProps(), withThis(endpoint => Tags.of(endpoint).add('team', 'search'))]],
  'the ID of the construct, or its position in the construct tree': [[withProps(), stack => newEndpoint(stack, {}, 'Other')]],
};

/** Every prop, which the compiler sees to. */
const PROPS: Record<keyof HuggingFaceSageMakerEndpointProps, true> = {
  modelId: true,
  task: true,
  container: true,
  server: true,
  modelRevision: true,
  modelData: true,
  modelProfile: true,
  hubAccessToken: true,
  instanceType: true,
  instanceCount: true,
  endpointName: true,
  enabled: true,
  role: true,
  environment: true,
  vpcConfig: true,
  vpc: true,
  vpcSubnets: true,
  securityGroups: true,
  allowAllOutbound: true,
  networkIsolation: true,
  executionPermissions: true,
  encryptionKey: true,
  logEncryptionKey: true,
  startupHealthCheckTimeoutInSeconds: true,
  startupHealthCheckTimeout: true,
  modelDataDownloadTimeout: true,
  volumeSize: true,
  inferenceAmiVersion: true,
  logRetention: true,
  asyncInference: true,
  dataCapture: true,
  fallbackInstanceTypes: true,
  instanceProvisionTimeout: true,
  mlReservationArn: true,
  routingStrategy: true,
  enhancedMetrics: true,
  detailedObservability: true,
  metricPublishFrequency: true,
  ssmAccess: true,
  deployment: true,
};

test('the effect of a change is documented for every prop', () => {
  expect(new Set(changes.flatMap(({ prop }) => prop ?? []))).toEqual(new Set(Object.keys(PROPS)));
  expect(changes.map(({ what }) => what).sort()).toEqual(Object.keys(CASES).sort());
});

describe.each(changes)('$what', ({ what, prop, kind, effects }) => {
  test.each(CASES[what].map((pair, index) => [index + 1, pair] as const))('has the documented effects (%i)', (_index, [before, after]) => {
    const found = effectsOf(templateOf(before), templateOf(after));
    // A policy without statements does not exist
    const { Policy: policy } = effects as { Policy?: string };
    expect(policy === 'created or updated' && /^(created|updated)$/.test(found.Policy) ? { ...found, Policy: policy } : found).toEqual(effects);
  });

  test('is documented as an interruption if, and only if, the endpoint is replaced', () => {
    const { Endpoint: endpoint } = effects as { Endpoint?: string };
    expect(kind === 'new endpoint').toBe(endpoint === 'replaced');
    if (prop && endpoint === 'replaced') {
      expect(prop).toBe('endpointName');
    }
  });

  test('leaves the names of what is replaced to CloudFormation', () => {
    for (const define of CASES[what].flat()) {
      const named = Object.values<any>(templateOf(define).Resources)
        .filter(({ Properties = {} }) => Properties.ModelName || Properties.EndpointConfigName && !Properties.EndpointConfigName['Fn::GetAtt']);
      expect(named).toEqual([]);
    }
  });
});

test('no change has no effect', () => {
  expect(effectsOf(templateOf(withProps()), templateOf(withProps()))).toEqual({});
});

describe('the way from generative-ai-cdk-constructs', () => {
  /** The logical ids that it gives in a stack, of the model's id and of the construct's. */
  const overrides = (endpoint: HuggingFaceSageMakerEndpoint) => {
    const model = README_EXAMPLE.modelId.replace(/[^A-Za-z0-9]/g, '');
    endpoint.cfnModel.overrideLogicalId(`${model}modelEndpoint`);
    endpoint.cfnEndpointConfig.overrideLogicalId('EndpointConfigEndpoint');
    endpoint.cfnEndpoint.overrideLogicalId(`${model}endpointEndpoint`);
  };
  const cases = [
    ['with an environment', {}, undefined],
    ['with a name', { endpointName: 'mistral' }, undefined],
    ['without an environment', {}, {}],
  ] as const;

  function ours(props: object, env: {} | undefined, prepare: (endpoint: HuggingFaceSageMakerEndpoint) => void): any {
    const stack = newStack(env);
    prepare(newEndpoint(stack, props));
    return template(stack).toJSON();
  }

  const evaluated = (of: any) => ({ Resources: new Evaluator(of, IRELAND).evaluate(of.Resources) });

  test.each(cases)('%s, replaces the endpoint by default', (name, props, env) => {
    expect(effectsOf(peerTemplates[name], ours(props, env, () => undefined))).toMatchObject({ Endpoint: 'replaced', Model: 'replaced' });
  });

  test.each(cases)('%s, keeps endpoint and role if the logical IDs are kept', (name, props, env) => {
    const { Endpoint, Role, Policy } = effectsOf(peerTemplates[name], ours(props, env, overrides));
    expect([Endpoint, Role, Policy]).toEqual(['updated', 'updated', 'deleted']);
  });

  test.each(cases)('%s, changes no value of model, configuration and endpoint', (name, props, env) => {
    const [before, after] = [peerTemplates[name], ours(props, env, overrides)].map(of => unordered(evaluated(of)));
    expect(effectsOf(before, after)).toEqual({ Role: 'updated', Policy: 'deleted' });
  });

  test.each(cases)('%s, keeps the endpoint if only its own logical ID is kept', (name, props, env) => {
    const endpointOnly = ours(props, env, endpoint => endpoint.cfnEndpoint.overrideLogicalId(Object.keys(peerTemplates[name].Resources).pop()!));
    expect(effectsOf(peerTemplates[name], endpointOnly)).toMatchObject({ Endpoint: 'updated', Model: 'replaced', EndpointConfig: 'replaced' });
  });
});
