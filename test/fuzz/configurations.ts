import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration, RemovalPolicy, SecretValue } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { HABITS, STACK_KINDS, withAssembly } from './apps';
import { hostSteps, hostileHostSteps } from './component-steps';
import { endpointSteps, hostileSteps, mostly, places, Step } from './endpoint-steps';
import { Surroundings } from './surroundings';
import { TemplateCheck } from './templates';
import { durations, hostile, Hostile, isUnknown, numbers, strings } from './values';
import {
  AsyncOutcome, CapacitySize, ContainerImage, Deployment, HubSnapshot, HubSnapshotProps, HuggingFaceSageMakerComponentEndpoint,
  HuggingFaceSageMakerEndpoint,
  HuggingFaceSageMakerEndpointProps, ModelData, SageMakerInstanceType,
} from '../../src';
import { SNAPSHOT_SHAPE } from '../../src/checks/endpoint/snapshot';
import { COMPONENT_ENDPOINT } from '../../src/props/component-shape';
import { PROPS } from '../../src/props/endpoint-shape';
import { hosts } from '../component/generators';
import { legalProps } from '../generators';

/** An app: a kind of stack, a habit, and what is created in it. */
export interface Configuration {
  readonly kind: string;
  readonly habit: string;
  readonly names: readonly string[];

  /** Whether a value of any type is an unresolved token. */
  readonly hasUnknownValues: boolean;
  readonly build: (around: Surroundings) => void;
}

/** Props that need the surroundings, or that other props are made of. */
interface Props {
  readonly name: string;
  readonly of: (around: Surroundings) => object;
}

const REVISION = 'b968826d9c46dd6066d109eabc6255188de91218';
const props = (name: string, of: Props['of']): Props => ({ name, of });
const snapshot = ({ stack }: Surroundings, options: object) =>
  new HubSnapshot(stack, 'Snapshot', { modelId: 'Qwen/Qwen3-8B', modelRevision: REVISION, ...options } as HubSnapshotProps);

const snapshots: fc.Arbitrary<Props> = fc.record({
  place: fc.option(places),
  secret: fc.option(places),
  vpc: fc.option(places),
  removalPolicy: fc.constantFrom(RemovalPolicy.RETAIN, RemovalPolicy.DESTROY),
  copyDuringDeployment: fc.boolean(),
  include: mostly<string[] | undefined>(fc.constantFrom(undefined, ['*.gguf']), fc.array(strings, { maxLength: 2 })),
}).map(({ place, secret, vpc, ...options }) => props(`snapshot ${place} ${secret} ${vpc}`, around => {
  const { modelId, modelData } = snapshot(around, {
    ...options,
    ...place && { bucket: around.bucket(place) },
    ...secret && { hubAccessTokenSecret: around.secret(secret) },
    ...vpc && { vpc: around.vpc(vpc) },
  });
  return { modelId, modelData, networkIsolation: true, ssmAccess: undefined };
}));

/** Props that another construct of the app gives a value. */
const around: fc.Arbitrary<Props> = places.chain(place => fc.oneof(
  fc.constant(props(`role ${place}`, each => ({ role: each.role(place) }))),
  fc.constant(props(`vpc ${place}`, each => ({ vpc: each.vpc(place), vpcConfig: undefined, securityGroups: undefined, vpcSubnets: undefined }))),
  fc.constant(props(`securityGroups ${place}`, each => ({
    vpc: each.vpc(place), securityGroups: [each.securityGroup(place)], vpcConfig: undefined, vpcSubnets: undefined, allowAllOutbound: undefined,
  }))),
  fc.constant(props(`encryptionKey ${place}`, each => ({ encryptionKey: each.key(place) }))),
  fc.constant(props(`logEncryptionKey ${place}`, each => ({ logEncryptionKey: each.key(place), logRetention: 30, endpointName: 'chat' }))),
  fc.constant(props(`dataCapture ${place}`, each => ({
    dataCapture: { bucket: each.bucket(place), samplingPercentage: 5, encryptionKey: each.key(place) }, asyncInference: undefined,
  }))),
  fc.constant(props(`asyncInference ${place}`, each => ({
    asyncInference: {
      outputBucket: each.bucket(place),
      inputBucket: each.bucket(place),
      errorTopic: each.topic(place),
      createTopicsFor: [AsyncOutcome.SUCCESS],
      encryptionKey: each.key(place),
    },
    dataCapture: undefined,
  }))),
  fc.constant(props(`modelData ${place}`, each => ({ modelData: ModelData.s3Prefix(each.bucket(place), 'model') }))),
  fc.constant(props(`container ${place}`, each => ({ container: ContainerImage.fromEcrRepository(each.repository(place), 'v1') }))),
  fc.constant(props(`rollbackAlarms ${place}`, each => ({ deployment: Deployment.allAtOnce({ rollbackAlarms: [each.alarm(place)] }) }))),
  snapshots,
));

