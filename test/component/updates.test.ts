import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, Size, Stack } from 'aws-cdk-lib/core';
import { addModel, newHost } from './component-stack';
import { changes } from '../../data/component-update-effects.json';
import {
  ComponentCapacitySize, ExecutionPermissions,
  HuggingFaceSageMakerComponentEndpointProps, InferenceAmiVersion, InferenceComponent, InferenceComponentOptions, ModelData,
  RoutingStrategy, ScaleInStrategy,
} from '../../src';
import { COMPONENT, COMPONENT_ENDPOINT } from '../../src/props/component-shape';
import { effectsOf } from '../update-effects';
import { newStack, template, type } from '../util';

type Define = (stack: Stack) => unknown;

const withOptions = (options: Partial<InferenceComponentOptions> = {}, id?: string): Define => stack => addModel(newHost(stack), options, id);
const withProps = (props: Partial<HuggingFaceSageMakerComponentEndpointProps> = {}, options = {}): Define => stack =>
  addModel(newHost(stack, props), options);
const withThis = (what: (chat: InferenceComponent, stack: Stack) => unknown): Define => stack => what(addModel(newHost(stack)), stack);
const withRole = (name: string): Define => stack =>
  addModel(newHost(stack, { role: iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::111122223333:role/${name}`) }));
const withMore = (props: Partial<HuggingFaceSageMakerComponentEndpointProps> = {}): Define => stack => {
  const host = newHost(stack, { endpointName: 'one', ...props });
  addModel(host).autoScale({ maxCapacity: 2 });
  host.monitor();
};
const withTwo: Define = stack => {
  const host = newHost(stack);
  ['Chat', 'Code'].forEach(id => addModel(host, {}, id));
};
const withKey: Define = stack =>
  addModel(newHost(stack, { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/one') }));
const scaled = (minCapacity: number, maxCapacity: number): Define => withThis(chat => chat.autoScale({ minCapacity, maxCapacity }));
const adapted = (key: string): Define => withThis((chat, stack) =>
  chat.addAdapter('Sql', { modelData: ModelData.s3Archive(s3.Bucket.fromBucketName(stack, 'Bucket', 'adapters'), key) }));
const LOCAL = { modelId: '/opt/ml/model' };

/** A stack before and after each of the changes that data/component-update-effects.json lists. */
const CASES: Record<string, [Define, Define]> = {
  '`modelId`, and every other option of the model that changes its container': [withOptions(), withOptions({ modelId: 'Qwen/Qwen3-4B' })],
  '`acceleratorCount`': [withOptions(), withOptions({ acceleratorCount: 2 })],
  '`cpuCount`': [withOptions(), withOptions({ cpuCount: 2 })],
  '`minMemory`': [withOptions(), withOptions({ minMemory: Size.gibibytes(4) })],
  '`copyCount`': [withOptions(), withOptions({ copyCount: 2 })],
  '`rollingUpdate`, set for the first time': [withOptions({ copyCount: 2 }), withOptions({
    copyCount: 2, rollingUpdate: { maximumBatchSize: ComponentCapacitySize.copies(1), waitInterval: Duration.minutes(5) },
  })],
  '`startupHealthCheckTimeout`': [withOptions(), withOptions({ startupHealthCheckTimeout: Duration.minutes(20) })],
  'a component, added or removed': [withOptions(), withTwo],
  'a component whose image needs another AMI, such as the first component': [stack => newHost(stack), withOptions()],
  'the ID of a component': [withOptions(), withOptions({}, 'Talk')],
  '`endpointName`: add, change or remove it': [withProps({ endpointName: 'one' }), withProps({ endpointName: 'two' })],
  '`enabled`: false': [withMore(), withMore({ enabled: false })],
  '`enabled`: true again': [withProps({ endpointName: 'one', enabled: false }), withProps({ endpointName: 'one' })],
  '`instanceType`': [withProps(), withProps({ instanceType: type('g6e.24xlarge') })],
  '`minInstanceCount`': [withProps(), withProps({ minInstanceCount: 2 })],
  '`maxInstanceCount`': [withProps(), withProps({ maxInstanceCount: 3 })],
  '`scaleIn`': [withProps(), withProps({ scaleIn: { strategy: ScaleInStrategy.IDLE_RELEASE } })],
  '`routingStrategy`': [withProps(), withProps({ routingStrategy: RoutingStrategy.LEAST_OUTSTANDING_REQUESTS })],
  '`inferenceAmiVersion`': [withProps(), withProps({ inferenceAmiVersion: InferenceAmiVersion.AL2_GPU_3_1 })],
  '`networkIsolation`': [withProps({}, LOCAL), withProps({ networkIsolation: true }, LOCAL)],
  '`vpcConfig` or `vpc`': [withProps(), withProps({ vpcConfig: { subnets: ['subnet-1'], securityGroupIds: ['sg-1'] } })],
  '`role`: another role': [withRole('one'), withRole('two')],
  '`encryptionKey`': [withProps(), withKey],
  '`executionPermissions`': [withProps(), withProps({ executionPermissions: ExecutionPermissions.LEAST_PRIVILEGE })],
  '`enhancedMetrics`': [withProps(), withProps({ enhancedMetrics: true })],
  '`logRetention`, set for the first time': [withProps(), withProps({ logRetention: logs.RetentionDays.ONE_MONTH })],
  '`autoScale`, called for the first time': [withOptions(), scaled(1, 2)],
  '`autoScale`: other limits': [scaled(1, 2), scaled(1, 3)],
  '`autoScale`: a minimum of 0 instead of 1': [scaled(1, 2), scaled(0, 2)],
  '`addAdapter`, called for the first time': [withOptions(), adapted('one.tar.gz')],
  'another archive of an adapter': [adapted('one.tar.gz'), adapted('two.tar.gz')],
};

/** The options that are those of an ordinary endpoint or model, and have the same effects as another one of their kind. */
const LIKE_OTHERS = [
  'task', 'container', 'server', 'modelRevision', 'modelData', 'modelProfile', 'hubAccessToken', 'environment', 'startupHealthCheckTimeoutInSeconds',
  'modelDataDownloadTimeout', 'volumeSize', 'detailedObservability', 'metricPublishFrequency', 'vpc', 'vpcSubnets', 'securityGroups', 'allowAllOutbound',
  'logEncryptionKey',
];

function templateOf(define: Define): any {
  const stack = newStack();
  define(stack);
  return template(stack).toJSON();
}

test('the effect of a change is documented for every option', () => {
  const documented = new Set(changes.flatMap(({ prop }) => prop ?? []));
  expect([...documented, ...LIKE_OTHERS].sort()).toEqual([...new Set([...Object.keys(COMPONENT_ENDPOINT), ...Object.keys(COMPONENT)])].sort());
  expect(changes.map(({ what }) => what)).toEqual(Object.keys(CASES));
});

test.each(changes)('$what has the documented effects', ({ what, effects }) => {
  const [before, after] = CASES[what].map(templateOf);
  const found = effectsOf(before, after);
  const { Policy: policy } = effects as { Policy?: string };
  expect(policy === 'created or updated' ? { ...found, Policy: found.Policy?.replace(/^(created|updated)$/, policy) } : found).toEqual(effects);
});
