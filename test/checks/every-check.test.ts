import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, SecretValue, Size, Token } from 'aws-cdk-lib/core';
import { OPERATION_CASES } from './operation-cases';
import { SERVER_CASES } from './server-cases';
import { TOKEN_CASES } from './token-cases';
import {
  ContainerImage, HuggingFaceSageMakerEndpointProps, HuggingFaceTask, InferenceAmiVersion, ModelData, ModelProfile, ModelServer,
  SageMakerInstanceType,
} from '../../src';
import { findingsOf, SUBJECTS } from '../../src/checks';
import { METHOD_SUBJECTS } from '../../src/checks/endpoint';
import { routeFindings, Routes } from '../../src/checks/endpoint/network';
import { PlanScope } from '../../src/plan/plan-scope';
import { image, newStack, planOf } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

/** A mistake, and the nearest props that are none. */
interface Case {
  readonly mistake: Props;
  readonly neighbour: Props;
  readonly scope?: Partial<PlanScope>;
  readonly neighbourScope?: Partial<PlanScope>;

  /** What is known about the routes of the VPC once the whole app is known. */
  readonly routes?: Routes;
  readonly neighbourRoutes?: Routes;
}

const type = (name: string) => SageMakerInstanceType.of(`ml.${name}`);
const tgi = (version: string) => image(`huggingface-pytorch-tgi-inference:2.0.0-tgi${version}-gpu-py310-cu121-ubuntu22.04`);
const tei = (version: string) => image(`tei:2.0.1-tei${version}-gpu-py310-cu122-ubuntu22.04`);
const VLLM = image('huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04');
const SGLANG = image('sglang:0.5.17-gpu-py312-cu130-ubuntu24.04-sagemaker');
const LLAMA_CPP = image('huggingface-llamacpp:b9522-gpu-cu130-ubuntu24.04');
const LMI = image('djl-inference:0.36.0-lmi24.0.0-cu129');
const TEI_CPU = image('tei-cpu:2.0.1-tei1.8.2-cpu-py310-ubuntu22.04');
const NEURON = image('huggingface-pytorch-inference-neuron:1.9.1-transformers4.12.3-neuron-py37-sdk1.17.1-ubuntu18.04');
const TOOLKIT_NEURON = image('huggingface-pytorch-inference-neuronx:2.8.0-transformers4.55.4-neuronx-py310-sdk2.26.0-ubuntu22.04');
const VLLM_NEURON = image('huggingface-vllm-inference-neuronx:0.11.0-optimum0.4.4-neuronx-py310-sdk2.26.1-ubuntu22.04');
const TGI_NEURON = image('huggingface-pytorch-tgi-inference:2.7.0-optimum3.3.6-neuronx-py310-ubuntu22.04');

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

