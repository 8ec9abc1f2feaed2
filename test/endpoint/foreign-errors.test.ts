import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Lazy, Stack } from 'aws-cdk-lib/core';
import * as library from '../../src';
import { PROPS } from '../../src/props/endpoint-shape';
import { addModel, newHost } from '../component/component-stack';
import { newEndpoint, newStack, template } from '../util';

// users of other languages, and of JavaScript, can pass anything
const { ContainerImage, DeepLearningContainerImage, Deployment, HuggingFaceSageMakerEndpoint } = library as any;
const { ModelData, ModelServer, RoutingStrategy } = library as any;

function circular(): object {
  const value: Record<string, unknown> = {};
  value.self = value;
  return value;
}

const VALUES: Record<string, unknown> = {
  'undefined': undefined,
  'null': null,
  'an object': {},
  'a string': 'x',
  'a number': 1,
  'an array': [],
  'a symbol': Symbol('s'),
  'a BigInt': 1n,
  'a function': () => 1,
  'NaN': NaN,
  'true': true,
  'a stack': newStack(),
  'a token': Lazy.any({ produce: () => 'a' }),
  'a circular object': circular(),
};

type Given = (value: any, stack: Stack) => object;

const bucket = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Bucket', 'answers');
const each = (names: readonly string[], given: (name: string) => Given): Record<string, Given> =>
  Object.fromEntries(names.map(name => [name, given(name)]));

const SERVERS = Object.getOwnPropertyNames(ModelServer).filter(name => typeof ModelServer[name] === 'function');

const PROPS_OF: Record<string, Given> = {
  ...each(Object.keys(PROPS), prop => value => ({ [prop]: value })),
  ...each(['outputBucket', 'outputPrefix', 'failurePrefix', 'inputBucket', 'inputPrefix', 'successTopic', 'errorTopic', 'createTopicsFor',
    'includeResponseFor', 'maxConcurrentInvocationsPerInstance', 'encryptionKey'].map(option => `asyncInference.${option}`),
  option => (value, stack) => ({ asyncInference: { outputBucket: bucket(stack), [option.split('.')[1]]: value } })),
  ...each(['bucket', 'samplingPercentage', 'prefix', 'mode', 'jsonContentTypes', 'csvContentTypes', 'encryptionKey', 'enabled']
    .map(option => `dataCapture.${option}`),
  option => (value, stack) => ({ dataCapture: { bucket: bucket(stack), samplingPercentage: 1, [option.split('.')[1]]: value } })),
  ...each(SERVERS, server => value => ({ server: ModelServer[server](value) })),
  ...each(SERVERS.map(server => `${server} version`), name => value => ({ server: ModelServer[name.split(' ')[0]]({ version: value }) })),
  ...each(SERVERS.map(server => `${server} arguments`), name => value => ({ server: ModelServer[name.split(' ')[0]]({ extraArguments: { a: value } }) })),
  ...each(['SageMakerInstanceType', 'HuggingFaceTask', 'InferenceAmiVersion', 'RoutingStrategy'], name => value => ({
    [{ SageMakerInstanceType: 'instanceType', HuggingFaceTask: 'task', InferenceAmiVersion: 'inferenceAmiVersion' }[name] ?? 'routingStrategy']:
      (library as any)[name].of(value),
  })),
  'RoutingStrategy.prefixAware': value => ({ routingStrategy: RoutingStrategy.prefixAware({ prefixLength: value, concurrencyThreshold: value }) }),
  'ContainerImage.fromEcrRepository': value => ({ container: ContainerImage.fromEcrRepository(value, value) }),
  'ContainerImage.fromAsset': value => ({ container: ContainerImage.fromAsset(value, value) }),
  'the repository of an image': value => ({ container: DeepLearningContainerImage.fromDeepLearningContainerImage(value, 'a') }),
  'the tag of an image': value => ({ container: DeepLearningContainerImage.fromDeepLearningContainerImage('a', value) }),
  'the account of an image': value => ({ container: DeepLearningContainerImage.fromDeepLearningContainerImage('a', 'b', value) }),
  'ModelData.s3Prefix': value => ({ modelData: ModelData.s3Prefix(value, 'a') }),
  'the prefix of ModelData': (value, stack) => ({ modelData: ModelData.s3Prefix(bucket(stack), value) }),
  'ModelData.s3Archive': (value, stack) => ({ modelData: ModelData.s3Archive(bucket(stack), value) }),
  'ModelProfile.fromConfigJson': value => ({ modelProfile: library.ModelProfile.fromConfigJson(value) }),
  'Deployment.canary': value => ({ deployment: Deployment.canary(value) }),
  'rollbackAlarms': value => ({ deployment: Deployment.allAtOnce({ rollbackAlarms: [value] }) }),
  'the values of environment': value => ({ environment: { HF_MODEL_ID: value, HF_TOKEN: value, NUM_SHARD: value } }),
};

type Call = (value: any, endpoint: any) => unknown;

const calls = (names: readonly string[], call: (name: string) => Call): Record<string, Call> =>
  Object.fromEntries(names.map(name => [name, call(name)]));
