import * as s3 from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import * as library from '../../src';
import { PROPS } from '../../src/props/endpoint-shape';
import { newEndpoint, newStack } from '../util';

// users of other languages, and of JavaScript, can pass anything
const { ContainerImage, DeepLearningContainerImage, Deployment, HuggingFaceSageMakerEndpoint } = library as any;
const { ModelData, ModelServer, RoutingStrategy } = library as any;

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
