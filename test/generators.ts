import { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Aws, Duration, SecretValue, Stack } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import {
  AsyncInferenceOptions, AsyncOutcome, AutoScaleOptions, CapacitySize, ContainerImage, DataCaptureMode, DataCaptureOptions,
  DeepLearningContainerImage, Deployment, ExecutionPermissions, HuggingFaceSageMakerEndpointProps, HuggingFaceTask, ModelData, RoutingStrategy,
  SageMakerInstanceType, ScalableInstanceCount,
} from '../src';
import { IMAGE_REGIONS } from '../src/container/image-catalog.generated';
import { REGION_PARTITIONS } from '../src/container/registry-accounts.generated';
import { gpuGeneration, servesCuda } from '../src/instance/gpu-generation';

const ALARMS = ['errors', 'latency'].map(name => cloudwatch.Alarm.fromAlarmName(new Stack(), name, name));
const BUCKET = s3.Bucket.fromBucketName(new Stack(), 'Bucket', 'weights');
export const KEY = kms.Key.fromKeyArn(new Stack(), 'Key', `arn:${Aws.PARTITION}:kms:${Aws.REGION}:111122223333:key/12345678-1234-1234-1234-123456789012`);
export const VPC = ec2.Vpc.fromVpcAttributes(new Stack(), 'Vpc', {
  vpcId: 'vpc-0123456789abcdef0',
  availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  privateSubnetIds: ['subnet-0123456789abcdef1', 'subnet-0123456789abcdef2'],
  isolatedSubnetIds: ['subnet-0123456789abcdef3', 'subnet-0123456789abcdef4'],
});
export const GROUPS = ['sg-0123456789abcdef1', 'sg-0123456789abcdef2', 'sg-0123456789abcdef3'].map(id => ec2.SecurityGroup.fromSecurityGroupId(new Stack(), id, id));

const TOPIC = sns.Topic.fromTopicArn(new Stack(), 'Topic', `arn:${Aws.PARTITION}:sns:${Aws.REGION}:111122223333:outcomes`);

const LETTERS_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.split('');
const HEXADECIMAL = '0123456789abcdef'.split('');

function stringOf(characters: string[], minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...characters), { minLength, maxLength }).map(drawn => drawn.join(''));
}

const word = stringOf(LETTERS_AND_DIGITS, 1, 12);

/** The id of a model as the Hub has them. */
export const modelIds: fc.Arbitrary<string> = fc.oneof(
  fc.array(word, { minLength: 1, maxLength: 4 }).map(words => words.join('-')),
  fc.tuple(word, fc.array(word, { minLength: 1, maxLength: 5 }), fc.constantFrom('-', '_', '.'))
    .map(([organisation, words, separator]) => `${organisation}/${words.join(separator)}`),
  fc.constant('/opt/ml/model'),
).filter(id => !id.endsWith('.git'));

/** The name of an endpoint. */
export const endpointNames: fc.Arbitrary<string> = fc.array(word, { minLength: 1, maxLength: 4 }).map(words => words.join('-'));

const allTypes = Object.entries(SageMakerInstanceType).filter(([name]) => name.startsWith('ML_')).map(([, type]) => type as SageMakerInstanceType);

/** Images that do not start without a setting: TGI on AWS Neuron requires a batch size. */
const WITH_BATCH_SIZE = /-optimum(0\.0\.2[1-8]|3\.3\.4)-/;
const WITHOUT_SETTINGS = Object.keys(IMAGE_REGIONS).filter(name => !WITH_BATCH_SIZE.test(name));

/** Any image of the catalog that the SageMaker SDK lists, and that needs no setting. */
export const images: fc.Arbitrary<ContainerImage> = fc.constantFrom(...WITHOUT_SETTINGS).map(name => {
  const [repository, tag] = name.split(':');
  return DeepLearningContainerImage.fromDeepLearningContainerImage(repository, tag);
});

