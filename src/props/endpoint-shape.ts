import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Token } from 'aws-cdk-lib/core';
import { HostOptions } from './host-options';
import { HuggingFaceSageMakerEndpointProps } from './huggingface-sagemaker-endpoint-props';
import {
  BOOLEAN, having, INSTANCE_TYPE, kind, Kind, listOf, MAP, named, NUMBER, oneOf, Read, received, size, STRING, time, wrong,
} from '../input/kinds';
import { readShape, Required, Shape, structOf } from '../input/shape';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';
import { AsyncInferenceOptions } from '../requests/async-inference-options';
import { AsyncOutcome } from '../requests/async-outcome';
import { DataCaptureMode } from '../requests/data-capture-mode';
import { DataCaptureOptions } from '../requests/data-capture-options';
import { ExecutionPermissions } from '../role/execution-permissions';
import { Deployment } from '../updates/deployment';
import { DeploymentKind, DeploymentSettings } from '../updates/deployment-settings';

const KEY = having('a key of AWS KMS', ['keyArn'], 'use a construct such as that of Key.fromKeyArn');
const BUCKET = having('a bucket', ['bucketArn'], 'use a construct such as that of Bucket.fromBucketName');
const TOPIC = having('a topic', ['topicArn'], 'use a construct such as that of Topic.fromTopicArn');
const SECURITY_GROUP = having('a security group', ['securityGroupId'], 'use a construct such as that of SecurityGroup.fromSecurityGroupId');
const CAPACITY = kind('a CapacitySize with a number', value => typeof (value as { readonly _value?: unknown } | null)?._value === 'number',
  'use CapacitySize.percent or CapacitySize.instances');
const STRINGS = listOf('strings', STRING);
const OUTCOMES = listOf('outcomes', oneOf(AsyncOutcome));
const SECONDS = time('seconds');

export const ALARMS = listOf('alarms', having('an alarm', ['alarmRef'], 'use a construct such as that of Alarm.fromAlarmName'));

/** A token in place of a string. */
const anyString = () => Token.asString({ Ref: 'AWS::NoValue' });

const MODEL_DATA: Kind = kind('a ModelData of a bucket and a key', value => {
  const { _key, _bucket } = value as { readonly _key?: unknown; readonly _bucket?: unknown };
  return typeof _key === 'string' && typeof _bucket === 'object' && _bucket !== null && 's3UrlForObject' in _bucket;
}, 'use ModelData.s3Prefix or ModelData.s3Archive with both');

const ASYNC_INFERENCE: Shape<AsyncInferenceOptions> = {
  outputBucket: { required: BUCKET },
  outputPrefix: STRING,
  failurePrefix: STRING,
  inputBucket: BUCKET,
  inputPrefix: STRING,
  successTopic: TOPIC,
  errorTopic: TOPIC,
  createTopicsFor: OUTCOMES,
  includeResponseFor: OUTCOMES,
  maxConcurrentInvocationsPerInstance: NUMBER,
  encryptionKey: KEY,
};

const DATA_CAPTURE: Shape<DataCaptureOptions> = {
  bucket: { required: BUCKET },
  samplingPercentage: { required: NUMBER },
  prefix: STRING,
  mode: oneOf(DataCaptureMode),
  jsonContentTypes: STRINGS,
  csvContentTypes: STRINGS,
  encryptionKey: KEY,
  enabled: BOOLEAN,
};

const VPC_CONFIG: Shape<CfnModel.VpcConfigProperty> = {
  subnets: { required: STRINGS },
  securityGroupIds: { required: STRINGS },
};

/** What the factories of Deployment call the part that a step moves. */
const STEP_OPTIONS: Readonly<Record<DeploymentKind, string | undefined>> = {
  ALL_AT_ONCE: undefined, CANARY: 'size', LINEAR: 'stepSize', ROLLING: 'maximumBatchSize',
};

/** A factory has no path of a construct: what it is given is looked at here. */
const DEPLOYMENT: Kind = {
  ...having('a Deployment', ['_settings'], 'use one such as Deployment.allAtOnce'),
  read(value, prop) {
    const settings = (value as Partial<Deployment>)._settings;
    return settings ? readDeployment(settings, prop) : wrong(prop, 'type', `'${prop}' must be ${this.what}, got ${received(value)}`, this.fix);
  },
};