const CASES: Record<string, Case> = {
  'prop-missing': { mistake: { modelId: null as any }, neighbour: { modelId: 'a' } },
  'prop-type': { mistake: { instanceCount: '2' as any }, neighbour: { instanceCount: 2 } },
  'unit-of-token': {
    mistake: { instanceProvisionTimeout: Duration.minutes(Token.asNumber({ Ref: 'Time' })) },
    neighbour: { instanceProvisionTimeout: Duration.seconds(Token.asNumber({ Ref: 'Time' })) },
  },
  'model-id': { mistake: { modelId: 'a b' }, neighbour: { modelId: 'a-b' } },
  'model-path-without-data': {
    mistake: { modelId: '/opt/ml/model' },
    neighbour: { modelId: '/opt/ml/model', modelData: ModelData.s3Prefix(bucket, 'a') },
  },
  'llama-cpp-without-gguf': { mistake: { container: LLAMA_CPP }, neighbour: { container: LLAMA_CPP, modelId: 'Qwen/Qwen3-8B-GGUF' } },
  'task-of-server': {
    mistake: { container: tgi('3.3.6'), task: HuggingFaceTask.FEATURE_EXTRACTION },
    neighbour: { container: tei('1.8.2'), task: HuggingFaceTask.FEATURE_EXTRACTION },
  },
  'log-retention-without-endpoint-name': {
    mistake: { logRetention: logs.RetentionDays.ONE_MONTH },
    neighbour: { logRetention: logs.RetentionDays.ONE_MONTH, endpointName: 'a' },
  },
  'endpoint-name': { mistake: { endpointName: 'a'.repeat(64) }, neighbour: { endpointName: 'a'.repeat(63) } },
  'instance-type': { mistake: { instanceType: SageMakerInstanceType.of('g5.xlarge') }, neighbour: { instanceType: type('g5.xlarge') } },
  'instance-count': { mistake: { instanceCount: 0 }, neighbour: { instanceCount: 1 } },
  'startup-health-check-timeout': { mistake: { startupHealthCheckTimeoutInSeconds: 3601 }, neighbour: { startupHealthCheckTimeoutInSeconds: 3600 } },
  'startup-health-check-timeout-twice': {
    mistake: { startupHealthCheckTimeoutInSeconds: 600, startupHealthCheckTimeout: Duration.minutes(10) },
    neighbour: { startupHealthCheckTimeout: Duration.minutes(10) },
  },
  'model-data-download-timeout': {
    mistake: { modelDataDownloadTimeout: Duration.seconds(59) },
    neighbour: { modelDataDownloadTimeout: Duration.seconds(60) },
  },
  'vpc-config': { mistake: { vpcConfig: network(17) }, neighbour: { vpcConfig: network(16) } },
  'environment-entries': { mistake: { environment: entries(97) }, neighbour: { environment: entries(96) } },
  'environment-key': { mistake: { environment: { '1A': 'x' } }, neighbour: { environment: { A1: 'x' } } },
  'environment-value': { mistake: { environment: { A: 'x'.repeat(1025) } }, neighbour: { environment: { A: 'x'.repeat(1024) } } },
  'environment-size': { mistake: { environment: large(33) }, neighbour: { environment: large(32) } },
  'role-arn': { mistake: { role: role('a'.repeat(65)) }, neighbour: { role: role('a'.repeat(64)) } },
  'vpc-config-id': {
    mistake: { vpcConfig: { subnets: ['subnet_0'], securityGroupIds: ['sg-0'] } },
    neighbour: { vpcConfig: { subnets: ['subnet-0'], securityGroupIds: ['sg-0'] } },
  },
  'image-repository': { mistake: { container: image('Models:1') }, neighbour: { container: image('models:1') } },
  'image-tag': { mistake: { container: image('models:.1') }, neighbour: { container: image('models:1.') } },
  'image-account': { mistake: { container: image('models:1', '11112222333') }, neighbour: { container: image('models:1', '111122223333') } },
  'image-length': { mistake: { container: image(`${'a'.repeat(210)}:1`) }, neighbour: { container: image(`${'a'.repeat(205)}:1`) } },
  'image-in-other-region': {
    mistake: { container: repository('us-east-1'), server: ModelServer.tgi() },
    neighbour: { container: repository('eu-west-1'), server: ModelServer.tgi() },
  },
  'no-image': {
    mistake: { container: undefined, instanceType: type('c6i.xlarge') },
    neighbour: { container: undefined, instanceType: type('g6.xlarge') },
  },
  'image-directory': {
    mistake: { container: ContainerImage.fromAsset('/nonexistent') },
    neighbour: { container: ContainerImage.fromAsset(__dirname, { file: 'every-check.test.ts' }) },
  },
  'image-registry-region': {
    mistake: { container: TEI_CPU, instanceType: type('c6i.xlarge') },
    neighbour: { container: TEI_CPU, instanceType: type('c6i.xlarge') },
    scope: { region: 'mx-central-1' },
    neighbourScope: { region: 'us-east-1' },
  },
  'image-not-listed-in-region': {
    mistake: { container: VLLM_NEURON, instanceType: type('inf2.xlarge') },
    neighbour: { container: VLLM_NEURON, instanceType: type('inf2.xlarge') },
    scope: { region: 'eu-north-1' },
    neighbourScope: { region: 'eu-west-1' },
  },
  'image-architecture': {
    mistake: { container: TEI_CPU, instanceType: type('c7g.xlarge') },
    neighbour: { container: TEI_CPU, instanceType: type('c7i.xlarge') },
  },
  'gpu-image-on-cpu-instance': {
    mistake: { container: VLLM, instanceType: type('m5.xlarge') },
    neighbour: { container: VLLM, instanceType: type('g5.xlarge') },
  },
  'cpu-image-on-gpu-instance': {
    mistake: { container: TEI_CPU, instanceType: type('g5.xlarge') },
    neighbour: { container: TEI_CPU, instanceType: type('m5.xlarge') },
  },
  'image-of-other-accelerator': {
    mistake: { container: VLLM, instanceType: type('inf2.xlarge') },
    neighbour: { container: VLLM_NEURON, instanceType: type('inf2.xlarge') },
  },
  'gpu-generation': {
    mistake: { container: VLLM, instanceType: type('p3.2xlarge') },
    neighbour: { container: LMI, instanceType: type('p3.2xlarge') },
  },
  'neuron-generation': {
    mistake: { container: VLLM_NEURON, instanceType: type('inf1.xlarge') },
    neighbour: { container: NEURON, instanceType: type('inf1.xlarge') },
  },
  'tei-compute-capability': {
    mistake: { container: tei('1.8.2'), instanceType: type('p3.2xlarge') },
    neighbour: { container: tei('1.8.2'), instanceType: type('g4dn.xlarge') },
  },
  'bfloat16-on-old-gpu': {
    mistake: { container: VLLM, instanceType: type('g4dn.xlarge'), server: ModelServer.vllm({ dataType: 'bfloat16' }) },
    neighbour: { container: VLLM, instanceType: type('g5.xlarge'), server: ModelServer.vllm({ dataType: 'bfloat16' }) },
  },
  'lmi-on-old-gpu': {
    mistake: { container: LMI, instanceType: type('g4dn.xlarge') },
    neighbour: { container: LMI, instanceType: type('g6.xlarge') },
  },
  'ami-of-instance-type': {
    mistake: { container: VLLM, inferenceAmiVersion: InferenceAmiVersion.AL2_NEURON_2 },
    neighbour: { container: VLLM, inferenceAmiVersion: InferenceAmiVersion.AL2023_GPU_4_1 },
  },
  'ami-of-cuda': {
    mistake: { container: VLLM, inferenceAmiVersion: InferenceAmiVersion.AL2_GPU_3_1 },
    neighbour: { container: LMI, inferenceAmiVersion: InferenceAmiVersion.AL2_GPU_3_1 },
  },
  'ami-of-gpu': {
    mistake: { container: VLLM, instanceType: type('g7.2xlarge'), inferenceAmiVersion: InferenceAmiVersion.AL2023_GPU_4_1 },
    neighbour: { container: VLLM, instanceType: type('g7e.2xlarge'), inferenceAmiVersion: InferenceAmiVersion.AL2023_GPU_4_1 },
  },
  'server-of-image': { mistake: { container: VLLM, server: ModelServer.tgi() }, neighbour: { container: VLLM, server: ModelServer.vllm() } },
  'server-of-own-image': {
    mistake: { container: OWN_TEI, server: ModelServer.vllm() }, neighbour: { container: OWN_TEI, server: ModelServer.tei() },
  },
  'server-option': {
    mistake: { container: VLLM, server: ModelServer.vllm({ gpuMemoryUtilization: 1.01 }) },
    neighbour: { container: VLLM, server: ModelServer.vllm({ gpuMemoryUtilization: 1 }) },
  },
  'server-version': {
    mistake: { container: image('mine:1'), server: ModelServer.tgi({ version: 'latest' }) },
    neighbour: { container: image('mine:1'), server: ModelServer.tgi({ version: 'v3.0.1' }) },
  },
  'server-option-version': {
    mistake: { container: tgi('2.4.0'), server: ModelServer.tgi({ messagesApi: true }) },
    neighbour: { container: tgi('2.3.1'), server: ModelServer.tgi({ messagesApi: true }) },
  },
  'reserved-variable': {
    mistake: { container: VLLM, environment: { SM_VLLM_PORT: '80' } },
    neighbour: { container: VLLM, environment: { SM_VLLM_PORT: '8080' } },
  },
  'more-shards-than-accelerators': {
    mistake: { container: VLLM, instanceType: type('g5.12xlarge'), environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '8' } },
    neighbour: { container: VLLM, instanceType: type('g5.48xlarge'), environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '8' } },
  },
  'idle-accelerators': {
    mistake: { container: tgi('3.3.6'), instanceType: type('g5.12xlarge'), environment: { NUM_SHARD: '1' } },
    neighbour: { container: tgi('3.3.6'), instanceType: type('g5.12xlarge'), environment: { NUM_SHARD: '4' } },
  },
  'attention-heads-not-divisible': {
    mistake: { container: VLLM, instanceType: type('g5.12xlarge'), environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '3' }, modelProfile: profile(8) },
    neighbour: { container: VLLM, instanceType: type('g5.12xlarge'), environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '4' }, modelProfile: profile(8) },
  },
  'key-value-heads-not-divisible': {
    mistake: { container: VLLM, instanceType: type('g5.12xlarge'), environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '4' }, modelProfile: PHI },
    neighbour: { container: VLLM, instanceType: type('g5.12xlarge'), environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '2' }, modelProfile: PHI },
  },
  'parallelism-of-unknown-heads': {
    mistake: { container: VLLM, instanceType: type('p5.48xlarge') },
    neighbour: { container: VLLM, instanceType: type('p5.48xlarge'), modelProfile: profile(8) },
  },
  ...SERVER_CASES,
  ...TOKEN_CASES,
  'variable-of-another-server': {
    mistake: { container: VLLM, environment: { SM_NUM_GPUS: '1' } },
    neighbour: { container: LMI, environment: { SM_NUM_GPUS: '1' } },
  },
  'variable-of-another-version': {
    mistake: { container: tgi('2.4.0'), environment: { PAYLOAD_LIMIT: '1' } },
    neighbour: { container: tgi('2.4.1'), environment: { PAYLOAD_LIMIT: '1' } },
  },
  'remote-code-without-revision': {
    mistake: { container: VLLM, server: ModelServer.vllm({ trustRemoteCode: true }) },
    neighbour: { container: VLLM, server: ModelServer.vllm({ trustRemoteCode: true }), modelRevision: 'abc' },
  },
  'neuron-sequence-length': {
    mistake: { container: TOOLKIT_NEURON, instanceType: type('inf2.xlarge') },
    neighbour: { container: TOOLKIT_NEURON, instanceType: type('inf2.xlarge'), server: ModelServer.inferenceToolkitNeuron({ sequenceLength: 512 }) },
  },
  'model-too-large': { mistake: { modelProfile: profile(23) }, neighbour: { modelProfile: profile(22) } },
  'model-may-not-fit': { mistake: { modelId: 'org/model-13B' }, neighbour: { modelId: 'org/model-8B' } },
  'context-too-long': {
    mistake: { container: VLLM, modelProfile: profile(16), server: ModelServer.vllm({ maxModelLength: 65536 }) },
    neighbour: { container: VLLM, modelProfile: profile(16), server: ModelServer.vllm({ maxModelLength: 16384 }) },
  },
  'startup-timeout-short': { mistake: { startupHealthCheckTimeoutInSeconds: 599 }, neighbour: { startupHealthCheckTimeoutInSeconds: 600 } },
  'startup-timeout-short-for-size': {
    mistake: { instanceType: type('p5.48xlarge'), modelId: 'org/model-70B', startupHealthCheckTimeoutInSeconds: 1799 },
    neighbour: { instanceType: type('p5.48xlarge'), modelId: 'org/model-70B', startupHealthCheckTimeoutInSeconds: 1800 },
  },
  'download-timeout-short-for-size': {
    mistake: { instanceType: type('p5.48xlarge'), modelId: 'org/model-70B', modelData: ModelData.s3Prefix(bucket, 'a') },
    neighbour: { instanceType: type('p5.48xlarge'), modelId: 'org/model-70B', modelData: ModelData.s3Prefix(bucket, 'a'), modelDataDownloadTimeout: Duration.hours(1) },
  },
  'volume-small-for-size': {
    mistake: { container: VLLM_NEURON, instanceType: type('inf2.48xlarge'), modelId: 'org/model-70B' },
    neighbour: { container: VLLM_NEURON, instanceType: type('inf2.48xlarge'), modelId: 'org/model-70B', volumeSize: Size.gibibytes(256) },
  },
  'loading-timeout-above-startup': {
    mistake: { container: LMI, server: ModelServer.lmi({ modelLoadingTimeout: Duration.seconds(601) }) },
    neighbour: { container: LMI, server: ModelServer.lmi({ modelLoadingTimeout: Duration.seconds(600) }) },
  },
  'token-in-environment': { mistake: { environment: { HF_TOKEN: HUB } }, neighbour: { environment: { HF_TOKEN: HUB.slice(1) } } },
  'hub-access-token-ssm-secure': {
    mistake: { hubAccessToken: SecretValue.ssmSecure('/hub') },
    neighbour: { hubAccessToken: SecretValue.secretsManager('hub') },
  },
  'hub-access-token-in-plain-text': {
    mistake: { hubAccessToken: SecretValue.unsafePlainText('x') },
    neighbour: { hubAccessToken: SecretValue.secretsManager('hub') },
  },
  'hub-access-token-without-hub': {
    mistake: { modelData: ModelData.s3Prefix(bucket, 'a'), hubAccessToken: SecretValue.secretsManager('hub') },
    neighbour: { hubAccessToken: SecretValue.secretsManager('hub') },
  },
  'hub-out-of-reach': {
    mistake: {}, neighbour: { environment: { HF_ENDPOINT: 'https://hub.example.com' } }, scope: { region: 'us-iso-east-1', partition: 'aws-iso' },
  },
  'hub-hard-to-reach': {
    mistake: {}, neighbour: { environment: { HF_ENDPOINT: 'https://hub.example.com' } }, scope: { region: 'cn-north-1', partition: 'aws-cn' },
  },
  'model-revision-without-hub': { mistake: { modelId: '/opt/ml/model', modelRevision: 'main' }, neighbour: { modelRevision: 'main' } },
  'model-revision': {
    mistake: { container: LLAMA_CPP, modelRevision: 'main' }, neighbour: { container: VLLM, modelRevision: 'main' },
  },
  'model-revision-empty': { mistake: { modelRevision: '' }, neighbour: { modelRevision: 'a' } },
  'volume-size': {
    mistake: { container: VLLM_NEURON, instanceType: type('inf2.xlarge'), volumeSize: Size.gibibytes(513) },
    neighbour: { container: VLLM_NEURON, instanceType: type('inf2.xlarge'), volumeSize: Size.gibibytes(512) },
  },
  'volume-of-instance-type': {
    mistake: { volumeSize: Size.gibibytes(100) },
    neighbour: { container: VLLM_NEURON, instanceType: type('inf2.xlarge'), volumeSize: Size.gibibytes(100) },
  },
  'volume-beside-local-disk': {
    mistake: { container: VLLM, instanceType: type('g7e.2xlarge'), volumeSize: Size.gibibytes(100) },
    neighbour: { container: VLLM, instanceType: type('g7e.2xlarge') },
  },
  'model-data-archive': {
    mistake: { modelData: ModelData.s3Archive(bucket, 'a.zip') },
    neighbour: { modelData: ModelData.s3Archive(bucket, 'a.tar.gz') },
  },
  'model-data-key': { mistake: { modelData: ModelData.s3Prefix(bucket, '/a') }, neighbour: { modelData: ModelData.s3Prefix(bucket, 'a') } },
  'model-data-address': {
    mistake: { modelData: ModelData.s3Prefix(bucket, 'a'.repeat(1100)) },
    neighbour: { modelData: ModelData.s3Prefix(bucket, 'a'.repeat(1000)) },
  },
  'model-data-in-other-region': {
    mistake: { modelData: ModelData.s3Prefix(s3.Bucket.fromBucketAttributes(newStack(), 'Bucket', { bucketName: 'weights', region: 'us-east-1' }), 'a') },
    neighbour: { modelData: ModelData.s3Prefix(bucket, 'a') },
  },
  'vpc-twice': { mistake: { vpc: PRIVATE, vpcConfig: network(1) }, neighbour: { vpc: PRIVATE } },
  'network-without-vpc': { mistake: { securityGroups: [GROUP] }, neighbour: { vpc: PRIVATE, securityGroups: [GROUP] } },
  'allow-all-outbound': {
    mistake: { vpc: PRIVATE, securityGroups: [GROUP], allowAllOutbound: false },
    neighbour: { vpc: PRIVATE, allowAllOutbound: false },
  },
  'vpc-subnets': {
    mistake: { vpc: PRIVATE, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } },
    neighbour: { vpc: PRIVATE, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } },
  },
  'vpc-size': { mistake: { vpc: vpc({ privateSubnetIds: network(17).subnets }) }, neighbour: { vpc: vpc({ privateSubnetIds: network(16).subnets }) } },
  'ssm-access-with-network-isolation': {
    mistake: { ssmAccess: true, networkIsolation: true, modelId: '/opt/ml/model' },
    neighbour: { ssmAccess: true, networkIsolation: false, modelId: '/opt/ml/model' },
  },
  'hub-with-network-isolation': { mistake: { networkIsolation: true }, neighbour: { networkIsolation: true, modelId: '/opt/ml/model' } },
  'hub-without-way-out': { mistake: { vpc: ISOLATED }, neighbour: { vpc: ISOLATED, environment: { HF_ENDPOINT: 'https://hub.example.com' } } },
  'subnets-without-s3': {
    mistake: { vpc: ISOLATED, modelData: ModelData.s3Prefix(bucket, 'a') },
    neighbour: { vpc: ISOLATED, modelData: ModelData.s3Prefix(bucket, 'a') },
    routes: { hasS3Endpoint: false, letsNothingOut: false },
    neighbourRoutes: { hasS3Endpoint: true, letsNothingOut: false },
  },
  'no-outbound-rule': {
    mistake: { vpc: PRIVATE, allowAllOutbound: false },
    neighbour: { vpc: PRIVATE, allowAllOutbound: false, modelId: '/opt/ml/model' },
    routes: { hasS3Endpoint: true, letsNothingOut: true },
  },
  'encryption-key-and-local-disk': {
    mistake: { instanceType: type('g5.2xlarge'), encryptionKey: KEY },
    neighbour: { container: VLLM_NEURON, instanceType: type('inf2.xlarge'), encryptionKey: KEY },
  },
  ...OPERATION_CASES,
};

