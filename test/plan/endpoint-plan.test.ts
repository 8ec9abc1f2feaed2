import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnParameter, PhysicalName, Size, Token } from 'aws-cdk-lib/core';
import { Deployment, HuggingFaceSageMakerEndpointProps, InferenceAmiVersion, RoutingStrategy, SageMakerInstanceType } from '../../src';
import { EndpointPlan, hasName } from '../../src/plan/endpoint-plan';
import { newStack, planOf, type } from '../util';

const DEPLOYMENT = Deployment.allAtOnce();
const named = (deployment: Deployment) => ({ endpointName: 'my-endpoint', deployment });

test('what is not set has its default', () => {
  const plan = planOf({ endpointName: undefined });
  expect(plan).toMatchObject({
    wrongProps: [],
    fallbackInstanceTypes: [],
    instanceCount: 1,
    enabled: true,
    isNamed: false,
    hasOwnAmi: false,
    hasLogGroup: false,
    hasRollbackAlarm: false,
  });
  expect(plan.capacity).toEqual({ fallbackInstanceTypes: [] });
  expect(plan.shares).toHaveLength(1);
  expect(plan.models).toHaveLength(1);
  for (const prop of ['volumeSizeInGB', 'endpointName', 'network', 'role', 'deployment', 'asyncInference', 'dataCapture'] as const) {
    expect(plan[prop]).toBeUndefined();
  }
});

const key = kms.Key.fromKeyArn(newStack(), 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/one');

test.each<[Partial<HuggingFaceSageMakerEndpointProps>, Partial<EndpointPlan>]>([
  [{ instanceCount: 3 }, { instanceCount: 3 }],
  [{ instanceCount: 0 }, { instanceCount: 0 }], // a finding
  [{ enabled: false }, { enabled: false }],
  [{ endpointName: 'my-endpoint' }, { endpointName: 'my-endpoint', isNamed: true }],
  [{ endpointName: PhysicalName.GENERATE_IF_NEEDED }, { isNamed: false }],
  [{ volumeSize: Size.tebibytes(1) }, { volumeSizeInGB: 1024 }],
  [{ logRetention: RetentionDays.ONE_DAY }, { logRetention: 1, hasLogGroup: true }],
  [{ inferenceAmiVersion: InferenceAmiVersion.of('al2-x') }, { inferenceAmiVersion: InferenceAmiVersion.of('al2-x'), hasOwnAmi: true }],
  [{ encryptionKey: key }, { security: { encryptionKey: key } }],
  [named(DEPLOYMENT), { hasRollbackAlarm: true, deployment: DEPLOYMENT._settings }],
  [{ deployment: DEPLOYMENT }, { hasRollbackAlarm: false }],
  [named(Deployment.allAtOnce({ rollbackAlarms: [] })), { hasRollbackAlarm: false }],
])('%j', (props, expected) => {
  expect(planOf(props)).toMatchObject(expected);
});

test('the options of the capacity and the network are those of the props', () => {
  const stack = newStack();
  const vpc = new ec2.Vpc(stack, 'Vpc');
  const network = { vpc, vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, allowAllOutbound: false, networkIsolation: true };
  const capacity = { routingStrategy: RoutingStrategy.RANDOM, ssmAccess: true, enhancedMetrics: true };
  const plan = planOf({ ...network, ...capacity });
  expect(plan.networkOptions).toEqual(network);
  expect(plan.network!.subnetIds).toEqual(vpc.privateSubnets.map(({ subnetId }) => subnetId));
  expect(plan.capacity).toEqual({ ...capacity, fallbackInstanceTypes: [] });
});

const TOKEN = SageMakerInstanceType.of(new CfnParameter(newStack(), 'Type').valueAsString);

test.each([
  ['other types', [type('g5.4xlarge'), type('g6.2xlarge')], ['ml.g5.4xlarge', 'ml.g6.2xlarge']],
  ['the instance type again', [type('g5.2xlarge'), type('g6.2xlarge')], ['ml.g6.2xlarge']],
  ['a type twice', [type('g6.2xlarge'), type('g6.2xlarge'), type('g5.4xlarge')], ['ml.g6.2xlarge', 'ml.g5.4xlarge']],
  ['an unresolved token twice, which may differ', [TOKEN, TOKEN], [TOKEN.toString(), TOKEN.toString()]],
])('the model has a share of each type: %s', (_case, fallbackInstanceTypes, expected) => {
  const { shares, instanceType } = planOf({ fallbackInstanceTypes });
  expect(shares.map(share => share.instanceType.toString())).toEqual([instanceType.toString(), ...expected]);
  expect(shares.map(({ prop }) => prop)).toEqual(['instanceType', ...expected.map(() => 'fallbackInstanceTypes')]);
});

test('the strings are those of all props, but not those of the environment, which is checked as a whole', () => {
  const props = { environment: { A: 'one' }, endpointName: 'two', dataCapture: { destination: { prefix: 'three' } } } as any;
  const strings = planOf(props).strings.map(({ value }) => value);
  expect(strings).toContain('two');
  expect(strings).not.toContain('one');
});

test.each([
  ['my-endpoint', true], [Token.asString({ Ref: 'Name' }), true], [PhysicalName.GENERATE_IF_NEEDED, false], [undefined, false],
])('the name %p is known before the endpoint exists: %p', (name, expected) => {
  expect(hasName(name)).toBe(expected);
});