const alarms = (each: Surroundings) => cloudwatch.Alarm.fromAlarmName(each.stack, 'Errors', 'errors');

/** Props of strings and numbers around their limits. */
const plain: fc.Arbitrary<Props> = fc.oneof(
  fc.constantFrom('modelId', 'endpointName', 'modelRevision', 'mlReservationArn').chain(prop => strings.map(value => props(`${prop} ${value}`, () => ({ [prop]: value })))),
  fc.constantFrom('instanceCount', 'startupHealthCheckTimeoutInSeconds').chain(prop => numbers.map(value => props(`${prop} ${value}`, () => ({ [prop]: value })))),
  fc.constantFrom('startupHealthCheckTimeout', 'modelDataDownloadTimeout', 'instanceProvisionTimeout', 'metricPublishFrequency').chain(prop =>
    durations.map(value => props(`${prop} ${value}`, () => ({ [prop]: value })))),
  fc.tuple(strings, strings).map(([key, value]) => props(`environment ${key}=${value}`, () => ({ environment: { [key]: value } }))),
  fc.tuple(numbers, durations, durations).map(([size, waitInterval, terminationWait]) => props(`deployment ${size}`, each => ({
    instanceCount: 4,
    deployment: Deployment.canary({ size: CapacitySize.percent(size), waitInterval, terminationWait, rollbackAlarms: [alarms(each)] }),
  }))),
  fc.tuple(strings, numbers).map(([prefix, samplingPercentage]) => props(`dataCapture ${prefix}`, each => ({
    dataCapture: { bucket: each.bucket('here'), samplingPercentage, prefix }, asyncInference: undefined,
  }))),
  fc.tuple(strings, strings).map(([outputPrefix, failurePrefix]) => props(`asyncInference ${outputPrefix}`, each => ({
    asyncInference: { outputBucket: each.bucket('here'), outputPrefix, failurePrefix }, dataCapture: undefined,
  }))),
  strings.map(prefix => props(`modelData ${prefix}`, each => ({ modelData: ModelData.s3Prefix(each.bucket('here'), prefix) }))),
  strings.map(name => props(`instanceType ${name}`, () => ({ instanceType: SageMakerInstanceType.of(name) }))),
  fc.boolean().map(enabled => props(`enabled ${enabled}`, () => ({ enabled }))),
  fc.constant(props('disabled with a name', () => ({ enabled: false, endpointName: 'chat' }))),
  fc.constant(props('hubAccessToken', () => ({ hubAccessToken: SecretValue.secretsManager('hub') }))),
  fc.constantFrom(1, 30, 0, 9999).map(logRetention => props(`logRetention ${logRetention}`, () => ({ logRetention, endpointName: 'chat' }))),
  fc.constant(props('one deployment', () => ({ deployment: Deployment.rolling({ maximumBatchSize: CapacitySize.percent(20), waitInterval: Duration.minutes(5) }), instanceCount: 5 }))),
);

const wrong = (shape: object): fc.Arbitrary<Props> => fc.tuple(fc.constantFrom(...Object.keys(shape)), hostile)
  .map(([prop, { name, of }]) => props(`${prop}: ${name}`, ({ stack }) => ({ [prop]: of(stack) })));

const wrongSnapshot: fc.Arbitrary<Props> = fc.tuple(fc.constantFrom(...Object.keys(SNAPSHOT_SHAPE)), hostile)
  .map(([prop, { name, of }]) => props(`snapshot ${prop}: ${name}`, each => ({ modelData: snapshot(each, { [prop]: of(each.stack) }).modelData })));

/** In one of six apps. */
const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.oneof(
  { weight: 5, arbitrary: fc.constant<T[]>([]) }, { weight: 1, arbitrary: arbitrary.map(value => [value]) },
);
/** Each at most once, since an ID of a construct can be used only once. */
const stepsOf = <T>(steps: fc.Arbitrary<Step<T>>) => fc.uniqueArray(steps, { maxLength: 4, selector: ({ name }) => name });
const anyStep = <T>(steps: (value: Hostile) => readonly Step<T>[]): fc.Arbitrary<Step<T>> => hostile.chain(value => fc.constantFrom(...steps(value)));
const each = <T>(steps: readonly Step<T>[], construct: T, surroundings: Surroundings) => steps.forEach(({ apply }) => apply(construct, surroundings));
const merge = (list: readonly Props[], surroundings: Surroundings) => Object.assign({}, ...list.map(({ of }) => of(surroundings)));

