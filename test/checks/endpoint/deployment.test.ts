import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { CfnParameter, Duration, Lazy, Stack, StackProps } from 'aws-cdk-lib/core';
import { BlueGreenDeploymentOptions, CapacitySize, Deployment, HuggingFaceSageMakerEndpointProps, SageMakerInstanceType } from '../../../src';
import { findingsOf } from '../../../src/checks';
import { image, IRELAND, newEndpoint, newStack, planOf } from '../../util';

const { instances, percent } = CapacitySize;
const waitInterval = Duration.minutes(5);
const canary = (size: CapacitySize, options: BlueGreenDeploymentOptions = {}) => Deployment.canary({ size, waitInterval, ...options });
const linear = (stepSize: CapacitySize, options: BlueGreenDeploymentOptions = {}) => Deployment.linear({ stepSize, waitInterval, ...options });
const rolling = (maximumBatchSize: CapacitySize, rollbackMaximumBatchSize?: CapacitySize) =>
  Deployment.rolling({ maximumBatchSize, waitInterval, rollbackMaximumBatchSize });

const lazySeconds = Duration.seconds(Lazy.number({ produce: () => 300 }));
const number = new CfnParameter(newStack(), 'Number', { type: 'Number' }).valueAsNumber;
const alarms = (count: number) => Array.from({ length: count }, () => cloudwatch.Alarm.fromAlarmName(newStack(), 'Alarm', 'errors'));

