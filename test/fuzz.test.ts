import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { CfnParameter, Duration, SecretValue, Size } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import {
  AsyncOutcome, CapacitySize, DataCaptureMode, DeepLearningContainerImage, Deployment, ExecutionPermissions, HuggingFaceSageMakerEndpointProps,
  HuggingFaceTask, InferenceAmiVersion, ModelData, ModelProfile, ModelServer, RoutingStrategy, SageMakerInstanceType,
} from '../src';
import { GROUPS, KEY, legalProps, VPC } from './generators';
import { newEndpoint, newStack, template } from './util';
import { Finding, findingsOf } from '../src/checks';
import { IMAGE_REGIONS } from '../src/container/image-catalog.generated';
import { planEndpoint } from '../src/plan/endpoint-plan';
import { SERVERS } from '../src/server/definitions';
import { namesOf } from '../src/server/server-setting';

const SEED = 20261124;
const PLANS = 100_000;
const TEMPLATES = 2_000;

const stack = newStack();
const token = new CfnParameter(stack, 'Text').valueAsString;
const numberToken = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'weights');

const topic = sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111122223333:outcomes');

const types = Object.entries(SageMakerInstanceType).filter(([name]) => name.startsWith('ML_')).map(([, type]) => type as SageMakerInstanceType);
const images = Object.keys(IMAGE_REGIONS);
const variables = [...new Set(SERVERS.flatMap(({ settings, reserved = [] }) => [...settings.flatMap(namesOf), ...reserved.map(({ name }) => name)]))];

const text = fc.oneof(fc.string({ maxLength: 40 }), fc.constantFrom(
  '', '1', '8', '2048', 'true', 'bfloat16', 'awq', 'exl2', 'org/model-7B', '/opt/ml/model', token,
));
const count = fc.oneof(fc.integer({ min: -2, max: 10_000 }), fc.double(), fc.constant(numberToken));
const positive = fc.integer({ min: 1, max: 100_000 });

const outcomes = fc.array(fc.constantFrom(AsyncOutcome.SUCCESS, AsyncOutcome.ERROR), { maxLength: 3 });
const modes = fc.constantFrom(DataCaptureMode.INPUT, DataCaptureMode.OUTPUT, DataCaptureMode.INPUT_AND_OUTPUT);

const servers = fc.oneof(
  fc.record({
    maxModelLength: count, tensorParallelDegree: count, gpuMemoryUtilization: fc.double(), dataType: text, trustRemoteCode: fc.boolean(),
  }, { requiredKeys: [] })
    .chain(options => fc.constantFrom(ModelServer.vllm(options), ModelServer.vllmOmni(options))),
  fc.record({
    tensorParallelDegree: count, maxInputTokens: count, maxTotalTokens: count, messagesApi: fc.boolean(), version: fc.constantFrom('1.0', '2.0.4', 'x'),
  }, { requiredKeys: [] })
    .map(options => ModelServer.tgi(options)),
  fc.constantFrom(
    ModelServer.sglang(), ModelServer.tei({ autoTruncate: true }), ModelServer.llamaCpp(), ModelServer.lmi(), ModelServer.inferenceToolkit(),
    ModelServer.vllmNeuron(), ModelServer.tgiNeuron(), ModelServer.inferenceToolkitNeuron(),
  ),
);

const profiles = fc.record({
  parameterCount: positive.map(number => number * 1e6),
  layers: positive,
  attentionHeads: fc.integer({ min: 1, max: 128 }),
  headDimension: positive,
  contextLength: positive,
}, { requiredKeys: [] }).map(props => new ModelProfile(props));

const instanceTypes = fc.oneof(
  fc.constantFrom(...types), text.map(name => SageMakerInstanceType.of(name)), fc.constant(SageMakerInstanceType.of('ml.z99.48xlarge')),
);
const times = fc.oneof(fc.integer({ min: 0, max: 40_000 }).map(amount => Duration.millis(amount * 500)), fc.constant(Duration.seconds(numberToken)));
const sizes = count.chain(value => fc.constantFrom(CapacitySize.percent(value), CapacitySize.instances(value)));
const alarm = cloudwatch.Alarm.fromAlarmName(stack, 'Alarm', token);
const watch = {
  maximumExecutionTimeout: fc.option(times, { nil: undefined }),
  rollbackAlarms: fc.option(fc.array(fc.constant(alarm), { maxLength: 12 }), { nil: undefined }),
  waitInterval: times,
};
const deployments = fc.oneof(
  fc.record({ ...watch, terminationWait: times }).map(options => Deployment.allAtOnce(options)),
  fc.record({ ...watch, terminationWait: times, size: sizes }).map(options => Deployment.canary(options)),
  fc.record({ ...watch, terminationWait: times, stepSize: sizes }).map(options => Deployment.linear(options)),
  fc.record({ ...watch, maximumBatchSize: sizes, rollbackMaximumBatchSize: sizes }).map(options => Deployment.rolling(options)),
);

