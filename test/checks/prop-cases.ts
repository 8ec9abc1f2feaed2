import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, SecretValue, Size, Token } from 'aws-cdk-lib/core';
import { LOCATION_CASES } from './location-cases';
import { OPERATION_CASES } from './operation-cases';
import { SECRET_CASES } from './secret-cases';
import { SERVER_CASES } from './server-cases';
import { TOKEN_CASES } from './token-cases';
import {
  ContainerImage, HubSnapshot, HuggingFaceSageMakerEndpointProps, HuggingFaceTask, InferenceAmiVersion, ModelData, ModelProfile, ModelServer,
  SageMakerInstanceType,
} from '../../src';
import { findingsOf } from '../../src/checks';
import { routeFindings, Routes } from '../../src/checks/endpoint/network';
import { Finding } from '../../src/checks/finding';
import { PlanScope } from '../../src/plan/plan-scope';
import { IMAGES, tei, tgi } from '../images';
import { image, newStack, planOf, type } from '../util';

const { AWS_LLAMA_CPP, LLAMA_CPP, LMI, TEI_CPU, TOOLKIT_INFERENTIA1, TOOLKIT_NEURON, VLLM, VLLM_NEURON } = IMAGES;

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

/** Props with a mistake, and the nearest ones without it. */
export interface PropCase {
  readonly mistake: Props;
  readonly neighbor: Props;
  readonly scope?: Partial<PlanScope>;
  readonly neighborScope?: Partial<PlanScope>;

  /** What is known about the routes of the VPC once the whole app is known. */
  readonly routes?: Routes;
  readonly neighborRoutes?: Routes;
}

const OLD_VLLM_NEURON = image('huggingface-vllm-inference-neuronx:0.11.0-optimum0.4.4-neuronx-py310-sdk2.26.1-ubuntu22.04');
const OWN_TEI = ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(newStack(), 'Tei', 'team/tei'), '1');

const bucket = s3.Bucket.fromBucketName(newStack(), 'Bucket', 'weights');
const network = (subnets: number) => ({
  subnets: Array.from({ length: subnets }, (_, index) => `subnet-${index}`), securityGroupIds: ['sg-0'],
});
const entries = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`KEY_${index}`, 'x']));
const large = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`KEY_${index}`, 'x'.repeat(1000)]));

/** A model whose weights are that many GiB, with 32 heads. */
const profile = (gibibytes: number) => new ModelProfile({
  weightsBytes: gibibytes * 1024 ** 3, layers: 32, attentionHeads: 32, keyValueHeads: 8, headDimension: 128, contextLength: 8192,
});
const PHI = new ModelProfile({ attentionHeads: 40, keyValueHeads: 10 });
const snapshotIn = (region: string) =>
  new HubSnapshot(newStack({ region }), 'Weights', { modelId: 'org/model', modelRevision: '0123456789abcdef0123456789abcdef01234567' }).modelData;
const HUB = 'hf_' + 'a'.repeat(34);