/** Most operations are those of a real-time endpoint. */
const legal = fc.tuple(legalProps, fc.integer({ min: 0, max: 3 }))
  .map(([given, quarter]) => quarter === 0 ? given : { ...given, asyncInference: undefined, enabled: quarter === 1 ? true : undefined });

const endpoints = fc.tuple(
  legal, fc.array(around, { maxLength: 2 }), sometimes(plain),
  sometimes(fc.oneof({ weight: 4, arbitrary: wrong(PROPS) }, { weight: 1, arbitrary: wrongSnapshot })),
  stepsOf(endpointSteps), sometimes(anyStep(hostileSteps)),
).map(([given, ...[others, limits, any, steps, anySteps]]) => ({
  names: [Object.keys(given).join(), ...[...others, ...limits, ...any, ...steps, ...anySteps].map(({ name }) => name)],
  build: (surroundings: Surroundings) => {
    const all = { ...given, ...merge([...others, ...limits, ...any], surroundings) } as HuggingFaceSageMakerEndpointProps;
    each([...steps, ...anySteps], new HuggingFaceSageMakerEndpoint(surroundings.stack, 'Endpoint', all), surroundings);
  },
}));

const HOST_PROPS = /^(role|vpc|securityGroups|encryptionKey|logEncryptionKey) /;

const componentEndpoints = fc.tuple(
  hosts, fc.array(around.filter(({ name }) => HOST_PROPS.test(name)), { maxLength: 2 }), sometimes(wrong(COMPONENT_ENDPOINT)),
  stepsOf(hostSteps), sometimes(anyStep(hostileHostSteps)),
).map(([host, others, any, steps, anySteps]) => ({
  names: ['components', Object.keys(host).join(), ...[...others, ...any, ...steps, ...anySteps].map(({ name }) => name)],
  build: (surroundings: Surroundings) => {
    const given = { instanceType: SageMakerInstanceType.ML_G6E_12XLARGE, maxInstanceCount: 2, ...host, ...merge([...others, ...any], surroundings) };
    each([...steps, ...anySteps], new HuggingFaceSageMakerComponentEndpoint(surroundings.stack, 'Endpoint', given), surroundings);
  },
}));

export const configurations: fc.Arbitrary<Configuration> = fc.record({
  kind: fc.constantFrom(...Object.keys(STACK_KINDS)),
  habit: fc.constantFrom(...Object.keys(HABITS)),
  construct: fc.oneof({ weight: 3, arbitrary: endpoints }, { weight: 1, arbitrary: componentEndpoints }),
}).map(({ kind, habit, construct: { names, build } }) => ({
  kind, habit, names, build, hasUnknownValues: names.some(name => isUnknown({ name })), [fc.toStringMethod]: () => `an app with ${habit}, a stack ${kind}: ${names.join('; ')}`,
}));

/** The regions of all kinds of stacks. */
export const REGIONS = [...new Set(Object.values(STACK_KINDS).map(({ at }) => at.region))];

/** What an app gives: an error of the library, or templates, and what is wrong with either. */
export interface Outcome {
  readonly error?: string;
  readonly wrong: readonly string[];
}

/** An error of aws-cdk-lib: a role of another stack may invoke the endpoint, whose stack depends on the other one. */
const OF_STACKS = /would create a cyclic reference/;

/** An error of aws-cdk-lib: a lazy value, which the library does not read, is produced with another type. */
const OF_LAZY_VALUES = /Supplied properties not correct/;

export function outcome({ kind, habit, build, hasUnknownValues }: Configuration, check: TemplateCheck): Outcome {
  try {
    return { wrong: withAssembly(kind, habit, build, assembly => check.rejections(assembly, STACK_KINDS[kind].at, hasUnknownValues)) };
  } catch (error) {
    const { constructor, message } = error as Error;
    const isOwn = constructor === Error && /^[^\n]*?'[^'\n]+'|^[\w/]+: \d+ problems/.test(message);
    return { error: message, wrong: isOwn || OF_STACKS.test(message) || (hasUnknownValues && OF_LAZY_VALUES.test(message)) ? [] : [`foreign error: ${(error as Error).stack?.slice(0, 1000)}`] };
  }
}