function readDeployment({ step, ...settings }: DeploymentSettings, prop: string): Read<unknown> {
  const option = STEP_OPTIONS[settings.kind];
  const ofStep: Record<string, Required> = option === undefined ? {} : { [option]: { required: CAPACITY }, waitInterval: { required: SECONDS } };
  const others: Shape<Omit<DeploymentSettings, 'step' | 'waitInterval'>> = {
    kind: { required: STRING },
    terminationWait: SECONDS,
    maximumExecutionTimeout: SECONDS,
    rollbackMaximumBatchSize: CAPACITY,
    rollbackAlarms: ALARMS,
  };
  const shape = { ...ofStep, ...others } as Shape<object>;
  const { value, wrong: problems } = structOf(shape).read({ ...settings, ...option && { [option]: step } }, prop);
  const read = value as DeploymentSettings & Record<string, unknown> | undefined;
  return { value: read && { _settings: { ...read, ...option && { step: read[option] } } }, wrong: problems };
}

export const PROPS: Shape<HuggingFaceSageMakerEndpointProps> = {
  modelId: { required: STRING, standIn: anyString },
  instanceType: { required: INSTANCE_TYPE, standIn: () => SageMakerInstanceType.of(anyString()) },
  task: named('a HuggingFaceTask', 'use one such as HuggingFaceTask.TEXT_GENERATION', ['task']),
  container: having('a ContainerImage', ['bind'], 'use one such as that of ContainerImage.fromEcrRepository'),
  server: having('a ModelServer', ['_definition'], 'use one such as that of ModelServer.vllm'),
  modelRevision: STRING,
  modelData: MODEL_DATA,
  modelProfile: having('a ModelProfile', ['concurrentSequences'], 'use one such as that of ModelProfile.fromConfigJson'),
  hubAccessToken: having('a SecretValue', ['unsafeUnwrap'], 'use SecretValue.secretsManager', true),
  instanceCount: NUMBER,
  endpointName: STRING,
  enabled: BOOLEAN,
  role: having('a role', ['roleArn'], 'use a construct such as that of Role.fromRoleArn'),
  environment: MAP,
  vpcConfig: structOf(VPC_CONFIG, true),
  startupHealthCheckTimeoutInSeconds: NUMBER,
  startupHealthCheckTimeout: SECONDS,
  modelDataDownloadTimeout: SECONDS,
  volumeSize: size('gibibytes'),
  inferenceAmiVersion: named('an InferenceAmiVersion', 'use one such as InferenceAmiVersion.AL2023_GPU_4_1', ['name']),
  logRetention: NUMBER,
  asyncInference: structOf(ASYNC_INFERENCE),
  dataCapture: structOf(DATA_CAPTURE),
  deployment: DEPLOYMENT,
  fallbackInstanceTypes: listOf('instance types', INSTANCE_TYPE),
  instanceProvisionTimeout: SECONDS,
  mlReservationArn: STRING,
  routingStrategy: named('a RoutingStrategy', 'use one such as RoutingStrategy.LEAST_OUTSTANDING_REQUESTS', ['name']),
  enhancedMetrics: BOOLEAN,
  detailedObservability: BOOLEAN,
  metricPublishFrequency: SECONDS,
  ssmAccess: BOOLEAN,
  vpc: having('a VPC', ['selectSubnets'], 'use a construct such as that of Vpc.fromLookup'),
  vpcSubnets: having('a SubnetSelection', []),
  securityGroups: listOf('security groups', SECURITY_GROUP),
  allowAllOutbound: BOOLEAN,
  networkIsolation: BOOLEAN,
  executionPermissions: oneOf(ExecutionPermissions),
  encryptionKey: KEY,
  logEncryptionKey: KEY,
};

/** Reads the props of an endpoint. */
export function readEndpointProps(given: HuggingFaceSageMakerEndpointProps): Read<HuggingFaceSageMakerEndpointProps> {
  return readShape(PROPS, given);
}

/** The name of the endpoint, which a construct needs before anything else; undefined if it cannot be used. */
export function endpointNameOf(given: HostOptions): string | undefined {
  const name: unknown = given?.endpointName ?? undefined;
  return name === undefined ? undefined : STRING.read(name, 'endpointName').value as string | undefined;
}