const POLICIES = ['scaleOnInvocations', 'scaleOnConcurrentRequests', 'scaleOnGpuUtilization', 'scaleOnBacklog', 'scaleOnSchedule'];
const EVENTS = ['onStateChange', 'onInService', 'onFailure', 'onDeploymentStateChange'];

const CALLS: Record<string, Call> = {
  'smokeTest': (value, endpoint) => endpoint.smokeTest(value),
  ...calls(['body', 'file', 'contentType', 'customAttributes', 'contains'].map(option => `smokeTest ${option}`), name => (value, endpoint) =>
    endpoint.smokeTest({ requests: [{ [name.slice(10)]: value }] })),
  'a part of the body of smokeTest': (value, endpoint) => endpoint.smokeTest({ requests: [{ body: { inputs: [value] } }] }),
  ...calls(['autoScale', 'monitor', 'dashboard', 'addToRolePolicy', 'grantInvoke'], name => (value, endpoint) => endpoint[name](value)),
  ...calls(POLICIES, name => (value, endpoint) => endpoint.autoScale({ maxCapacity: 2 })[name](value, value)),
  ...calls(POLICIES.map(name => `options of ${name}`), name => (value, endpoint) => endpoint.autoScale({ maxCapacity: 2 })[name.slice(11)]('A', value)),
  ...calls(EVENTS, name => (value, endpoint) => endpoint[name](value, value)),
  ...calls(EVENTS.map(name => `options of ${name}`), name => (value, endpoint) =>
    endpoint[name.slice(11)]('A', { target: value, eventPattern: { detail: value }, ruleName: value, description: value, crossStackScope: value })),
  ...calls(['invoke', 'invokeAsync', 'invokeWithResponseStream', 'invokeWithBearerToken'], name => (value, { grants }) => grants[name](value)),
  ...calls(['fromEndpointName', 'fromEndpointArn', 'fromEndpointAttributes'], name => (value, endpoint) =>
    HuggingFaceSageMakerEndpoint[name](endpoint, 'Imported', value)),
  'EndpointGrants.fromEndpoint': value => library.EndpointGrants.fromEndpoint(value),
};

type HostCall = (value: any, host: any) => unknown;

const HOST_CALLS: Record<string, HostCall> = {
  'addToRolePolicy': (value, host) => host.addToRolePolicy(value),
  'monitor': (value, host) => host.monitor(value),
  'dashboard': (value, host) => host.dashboard(value),
  'the ID of addInferenceComponent': (value, host) => host.addInferenceComponent(value, { modelId: 'Qwen/Qwen3-8B' }),
  'addInferenceComponent': (value, host) => host.addInferenceComponent('Chat', value),
  'the ID of addAdapter': (value, host) => (addModel(host) as any).addAdapter(value, { modelData: ModelData.s3Archive(bucket(host), 'a.tar.gz') }),
  'addAdapter': (value, host) => addModel(host).addAdapter('Sql', value),
  'autoScale': (value, host) => addModel(host).autoScale(value),
  'scaleOnInvocations': (value, host) => addModel(host).autoScale({ maxCapacity: 2 }).scaleOnInvocations(value, value),
  'scaleOnSchedule': (value, host) => addModel(host).autoScale({ maxCapacity: 2 }).scaleOnSchedule('A', value),
  'monitor of a component': (value, host) => addModel(host).monitor(value),
  'grants of a component': (value, host) => addModel(host).grants.invoke(value),
};

/** Errors must be those of the library: plain ones that name a prop or an argument. */
function foreignErrors(use: (value: unknown) => unknown): string[] {
  return Object.entries(VALUES).flatMap(([name, value]) => {
    try {
      use(value);
      return [];
    } catch (error) {
      const { constructor, message } = error as Error;
      return constructor === Error && /'[^']+'|: must be/.test(message) ? [] : [`${name}: ${error}`];
    }
  });
}

test.each(Object.entries(PROPS_OF))('whatever is given for %s, an error is one of the library', (_name, given) => {
  expect(foreignErrors(value => {
    const stack = newStack();
    newEndpoint(stack, given(value, stack));
  })).toEqual([]);
});

test.each(Object.entries(CALLS))('whatever is given to %s, an error is one of the library', (_name, call) => {
  expect(foreignErrors(value => call(value, newEndpoint(newStack())))).toEqual([]);
});

test.each(Object.entries(HOST_CALLS))('whatever is given to %s of an endpoint for components, an error is one of the library', (_name, call) => {
  expect(foreignErrors(value => call(value, newHost(newStack())))).toEqual([]);
});

test.each<[string, (endpoint: any) => unknown]>([
  ['an incomplete statement', endpoint => endpoint.addToRolePolicy(new iam.PolicyStatement())],
  ['a reference to a resource that is left out', endpoint => new cloudwatch.CompositeAlarm(endpoint.stack, 'Composite', {
    alarmRule: cloudwatch.AlarmRule.anyOf(endpoint.monitor().disk),
  })],
])('an error at synth for %s begins with the path of the construct', (_name, call) => {
  const stack = newStack();
  call(newEndpoint(stack, { enabled: false }));
  expect(() => template(stack)).toThrow(/^Stack\/Endpoint: ('|2 problems)/);
});
