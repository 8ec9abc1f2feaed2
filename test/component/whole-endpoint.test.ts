import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { App, CfnParameter, Lazy, Stack } from 'aws-cdk-lib/core';
import { addModel, newHost } from './component-stack';
import { HubSnapshot, InferenceComponent, ModelData } from '../../src';
import { IRELAND, newEndpoint, newStack } from '../util';

const TOKEN = `hf_${'aB3'.repeat(12)}`;
const COMMIT = '0123456789abcdef0123456789abcdef01234567';

test.each<[string, (stack: Stack) => void]>([
  ['the environment of a component, known later', stack => addModel(newHost(stack), { environment: { ANY: Lazy.string({ produce: () => TOKEN }) } })],
  ['the default of a parameter', stack => addModel(newHost(stack), { environment: { ANY: new CfnParameter(stack, 'P', { default: TOKEN }).valueAsString } })],
  ['the key of an adapter', stack => addModel(newHost(stack)).addAdapter('Sql', {
    modelData: ModelData.s3Archive(s3.Bucket.fromBucketName(stack, 'Bucket', 'adapters'), `${TOKEN}.tar.gz`),
  })],
  ['the pattern of a snapshot', stack => new HubSnapshot(stack, 'Weights', { modelId: 'a/b', modelRevision: COMMIT, include: [TOKEN] })],
])('a secret is rejected in %s', (_place, define) => {
  const app = new App();
  define(new Stack(app, 'Stack', { env: IRELAND }));
  expect(() => app.synth()).toThrow('in plain text');
  expect(() => app.synth()).not.toThrow(TOKEN);
});

test('two endpoints for components with the same name are reported', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: IRELAND });
  addModel(newHost(stack, { endpointName: 'one' }));
  newEndpoint(stack, { endpointName: 'One' }, 'Other');
  expect(() => app.synth()).toThrow("'endpointName' must differ from the names of other endpoints");
});

test('a disabled endpoint may have the name of another one', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: IRELAND });
  newEndpoint(stack, { endpointName: 'one', enabled: false });
  newEndpoint(stack, { endpointName: 'one' }, 'Other');
  expect(() => app.synth()).not.toThrow();
});

test('a topic that alarms of components cannot publish to is reported', () => {
  const stack = newStack();
  const component = addModel(newHost(stack));
  component.monitor({ topic: new sns.Topic(stack, 'Topic', { enforceSSL: true }) });
  Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('cloudwatch'));
});

test.each<[string, any]>([['null', null], ['no attributes', {}], ['no endpoint', { inferenceComponentName: 'one' }]])(
  'a component is not imported by %s', (_what, attributes) => {
    expect(() => InferenceComponent.fromInferenceComponentAttributes(newStack(), 'Component', attributes)).toThrow(/^Stack\/Component: /);
  });
