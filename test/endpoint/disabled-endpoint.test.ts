import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnOutput, CfnResource, Duration, Stack, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { AsyncOutcome, CapacitySize, Deployment, HuggingFaceSageMakerEndpoint, HuggingFaceSageMakerEndpointProps } from '../../src';
import { isLeftOut, knownId, leaveOut } from '../../src/endpoint/disabled-endpoint';
import { IMAGES } from '../images';
import { IRELAND, newEndpoint, newStack, template } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const NAMED: Props = {
  container: IMAGES.VLLM,
  modelId: 'Qwen/Qwen3-8B',
  endpointName: 'Chat',
  instanceCount: 2,
  logRetention: logs.RetentionDays.ONE_WEEK,
  deployment: Deployment.canary({ size: CapacitySize.instances(1), waitInterval: Duration.minutes(5) }),
};

/** Everything that an endpoint of production has. */
function production(stack: Stack, props: Props): HuggingFaceSageMakerEndpoint {
  const endpoint = newEndpoint(stack, { ...NAMED, ...props });
  endpoint.autoScale({ maxCapacity: 4, minCapacity: 2 }).scaleOnConcurrentRequests('Requests', { concurrentRequestsPerModel: 8 });
  endpoint.monitor({ maximumModelLatency: Duration.seconds(20), idleAfter: Duration.hours(2) }).serverErrors.addAlarmAction();
  endpoint.dashboard();
  endpoint.outputs();
  endpoint.onFailure('Failure');
  endpoint.grants.invoke(new iam.Role(stack, 'Application', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));
  return endpoint;
}

function templateOf(props: Props, define = production): any {
  const stack = newStack();
  define(stack, props);
  return template(stack).toJSON();
}

/** The logical IDs of the endpoint, and of what is below its children that are left out. */
const LEFT_OUT = /^Endpoint(?:[0-9A-F]{8}$|Deployment|Scaling|Monitoring|Dashboard|Outputs)/;

test('the template lacks the endpoint, its alarms, its scaling, its dashboard and its outputs, and has all the rest unchanged', () => {
  const [on, off] = [templateOf({}), templateOf({ enabled: false })];
  const stays = Object.keys(on.Resources).filter(id => !LEFT_OUT.test(id));
  expect(Object.keys(off.Resources).sort()).toEqual(stays.sort());
  expect(off).not.toHaveProperty('Outputs');
  const types = Object.values<any>(off.Resources).map(({ Type }) => Type);
  expect(types).toEqual(expect.arrayContaining([
    'AWS::SageMaker::Model', 'AWS::SageMaker::EndpointConfig', 'AWS::IAM::Role', 'AWS::Logs::LogGroup', 'AWS::Events::Rule', 'AWS::IAM::Policy',
  ]));
  expect(types).not.toEqual(expect.arrayContaining(['AWS::CloudWatch::Alarm']));
  for (const id of stays.filter(each => !/^(EndpointFailure|Application)/.test(each))) {
    expect(off.Resources[id]).toEqual(on.Resources[id]);
  }
});

test('references, grants, metrics and events have the name', () => {
  const { Resources } = templateOf({ enabled: false }, (stack, props) => {
    const endpoint = production(stack, props);
    new cloudwatch.Alarm(stack, 'Slow', { metric: endpoint.metricModelLatency(), threshold: 1, evaluationPeriods: 1 });
    new CfnOutput(stack, 'Url', { value: endpoint.openAiBaseUrl });
    return endpoint;
  });
  const only = (type: string) => Object.values<any>(Resources).find(({ Type }) => Type === type).Properties;
  expect(JSON.stringify(only('AWS::IAM::Policy'))).toContain(':sagemaker:eu-west-1:111122223333:endpoint/chat"');
  expect(only('AWS::Events::Rule').EventPattern.detail.EndpointName).toEqual(['Chat']);
  expect(only('AWS::CloudWatch::Alarm').Dimensions).toContainEqual({ Name: 'EndpointName', Value: 'Chat' });
});

test('synth reports what references get', () => {
  const stack = newStack();
  newEndpoint(stack, { endpointName: 'Chat', enabled: false });
  Annotations.fromStack(stack).hasWarning('/Stack/Endpoint', Match.stringLikeRegexp('\'endpointName\' "Chat", but there is no endpoint with this name'));
});

test('without a name, nothing is reported unless something references the endpoint', () => {
  const stack = newStack();
  newEndpoint(stack, { enabled: false }).monitor();
  expect(Object.values(template(stack).findResources('AWS::CloudWatch::Alarm'))).toEqual([]);
  Annotations.fromStack(stack).hasNoWarning('/Stack/Endpoint', Match.anyValue());
});

test.each<[string, (endpoint: HuggingFaceSageMakerEndpoint) => void]>([
  ['name', endpoint => new CfnOutput(endpoint.stack, 'Name', { value: endpoint.endpointName })],
  ['ARN', endpoint => endpoint.grantInvoke(new iam.Role(endpoint.stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() }))],
  ['metrics', endpoint => new cloudwatch.Alarm(endpoint.stack, 'Slow', { metric: endpoint.metricModelLatency(), threshold: 1, evaluationPeriods: 1 })],
])('a reference to the generated %s is an error', (_, use) => {
  const stack = newStack();
  use(newEndpoint(stack, { enabled: false }));
  expect(() => template(stack)).toThrow("'endpointName' must be set if 'enabled' is false and something references the endpoint");
});

