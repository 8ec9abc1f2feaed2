import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { App, CfnOutput, Duration, Lazy, Stack, Token } from 'aws-cdk-lib/core';
import { ARGUMENT_CASES } from './argument-cases';
import { LOCATION_METHOD_CASES } from './location-cases';
import { NAME_CASES } from './secret-cases';
import {
  AutoScaleOptions, CapacitySize, DeepLearningContainerImage, Deployment, HubSnapshot, HubSnapshotProps, HuggingFaceSageMakerEndpoint,
  HuggingFaceSageMakerEndpointProps, HuggingFaceTask, ModelServer, MonitorOptions, SageMakerInstanceType, SmokeTestOptions, TelemetryEnrichment,
} from '../../src';
import { Finding } from '../../src/checks/finding';
import * as reports from '../../src/checks/report';
import { IMAGES } from '../images';
import { newEndpoint, newStack, type, template } from '../util';

const { SGLANG, TEI_CPU, VLLM } = IMAGES;

type Call = (endpoint: HuggingFaceSageMakerEndpoint) => unknown;
type Props = Partial<HuggingFaceSageMakerEndpointProps>;

/** A call that is a mistake, and the nearest one that is not. */
export interface MethodCase {
  readonly mistake: Call;
  readonly neighbor: Call;

  /** The props of the endpoint. */
  readonly props?: Props;
  readonly neighborProps?: Props;
}

const QUEUE: Props = { asyncInference: { outputBucket: s3.Bucket.fromBucketName(newStack(), 'Bucket', 'answers') } };
const CPU: Props = { instanceType: type('c5.xlarge'), container: TEI_CPU };
const FOUR_GPUS: Props = { instanceType: type('g5.12xlarge'), environment: {} };
const UNKNOWN: Props = { instanceType: type('z99.xlarge') };
const canary = (instances: number): Props => ({
  instanceCount: 4, deployment: Deployment.canary({ size: CapacitySize.instances(instances), waitInterval: Duration.minutes(5) }),
});
const schedule = appscaling.Schedule.cron({ hour: '8', minute: '0' });
const imported = ({ stack }: HuggingFaceSageMakerEndpoint, region: string) =>
  HuggingFaceSageMakerEndpoint.fromEndpointArn(stack, 'Imported', `arn:aws:sagemaker:${region}:111122223333:endpoint/other`);

/** A statement with a resource of that many characters. */
const statement = (size: number) => new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['a'.repeat(size)] });

const autoScale = (minCapacity: number, maxCapacity: number): Call => endpoint => endpoint.autoScale({ minCapacity, maxCapacity });
const onGpus = (acceleratorCount?: number): Call => endpoint =>
  endpoint.autoScale({ maxCapacity: 2 }).scaleOnGpuUtilization('Gpu', { targetUtilizationPercent: 60, acceleratorCount });
const onInvocations = (invocationsPerInstance: number, scaleInCooldown = Duration.seconds(1)): Call => endpoint =>
  endpoint.autoScale({ maxCapacity: 2 }).scaleOnInvocations('Invocations', { invocationsPerInstance, scaleInCooldown });
const onBacklog: Call = endpoint => endpoint.autoScale({ maxCapacity: 2 }).scaleOnBacklog('Backlog', { backlogPerInstance: 5 });
const scheduled = (limits: Partial<AutoScaleOptions>): Call => endpoint =>
  endpoint.autoScale({ minCapacity: 1, maxCapacity: 4 }).scaleOnSchedule('Morning', { schedule, ...limits });
