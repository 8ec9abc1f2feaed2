import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnParameter, Duration, Lazy, SecretValue, Size, Token } from 'aws-cdk-lib/core';
import {
  CapacitySize, ContainerImage, DeepLearningContainerImage, Deployment, HuggingFaceSageMakerEndpoint, HuggingFaceSageMakerEndpointProps,
  HuggingFaceTask, InferenceAmiVersion, ModelData, ModelProfile, ModelServer, RoutingStrategy, SageMakerInstanceType,
} from '../../src';
import { PROPS } from '../../src/props/endpoint-shape';
import { IMAGES } from '../images';
import { endpointTemplate, newEndpoint, newStack, onlyResource, README_EXAMPLE, template } from '../util';

const { LMI, TEI } = IMAGES;

const bucket = s3.Bucket.fromBucketName(newStack(), 'Bucket', 'answers');
const token = Token.asNumber({ Ref: 'Parameter' });
const vpc = ec2.Vpc.fromVpcAttributes(newStack(), 'Vpc', { vpcId: 'vpc-0', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-0'] });

/** The error of an endpoint that has another mistake too. */
function errorOf(props: object): Error {
  try {
    new HuggingFaceSageMakerEndpoint(newStack(), 'Endpoint', { ...README_EXAMPLE, environment: {}, endpointName: '_', ...props });
  } catch (error) {
    return error as Error;
  }
  throw new Error(`no error with ${Object.keys(props)}`);
}

/** The message of the library itself about a prop, together with that about another one. */
function messageWith(props: object): string {
  const { message } = errorOf(props);
  expect(message).toMatch(/^Stack\/Endpoint: \d+ problems\n/);
  expect(message).toContain("'endpointName' must have 1 to 63 letters");
  return message;
}

const waitInterval = Duration.minutes(5);
const half = CapacitySize.percent(50);
const canary = (options: object) => ({ instanceCount: 2, deployment: Deployment.canary({ size: half, waitInterval, ...options }) });
const linear = (options: object) => ({ instanceCount: 2, deployment: Deployment.linear({ stepSize: half, waitInterval, ...options }) });

const TIMES: [string, (time: Duration) => object][] = [
  ['startupHealthCheckTimeout', time => ({ startupHealthCheckTimeout: time })],
  ['modelDataDownloadTimeout', time => ({ modelDataDownloadTimeout: time })],
  ['instanceProvisionTimeout', time => ({ instanceProvisionTimeout: time })],
  ['metricPublishFrequency', time => ({ metricPublishFrequency: time })],
  ['deployment.waitInterval', time => canary({ waitInterval: time })],
  ['deployment.waitInterval', time => linear({ waitInterval: time })],
  ['deployment.terminationWait', time => canary({ terminationWait: time })],
  ['deployment.maximumExecutionTimeout', time => canary({ maximumExecutionTimeout: time })],
  ['server.modelLoadingTimeout', time => ({ container: LMI, server: ModelServer.lmi({ modelLoadingTimeout: time }) })],
];

describe.each(TIMES)('%s', (prop, propsWith) => {
  test.each([
    ['a fraction of a second', Duration.seconds(600.5)], ['milliseconds', Duration.millis(600_500)], ['no number', Duration.seconds(NaN)],
    ['minutes of a token', Duration.minutes(token)], ['milliseconds of a token', Duration.millis(token)], ['a number', 600], ['a string', 'PT10M'],
  ])('is rejected with %s, together with all other errors', (_what, time) => {
    expect(messageWith(propsWith(time as Duration))).toContain(`'${prop}' must be `);
  });

  test('accepts an unresolved token in seconds', () => {
    expect(errorOf(propsWith(Duration.seconds(token))).message).not.toContain(`'${prop}'`);
  });
});

describe.each<[string, 'gibibytes' | 'bytes', (size: Size) => object]>([
  ['volumeSize', 'gibibytes', volumeSize => ({ volumeSize, instanceType: SageMakerInstanceType.ML_M5_XLARGE, container: TEI })],
  ['server.payloadLimit', 'bytes', payloadLimit => ({ container: TEI, server: ModelServer.tei({ payloadLimit }) })],
])('%s', (prop, unit, propsWith) => {
  test.each([
    ['a fraction', Size[unit](1.5)], ['a smaller unit', Size.kibibytes(0.0001)], ['no number', Size[unit](NaN)],
    ['a token in another unit', Size.mebibytes(token)], ['a number', 10], ['a string', '10 GiB'],
  ])('is rejected with %s, together with all other errors', (_what, size) => {
    expect(messageWith(propsWith(size as Size))).toContain(`'${prop}' must be `);
  });

  test('accepts an unresolved token in its unit', () => {
    expect(errorOf(propsWith(Size[unit](token))).message).not.toContain(`'${prop}'`);
  });
});

test('a fraction of a GiB, and a fraction in another unit, are reported with the number', () => {
  const onEbs = { instanceType: SageMakerInstanceType.ML_M5_XLARGE };
  expect(messageWith({ ...onEbs, volumeSize: Size.gibibytes(1.5) })).toContain("'volumeSize' must be an integer from 1 to 512 GiB, got 1.5");
  expect(messageWith({ ...onEbs, volumeSize: Size.mebibytes(512) })).toContain("'volumeSize' must be an integer from 1 to 512 GiB, got 0.5");
  expect(messageWith({ volumeSize: Size.mebibytes(token) })).toContain(
    "'volumeSize' must be in gibibytes if it is an unresolved token, which cannot be converted, got one in another unit; use Size.gibibytes",
  );
});

test('a limit of a server that is a token reaches the container', () => {
  const environment = (payloadLimit: Size) => onlyResource(
    endpointTemplate({ container: TEI, server: ModelServer.tei({ payloadLimit }) }), 'AWS::SageMaker::Model',
  ).resource.Properties.PrimaryContainer.Environment;
  expect(environment(Size.bytes(token)).PAYLOAD_LIMIT).toEqual({ Ref: 'Parameter' });
  expect(environment(Size.kibibytes(1)).PAYLOAD_LIMIT).toBe('1024');
});

const { modelId: _modelId, instanceType: _instanceType, ...OPTIONAL } = PROPS;

test.each(Object.keys(OPTIONAL))('%s of null is the same as none', prop => {
  expect(endpointTemplate({ environment: {}, [prop]: null }).toJSON()).toEqual(endpointTemplate({ environment: {}, [prop]: undefined }).toJSON());
});

test.each(['modelId', 'instanceType'])('%s is required, and reported with all other errors', prop => {
  for (const value of [undefined, null]) {
    expect(messageWith({ [prop]: value })).toMatch(new RegExp(`'${prop}' must be .*, got ${value}; `));
    // nothing is said about the image for an instance type that nobody gave
    expect(errorOf({ [prop]: value, container: undefined }).message).toMatch(/^Stack\/Endpoint: 2 problems/);
  }
});

test('every required prop that is not set is named', () => {
  for (const props of [undefined, null, {}]) {
    expect(() => new HuggingFaceSageMakerEndpoint(newStack(), 'Endpoint', props as any)).toThrow(
      /^Stack\/Endpoint: 2 problems\n {2}- 'modelId' must be a string, got undefined; .*\n {2}- 'instanceType' must be a SageMakerInstanceType/,
    );
  }
});

test.each(Object.keys(PROPS))('%s of another type is reported with all other errors', prop => {
  const shown = prop === 'endpointName' ? {} : { endpointName: '_' };
  for (const value of [() => 1, Symbol('x'), [], 12n, prop === 'instanceCount' || prop.endsWith('InSeconds') || prop === 'logRetention' ? 'x' : 5]) {
    // an empty array is one of what a list is of
    if (!(Array.isArray(value) && ['fallbackInstanceTypes', 'securityGroups'].includes(prop))) {
      const props = { instanceCount: 0, ...shown, [prop]: value };
      const { message } = errorOf(props);
      expect(message).toMatch(/^Stack\/Endpoint: \d+ problems\n/);
      expect(message).toContain(`'${prop}' must be `);
      expect(message).toContain(prop === 'instanceCount' ? "'endpointName' must" : "'instanceCount' must");
    }
  }
});

test.each<[string, string, object]>([
  ['no bucket', 'asyncInference.outputBucket', { asyncInference: {} }],
  ['a number as a prefix', 'asyncInference.outputPrefix', { asyncInference: { outputBucket: bucket, outputPrefix: 5 } }],
  ['strings as outcomes', 'asyncInference.createTopicsFor[0]', { asyncInference: { outputBucket: bucket, createTopicsFor: ['SUCCESS'] } }],
  ['no percentage', 'dataCapture.samplingPercentage', { dataCapture: { bucket } }],
  ['a string as a bucket', 'dataCapture.bucket', { dataCapture: { bucket: 'name', samplingPercentage: 1 } }],
  ['a string as a mode', 'dataCapture.mode', { dataCapture: { bucket, samplingPercentage: 1, mode: 'Both' } }],
  ['no security groups', 'vpcConfig.securityGroupIds', { vpcConfig: { subnets: ['subnet-0'] } }],
  ['a string instead of a list', 'fallbackInstanceTypes', { fallbackInstanceTypes: 'ml.g5.xlarge' }],
  ['an unresolved value instead of a list', 'fallbackInstanceTypes', { fallbackInstanceTypes: Lazy.any({ produce: () => [] }) }],
  ['a list with an unresolved token', 'fallbackInstanceTypes[0]', { fallbackInstanceTypes: Lazy.list({ produce: () => ['ml.g5.xlarge'] }) }],
  ['unresolved security groups', 'securityGroups', { vpc, securityGroups: Lazy.any({ produce: () => [] }) }],
  ['undefined in a list', 'fallbackInstanceTypes[0]', { fallbackInstanceTypes: [undefined] }],
  ['a string in a list', 'fallbackInstanceTypes[1]', { fallbackInstanceTypes: [SageMakerInstanceType.ML_G5_XLARGE, 'ml.g5.4xlarge'] }],
  ['a string as an instance type', 'instanceType', { instanceType: 'ml.g5.xlarge' }],
  ['an instance type without a name', 'instanceType', { instanceType: SageMakerInstanceType.of(undefined as any) }],
  ['an instance type of Amazon EC2', 'instanceType', { instanceType: new ec2.InstanceType('g5.xlarge') }],
  ['a task without a name', 'task', { task: HuggingFaceTask.of(undefined as any) }],
  ['an AMI without a name', 'inferenceAmiVersion', { inferenceAmiVersion: InferenceAmiVersion.of(undefined as any) }],
  ['a routing strategy without a name', 'routingStrategy', { routingStrategy: RoutingStrategy.of(undefined as any) }],
  ['a prefix without a key', 'modelData', { modelData: ModelData.s3Prefix(bucket, undefined as any) }],
  ['an archive without a bucket', 'modelData', { modelData: ModelData.s3Archive(undefined as any, 'a.tar.gz') }],
  ['an asset without a directory', 'container', { container: ContainerImage.fromAsset(undefined as any) }],
  ['a directory that does not exist', 'container', { container: ContainerImage.fromAsset('/nonexistent') }],
  ['a directory without a Dockerfile', 'container', { container: ContainerImage.fromAsset(__dirname) }],
  ['a canary without a size', 'deployment.size', { deployment: Deployment.canary({} as any) }],
  ['a canary without options', 'deployment.waitInterval', { deployment: Deployment.canary(undefined as any) }],
  ['a linear deployment without a step', 'deployment.stepSize', { deployment: Deployment.linear({} as any) }],
  ['a rolling deployment without a batch', 'deployment.maximumBatchSize', { deployment: Deployment.rolling({} as any) }],
  ['an object instead of a deployment', 'deployment', { deployment: {} }],
  ['a string as a length', 'server.maxModelLength', { container: undefined, server: ModelServer.vllm({ maxModelLength: '1' as any }) }],
  ['an adapter without a path', 'server.loraAdapters', { container: undefined, server: ModelServer.vllm({ loraAdapters: { a: undefined as any } }) }],
  ['a number as a version', 'server.version', { container: undefined, server: ModelServer.vllm({ version: 1 as any }) }],
  ['a string as arguments', 'server.extraArguments', { container: undefined, server: ModelServer.vllm({ extraArguments: 'x' as any }) }],
  ['an unresolved environment', 'environment', { environment: Lazy.any({ produce: () => ({}) }) }],
  ['subnets that the VPC does not have', 'vpcSubnets', { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } }],
])('%s is reported with all other errors, by the library itself', (_what, prop, props) => {
  expect(messageWith(props)).toMatch(new RegExp(`'${prop.replace(/[[\]]/g, '\\$&')}' must `));
});

test('a secret is never in a message', () => {
  const message = messageWith({ hubAccessToken: 'hf_secret' });
  expect(message).toContain("'hubAccessToken' must be a SecretValue, got a string; use SecretValue.secretsManager");
  expect(message).not.toContain('hf_secret');
});

test('nothing is reported for a prop that is not set', () => {
  expect(errorOf({ endpointName: 5, logRetention: 7 }).message).toBe("Stack/Endpoint: 'endpointName' must be a string, got the number 5; use a value of that type"
    + ' (https://cdk-huggingface-sagemaker.github.io/cdk-huggingface-sagemaker/checks/prop-type)');
  expect(errorOf({ endpointName: undefined, vpc: 'vpc-1', allowAllOutbound: true }).message)
    .toMatch(/^Stack\/Endpoint: 'vpc' must be a VPC, got "vpc-1"; use a construct such as that of Vpc.fromLookup \(https:.*\/prop-type\)$/);
});

test('an unresolved token that is not a string or number becomes one', () => {
  const stack = newStack();
  const name = new CfnParameter(stack, 'Name');
  const count = new CfnParameter(stack, 'Count', { type: 'Number' });
  newEndpoint(stack, { modelId: name.value as any, instanceCount: count.value as any, modelRevision: name.value as any });
  const { resource } = onlyResource(template(stack), 'AWS::SageMaker::EndpointConfig');
  expect(resource.Properties.ProductionVariants[0].InitialInstanceCount).toEqual({ Ref: 'Count' });
});

test('props are read of an object of any class', () => {
  class Props {
    public get modelId() { return 'org/model'; }
    public get instanceType() { return SageMakerInstanceType.ML_G5_2XLARGE; }
    public readonly instanceCount = 3;
  }
  const endpoint = new HuggingFaceSageMakerEndpoint(newStack(), 'Endpoint', new Props() as HuggingFaceSageMakerEndpointProps);
  expect([endpoint.modelId, endpoint.instanceCount]).toEqual(['org/model', 3]);
});

test.each<[string, () => unknown]>([
  ['repository', () => ContainerImage.fromEcrRepository(undefined as any)],
  ['repositoryName', () => DeepLearningContainerImage.fromDeepLearningContainerImage(undefined as any, '1')],
  ['tag', () => DeepLearningContainerImage.fromDeepLearningContainerImage('tei', undefined as any)],
])('a factory names its argument %s', (name, create) => {
  expect(create).toThrow(`'${name}' must be `);
});

test('options of null are none', () => {
  expect(Deployment.allAtOnce(null as any)).toEqual(Deployment.allAtOnce());
  expect(ModelServer.vllm(null as any)).toEqual(ModelServer.vllm());
  expect(ModelServer.vllm({ maxModelLength: null as any })).toEqual(ModelServer.vllm());
  expect(new ModelProfile({ layers: null as any })).toEqual(new ModelProfile({}));
  expect(SecretValue.secretsManager('hub')).toHaveProperty('unsafeUnwrap');
});

describe('methods', () => {
  const endpoint = () => newEndpoint(newStack());
  const scaling = () => endpoint().autoScale({ maxCapacity: 2 });

  test.each<[string, string, () => unknown]>([
    ['autoScale without options', 'maxCapacity', () => endpoint().autoScale(undefined as any)],
    ['autoScale', 'maxCapacity', () => endpoint().autoScale({} as any)],
    ['autoScale', 'minCapacity', () => endpoint().autoScale({ minCapacity: '1' as any, maxCapacity: 2 })],
    ['monitor', 'maximumModelLatency', () => endpoint().monitor({ maximumModelLatency: 5 as any })],
    ['monitor', 'maximumBacklogAge', () => endpoint().monitor({ maximumBacklogAge: Duration.millis(1500) })],
    ['monitor', 'maximumModelLatency', () => endpoint().monitor({ maximumModelLatency: Duration.minutes(token) })],
    ['monitor', 'idleAfter', () => endpoint().monitor({ idleAfter: Duration.millis(0.5) })],
    ['monitor', 'topic', () => endpoint().monitor({ topic: 'arn' as any })],
    ['dashboard', 'dashboardName', () => endpoint().dashboard({ dashboardName: 5 as any })],
    ['dashboard', 'pricePerInstanceHour', () => endpoint().dashboard({ pricePerInstanceHour: '1' as any })],
    ['scaleOnInvocations', 'invocationsPerInstance', () => scaling().scaleOnInvocations('Policy', undefined as any)],
    ['scaleOnInvocations', 'scaleInCooldown', () => scaling().scaleOnInvocations('Policy', { invocationsPerInstance: 1, scaleInCooldown: Duration.millis(1500) })],
    ['scaleOnConcurrentRequests', 'scaleOutCooldown', () =>
      scaling().scaleOnConcurrentRequests('Policy', { concurrentRequestsPerModel: 1, scaleOutCooldown: Duration.minutes(token) })],
    ['scaleOnGpuUtilization', 'targetUtilizationPercent', () => scaling().scaleOnGpuUtilization('Policy', {} as any)],
    ['scaleOnSchedule', 'schedule', () => scaling().scaleOnSchedule('Schedule', { minCapacity: 1 } as any)],
  ])('%s names its option %s', (_method, option, call) => {
    expect(call).toThrow(new RegExp(`^Stack/Endpoint[^]*'${option}' must be `));
  });

  test('all errors are reported at once', () => {
    expect(() => scaling().scaleOnInvocations('Policy', { invocationsPerInstance: 0, scaleInCooldown: Duration.millis(1), scaleOutCooldown: 'x' as any }))
      .toThrow(/3 problems[^]*'scaleOutCooldown' must be a Duration[^]*'scaleInCooldown' must be an integer[^]*'invocationsPerInstance' must be a number greater than 0/);
    expect(() => endpoint().monitor({ topic: 5 as any, maximumDiskPercent: 100 })).toThrow(/2 problems[^]*'topic'[^]*'maximumDiskPercent'/);
  });

  test('options of null are none', () => {
    const all = (none: any) => {
      const stack = newStack();
      const own = newEndpoint(stack);
      own.autoScale({ minCapacity: none, maxCapacity: 2 }).scaleOnInvocations('Policy', { invocationsPerInstance: 1, scaleInCooldown: none, policyName: none });
      own.monitor({ topic: none, maximumModelLatency: none, scalesToZero: none });
      own.dashboard({ dashboardName: none, pricePerInstanceHour: none });
      return template(stack).toJSON();
    };
    expect(all(null)).toEqual(all(undefined));
    expect(() => endpoint().monitor(null as any)).not.toThrow();
    expect(() => endpoint().dashboard(null as any)).not.toThrow();
  });

  test('times with a fraction are thresholds', () => {
    const stack = newStack();
    newEndpoint(stack).monitor({ maximumModelLatency: Duration.millis(0.5) });
    expect(JSON.stringify(template(stack).toJSON())).toContain('"Threshold":500');
  });
});
