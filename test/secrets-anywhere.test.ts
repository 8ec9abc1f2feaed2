import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { App, Aws, CfnParameter, Fn, Lazy, SecretValue, Stack } from 'aws-cdk-lib/core';
import {
  ContainerImage, DeepLearningContainerImage, Deployment, HubSnapshot, HubSnapshotProps, HuggingFaceSageMakerComponentEndpoint,
  HuggingFaceSageMakerEndpoint, HuggingFaceSageMakerEndpointProps, HuggingFaceTask, InferenceAmiVersion, InferenceComponent, ModelData, ModelProfile,
  ModelServer, RoutingStrategy, SageMakerInstanceType,
} from '../src';
import { IRELAND, newEndpoint } from './util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

/** Something that a user can do with a string. The props are those of a new endpoint. */
type Place = (text: string, stack: Stack) => Props;

const HUB_TOKEN = `hf_${'aB3'.repeat(12)}`;
const SECRETS = [
  HUB_TOKEN, `hf_oauth_${'aB3.'.repeat(12)}x`, `api_org_${'aB3'.repeat(12)}`, `AKIA${'A1'.repeat(8)}`, Buffer.from(HUB_TOKEN).toString('base64').replace(/=/g, ''),
  'https://weights.s3.amazonaws.com/a?X-Amz-Signature=0123456789abcdef0123456789abcdef',
];

const bucket = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Bucket', 'answers');
const server = (options: object): Props => ({
  container: DeepLearningContainerImage.fromDeepLearningContainerImage('huggingface-vllm', '0.29.0-gpu-py312-cu129-ubuntu22.04'), server: ModelServer.vllm(options),
});
const queue = (stack: Stack, options: object): Props => ({ asyncInference: { outputBucket: bucket(stack), ...options } });
const capture = (stack: Stack, options: object): Props => ({ dataCapture: { bucket: bucket(stack), samplingPercentage: 1, ...options } });
const asset = (options: object): Props => ({ container: ContainerImage.fromAsset(__dirname, { file: 'setup.ts', exclude: ['**', '!setup.ts'], ...options }) });
const repository = (stack: Stack, name: string) => ecr.Repository.fromRepositoryName(stack, 'Repository', name);