test.each<[string, (endpoint: HuggingFaceSageMakerEndpoint) => string, string]>([
  ['alarm', endpoint => endpoint.monitor().serverErrors.alarmArn, 'Stack/Endpoint/Monitoring/ServerErrors/Resource'],
  ['rollback alarm', endpoint => endpoint.rollbackAlarm!.alarmArn, 'Stack/Endpoint/Deployment/RollbackAlarm/Resource'],
  ['resource of the endpoint', endpoint => endpoint.cfnEndpoint.attrEndpointName, 'Stack/Endpoint/Endpoint'],
])('a reference to an %s that is left out is an error with its path', (_, valueOf, path) => {
  const stack = newStack();
  new CfnOutput(stack, 'Value', { value: valueOf(newEndpoint(stack, { ...NAMED, enabled: false })) });
  expect(() => template(stack)).toThrow(`'enabled' is false, so ${path} is not in the template and must not be referenced`);
});

test('tags, dependencies and a removal policy work as with an endpoint', () => {
  const stack = newStack();
  const endpoint = newEndpoint(stack, { ...NAMED, enabled: false });
  Tags.of(endpoint).add('team', 'search');
  const other = new CfnResource(stack, 'Other', { type: 'AWS::SNS::Topic' });
  other.node.addDependency(endpoint);
  other.node.addDependency(endpoint.cfnEndpoint);
  endpoint.cfnEndpoint.overrideLogicalId('Kept');
  const { Resources } = template(stack).toJSON();
  expect(Resources).not.toHaveProperty('Kept');
  for (const id of Resources.Other.DependsOn) {
    expect(Resources).toHaveProperty(id);
  }
});

test('a queue keeps its topics and permissions', () => {
  const queue = (enabled: boolean) => templateOf({ enabled }, (stack, props) => newEndpoint(stack, {
    ...props,
    endpointName: 'archive',
    asyncInference: { outputBucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'answers'), createTopicsFor: [AsyncOutcome.ERROR] },
  }));
  const [on, off] = [queue(true), queue(false)];
  expect(Object.keys(off.Resources)).toEqual(Object.keys(on.Resources).filter(id => on.Resources[id].Type !== 'AWS::SageMaker::Endpoint'));
});

test('another stack of the app gets the name', () => {
  const app = new App();
  const [first, second] = ['First', 'Second'].map(id => new Stack(app, id, { env: IRELAND }));
  const endpoint = newEndpoint(first, { endpointName: 'Chat', enabled: false });
  new CfnOutput(second, 'Name', { value: endpoint.endpointName });
  expect(template(second).toJSON().Outputs.Name.Value).toBe('Chat');
  expect(template(first).toJSON()).not.toHaveProperty('Outputs');
});

describe('what is left out of a construct', () => {
  const resource = (scope: Construct, id: string) => new CfnResource(scope, id, { type: 'AWS::SNS::Topic' });

  test('are the children with these IDs, and others that are only known at synth, with their dependencies and outputs', () => {
    const stack = newStack();
    const scope = new Construct(stack, 'Scope');
    const others = new Construct(stack, 'Others');
    const [gone, kept] = ['Monitoring', 'Kept'].map(id => resource(new Construct(scope, id), 'Resource'));
    const nested = resource(new Construct(kept, 'Monitoring'), 'Resource');
    const other: CfnResource[] = [];
    leaveOut(scope, () => other);
    other.push(resource(others, 'Other'));
    const dependent = others.node.defaultChild = resource(others, 'Dependent');
    new CfnOutput(gone, 'Output', { value: 'a' });
    dependent.node.addDependency(gone, other[0], kept);
    const { Resources, Outputs } = template(stack).toJSON();
    const ids = [kept, nested, dependent].map(each => stack.getLogicalId(each));
    expect([Object.keys(Resources).sort(), Outputs]).toEqual([ids.sort(), undefined]);
    expect(Resources[stack.getLogicalId(dependent)].DependsOn).toEqual([stack.getLogicalId(kept), stack.getLogicalId(nested)]);
    expect([gone, kept, other[0]].map(each => isLeftOut(each))).toEqual([true, false, true]);
    expect(others.node.defaultChild).toBe(dependent);
  });

  test('is not the default child any more', () => {
    const scope = new Construct(newStack(), 'Scope');
    scope.node.defaultChild = resource(scope, 'Endpoint');
    leaveOut(scope);
    template(Stack.of(scope));
    expect(scope.node.defaultChild).toBeUndefined();
  });

  test('keeps its logical ID for names', () => {
    const stack = newStack();
    const scope = new Construct(stack, 'Scope');
    const [gone, kept] = ['Endpoint', 'Kept'].map(id => resource(scope, id));
    const id = stack.getLogicalId(gone);
    expect(stack.resolve(knownId(gone))).toBe(id);
    leaveOut(scope);
    template(stack);
    expect([gone, kept].map(each => stack.resolve(knownId(each)))).toEqual([id, stack.getLogicalId(kept)]);
  });
});

test('true is the default', () => {
  expect(templateOf({ enabled: true })).toEqual(templateOf({}));
});

test('an app can be synthesized twice', () => {
  const app = new App();
  newEndpoint(new Stack(app, 'Stack', { env: IRELAND }), { enabled: false });
  const [first, second] = [app.synth({ force: true }), app.synth({ force: true })].map(assembly => assembly.getStackByName('Stack').template);
  expect(second).toEqual(first);
});