const monitor = (options: MonitorOptions = {}): Call => endpoint => endpoint.monitor(options);
/** An alarm that is referred to, and scaling to zero afterwards. */
const referredTo = (scalesToZero?: boolean): Call => endpoint => {
  new CfnOutput(endpoint.stack, 'Alarm', { value: endpoint.monitor({ scalesToZero }).noInstance!.alarmArn });
  endpoint.autoScale({ minCapacity: 0, maxCapacity: 2 });
};
const named: Call = endpoint => new CfnOutput(endpoint.stack, 'Name', { value: endpoint.endpointName });
const alarmed: Call = endpoint => new CfnOutput(endpoint.stack, 'Alarm', { value: endpoint.monitor().disk.alarmArn });
const smokeTest = (options?: SmokeTestOptions): Call => endpoint => endpoint.smokeTest(options);
const cacheHits = monitor({ minimumPrefixCacheHitPercent: 30 });
const vllm = (version: string) =>
  DeepLearningContainerImage.fromDeepLearningContainerImage('vllm', `${version}-gpu-py312-cu124-ubuntu22.04-sagemaker`);
const firstToken = monitor({ maximumTimeToFirstToken: Duration.seconds(2) });
const twice = (call: Call): Call => endpoint => [call(endpoint), call(endpoint)];

const SECRET = secretsmanager.Secret.fromSecretNameV2(newStack(), 'Secret', 'hub');
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
/** A snapshot of a small model. */
const snapshot = (props: Partial<HubSnapshotProps> = {}): Call => endpoint =>
  new HubSnapshot(endpoint, `Weights${endpoint.node.children.length}`, { modelId: 'org/model', modelRevision: COMMIT, ...props });
const bucketOf = ({ stack }: HuggingFaceSageMakerEndpoint, id: string) => s3.Bucket.fromBucketName(stack, id, 'weights');
const inVpc = (subnets: Partial<ec2.VpcAttributes>): Call => endpoint =>
  snapshot({ vpc: ec2.Vpc.fromVpcAttributes(endpoint, 'Vpc', { vpcId: 'vpc-0', availabilityZones: ['eu-west-1a'], ...subnets }) })(endpoint);
/** A stack in this region with a snapshot, whose path begins as that of an endpoint does. */
const snapshotIn = (region: string): Call => () =>
  new HubSnapshot(new Stack(new App(), 'Stack', { env: { region } }), 'Endpoint', { modelId: 'org/model', modelRevision: COMMIT });