function errors(deployment: Deployment, instanceCount = 4): string[] {
  return findingsOf(planOf({ instanceCount, endpointName: 'mistral', deployment })).filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

test.each<[string, Deployment, number?]>([
  ["'deployment.size' must be an integer from 1 to 50 percent, got 51", canary(percent(51))],
  ["'deployment.size' must be an integer from 1 to 50 percent, got 0", canary(percent(0))],
  ["'deployment.size' must be an integer from 1 to 50 percent, got 2.5", canary(percent(2.5))],
  ["'deployment.size' must be an integer from 1 to 50 percent, got NaN", canary(percent(NaN))],
  ["'deployment.stepSize' must be an integer from 10 to 50 percent, got 9", linear(percent(9))],
  ["'deployment.stepSize' must be an integer from 10 to 50 percent, got 51", linear(percent(51))],
  ["'deployment.maximumBatchSize' must be an integer from 5 to 50 percent, got 4", rolling(percent(4))],
  ["'deployment.maximumBatchSize' must be an integer from 5 to 50 percent, got 51", rolling(percent(51))],
  ["'deployment.size' must be an integer of at least 1, got 0 instances", canary(instances(0))],
  ["'deployment.size' must be an integer of at least 1, got 1.5 instances", canary(instances(1.5))],
  ["'deployment.size' must be at most 50 percent of the instances, got 3 of the 'instanceCount' 4; take another number, or CapacitySize.percent", canary(instances(3))],
  ["'deployment.size' must be at most 50 percent of the instances, got 1 of the 'instanceCount' 1; take another number, or CapacitySize.percent", canary(instances(1)), 1],
  ["'deployment.stepSize' must be 10 to 50 percent of the instances, got 1 of the 'instanceCount' 11; take another number, or CapacitySize.percent", linear(instances(1)), 11],
  ["'deployment.maximumBatchSize' must be 5 to 50 percent of the instances, got 1 of the 'instanceCount' 21; take another number, or CapacitySize.percent", rolling(instances(1)), 21],
  ["'deployment.rollbackMaximumBatchSize' must be an integer from 1 to 100 percent, got 101", rolling(percent(50), percent(101))],
  ["'deployment.rollbackMaximumBatchSize' must be an integer of at least 1, got 0", rolling(percent(50), instances(0))],
  ["'deployment.waitInterval' must be an integer from 0 to 3600 seconds, got 3601", Deployment.canary({ size: percent(10), waitInterval: Duration.seconds(3601) })],
  ["'deployment.waitInterval' must be an integer from 0 to 3600 seconds, got 90.5", Deployment.canary({ size: percent(10), waitInterval: Duration.millis(90_500) })],
  ["'deployment.terminationWait' must be an integer from 0 to 3600 seconds, got 3601", Deployment.allAtOnce({ terminationWait: Duration.seconds(3601) })],
  ["'deployment.maximumExecutionTimeout' must be an integer from 600 to 28800 seconds, got 599", Deployment.allAtOnce({ maximumExecutionTimeout: Duration.seconds(599) })],
  ["'deployment.maximumExecutionTimeout' must be an integer from 600 to 28800 seconds, got 28801", Deployment.allAtOnce({ maximumExecutionTimeout: Duration.seconds(28_801) })],
  ["'deployment.maximumExecutionTimeout' must be longer than the waits of an update, which are 900 seconds together, got 900; raise it, or shorten the waits",
    canary(percent(10), { terminationWait: Duration.minutes(10), maximumExecutionTimeout: Duration.minutes(15) })],
  ["'deployment.maximumExecutionTimeout' must be longer than the waits of an update, which are 2700 seconds together, got 2700; raise it, or shorten the waits",
    linear(percent(10), { maximumExecutionTimeout: Duration.seconds(2700) })],
  ["'deployment.maximumExecutionTimeout' must be longer than the waits of an update, which are 900 seconds together, got 900; raise it, or shorten the waits",
    linear(instances(1), { maximumExecutionTimeout: Duration.seconds(900) })],
  ["'deployment.rollbackAlarms' must have at most 10 alarms, got 11", Deployment.allAtOnce({ rollbackAlarms: alarms(11) })],
])('fails with %s', (message, deployment, ...[instanceCount]) => {
  expect(errors(deployment, instanceCount)).toEqual([message]);
  expect(() => newEndpoint(newStack(), { instanceCount: instanceCount ?? 4, endpointName: 'mistral', deployment })).toThrow(`Stack/Endpoint: ${message}`);
});

test.each<[string, Deployment, number?]>([
  ['a canary of 1 percent', canary(percent(1))],
  ['a canary of 50 percent', canary(percent(50))],
  ['a canary of half of the instances', canary(instances(2))],
  ['a small part of many instances', canary(instances(1)), 1000],
  ['linear steps of 10 percent', linear(percent(10))],
  ['linear steps of a tenth', linear(instances(1)), 10],
  ['batches of 5 percent', rolling(percent(5))],
  ['batches of a twentieth', rolling(instances(1)), 20],
  ['a rollback of everything', rolling(percent(50), percent(100))],
  ['no wait at all', Deployment.canary({ size: percent(10), waitInterval: Duration.seconds(0), terminationWait: Duration.seconds(0) })],
  ['the longest waits', Deployment.canary({
    size: percent(10), waitInterval: Duration.hours(1), terminationWait: Duration.hours(1), maximumExecutionTimeout: Duration.hours(8),
  })],
  ['the shortest time', Deployment.allAtOnce({ maximumExecutionTimeout: Duration.minutes(10) })],
  ['a time just longer than the waits', linear(percent(10), { maximumExecutionTimeout: Duration.seconds(2701) })],
  ['ten alarms', Deployment.allAtOnce({ rollbackAlarms: alarms(10) })],
  ['a size that is a token', canary(percent(number))],
  ['a number that is a token', linear(instances(number), { maximumExecutionTimeout: Duration.minutes(10) })],
  ['a count of instances that is a token', canary(instances(3), { maximumExecutionTimeout: Duration.minutes(10) }), number],
  ['times that are tokens', Deployment.canary({
    size: percent(10),
    waitInterval: Duration.seconds(number),
    terminationWait: Duration.seconds(number),
    maximumExecutionTimeout: Duration.seconds(number),
  })],
  ['a rollback that is a token', rolling(percent(50), percent(number))],
])('passes with %s', (_what, deployment, ...[instanceCount]) => {
  expect(errors(deployment, instanceCount)).toEqual([]);
});

test('fails on the family that AWS excludes, also where it is only taken in the place of another', () => {
  const neuron = image('huggingface-pytorch-inference-neuron:1.9.1-transformers4.12.3-neuron-py37-sdk1.17.1-ubuntu18.04');
  const messages = (instanceType: string, fallbackInstanceTypes: string[] = []) => findingsOf(planOf({
    container: neuron,
    instanceType: SageMakerInstanceType.of(instanceType),
    fallbackInstanceTypes: fallbackInstanceTypes.map(SageMakerInstanceType.of),
    deployment: Deployment.allAtOnce(),
  })).filter(({ id }) => id.endsWith(':deployment-excluded')).map(({ message }) => message);
  expect(messages('ml.inf1.xlarge')).toEqual(["'deployment' has no effect with 'instanceType' ml.inf1.xlarge, which AWS excludes; leave it out, or take another instance type"]);
  expect(messages('ml.inf2.xlarge', ['ml.inf1.xlarge'])).toEqual([expect.stringContaining("'fallbackInstanceTypes' ml.inf1.xlarge")]);
  expect(messages('ml.inf2.xlarge')).toEqual([]);
});

function warningsOf(props: Parameters<typeof newEndpoint>[1]): Annotations {
  const stack = newStack();
  newEndpoint(stack, props);
  return Annotations.fromStack(stack);
}

test.each([canary(percent(10)), linear(percent(10)), rolling(percent(10)), canary(percent(10), { rollbackAlarms: [] })])(
  'warns of steps that no alarm watches %#', deployment => {
    warningsOf({ instanceCount: 2, deployment }).hasWarning('/Stack/Endpoint',
      Match.stringLikeRegexp("'deployment' has no alarm.*set 'endpointName'.*'rollbackAlarms'.*\\[ack: huggingface-sagemaker:deployment-without-alarms\\]"));
  });

test.each([
  { endpointName: 'mistral', deployment: canary(percent(10)) },
  { deployment: canary(percent(10), { rollbackAlarms: alarms(1) }) },
  { endpointName: 'mistral', deployment: Deployment.allAtOnce({ terminationWait: Duration.minutes(1) }) },
  { deployment: Deployment.allAtOnce({ rollbackAlarms: alarms(1), terminationWait: Duration.minutes(1) }) },
  { deployment: Deployment.allAtOnce() },
  { deployment: Deployment.allAtOnce({ terminationWait: Duration.seconds(0) }) },
  { deployment: Deployment.allAtOnce({ terminationWait: lazySeconds }) },
  { endpointName: 'mistral', deployment: Deployment.allAtOnce({ terminationWait: lazySeconds }) },
])('does not warn where an alarm watches, or all traffic moves at once without one %#', props => {
  warningsOf({ instanceCount: 2, ...props }).hasNoWarning('*', Match.anyValue());
});

test('warns of old instances that are kept, and of no alarm that is watched meanwhile', () => {
  warningsOf({ deployment: Deployment.allAtOnce({ terminationWait: Duration.minutes(30), rollbackAlarms: [] }) }).hasWarning('/Stack/Endpoint',
    Match.stringLikeRegexp("'deployment.terminationWait' is 1800 seconds, in which both sets of instances are billed and no alarm is watched; set 'endpointName'"
      + ".*'rollbackAlarms', or leave it out.*\\[ack: huggingface-sagemaker:deployment-without-alarms\\]"));
});

test.each<[string, Partial<HuggingFaceSageMakerEndpointProps>, number, string]>([
  ['with the alarm of the library', { endpointName: 'mistral', deployment: Deployment.allAtOnce() }, 0, 'the alarm of the library cannot go off: it needs 60 seconds'],
  ['with alarms of yours', { deployment: Deployment.allAtOnce({ rollbackAlarms: alarms(1) }) }, 0,
    'no alarm can go off: one on the metrics of requests needs 60 seconds'],
  ['for too short a time', { deployment: Deployment.allAtOnce({ rollbackAlarms: alarms(1), terminationWait: Duration.seconds(59) }) }, 59,
    'no alarm on the metrics of requests can go off: one needs 60 seconds'],
])('warns where all traffic moves at once, and alarms are not watched afterwards: %s', (_what, props, seconds, text) => {
  warningsOf(props).hasWarning('/Stack/Endpoint', Match.stringLikeRegexp(
    `'deployment.terminationWait' is ${seconds} seconds, in which ${text} for a value; wait several times as long.*\\[ack: huggingface-sagemaker:deployment-wait-short\\]`));
});

test('warns of a part of one instance', () => {
  warningsOf({ endpointName: 'mistral', deployment: canary(percent(10)) }).hasWarning('/Stack/Endpoint',
    Match.stringLikeRegexp("'deployment.size' is a part of the instances, and 'instanceCount' is 1.*\\[ack: huggingface-sagemaker:deployment-of-one-instance\\]"));
});

describe('a wait that is shorter than what an alarm needs', () => {
  const withWait = (seconds: number, props: Partial<HuggingFaceSageMakerEndpointProps>, rollbackAlarms?: cloudwatch.IAlarmRef[]) => warningsOf({
    ...props, endpointName: 'mistral', instanceCount: 2, deployment: Deployment.canary({ size: percent(10), waitInterval: Duration.seconds(seconds), rollbackAlarms }),
  });
  const text = (wait: number, which: string, needed: number) => Match.stringLikeRegexp(
    `'deployment.waitInterval' is ${wait} seconds, in which ${which}.* needs ${needed} seconds .*\\[ack: huggingface-sagemaker:deployment-wait-short\\]`);
  const every = (seconds: number) => ({ metricPublishFrequency: Duration.seconds(seconds) });
  const OWN = 'the alarm of the library cannot go off: it';
  const YOURS = 'no alarm on the metrics of requests can go off: one';

  // the alarm of the library has a value a minute, however often metrics come
  test.each<[number, Partial<HuggingFaceSageMakerEndpointProps>, number]>([
    [59, {}, 60],
    [59, { enhancedMetrics: true }, 60],
    [59, every(10), 60],
    [60, every(300), 60],
    [59, { enhancedMetrics: true, ...every(10) }, 60],
    [299, { enhancedMetrics: true, ...every(300) }, 300],
  ])('with the alarm of the library %#', (wait, props, needed) => {
    if (wait < needed) {
      withWait(wait, props).hasWarning('/Stack/Endpoint', text(wait, OWN, needed));
    }
    withWait(needed, props).hasNoWarning('*', Match.anyValue());
  });

  test.each<[number, Partial<HuggingFaceSageMakerEndpointProps>, number]>([
    [59, {}, 60],
    // it is for metrics of use alone
    [59, every(10), 60],
    [9, { enhancedMetrics: true, ...every(10) }, 10],
    [299, { enhancedMetrics: true, ...every(300) }, 300],
  ])('with alarms of yours %#', (wait, props, needed) => {
    withWait(wait, props, alarms(1)).hasWarning('/Stack/Endpoint', text(wait, YOURS, needed));
    withWait(needed, props, alarms(1)).hasNoWarning('*', Match.anyValue());
  });

  test('is not known of a token', () => {
    withWait(1, { enhancedMetrics: true, metricPublishFrequency: lazySeconds }).hasNoWarning('*', Match.anyValue());
    withWait(Lazy.number({ produce: () => 1 }), {}).hasNoWarning('*', Match.anyValue());
  });
});

describe('alarms of another place than the endpoint', () => {
  const imported = (arn: string) => (stack: Stack) => cloudwatch.Alarm.fromAlarmArn(stack, 'Alarm', arn);
  const created = (env: StackProps['env']) => ({ node: { root } }: Stack) => new cloudwatch.Metric({ namespace: 'Mine', metricName: 'Bad' })
    .createAlarm(new Stack(root, 'Elsewhere', { env }), 'Alarm', { alarmName: 'bad', threshold: 1, evaluationPeriods: 1 });
  const watchedBy = (create: (stack: Stack) => cloudwatch.IAlarmRef, env?: StackProps['env']) => {
    const stack = newStack(env);
    newEndpoint(stack, { instanceCount: 2, deployment: canary(percent(50), { rollbackAlarms: [create(stack)] }) });
  };

  test.each<[string, (stack: Stack) => cloudwatch.IAlarmRef]>([
    ['of the region of the endpoint, eu-west-1, got Stack/Alarm of us-east-1', imported('arn:aws:cloudwatch:us-east-1:111122223333:alarm:x')],
    ['of the account of the endpoint, 111122223333, got Stack/Alarm of 444455556666', imported('arn:aws:cloudwatch:eu-west-1:444455556666:alarm:x')],
    ['of the region of the endpoint, eu-west-1, got Elsewhere/Alarm of us-east-1', created({ ...IRELAND, region: 'us-east-1' })],
    ['of the account of the endpoint, 111122223333, got Elsewhere/Alarm of 444455556666', created({ ...IRELAND, account: '444455556666' })],
  ])('must be %s', (message, create) => {
    expect(() => watchedBy(create)).toThrow(`Stack/Endpoint: 'deployment.rollbackAlarms' must be ${message}; make the alarm there`);
  });

  test('are told of both', () => {
    expect(() => watchedBy(imported('arn:aws:cloudwatch:us-east-1:444455556666:alarm:x'))).toThrow(/^Stack\/Endpoint: 2 problems/);
  });

  test.each<[string, (stack: Stack) => cloudwatch.IAlarmRef, StackProps['env']?]>([
    ['in its place', imported('arn:aws:cloudwatch:eu-west-1:111122223333:alarm:x')],
    ['of its stack', stack => cloudwatch.Alarm.fromAlarmName(stack, 'Alarm', 'x')],
    ['of another stack in its place', created(IRELAND)],
    ['of an ARN that is a token', stack => imported(new CfnParameter(stack, 'Arn').valueAsString)(stack)],
    ['of a place that the stack does not know', imported('arn:aws:cloudwatch:us-east-1:444455556666:alarm:x'), {}],
  ])('are not those %s', (_what, create, ...[env]) => {
    expect(() => watchedBy(create, env)).not.toThrow();
  });
});