/** The instance types that an image can run on. */
function typesFor({ profile, _availability }: ContainerImage): SageMakerInstanceType[] {
  return allTypes.filter(type => {
    if (type.acceleratorKind !== profile!.acceleratorKind || type.architecture !== profile!.architecture) {
      return false;
    }
    if (type.acceleratorKind === 'neuron' && (type.acceleratorName === 'Inferentia') === /neuronx/.test(_availability!.image)) {
      return false;
    }
    const generation = gpuGeneration(type.acceleratorName);
    const capability = Number(generation?.computeCapability ?? 99);
    const isServed = generation === undefined || profile!.cudaVersion === undefined || servesCuda(generation, profile!.cudaVersion);
    const isKnownToTei = capability >= 7.5 && capability !== 10.3 && type.acceleratorName !== 'H200';
    const isServedBy = { tei: isKnownToTei, sglang: capability >= 7.5 }[profile!.server as string] ?? true;
    return !generation || (isServed && isServedBy);
  });
}

interface Machine {
  readonly container: ContainerImage;
  readonly instanceType: SageMakerInstanceType;
}

/** Types that can take the place of an instance type: the model is spread over as many accelerators on them. */
function fallbacksOf({ container, instanceType }: Machine): SageMakerInstanceType[] {
  return typesFor(container).filter(type => type.acceleratorCount === instanceType.acceleratorCount
    && (type.acceleratorKind !== 'neuron' || type.acceleratorName === instanceType.acceleratorName));
}

const times = (min: number, max: number) => fc.integer({ min, max }).map(amount => Duration.seconds(amount));
const percent = (min: number, max = 50) => fc.integer({ min, max }).map(value => CapacitySize.percent(value));
const rollbackAlarms = fc.option(fc.subarray(ALARMS), { nil: undefined });
const maximumExecutionTimeout = fc.option(fc.constant(Duration.hours(8)), { nil: undefined });
const watch = { rollbackAlarms, maximumExecutionTimeout, waitInterval: times(0, 600) };
const blueGreen = { ...watch, terminationWait: fc.option(times(0, 3600), { nil: undefined }) };

/** Any way to update an endpoint. */
export const deployments: fc.Arbitrary<Deployment> = fc.oneof(
  fc.record({ rollbackAlarms, maximumExecutionTimeout, terminationWait: blueGreen.terminationWait }).map(options => Deployment.allAtOnce(options)),
  fc.record({ ...blueGreen, size: percent(1) }).map(options => Deployment.canary(options)),
  fc.record({ ...blueGreen, stepSize: percent(10) }).map(options => Deployment.linear(options)),
  fc.record({ ...watch, maximumBatchSize: percent(5), rollbackMaximumBatchSize: fc.option(percent(1, 100), { nil: undefined }) })
    .map(options => Deployment.rolling(options)),
);

/** Any capacity, but for what depends on the instance type. */
export const capacities = fc.record({
  instanceProvisionTimeout: times(300, 3600),
  routingStrategy: fc.oneof(
    fc.constantFrom(RoutingStrategy.RANDOM, RoutingStrategy.LEAST_OUTSTANDING_REQUESTS),
    fc.record({ prefixLength: fc.integer({ min: 1024, max: 65_536 }), concurrencyThreshold: fc.integer({ min: 1, max: 1024 }) })
      .map(options => RoutingStrategy.prefixAware(options)),
  ),
  enhancedMetrics: fc.boolean(),
  detailedObservability: fc.boolean(),
  metricPublishFrequency: fc.constantFrom(10, 30, 60, 120, 180, 240, 300).map(amount => Duration.seconds(amount)),
  ssmAccess: fc.boolean(),
}, { requiredKeys: [] });

/** What depends on the machine: reserved capacity, or types in its place, and updates, from which AWS excludes one family. */
const ofMachine = (machine: Machine) => fc.record({
  pool: fc.oneof(
    fc.constant({}),
    fc.constant({ mlReservationArn: `arn:${Aws.PARTITION}:sagemaker:${Aws.REGION}:${Aws.ACCOUNT_ID}:training-plan/plan` }),
    fc.uniqueArray(fc.constantFrom(...fallbacksOf(machine)), { maxLength: 4 }).map(fallbackInstanceTypes => ({ fallbackInstanceTypes })),
  ),
  deployment: machine.instanceType.toString().startsWith('ml.inf1.') ? fc.constant(undefined) : fc.option(deployments, { nil: undefined }),
}).map(({ pool, deployment }) => ({ ...pool, deployment }));