const vpc = (subnets: Partial<ec2.VpcAttributes>) => ec2.Vpc.fromVpcAttributes(newStack(), 'Vpc', { vpcId: 'vpc-0', availabilityZones: ['eu-west-1a'], ...subnets });
const PRIVATE = vpc({ privateSubnetIds: ['subnet-0'] });
const ISOLATED = vpc({ isolatedSubnetIds: ['subnet-0'] });
const GROUP = ec2.SecurityGroup.fromSecurityGroupId(newStack(), 'Group', 'sg-0');
const KEY = kms.Key.fromKeyArn(newStack(), 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/one');

const repository = (region: string) => ContainerImage.fromEcrRepository(
  ecr.Repository.fromRepositoryArn(newStack(), 'Repository', `arn:aws:ecr:${region}:111122223333:repository/models`), '1',
);
const role = (name: string) => iam.Role.fromRoleArn(newStack(), 'Role', `arn:aws:iam::111122223333:role/${name}`);

/** A mistake and its neighbor for each check of props. */
export const PROP_CASES: Record<string, PropCase> = {
  'prop-missing': { mistake: { modelId: null as any }, neighbor: { modelId: 'a' } },
  'prop-type': { mistake: { instanceCount: '2' as any }, neighbor: { instanceCount: 2 } },
  'unit-of-token': {
    mistake: { instanceProvisionTimeout: Duration.minutes(Token.asNumber({ Ref: 'Time' })) },
    neighbor: { instanceProvisionTimeout: Duration.seconds(Token.asNumber({ Ref: 'Time' })) },
  },
  'model-id': { mistake: { modelId: 'a b' }, neighbor: { modelId: 'a-b' } },
  'model-path-without-data': {
    mistake: { modelId: '/opt/ml/model' },
    neighbor: { modelId: '/opt/ml/model', modelData: ModelData.s3Prefix(bucket, 'a') },
  },
  'llama-cpp-without-gguf': { mistake: { container: LLAMA_CPP }, neighbor: { container: LLAMA_CPP, modelId: 'Qwen/Qwen3-8B-GGUF' } },
  'model-architecture': {
    mistake: { container: VLLM, modelId: 'moonshotai/Kimi-K3' },
    neighbor: { container: VLLM, modelId: 'moonshotai/Kimi-K3', server: ModelServer.vllm({ version: '0.29.0' }) },
  },
  'task-of-server': {
    mistake: { container: tgi('3.3.6'), task: HuggingFaceTask.FEATURE_EXTRACTION },
    neighbor: { container: tei('1.8.2'), task: HuggingFaceTask.FEATURE_EXTRACTION },
  },
  'log-retention-without-endpoint-name': {
    mistake: { logRetention: logs.RetentionDays.ONE_MONTH },
    neighbor: { logRetention: logs.RetentionDays.ONE_MONTH, endpointName: 'a' },
  },
  'enabled-token': { mistake: { enabled: Token.asAny({ Ref: 'Enabled' }) as unknown as boolean }, neighbor: { enabled: true } },
  'endpoint-disabled': { mistake: { enabled: false, endpointName: 'a' }, neighbor: { enabled: false } },
  'endpoint-name': { mistake: { endpointName: 'a'.repeat(64) }, neighbor: { endpointName: 'a'.repeat(63) } },
  'instance-type': { mistake: { instanceType: SageMakerInstanceType.of('g5.xlarge') }, neighbor: { instanceType: type('g5.xlarge') } },
  'instance-count': { mistake: { instanceCount: 0 }, neighbor: { instanceCount: 1 } },
  'startup-health-check-timeout': { mistake: { startupHealthCheckTimeoutInSeconds: 3601 }, neighbor: { startupHealthCheckTimeoutInSeconds: 3600 } },
  'startup-health-check-timeout-twice': {
    mistake: { startupHealthCheckTimeoutInSeconds: 600, startupHealthCheckTimeout: Duration.minutes(10) },
    neighbor: { startupHealthCheckTimeout: Duration.minutes(10) },
  },
  'model-data-download-timeout': {
    mistake: { modelDataDownloadTimeout: Duration.seconds(59) },
    neighbor: { modelDataDownloadTimeout: Duration.seconds(60) },
  },
  'vpc-config': { mistake: { vpcConfig: network(17) }, neighbor: { vpcConfig: network(16) } },
  'environment-entries': { mistake: { environment: entries(97) }, neighbor: { environment: entries(96) } },
  'environment-key': { mistake: { environment: { '1A': 'x' } }, neighbor: { environment: { A1: 'x' } } },
  'environment-value': { mistake: { environment: { A: 'x'.repeat(1025) } }, neighbor: { environment: { A: 'x'.repeat(1024) } } },
  'environment-size': { mistake: { environment: large(33) }, neighbor: { environment: large(32) } },
  'role-arn': { mistake: { role: role('a'.repeat(65)) }, neighbor: { role: role('a'.repeat(64)) } },
  'vpc-config-id': {
    mistake: { vpcConfig: { subnets: ['subnet_0'], securityGroupIds: ['sg-0'] } },
    neighbor: { vpcConfig: { subnets: ['subnet-0'], securityGroupIds: ['sg-0'] } },
  },
  'image-repository': { mistake: { container: image('Models:1') }, neighbor: { container: image('models:1') } },
  'image-tag': { mistake: { container: image('models:.1') }, neighbor: { container: image('models:1.') } },
  'image-account': { mistake: { container: image('models:1', '11112222333') }, neighbor: { container: image('models:1', '111122223333') } },
  'image-length': { mistake: { container: image(`${'a'.repeat(210)}:1`) }, neighbor: { container: image(`${'a'.repeat(205)}:1`) } },
  'image-in-other-region': {
    mistake: { container: repository('us-east-1'), server: ModelServer.tgi() },
    neighbor: { container: repository('eu-west-1'), server: ModelServer.tgi() },
  },
  'no-image': {
    mistake: { container: undefined, instanceType: type('c6i.xlarge') },
    neighbor: { container: undefined, instanceType: type('g6.xlarge') },
  },
  'image-directory': {
    mistake: { container: ContainerImage.fromAsset('/nonexistent') },
    neighbor: { container: ContainerImage.fromAsset(__dirname, { file: 'prop-cases.ts' }) },
  },
  'image-registry-region': {
    mistake: { container: TEI_CPU, instanceType: type('c6i.xlarge') },
    neighbor: { container: TEI_CPU, instanceType: type('c6i.xlarge') },
    scope: { region: 'mx-central-1' },
    neighborScope: { region: 'us-east-1' },
  },
  'image-out-of-support': {
    mistake: { container: AWS_LLAMA_CPP, instanceType: type('c6i.4xlarge') },
    neighbor: { container: AWS_LLAMA_CPP, instanceType: type('c6i.4xlarge') },
    scope: { today: '2027-08-22' },
    neighborScope: { today: '2027-08-21' },
  },
  'image-not-listed-in-region': {
    mistake: { container: OLD_VLLM_NEURON, instanceType: type('inf2.xlarge') },
    neighbor: { container: OLD_VLLM_NEURON, instanceType: type('inf2.xlarge') },
    scope: { region: 'eu-north-1' },
    neighborScope: { region: 'eu-west-1' },
  },
  'image-architecture': {
    mistake: { container: TEI_CPU, instanceType: type('c7g.xlarge') },
    neighbor: { container: TEI_CPU, instanceType: type('c7i.xlarge') },
  },
  'gpu-image-on-cpu-instance': {
    mistake: { container: VLLM, instanceType: type('m5.xlarge') },
    neighbor: { container: VLLM, instanceType: type('g5.xlarge') },
  },
  'cpu-image-on-gpu-instance': {
    mistake: { container: TEI_CPU, instanceType: type('g5.xlarge') },
    neighbor: { container: TEI_CPU, instanceType: type('m5.xlarge') },
  },
  'image-of-other-accelerator': {
    mistake: { container: VLLM, instanceType: type('inf2.xlarge') },
    neighbor: { container: VLLM_NEURON, instanceType: type('inf2.xlarge') },
  },
  'gpu-generation': {
    mistake: { container: VLLM, instanceType: type('p3.2xlarge') },
    neighbor: { container: LMI, instanceType: type('p3.2xlarge') },
  },
  'neuron-generation': {
    mistake: { container: VLLM_NEURON, instanceType: type('inf1.xlarge') },
    neighbor: { container: TOOLKIT_INFERENTIA1, instanceType: type('inf1.xlarge') },
  },
  'tei-compute-capability': {
    mistake: { container: tei('1.8.2'), instanceType: type('p3.2xlarge') },
    neighbor: { container: tei('1.8.2'), instanceType: type('g4dn.xlarge') },
  },
  'bfloat16-on-old-gpu': {
    mistake: { container: VLLM, instanceType: type('g4dn.xlarge'), server: ModelServer.vllm({ dataType: 'bfloat16' }) },
    neighbor: { container: VLLM, instanceType: type('g5.xlarge'), server: ModelServer.vllm({ dataType: 'bfloat16' }) },
  },
  'lmi-on-old-gpu': {
    mistake: { container: LMI, instanceType: type('g4dn.xlarge') },
    neighbor: { container: LMI, instanceType: type('g6.xlarge') },
  },
  'ami-of-instance-type': {
    mistake: { container: VLLM, inferenceAmiVersion: InferenceAmiVersion.AL2_NEURON_2 },
    neighbor: { container: VLLM, inferenceAmiVersion: InferenceAmiVersion.AL2023_GPU_4_1 },
  },
  'ami-of-cuda': {
    mistake: { container: LMI, inferenceAmiVersion: InferenceAmiVersion.AL2023_GPU_4_1 },
    neighbor: { container: VLLM, inferenceAmiVersion: InferenceAmiVersion.AL2_GPU_3_1 },
  },
  'ami-of-gpu': {
    mistake: { container: VLLM, instanceType: type('g7.2xlarge'), inferenceAmiVersion: InferenceAmiVersion.AL2023_GPU_4_1 },
    neighbor: { container: VLLM, instanceType: type('g7e.2xlarge'), inferenceAmiVersion: InferenceAmiVersion.AL2023_GPU_4_1 },
  },
  'server-of-image': { mistake: { container: VLLM, server: ModelServer.tgi() }, neighbor: { container: VLLM, server: ModelServer.vllm() } },
  'server-of-own-image': {
    mistake: { container: OWN_TEI, server: ModelServer.vllm() }, neighbor: { container: OWN_TEI, server: ModelServer.tei() },
  },
  'server-option': {
    mistake: { container: VLLM, server: ModelServer.vllm({ gpuMemoryUtilization: 1.01 }) },
    neighbor: { container: VLLM, server: ModelServer.vllm({ gpuMemoryUtilization: 1 }) },
  },
  'server-version': {
    mistake: { container: image('mine:1'), server: ModelServer.tgi({ version: 'latest' }) },
    neighbor: { container: image('mine:1'), server: ModelServer.tgi({ version: 'v3.0.1' }) },
  },
  'server-option-version': {
    mistake: { container: tgi('2.4.0'), server: ModelServer.tgi({ messagesApi: true }) },
    neighbor: { container: tgi('2.3.1'), server: ModelServer.tgi({ messagesApi: true }) },
  },
  'reserved-variable': {
    mistake: { container: VLLM, environment: { SM_VLLM_PORT: '80' } },
    neighbor: { container: VLLM, environment: { SM_VLLM_PORT: '8080' } },
  },
  'more-shards-than-accelerators': {
    mistake: { container: VLLM, instanceType: type('g5.12xlarge'), environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '8' } },
    neighbor: { container: VLLM, instanceType: type('g5.48xlarge'), environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '8' } },
  },
  'idle-accelerators': {
    mistake: { container: tgi('3.3.6'), instanceType: type('g5.12xlarge'), environment: { NUM_SHARD: '1' } },
    neighbor: { container: tgi('3.3.6'), instanceType: type('g5.12xlarge'), environment: { NUM_SHARD: '4' } },
  },
  'attention-heads-not-divisible': {
    mistake: { container: VLLM, instanceType: type('g5.12xlarge'), environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '3' }, modelProfile: profile(8) },
    neighbor: { container: VLLM, instanceType: type('g5.12xlarge'), environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '4' }, modelProfile: profile(8) },
  },
  'key-value-heads-not-divisible': {
    mistake: { container: VLLM, instanceType: type('g5.12xlarge'), environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '4' }, modelProfile: PHI },
    neighbor: { container: VLLM, instanceType: type('g5.12xlarge'), environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '2' }, modelProfile: PHI },
  },
  'parallelism-of-unknown-heads': {
    mistake: { container: VLLM, instanceType: type('p5.48xlarge') },
    neighbor: { container: VLLM, instanceType: type('p5.48xlarge'), modelProfile: profile(8) },
  },
  ...SERVER_CASES,
  ...TOKEN_CASES,
  'variable-of-another-server': {
    mistake: { container: VLLM, environment: { SM_NUM_GPUS: '1' } },
    neighbor: { container: LMI, environment: { SM_NUM_GPUS: '1' } },
  },
  'variable-of-another-version': {
    mistake: { container: tgi('2.4.0'), environment: { PAYLOAD_LIMIT: '1' } },
    neighbor: { container: tgi('2.4.1'), environment: { PAYLOAD_LIMIT: '1' } },
  },
  'remote-code-without-revision': {
    mistake: { container: VLLM, server: ModelServer.vllm({ trustRemoteCode: true }) },
    neighbor: { container: VLLM, server: ModelServer.vllm({ trustRemoteCode: true }), modelRevision: 'abc' },
  },
  'neuron-sequence-length': {
    mistake: { container: TOOLKIT_NEURON, instanceType: type('inf2.xlarge') },
    neighbor: { container: TOOLKIT_NEURON, instanceType: type('inf2.xlarge'), server: ModelServer.inferenceToolkitNeuron({ sequenceLength: 512 }) },
  },
  'model-too-large': { mistake: { modelProfile: profile(23) }, neighbor: { modelProfile: profile(22) } },
  'model-may-not-fit': { mistake: { modelId: 'org/model-13B' }, neighbor: { modelId: 'org/model-8B' } },
  'context-too-long': {
    mistake: { container: VLLM, modelProfile: profile(16), server: ModelServer.vllm({ maxModelLength: 65536 }) },
    neighbor: { container: VLLM, modelProfile: profile(16), server: ModelServer.vllm({ maxModelLength: 16384 }) },
  },
  'startup-timeout-short': { mistake: { startupHealthCheckTimeoutInSeconds: 599 }, neighbor: { startupHealthCheckTimeoutInSeconds: 600 } },
  'startup-timeout-short-for-size': {
    mistake: { instanceType: type('p5.48xlarge'), modelId: 'org/model-405B', startupHealthCheckTimeoutInSeconds: 1649 },
    neighbor: { instanceType: type('p5.48xlarge'), modelId: 'org/model-405B', startupHealthCheckTimeoutInSeconds: 1650 },
  },
  'download-timeout-short-for-size': {
    mistake: { instanceType: type('p5.48xlarge'), modelId: 'org/model-405B', modelData: ModelData.s3Prefix(bucket, 'a') },
    neighbor: { instanceType: type('p5.48xlarge'), modelId: 'org/model-405B', modelData: ModelData.s3Prefix(bucket, 'a'), modelDataDownloadTimeout: Duration.hours(1) },
  },
  'volume-small-for-size': {
    mistake: { container: VLLM_NEURON, instanceType: type('inf2.48xlarge'), modelId: 'org/model-70B' },
    neighbor: { container: VLLM_NEURON, instanceType: type('inf2.48xlarge'), modelId: 'org/model-70B', volumeSize: Size.gibibytes(256) },
  },
  'loading-timeout-above-startup': {
    mistake: { container: LMI, server: ModelServer.lmi({ modelLoadingTimeout: Duration.seconds(601) }) },
    neighbor: { container: LMI, server: ModelServer.lmi({ modelLoadingTimeout: Duration.seconds(600) }) },
  },
  'token-in-environment': { mistake: { environment: { HF_TOKEN: HUB } }, neighbor: { environment: { HF_TOKEN: HUB.slice(1) } } },
  'hub-access-token-ssm-secure': {
    mistake: { hubAccessToken: SecretValue.ssmSecure('/hub') },
    neighbor: { hubAccessToken: SecretValue.secretsManager('hub') },
  },
  'hub-access-token-in-plain-text': {
    mistake: { hubAccessToken: SecretValue.unsafePlainText('x') },
    neighbor: { hubAccessToken: SecretValue.secretsManager('hub') },
  },
  'hub-access-token-without-hub': {
    mistake: { modelData: ModelData.s3Prefix(bucket, 'a'), hubAccessToken: SecretValue.secretsManager('hub') },
    neighbor: { hubAccessToken: SecretValue.secretsManager('hub') },
  },
  'hub-out-of-reach': {
    mistake: {}, neighbor: { environment: { HF_ENDPOINT: 'https://hub.example.com' } }, scope: { region: 'us-iso-east-1', partition: 'aws-iso' },
  },
  'hub-hard-to-reach': {
    mistake: {}, neighbor: { environment: { HF_ENDPOINT: 'https://hub.example.com' } }, scope: { region: 'cn-north-1', partition: 'aws-cn' },
  },
  'model-revision-without-hub': { mistake: { modelId: '/opt/ml/model', modelRevision: 'main' }, neighbor: { modelRevision: 'main' } },
  'model-revision': {
    mistake: { container: LLAMA_CPP, modelRevision: 'main' },
    neighbor: { container: VLLM, modelRevision: 'main' },
  },
  'model-revision-empty': { mistake: { modelRevision: '' }, neighbor: { modelRevision: 'a' } },
  'volume-size': {
    mistake: { container: VLLM_NEURON, instanceType: type('inf2.xlarge'), volumeSize: Size.gibibytes(513) },
    neighbor: { container: VLLM_NEURON, instanceType: type('inf2.xlarge'), volumeSize: Size.gibibytes(512) },
  },
  'volume-of-instance-type': {
    mistake: { volumeSize: Size.gibibytes(100) },
    neighbor: { container: VLLM_NEURON, instanceType: type('inf2.xlarge'), volumeSize: Size.gibibytes(100) },
  },
  'volume-beside-local-disk': {
    mistake: { container: VLLM, instanceType: type('g7e.2xlarge'), volumeSize: Size.gibibytes(100) },
    neighbor: { container: VLLM, instanceType: type('g7e.2xlarge') },
  },
  'model-data-archive': {
    mistake: { modelData: ModelData.s3Archive(bucket, 'a.zip') },
    neighbor: { modelData: ModelData.s3Archive(bucket, 'a.tar.gz') },
  },
  'model-data-key': { mistake: { modelData: ModelData.s3Prefix(bucket, '/a') }, neighbor: { modelData: ModelData.s3Prefix(bucket, 'a') } },
  'model-data-address': {
    mistake: { modelData: ModelData.s3Prefix(bucket, 'a'.repeat(1100)) },
    neighbor: { modelData: ModelData.s3Prefix(bucket, 'a'.repeat(1000)) },
  },
  'snapshot-in-other-region': { mistake: { modelData: snapshotIn('us-east-1') }, neighbor: { modelData: snapshotIn('eu-west-1') } },
  'model-data-in-other-region': {
    mistake: { modelData: ModelData.s3Prefix(s3.Bucket.fromBucketAttributes(newStack(), 'Bucket', { bucketName: 'weights', region: 'us-east-1' }), 'a') },
    neighbor: { modelData: ModelData.s3Prefix(bucket, 'a') },
  },
  'vpc-twice': { mistake: { vpc: PRIVATE, vpcConfig: network(1) }, neighbor: { vpc: PRIVATE } },
  'network-without-vpc': { mistake: { securityGroups: [GROUP] }, neighbor: { vpc: PRIVATE, securityGroups: [GROUP] } },
  'allow-all-outbound': {
    mistake: { vpc: PRIVATE, securityGroups: [GROUP], allowAllOutbound: false },
    neighbor: { vpc: PRIVATE, allowAllOutbound: false },
  },
  'vpc-subnets': {
    mistake: { vpc: PRIVATE, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } },
    neighbor: { vpc: PRIVATE, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } },
  },
  'vpc-size': { mistake: { vpc: vpc({ privateSubnetIds: network(17).subnets }) }, neighbor: { vpc: vpc({ privateSubnetIds: network(16).subnets }) } },
  'ssm-access-with-network-isolation': {
    mistake: { ssmAccess: true, networkIsolation: true, modelId: '/opt/ml/model' },
    neighbor: { ssmAccess: true, networkIsolation: false, modelId: '/opt/ml/model' },
  },
  'hub-with-network-isolation': { mistake: { networkIsolation: true }, neighbor: { networkIsolation: true, modelId: '/opt/ml/model' } },
  'hub-without-way-out': { mistake: { vpc: ISOLATED }, neighbor: { vpc: ISOLATED, environment: { HF_ENDPOINT: 'https://hub.example.com' } } },
  'subnets-without-s3': {
    mistake: { vpc: ISOLATED, modelData: ModelData.s3Prefix(bucket, 'a') },
    neighbor: { vpc: ISOLATED, modelData: ModelData.s3Prefix(bucket, 'a') },
    routes: { hasS3Endpoint: false, letsNothingOut: false },
    neighborRoutes: { hasS3Endpoint: true, letsNothingOut: false },
  },
  'no-outbound-rule': {
    mistake: { vpc: PRIVATE, allowAllOutbound: false },
    neighbor: { vpc: PRIVATE, allowAllOutbound: false, modelId: '/opt/ml/model' },
    routes: { hasS3Endpoint: true, letsNothingOut: true },
  },
  'encryption-key-and-local-disk': {
    mistake: { instanceType: type('g5.2xlarge'), encryptionKey: KEY },
    neighbor: { container: VLLM_NEURON, instanceType: type('inf2.xlarge'), encryptionKey: KEY },
  },
  ...OPERATION_CASES,
  ...LOCATION_CASES,
  ...SECRET_CASES,
};

/** What is found in the plan of an endpoint, and at synth in its routes. */
export function findingsWith(props: Props, scope: Partial<PlanScope> = {}, routes?: Routes): Finding[] {
  const plan = planOf(props, scope);
  return [...findingsOf(plan), ...routes ? routeFindings(plan, routes) : []];
}