/** Where each prop takes a string. Props without a string have no place. */
const PLACES: Record<keyof HuggingFaceSageMakerEndpointProps, readonly Place[]> = {
  enabled: [],
  modelId: [text => ({ modelId: text }), text => ({ modelId: `organization/${text}` }), text => ({ modelId: `/opt/ml/${text}` })],
  task: [text => ({ task: HuggingFaceTask.of(text) })],
  container: [
    (text, stack) => ({ container: ContainerImage.fromEcrRepository(repository(stack, 'models'), text) }),
    (text, stack) => ({ container: ContainerImage.fromEcrRepository(repository(stack, text.toLowerCase()), text) }),
    text => ({ container: DeepLearningContainerImage.fromDeepLearningContainerImage(text, '1') }),
    text => ({ container: DeepLearningContainerImage.fromDeepLearningContainerImage('models', text) }),
    text => ({ container: DeepLearningContainerImage.fromDeepLearningContainerImage('models', '1', text) }),
    text => asset({ buildArgs: { ANY: text } }),
    text => asset({ buildArgs: { [text]: '1' } }),
    text => asset({ target: text }),
    text => asset({ cacheFrom: [{ type: 'registry', params: { ref: text } }] }),
    text => ({ container: ContainerImage.fromAsset(text) }),
  ],
  server: [
    text => server({ servedModelName: text }),
    text => server({ loraAdapters: { one: text } }),
    text => server({ loraAdapters: { [text]: 'organization/one' } }),
    text => server({ dataType: text }),
    text => server({ version: text }),
    text => server({ extraArguments: { 'chat-template': text } }),
    text => server({ extraArguments: { [text]: '1' } }),
  ],
  modelRevision: [text => ({ modelRevision: text })],
  modelData: [
    (text, stack) => ({ modelData: ModelData.s3Prefix(bucket(stack), text) }),
    (text, stack) => ({ modelData: ModelData.s3Archive(bucket(stack), `${text}.tar.gz`) }),
  ],
  modelProfile: [
    text => ({ modelProfile: new ModelProfile({ architecture: text, weightsBytes: 1024 }) }),
    text => ({ modelProfile: ModelProfile.fromConfigJson(text) }),
  ],
  hubAccessToken: [text => ({ hubAccessToken: SecretValue.unsafePlainText(text) }), text => ({ hubAccessToken: text as any })],
  environment: [
    text => ({ environment: { ANY: text } }),
    text => ({ environment: { HF_TOKEN: `Bearer ${text}` } }),
    text => ({ environment: { [text]: '1' } }),
    text => ({ environment: { ANY: `https://user:${text}@${Aws.REGION}.example.com` } }),
    text => ({ environment: { ANY: Lazy.string({ produce: () => text }) } }),
    text => ({ environment: { ANY: Fn.join('', ['a ', text]) } }),
    (text, stack) => ({ environment: { ANY: new CfnParameter(stack, 'Any', { default: text }).valueAsString } }),
  ],
  endpointName: [text => ({ endpointName: text })],
  instanceType: [text => ({ instanceType: SageMakerInstanceType.of(text) })],
  fallbackInstanceTypes: [text => ({ fallbackInstanceTypes: [SageMakerInstanceType.of(text)] })],
  inferenceAmiVersion: [text => ({ inferenceAmiVersion: InferenceAmiVersion.of(text) })],
  routingStrategy: [text => ({ routingStrategy: RoutingStrategy.of(text) })],
  mlReservationArn: [text => ({ mlReservationArn: `arn:aws:sagemaker:eu-west-1:111122223333:training-plan/${text}` })],
  role: [(text, stack) => ({ role: iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::111122223333:role/${text}`) })],
  vpcConfig: [text => ({ vpcConfig: { subnets: [text], securityGroupIds: ['sg-0'] } }), text => ({ vpcConfig: { subnets: ['subnet-0'], securityGroupIds: [text] } })],
  vpc: [(text, stack) => ({ vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: text, availabilityZones: ['a'], privateSubnetIds: ['subnet-0'] }) })],
  vpcSubnets: [],
  securityGroups: [],
  asyncInference: (['outputPrefix', 'failurePrefix'] as const).map(option => (text, stack) => queue(stack, { [option]: text })),
  dataCapture: [
    (text, stack) => capture(stack, { prefix: text }),
    (text, stack) => capture(stack, { jsonContentTypes: [text] }),
    (text, stack) => capture(stack, { mode: text }),
  ],
  deployment: [(text, stack) => ({
    deployment: Deployment.allAtOnce({ rollbackAlarms: [cloudwatch.Alarm.fromAlarmName(stack, 'Alarm', text)] }),
  })],
  instanceCount: [text => ({ instanceCount: text as any })],
  startupHealthCheckTimeoutInSeconds: [],
  startupHealthCheckTimeout: [],
  modelDataDownloadTimeout: [],
  volumeSize: [],
  logRetention: [text => ({ logRetention: text as any })],
  instanceProvisionTimeout: [],
  enhancedMetrics: [],
  detailedObservability: [],
  metricPublishFrequency: [],
  ssmAccess: [],
  allowAllOutbound: [],
  networkIsolation: [],
  executionPermissions: [text => ({ executionPermissions: text as any })],
  encryptionKey: [],
  logEncryptionKey: [],
};

type Call = (text: string, endpoint: HuggingFaceSageMakerEndpoint) => unknown;

const CALLS: Record<string, Call> = {
  addToRolePolicy: (text, endpoint) => endpoint.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::a/${text}`] })),
  autoScale: (text, endpoint) => endpoint.autoScale({ maxCapacity: text as any }),
  scaleOnInvocations: (text, endpoint) => endpoint.autoScale({ maxCapacity: 2 }).scaleOnInvocations(text, { invocationsPerInstance: 1 }),
  policyName: (text, endpoint) => endpoint.autoScale({ maxCapacity: 2 }).scaleOnInvocations('A', { policyName: text, invocationsPerInstance: 1 }),
  scaleOnSchedule: (text, endpoint) => endpoint.autoScale({ maxCapacity: 2 })
    .scaleOnSchedule(text, { schedule: appscaling.Schedule.expression('rate(1 day)'), minCapacity: 1 }),
  schedule: (text, endpoint) => endpoint.autoScale({ maxCapacity: 2 })
    .scaleOnSchedule('A', { schedule: appscaling.Schedule.expression(text), minCapacity: 1 }),
  smokeTestBody: (text, endpoint) => endpoint.smokeTest({ requests: [{ body: { inputs: text } }] }),
  smokeTestKey: (text, endpoint) => endpoint.smokeTest({ requests: [{ body: { [text]: 'a dog' } }] }),
  smokeTestFile: (text, endpoint) => endpoint.smokeTest({ requests: [{ file: text }] }),
  contentType: (text, endpoint) => endpoint.smokeTest({ requests: [{ body: { inputs: 'a dog' }, contentType: text }] }),
  customAttributes: (text, endpoint) => endpoint.smokeTest({ requests: [{ body: { inputs: 'a dog' }, customAttributes: text }] }),
  contains: (text, endpoint) => endpoint.smokeTest({ requests: [{ body: { inputs: 'a dog' }, contains: text }] }),
  outputs: (text, endpoint) => endpoint.outputs().model.description = text,
  dashboard: (text, endpoint) => endpoint.dashboard({ dashboardName: text }),
  widget: (text, endpoint) => endpoint.dashboard().addWidgets(new cloudwatch.TextWidget({ markdown: text })),
  monitor: (text, endpoint) => endpoint.monitor({ maximumDiskPercent: text as any }),
  onFailure: (text, endpoint) => endpoint.onFailure(text),
  ruleName: (text, endpoint) => endpoint.onFailure('A', { ruleName: text }),
  description: (text, endpoint) => endpoint.onStateChange('A', { description: text }),
  eventPattern: (text, endpoint) => endpoint.onInService('A', { eventPattern: { detail: { Any: [text] } } }),
  grants: (text, endpoint) => endpoint.grants.invoke(text as any),
  fromEndpointName: (text, endpoint) => HuggingFaceSageMakerEndpoint.fromEndpointName(endpoint, 'Imported', text)
    .grants.invoke(new iam.User(endpoint.stack, 'User')),
  fromEndpointArn: (text, endpoint) => HuggingFaceSageMakerEndpoint.fromEndpointArn(endpoint, 'Imported', `arn:aws:sagemaker:eu-west-1:111122223333:endpoint/${text}`)
    .grants.invoke(new iam.User(endpoint.stack, 'User')),
  variantName: (text, endpoint) => HuggingFaceSageMakerEndpoint.fromEndpointAttributes(endpoint, 'Imported', {
    endpointArn: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/a', variantName: text,
  }).metricModelLatency().createAlarm(endpoint, 'Alarm', { threshold: 1, evaluationPeriods: 1 }),
};