/** A mistake and its neighbor for each check of a method. */
export const METHOD_CASES: Record<string, MethodCase> = {
  'scaling-twice': { mistake: twice(autoScale(1, 2)), neighbor: autoScale(1, 2) },
  'scaling-bounds': { mistake: autoScale(3, 2), neighbor: autoScale(2, 2) },
  'scaling-to-zero': { mistake: autoScale(0, 2), neighbor: autoScale(0, 2), neighborProps: QUEUE },
  'scaling-burstable': {
    mistake: autoScale(1, 2),
    neighbor: autoScale(1, 2),
    props: { ...CPU, instanceType: type('t2.medium') },
    neighborProps: { ...CPU, instanceType: type('m5.large') },
  },
  'scaling-instance-count': { mistake: autoScale(2, 4), neighbor: autoScale(1, 4) },
  'scaling-deployment-size': { mistake: autoScale(2, 4), neighbor: autoScale(2, 4), props: canary(2), neighborProps: canary(1) },
  'scaling-without-policy': { mistake: autoScale(1, 2), neighbor: onInvocations(1) },
  'scaling-to-zero-after-monitor': {
    mistake: endpoint => [endpoint.monitor({ scalesToZero: false }), endpoint.autoScale({ minCapacity: 0, maxCapacity: 2 })],
    neighbor: endpoint => [endpoint.monitor(), endpoint.autoScale({ minCapacity: 0, maxCapacity: 2 })],
    props: QUEUE,
  },
  'scaling-cooldown': { mistake: onInvocations(1, Duration.millis(1500)), neighbor: onInvocations(1, Duration.millis(2000)) },
  'scaling-target-value': { mistake: onInvocations(0), neighbor: onInvocations(0.5) },
  'scaling-on-gpu-without-gpu': { mistake: onGpus(), neighbor: onGpus(), props: CPU, neighborProps: {} },
  'scaling-gpu-count': { mistake: onGpus(2), neighbor: onGpus(4), props: FOUR_GPUS },
  'scaling-on-mixed-gpu-counts': {
    mistake: onGpus(),
    neighbor: onGpus(),
    props: { ...FOUR_GPUS, fallbackInstanceTypes: [type('g5.48xlarge')] },
    neighborProps: { ...FOUR_GPUS, fallbackInstanceTypes: [type('g5.24xlarge')] },
  },
  'scaling-on-unknown-gpu-count': {
    mistake: onGpus(),
    neighbor: onGpus(),
    props: { ...FOUR_GPUS, fallbackInstanceTypes: [type('z99.xlarge')] },
    neighborProps: { ...FOUR_GPUS, fallbackInstanceTypes: [SageMakerInstanceType.of(Lazy.string({ produce: () => 'ml.z99.xlarge' }))] },
  },
  'scaling-on-backlog-in-real-time': { mistake: onBacklog, neighbor: onBacklog, neighborProps: QUEUE },
  'scaling-on-requests-of-async': { mistake: onInvocations(1), neighbor: onInvocations(1), props: QUEUE, neighborProps: {} },
  'scaling-schedule': { mistake: scheduled({}), neighbor: scheduled({ minCapacity: 2 }) },
  'scaling-schedule-twice': {
    mistake: endpoint => {
      const scaling = endpoint.autoScale({ maxCapacity: 2 });
      scaling.scaleOnSchedule('Morning', { schedule, minCapacity: 1 });
      scaling.scaleOnSchedule('Morning', { schedule, minCapacity: 2 });
    },
    neighbor: endpoint => {
      const scaling = endpoint.autoScale({ maxCapacity: 2 });
      scaling.scaleOnSchedule('Morning', { schedule, minCapacity: 1 });
      scaling.scaleOnSchedule('Noon', { schedule, minCapacity: 2 });
    },
  },
  'scaling-schedule-bounds': { mistake: scheduled({ minCapacity: 5 }), neighbor: scheduled({ minCapacity: 5, maxCapacity: 5 }) },
  'monitor-twice': { mistake: twice(monitor()), neighbor: monitor() },
  'monitor-threshold': { mistake: monitor({ maximumDiskPercent: 100 }), neighbor: monitor({ maximumDiskPercent: 99.9 }) },
  'monitor-token': { mistake: monitor({ maximumDiskPercent: Token.asNumber({ Ref: 'Percent' }) }), neighbor: monitor({ maximumDiskPercent: 90 }) },
  'monitor-accelerator-count': { mistake: monitor(), neighbor: monitor({ acceleratorCount: 1 }), props: UNKNOWN },
  'monitor-gpu-memory-without-gpu': {
    mistake: monitor({ maximumGpuMemoryPercent: 90 }), neighbor: monitor({ maximumGpuMemoryPercent: 90 }), props: CPU, neighborProps: {},
  },
  'monitor-overhead-latency-of-async': {
    mistake: monitor({ maximumOverheadLatency: Duration.seconds(1) }),
    neighbor: monitor({ maximumOverheadLatency: Duration.seconds(1) }),
    props: QUEUE,
    neighborProps: {},
  },
  'monitor-backlog-age-in-real-time': {
    mistake: monitor({ maximumBacklogAge: Duration.hours(1) }), neighbor: monitor({ maximumBacklogAge: Duration.hours(1) }), neighborProps: QUEUE,
  },
  'monitor-idle-after': { mistake: monitor({ idleAfter: Duration.minutes(4) }), neighbor: monitor({ idleAfter: Duration.minutes(5) }) },
  'monitor-removed-alarm': { mistake: referredTo(), neighbor: referredTo(false), props: QUEUE },
  'dashboard-twice': { mistake: twice(endpoint => endpoint.dashboard()), neighbor: endpoint => endpoint.dashboard() },
  'dashboard-name': { mistake: endpoint => endpoint.dashboard({ dashboardName: 'a.b' }), neighbor: endpoint => endpoint.dashboard({ dashboardName: 'a-b' }) },
  'dashboard-price': {
    mistake: endpoint => endpoint.dashboard({ pricePerInstanceHour: 0 }), neighbor: endpoint => endpoint.dashboard({ pricePerInstanceHour: 0.1 }),
  },
  'server-metric-unknown': { mistake: firstToken, neighbor: firstToken, neighborProps: { container: VLLM } },
  'server-metrics-disabled': {
    mistake: firstToken, neighbor: firstToken, props: { container: VLLM, detailedObservability: false }, neighborProps: { container: VLLM },
  },
  'server-metrics-of-sglang': {
    mistake: firstToken,
    neighbor: firstToken,
    props: { container: SGLANG },
    neighborProps: { container: SGLANG, server: ModelServer.sglang({ extraArguments: { 'enable-metrics': 'true' } }) },
  },
  'server-metric-version': { mistake: cacheHits, neighbor: cacheHits, props: { container: vllm('0.7.2') }, neighborProps: { container: vllm('0.7.3') } },
  'server-metric-without-prefix-cache': {
    mistake: cacheHits,
    neighbor: cacheHits,
    props: { container: VLLM, server: ModelServer.vllm({ prefixCaching: false }) },
    neighborProps: { container: VLLM, server: ModelServer.vllm({ prefixCaching: true }) },
  },
  'enrichment-twice': {
    mistake: endpoint => ['A', 'B'].map(id => new TelemetryEnrichment(endpoint, id)), neighbor: endpoint => new TelemetryEnrichment(endpoint, 'A'),
  },
  'smoke-test-twice': { mistake: twice(smokeTest()), neighbor: smokeTest() },
  'smoke-test-of-async': { mistake: smokeTest(), neighbor: smokeTest(), props: QUEUE, neighborProps: {} },
  'smoke-test-requests': { mistake: smokeTest({ requests: [] }), neighbor: smokeTest({ requests: [{}] }) },
  'smoke-test-without-body': { mistake: smokeTest(), neighbor: smokeTest(), props: CPU, neighborProps: { ...CPU, task: HuggingFaceTask.FEATURE_EXTRACTION } },
  'smoke-test-body-and-file': {
    mistake: smokeTest({ requests: [{ body: {}, file: 'package.json' }] }), neighbor: smokeTest({ requests: [{ file: 'package.json' }] }),
  },
  'smoke-test-file': { mistake: smokeTest({ requests: [{ file: 'none.json' }] }), neighbor: smokeTest({ requests: [{ file: 'package.json' }] }) },
  'smoke-test-content-type': {
    mistake: smokeTest({ requests: [{ file: 'LICENSE' }] }), neighbor: smokeTest({ requests: [{ file: 'LICENSE', contentType: 'text/plain' }] }),
  },
  'smoke-test-size': {
    mistake: smokeTest({ requests: [{ body: { a: 'a'.repeat(99_993) } }] }), neighbor: smokeTest({ requests: [{ body: { a: 'a'.repeat(99_992) } }] }),
  },
  'smoke-test-contains': { mistake: smokeTest({ requests: [{ contains: '' }] }), neighbor: smokeTest({ requests: [{ contains: 'a' }] }) },
  'smoke-test-latency': { mistake: smokeTest({ maximumLatency: Duration.seconds(61) }), neighbor: smokeTest({ maximumLatency: Duration.seconds(60) }) },
  'disabled-endpoint-without-name': { mistake: named, neighbor: named, props: { enabled: false }, neighborProps: { enabled: false, endpointName: 'a' } },
  'disabled-endpoint-resource': { mistake: alarmed, neighbor: alarmed, props: { enabled: false }, neighborProps: { enabled: true } },
  'outputs-twice': { mistake: twice(endpoint => endpoint.outputs()), neighbor: endpoint => endpoint.outputs() },
  'grant-of-other-requests': {
    mistake: endpoint => endpoint.grants.invokeAsync(new iam.AccountRootPrincipal()),
    neighbor: endpoint => endpoint.grants.invoke(new iam.AccountRootPrincipal()),
  },
  'grant-to-other-account': {
    mistake: endpoint => endpoint.grants.invoke(new iam.AccountPrincipal('444455556666')),
    neighbor: endpoint => endpoint.grants.invoke(new iam.AccountPrincipal('111122223333')),
  },
  'snapshot-token': {
    mistake: snapshot({ modelId: Lazy.string({ produce: () => 'org/model' }) }), neighbor: snapshot({ hubAccessTokenField: Lazy.string({ produce: () => 'f' }), hubAccessTokenSecret: SECRET }),
  },
  'snapshot-model-id': { mistake: snapshot({ modelId: 'org/model:Q4_K_M' }), neighbor: snapshot({ modelId: 'gpt2' }) },
  'snapshot-revision': { mistake: snapshot({ modelRevision: 'main' }), neighbor: snapshot() },
  'snapshot-pattern': { mistake: snapshot({ include: ['/config.json'] }), neighbor: snapshot({ include: ['config.json'] }) },
  'snapshot-subfolder': {
    mistake: snapshot({ subfolders: { '../draft': { modelId: 'org/draft', modelRevision: COMMIT } } }),
    neighbor: snapshot({ subfolders: { 'adapters/sql': { modelId: 'org/draft', modelRevision: COMMIT } } }),
  },
  'snapshot-field-without-secret': {
    mistake: snapshot({ hubAccessTokenField: 'token' }), neighbor: snapshot({ hubAccessTokenField: 'token', hubAccessTokenSecret: SECRET }),
  },
  'snapshot-twice': {
    mistake: endpoint => ['One', 'Two'].map(id => snapshot({ bucket: bucketOf(endpoint, id) })(endpoint)),
    neighbor: endpoint => ['One', 'Two'].map(id => snapshot({ bucket: bucketOf(endpoint, id), exclude: [id] })(endpoint)),
  },
  'snapshot-vpc-of-others': {
    mistake: endpoint => [snapshot()(endpoint), inVpc({ privateSubnetIds: ['subnet-0'] })(endpoint)],
    neighbor: inVpc({ privateSubnetIds: ['subnet-0'] }),
  },
  'snapshot-without-way-out': { mistake: inVpc({ isolatedSubnetIds: ['subnet-0'] }), neighbor: inVpc({ privateSubnetIds: ['subnet-0'] }) },
  'snapshot-without-codebuild': { mistake: snapshotIn('ca-west-1'), neighbor: snapshotIn('ca-central-1') },
  'grants-not-awaited': {
    mistake: endpoint => [endpoint.grantInvoke(endpoint), endpoint.role.addToPrincipalPolicy(statement(10))],
    neighbor: endpoint => [endpoint.grantInvoke(endpoint), endpoint.addToRolePolicy(statement(10))],
  },
  'role-policy-size': {
    mistake: endpoint => endpoint.addToRolePolicy(statement(10_240)), neighbor: endpoint => endpoint.addToRolePolicy(statement(9000)),
  },
  'events-from-elsewhere': {
    mistake: endpoint => imported(endpoint, 'us-east-1').onFailure('Failure'), neighbor: endpoint => imported(endpoint, 'eu-west-1').onFailure('Failure'),
  },
  ...LOCATION_METHOD_CASES,
  ...NAME_CASES,
  ...ARGUMENT_CASES,
};

/** What is reported for a call on an endpoint, and at synth. */
export function reportedFor(props: Props | undefined, call: Call): Finding[] {
  const stack = newStack();
  const endpoint = newEndpoint(stack, props);
  const report = jest.spyOn(reports, 'report');
  const reject = jest.spyOn(reports, 'reject');
  try {
    call(endpoint);
    template(stack);
  } catch (error) {
    expect((error as Error).message).toContain('Stack/Endpoint');
  } finally {
    jest.restoreAllMocks();
  }
  return [...report.mock.calls, ...reject.mock.calls].flatMap(([, findings]) => findings);
}