function findings(props: Props, scope: Partial<PlanScope> = {}, routes?: Routes) {
  const plan = planOf(props, scope);
  return [...findingsOf(plan), ...routes ? routeFindings(plan, routes) : []];
}

const checks = SUBJECTS.filter(subject => !METHOD_SUBJECTS.includes(subject)).flatMap(subject => subject.checks);

test('every check has a mistake and a neighbour here, and an id of its own', () => {
  expect(Object.keys(CASES).sort()).toEqual(checks.map(({ id }) => id).sort());
});

test.each(Object.entries(CASES))('%s is found in the mistake', (id, { mistake, scope, routes }) => {
  const { severity } = checks.find(check => check.id === id)!;
  const found = findings(mistake, scope, routes).filter(finding => finding.id === `huggingface-sagemaker:${id}`);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ severity, message: expect.not.stringMatching(/\.$|undefined|NaN|\[object/) });
});

test.each(Object.entries(CASES))('%s is not found in the neighbour', (id, { neighbour, scope, neighbourScope, routes, neighbourRoutes }) => {
  expect(findings(neighbour, neighbourScope ?? scope, neighbourRoutes ?? routes).map(finding => finding.id)).not.toContain(`huggingface-sagemaker:${id}`);
});

test('every check says what, why and what to do, with a source', () => {
  for (const { id, what, why, fix, source } of SUBJECTS.flatMap(subject => subject.checks)) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect([what, why, fix].every(text => text.length > 8 && !text.endsWith('.'))).toBe(true);
    expect(source).toMatch(/^https:\/\//);
  }
});

test.each([SGLANG, TGI_NEURON, VLLM_NEURON, LMI, LLAMA_CPP])('an image of which only the repository is known gives no error for lack of knowledge %#', container => {
  const unknown = findings({ container, instanceType: type('z99.48xlarge'), modelId: 'org/model' }).filter(({ severity }) => severity === 'error');
  expect(unknown).toEqual([]);
});