const COMMIT = 'b968826d9c46dd6066d109eabc6255188de91218';
const host = (stack: Stack, props: object = {}) => new HuggingFaceSageMakerComponentEndpoint(stack, 'Gpu', {
  instanceType: SageMakerInstanceType.ML_G6E_12XLARGE, maxInstanceCount: 2, ...props,
});
const component = (stack: Stack, options: object = {}, id = 'Chat') => host(stack).addInferenceComponent(id, { modelId: 'Qwen/Qwen3-8B', ...options });
const snapshot = (stack: Stack, options: object) =>
  new HubSnapshot(stack, 'Snapshot', { modelId: 'Qwen/Qwen3-8B', modelRevision: COMMIT, ...options } as HubSnapshotProps);

/** Where the other constructs take a string. */
const CONSTRUCTS: Record<string, (text: string, stack: Stack) => unknown> = {
  'endpointName of a host': (text, stack) => host(stack, { endpointName: text }),
  'dashboardName of a host': (text, stack) => host(stack).dashboard({ dashboardName: text }),
  'addToRolePolicy of a host': (text, stack) => host(stack)
    .addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::a/${text}`] })),
  'ruleName of a host': (text, stack) => host(stack).onFailure('A', { ruleName: text }),
  'id of a component': (text, stack) => component(stack, {}, text),
  'modelId of a component': (text, stack) => component(stack, { modelId: `organization/${text}` }),
  'modelRevision of a component': (text, stack) => component(stack, { modelRevision: text }),
  'environment of a component': (text, stack) => component(stack, { environment: { ANY: `a ${text} ${Aws.REGION}` } }),
  'a variable of a component': (text, stack) => component(stack, { environment: { [text]: '1' } }),
  'server of a component': (text, stack) => component(stack, { server: ModelServer.vllm({ servedModelName: text }) }),
  'modelData of a component': (text, stack) => component(stack, { modelData: ModelData.s3Prefix(bucket(stack), text) }),
  'policyName of a component': (text, stack) => component(stack).autoScale({ maxCapacity: 2, policyName: text }),
  'id of an adapter': (text, stack) => component(stack).addAdapter(text, { modelData: ModelData.s3Archive(bucket(stack), 'a.tar.gz') }),
  'modelData of an adapter': (text, stack) => component(stack).addAdapter('Sql', { modelData: ModelData.s3Archive(bucket(stack), `${text}.tar.gz`) }),
  'inferenceComponentName': (text, stack) => InferenceComponent.fromInferenceComponentAttributes(stack, 'Imported', {
    inferenceComponentName: text, endpoint: host(stack),
  }).grants.invoke(new iam.User(stack, 'User')),
  'modelId of a snapshot': (text, stack) => snapshot(stack, { modelId: `organization/${text}` }),
  'modelRevision of a snapshot': (text, stack) => snapshot(stack, { modelRevision: text }),
  'include of a snapshot': (text, stack) => snapshot(stack, { include: [text] }),
  'exclude of a snapshot': (text, stack) => snapshot(stack, { exclude: [`${text}/*`] }),
  'subfolders of a snapshot': (text, stack) => snapshot(stack, { subfolders: { [text]: { modelId: 'Qwen/Qwen3-8B', modelRevision: COMMIT } } }),
  'a model in subfolders of a snapshot': (text, stack) => snapshot(stack, { subfolders: { a: { modelId: `organization/${text}`, modelRevision: COMMIT } } }),
  'hubAccessTokenSecret of a snapshot': (text, stack) => snapshot(stack, { hubAccessTokenSecret: text }),
  'hubAccessTokenField of a snapshot': (text, stack) => snapshot(stack, {
    hubAccessTokenSecret: secretsmanager.Secret.fromSecretNameV2(stack, 'Hub', 'hub'), hubAccessTokenField: text,
  }),
};

/** What an app with a string shows: its error, or all files of its assembly. */
function shown(build: (stack: Stack) => unknown): { readonly error?: string; readonly files: string } {
  const outdir = mkdtempSync(join(tmpdir(), 'secrets-'));
  try {
    const app = new App({ outdir });
    build(new Stack(app, 'Stack', { env: IRELAND }));
    app.synth();
    const files = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
    return { files: files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8')).join('\n') };
  } catch (error) {
    return { error: (error as Error).message, files: '' };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** A secret is either rejected by an error that does not repeat it, or it appears nowhere. */
function expectHidden(text: string, build: (stack: Stack) => unknown): void {
  const { error, files } = shown(build);
  const body = text.replace(/^.*[_=]/, '');
  expect((error ?? files).split('\n').filter(line => line.includes(body))).toEqual([]);
}

const places = Object.entries(PLACES).flatMap(([prop, list]) => list.map((place, index) => [`${prop} (${index + 1})`, place] as const));

test.each(places)('a secret in %s does not appear', (_name, place) => {
  SECRETS.forEach(text => expectHidden(text, stack => newEndpoint(stack, place(text, stack))));
});

test.each(Object.entries(CALLS))('a secret in %s does not appear', (_name, call) => {
  SECRETS.forEach(text => expectHidden(text, stack => call(text, newEndpoint(stack))));
});

test.each(Object.entries(CONSTRUCTS))('a secret in %s does not appear', (_name, build) => {
  SECRETS.forEach(text => expectHidden(text, stack => build(text, stack)));
});