/** An image, an instance type that it can run on, and how it is run there. */
const machines = images.chain(container => fc.constantFrom(...typesFor(container)).map(instanceType => ({ container, instanceType })))
  .chain(machine => fc.tuple(ofMachine(machine), capacities).map(([operations, capacity]) => ({ ...machine, ...operations, ...capacity })));

const environmentKeys = fc.tuple(fc.constantFrom('A', '_', 'z'), stringOf([...LETTERS_AND_DIGITS, '_'], 0, 30)).map(([first, rest]) => first + rest);

export const environments = fc.dictionary(environmentKeys, fc.string({ maxLength: 200 }), { maxKeys: 20 });

const resourceId = (prefix: string) => stringOf(HEXADECIMAL, 17, 17).map(suffix => `${prefix}-${suffix}`);

export const vpcConfigs = fc.record({
  subnets: fc.uniqueArray(resourceId('subnet'), { minLength: 1, maxLength: 16 }),
  securityGroupIds: fc.uniqueArray(resourceId('sg'), { minLength: 1, maxLength: 5 }),
});

/** A network in any of the ways that there are to name one, or none. */
export const networks: fc.Arbitrary<Partial<HuggingFaceSageMakerEndpointProps>> = fc.oneof(
  fc.constant({}),
  vpcConfigs.map(vpcConfig => ({ vpcConfig })),
  fc.record({
    vpc: fc.constant(VPC),
    vpcSubnets: fc.constantFrom<ec2.SubnetSelection[]>({ subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, { availabilityZones: ['eu-west-1b'] }),
    allowAllOutbound: fc.boolean(),
  }, { requiredKeys: ['vpc'] }),
  fc.subarray(GROUPS, { minLength: 1 }).map(securityGroups => ({ vpc: VPC, securityGroups })),
);

/** Only with the name of the endpoint. */
const logRetentions = fc.option(fc.constantFrom(logs.RetentionDays.ONE_DAY, logs.RetentionDays.INFINITE), { nil: undefined });

const prefixes = fc.constantFrom('', 'a', 'a/', 'a/b');
const outcomes = fc.subarray([AsyncOutcome.SUCCESS, AsyncOutcome.ERROR]);

/** What makes an endpoint asynchronous: an outcome has a topic that is given or created, or none. */
const asyncInferences: fc.Arbitrary<AsyncInferenceOptions> = fc.tuple(outcomes, outcomes, outcomes, fc.record({
  outputPrefix: prefixes,
  failurePrefix: prefixes,
  inputBucket: fc.constant(BUCKET),
  maxConcurrentInvocationsPerInstance: fc.integer({ min: 1, max: 1000 }),
}, { requiredKeys: [] })).map(([given, wanted, included, options]) => {
  const createTopicsFor = wanted.filter(outcome => !given.includes(outcome));
  return {
    ...options,
    outputBucket: BUCKET,
    successTopic: given.includes(AsyncOutcome.SUCCESS) ? TOPIC : undefined,
    errorTopic: given.includes(AsyncOutcome.ERROR) ? TOPIC : undefined,
    createTopicsFor,
    includeResponseFor: included.filter(outcome => given.includes(outcome) || createTopicsFor.includes(outcome)),
  };
});

const dataCaptures: fc.Arbitrary<DataCaptureOptions> = fc.record({
  bucket: fc.constant(BUCKET),
  samplingPercentage: fc.integer({ min: 0, max: 100 }),
  prefix: prefixes,
  mode: fc.constantFrom(DataCaptureMode.INPUT, DataCaptureMode.OUTPUT, DataCaptureMode.INPUT_AND_OUTPUT),
  jsonContentTypes: fc.constantFrom([], ['application/json', 'application/x.json']),
  csvContentTypes: fc.constantFrom([], ['text/csv']),
  enabled: fc.boolean(),
}, { requiredKeys: ['bucket', 'samplingPercentage'] });

/** Any legal props. */
export const legalProps: fc.Arbitrary<HuggingFaceSageMakerEndpointProps> = fc.tuple(machines, networks, fc.record({
  modelId: modelIds,
  endpointName: endpointNames,
  instanceCount: fc.integer({ min: 1, max: 100 }),
  environment: environments,
  startupHealthCheckTimeoutInSeconds: fc.integer({ min: 60, max: 3600 }),
  modelDataDownloadTimeout: fc.integer({ min: 60, max: 3600 }).map(seconds => Duration.seconds(seconds)),
  modelData: fc.constantFrom(ModelData.s3Prefix(BUCKET, 'model'), ModelData.s3Archive(BUCKET, 'model.tar.gz')),
  hubAccessToken: fc.constant(SecretValue.secretsManager('hub')),
  task: fc.constantFrom(HuggingFaceTask.TEXT_GENERATION, HuggingFaceTask.SENTENCE_SIMILARITY),
  networkIsolation: fc.boolean(),
  executionPermissions: fc.constantFrom(...Object.values(ExecutionPermissions)),
  encryptionKey: fc.constant(KEY),
  asyncInference: asyncInferences,
  dataCapture: dataCaptures,
}, { requiredKeys: ['modelId'] }), logRetentions).map(([machine, network, { asyncInference, networkIsolation, ...props }, logRetention]) => ({
  ...props,
  ...network,
  ...machine,
  logRetention: props.endpointName === undefined ? undefined : logRetention,
  // there is no asynchronous inference on the first AWS Inferentia
  asyncInference: machine.instanceType.acceleratorName === 'Inferentia' ? undefined : asyncInference,
  // a model of the Hub needs a network, and so does a shell
  networkIsolation: (props.modelData || props.modelId.startsWith('/')) && !machine.ssmAccess ? networkIsolation : undefined,
}));

/** A scaled endpoint: what it is scaled between, and on. */
export interface Scaling {
  readonly bounds: AutoScaleOptions;
  readonly scaleOn: (scaling: ScalableInstanceCount) => void;
}

const targets = fc.double({ min: 0.001, max: 1e9, noNaN: true });
const tracking = fc.record({
  disableScaleIn: fc.boolean(),
  scaleInCooldown: fc.integer({ min: 0, max: 86400 }).map(seconds => Duration.seconds(seconds)),
  scaleOutCooldown: fc.integer({ min: 0, max: 86400 }).map(seconds => Duration.seconds(seconds)),
}, { requiredKeys: [] });

/** How an endpoint with any legal props can be scaled; with a queue, also to zero, and on that alone. */
export function scalings(queue: boolean): fc.Arbitrary<Scaling> {
  const policies: fc.Arbitrary<Scaling['scaleOn']> = fc.tuple(targets, tracking, fc.integer({ min: 1, max: 100 })).chain(([target, options, capacity]) => fc.constantFrom(
    scaling => scaling.scaleOnSchedule('Schedule', { schedule: Schedule.rate(Duration.hours(capacity)), minCapacity: capacity, maxCapacity: capacity + 1 }),
    ...queue ? [
      (scaling: ScalableInstanceCount) => scaling.scaleOnBacklog('Policy', { ...options, backlogPerInstance: target }),
    ] : [
      (scaling: ScalableInstanceCount) => scaling.scaleOnInvocations('Policy', { ...options, invocationsPerInstance: target }),
      (scaling: ScalableInstanceCount) => scaling.scaleOnConcurrentRequests('Policy', { ...options, concurrentRequestsPerModel: target }),
    ],
  ));
  return fc.record({
    bounds: fc.tuple(fc.integer({ min: queue ? 0 : 1, max: 100 }), fc.integer({ min: 1, max: 100 }))
      .map(([minCapacity, more]) => ({ minCapacity, maxCapacity: minCapacity + more })),
    scaleOn: policies,
  });
}

/** A region in which both registries have an account, or none: an environment-agnostic stack. */
export const regions: fc.Arbitrary<string | undefined> = fc.option(
  fc.constantFrom('eu-west-1', 'us-east-1', 'af-south-1', 'cn-north-1', 'us-gov-west-1').filter(region => region in REGION_PARTITIONS),
  { nil: undefined },
);