/** Any props, most of them illegal, of which many are tokens. */
const anyProps: fc.Arbitrary<HuggingFaceSageMakerEndpointProps> = fc.record({
  modelId: text,
  instanceType: instanceTypes,
  container: fc.oneof(
    fc.constantFrom(...images).map(image => DeepLearningContainerImage.fromDeepLearningContainerImage(image.split(':')[0], image.split(':')[1])),
    fc.tuple(fc.constantFrom('huggingface-vllm', 'djl-inference', 'tei', 'mine'), text).map(([repository, tag]) => new DeepLearningContainerImage(repository, tag)),
  ),
  task: text.map(name => HuggingFaceTask.of(name)),
  server: servers,
  endpointName: text,
  instanceCount: count,
  environment: fc.dictionary(fc.oneof(fc.constantFrom(...variables), fc.string({ maxLength: 10 })).filter(key => key !== '__proto__'), text, { maxKeys: 8 }),
  modelRevision: text,
  modelData: fc.oneof(text.map(key => ModelData.s3Prefix(bucket, key)), text.map(key => ModelData.s3Archive(bucket, key))),
  modelProfile: profiles,
  hubAccessToken: fc.constantFrom(SecretValue.secretsManager('hub'), SecretValue.unsafePlainText('x'), SecretValue.ssmSecure('/hub')),
  startupHealthCheckTimeoutInSeconds: count,
  startupHealthCheckTimeout: positive.map(seconds => Duration.seconds(seconds)),
  modelDataDownloadTimeout: positive.map(seconds => Duration.seconds(seconds)),
  volumeSize: positive.map(gibibytes => Size.gibibytes(gibibytes)),
  inferenceAmiVersion: fc.oneof(
    fc.constantFrom(InferenceAmiVersion.AL2_GPU_3_1, InferenceAmiVersion.AL2_NEURON_2),
    text.map(name => InferenceAmiVersion.of(name)),
  ),
  asyncInference: fc.record({
    outputBucket: fc.constant(bucket),
    outputPrefix: text,
    failurePrefix: text,
    inputBucket: fc.constant(bucket),
    inputPrefix: text,
    successTopic: fc.constant(topic),
    errorTopic: fc.constant(topic),
    createTopicsFor: outcomes,
    includeResponseFor: outcomes,
    maxConcurrentInvocationsPerInstance: count,
  }, { requiredKeys: ['outputBucket'] }),
  dataCapture: fc.record({
    bucket: fc.constant(bucket), samplingPercentage: count, prefix: text, mode: modes, jsonContentTypes: fc.array(text, { maxLength: 3 }),
  }, { requiredKeys: ['bucket', 'samplingPercentage'] }),
  // seldom, since each of them is looked at like the instance type
  fallbackInstanceTypes: fc.oneof(
    { weight: 4, arbitrary: fc.constant<SageMakerInstanceType[]>([]) },
    { weight: 1, arbitrary: fc.array(instanceTypes, { maxLength: 5 }) },
  ),
  instanceProvisionTimeout: times,
  mlReservationArn: text,
  routingStrategy: fc.record({ prefixLength: count, concurrencyThreshold: count }).map(options => RoutingStrategy.prefixAware(options)),
  enhancedMetrics: fc.boolean(),
  metricPublishFrequency: times,
  ssmAccess: fc.boolean(),
  deployment: deployments,
  vpcConfig: fc.record({ subnets: fc.array(text, { maxLength: 18 }), securityGroupIds: fc.array(text, { maxLength: 7 }) }),
  vpc: fc.constant(VPC),
  vpcSubnets: fc.constantFrom<ec2.SubnetSelection[]>({}, { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, { subnets: [] }),
  securityGroups: fc.array(fc.constantFrom(...GROUPS), { maxLength: 7 }),
  allowAllOutbound: fc.boolean(),
  networkIsolation: fc.boolean(),
  executionPermissions: fc.constantFrom(...Object.values(ExecutionPermissions)),
  encryptionKey: fc.constant(KEY),
}, { requiredKeys: ['modelId', 'instanceType'] });

const regions = fc.constantFrom(['eu-west-1', 'aws'], ['us-iso-east-1', 'aws-iso'], ['mx-central-1', 'aws'], ['xx-moon-1', 'aws'], [token, token]);

function findings(props: HuggingFaceSageMakerEndpointProps, [region, partition]: readonly string[]): Finding[] {
  return findingsOf(planEndpoint(props, { region, account: token, partition, today: '2026-11-26', resolve: value => stack.resolve(value) }));
}

/** A record with its keys in another order. */
function reversed<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).reverse()) as T;
}

const byId = (left: Finding, right: Finding) => left.id.localeCompare(right.id) || left.message.localeCompare(right.message);

test(`${PLANS} plans of any props have findings, and no other exception`, () => {
  // one expectation for each plan: with one for each finding, jest takes more time than the plans
  const severities: string[] = ['error', 'warning'];
  const tokenText = /\$\{Token\[|-1\.8881\d*e\+289/;
  fc.assert(fc.property(anyProps, regions, (props, region) => {
    expect(findings(props, region).filter(({ id, severity, message }) =>
      !id.startsWith('huggingface-sagemaker:') || !severities.includes(severity) || /undefined|\[object|NaN GiB/.test(message)
      // what a finding says of a prop is never a token
      || (!/no-image/.test(id) && tokenText.test(message)))).toEqual([]);
  }), { numRuns: PLANS, seed: SEED, endOnFailure: true });
}, 600_000);

test('findings do not depend on the order of props and of variables', () => {
  fc.assert(fc.property(anyProps, regions, (props, region) => {
    const other = reversed({ ...props, ...props.environment && { environment: reversed(props.environment) } });
    expect(findings(other, region).sort(byId)).toEqual(findings(props, region).sort(byId));
  }), { numRuns: 5_000, seed: SEED });
}, 120_000);

test(`${TEMPLATES} endpoints of valid props have a template, and those of invalid props the library's own error`, () => {
  fc.assert(fc.property(legalProps, anyProps, (legal, any) => {
    const own = newStack();
    newEndpoint(own, legal);
    expect(Object.keys(template(own).toJSON().Resources).length).toBeGreaterThan(3);

    const errors = findings(any, ['eu-west-1', 'aws']).filter(({ severity }) => severity === 'error');
    if (errors.length > 0) {
      expect(() => newEndpoint(newStack(), { container: undefined, ...any })).toThrow(/^Stack\/Endpoint: /);
    }
  }), { numRuns: TEMPLATES, seed: SEED });
}, 120_000);
