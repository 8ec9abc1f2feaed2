import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Aws, CfnParameter, Duration, Lazy, Stack, StackProps } from 'aws-cdk-lib/core';
import { BlueGreenDeploymentOptions, CapacitySize, Deployment, HuggingFaceSageMakerEndpointProps, SageMakerInstanceType } from '../../../src';
import { deploymentFindings } from '../../../src/checks/endpoint/deployment';
import { PlanScope } from '../../../src/plan/plan-scope';
import { IMAGES } from '../../images';
import { found, IRELAND, newStack, planOf } from '../../util';

const { TOOLKIT_INFERENTIA1 } = IMAGES;

const { instances, percent } = CapacitySize;
const waitInterval = Duration.minutes(5);
const canary = (size: CapacitySize, options: BlueGreenDeploymentOptions = {}) => Deployment.canary({ size, waitInterval, ...options });
const linear = (stepSize: CapacitySize, options: BlueGreenDeploymentOptions = {}) => Deployment.linear({ stepSize, waitInterval, ...options });
const rolling = (maximumBatchSize: CapacitySize, rollbackMaximumBatchSize?: CapacitySize) =>
  Deployment.rolling({ maximumBatchSize, waitInterval, rollbackMaximumBatchSize });

const lazySeconds = Duration.seconds(Lazy.number({ produce: () => 300 }));
const number = new CfnParameter(newStack(), 'Number', { type: 'Number' }).valueAsNumber;
const alarms = (count: number) => Array.from({ length: count }, () => cloudwatch.Alarm.fromAlarmName(newStack(), 'Alarm', 'errors'));

function findings(props: Partial<HuggingFaceSageMakerEndpointProps>) {
  return found(deploymentFindings(planOf(props)));
}

function ofDeployment(deployment: Deployment, instanceCount = 4) {
  return findings({ instanceCount, endpointName: 'mistral', deployment });
}

const size = (prop: string, values: object) => ({ id: 'deployment-size', prop: `deployment.${prop}`, values });
const percentage = (prop: string, minimum: number, got: number) => size(prop, { minimum, maximum: 50, unit: 'percent', got });
const seconds = (id: string, prop: string, maximum: number, got: number, minimum = 0) =>
  ({ id, prop: `deployment.${prop}`, values: { minimum, maximum, unit: 'seconds', got } });
const belowWaits = (waitsSeconds: number) =>
  ({ id: 'deployment-timeout-below-waits', prop: 'deployment.maximumExecutionTimeout', values: { seconds: waitsSeconds, waitsSeconds } });
const rollback = (values: object) => ({ id: 'deployment-rollback-size', prop: 'deployment.rollbackMaximumBatchSize', values });

test.each<[string, Deployment, object, number?]>([
  ...[51, 0, 2.5, NaN].map<[string, Deployment, object]>(got => [`a canary of ${got} percent`, canary(percent(got)), percentage('size', 1, got)]),
  ...[9, 51].map<[string, Deployment, object]>(got => [`linear steps of ${got} percent`, linear(percent(got)), percentage('stepSize', 10, got)]),
  ...[4, 51].map<[string, Deployment, object]>(got => [`batches of ${got} percent`, rolling(percent(got)), percentage('maximumBatchSize', 5, got)]),
  ...[0, 1.5].map<[string, Deployment, object]>(got => [`a canary of ${got} instances`, canary(instances(got)), size('size', { minimum: 1, got })]),
  ['a canary of 3 of 4 instances', canary(instances(3)), size('size', { instances: 3, instanceCount: 4, minimum: undefined })],
  ['a canary of the only instance', canary(instances(1)), size('size', { instances: 1, instanceCount: 1, minimum: undefined }), 1],
  ['linear steps of 1 of 11', linear(instances(1)), size('stepSize', { instances: 1, instanceCount: 11, minimum: 10 }), 11],
  ['batches of 1 of 21', rolling(instances(1)), size('maximumBatchSize', { instances: 1, instanceCount: 21, minimum: 5 }), 21],
  ['a rollback of 101 percent', rolling(percent(50), percent(101)), rollback({ minimum: 1, maximum: 100, unit: 'percent', got: 101 })],
  ['a rollback of no instance', rolling(percent(50), instances(0)), rollback({ minimum: 1, got: 0 })],
  ['too long a wait', Deployment.canary({ size: percent(10), waitInterval: Duration.seconds(3601) }),
    seconds('deployment-wait', 'waitInterval', 3600, 3601)],
  ['a part of a second', Deployment.canary({ size: percent(10), waitInterval: Duration.millis(90_500) }),
    seconds('deployment-wait', 'waitInterval', 3600, 90.5)],
  ['too long a wait for the old instances', Deployment.allAtOnce({ terminationWait: Duration.seconds(3601) }),
    seconds('deployment-wait', 'terminationWait', 3600, 3601)],
  ...[599, 28_801].map<[string, Deployment, object]>(got => [`a timeout of ${got} seconds`,
    Deployment.allAtOnce({ terminationWait: waitInterval, maximumExecutionTimeout: Duration.seconds(got) }),
    seconds('deployment-timeout', 'maximumExecutionTimeout', 28_800, got, 600)]),
  ['a timeout of both waits', canary(percent(10), { terminationWait: Duration.minutes(10), maximumExecutionTimeout: Duration.minutes(15) }), belowWaits(900)],
  ['a timeout of the waits of 10 steps', linear(percent(10), { maximumExecutionTimeout: Duration.seconds(2700) }), belowWaits(2700)],
  ['a timeout of the waits for 4 instances', linear(instances(1), { maximumExecutionTimeout: Duration.seconds(900) }), belowWaits(900)],
  ['linear steps of 0 percent, in whatever time', linear(percent(0), { maximumExecutionTimeout: Duration.hours(1) }), percentage('stepSize', 10, 0)],
  ['eleven alarms', Deployment.allAtOnce({ terminationWait: waitInterval, rollbackAlarms: alarms(11) }),
    { id: 'deployment-alarms', prop: 'deployment.rollbackAlarms', values: { minimum: 0, maximum: 10, counted: 'alarms', got: 11 } }],
])('finds %s', (_what, deployment, expected, ...[instanceCount]) => {
  expect(ofDeployment(deployment, instanceCount)).toEqual([expected]);
});

test('nothing is found without a deployment, or if the number of instances is wrong itself', () => {
  expect(deploymentFindings(planOf())).toEqual([]);
  expect(ofDeployment(canary(instances(1)), 0)).toEqual([]);
});

test.each([undefined, null, '50'])('a size of %s is not a number', value => {
  const { wrongProps } = planOf({ instanceCount: 2, endpointName: 'mistral', deployment: canary(percent(value as any)) });
  expect(wrongProps).toEqual([expect.objectContaining({ prop: 'deployment.size', reason: 'type' })]);
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
  expect(ofDeployment(deployment, instanceCount).filter(({ id }) => id !== 'deployment-wait-short')).toEqual([]);
});

test('finds the family that AWS excludes, also among the fallback types', () => {
  const neuron = TOOLKIT_INFERENTIA1;
  const excluded = (...[first, ...others]: string[]) => findings({
    container: neuron,
    instanceType: SageMakerInstanceType.of(first),
    fallbackInstanceTypes: others.map(SageMakerInstanceType.of),
    deployment: Deployment.allAtOnce(),
  });
  const of = (prop: string, instanceType: string) => ({ id: 'deployment-excluded', prop, values: { instanceType } });
  expect(excluded('ml.inf1.xlarge')).toEqual([of('instanceType', 'ml.inf1.xlarge')]);
  expect(excluded('ml.inf2.xlarge', 'ml.inf1.xlarge')).toEqual([of('fallbackInstanceTypes', 'ml.inf1.xlarge')]);
  expect(excluded('ml.inf2.xlarge')).toEqual([]);
});

test.each([
  ['a canary', canary(percent(10))],
  ['linear steps', linear(percent(10))],
  ['batches', rolling(percent(10))],
  ['an empty list of alarms', canary(percent(10), { rollbackAlarms: [] })],
])('warns of steps that no alarm watches: %s', (_what, deployment) => {
  expect(findings({ instanceCount: 2, deployment })).toEqual([{ id: 'deployment-without-alarms', prop: 'deployment', values: {} }]);
});

test.each<[string, Partial<HuggingFaceSageMakerEndpointProps>]>([
  ['steps with the alarm of the library', { endpointName: 'mistral', deployment: canary(percent(10)) }],
  ['steps with another alarm', { deployment: canary(percent(10), { rollbackAlarms: alarms(1) }) }],
  ['a wait with the alarm of the library', { endpointName: 'mistral', deployment: Deployment.allAtOnce({ terminationWait: Duration.minutes(1) }) }],
  ['a wait with another alarm', { deployment: Deployment.allAtOnce({ rollbackAlarms: alarms(1), terminationWait: Duration.minutes(1) }) }],
  ['all at once', { deployment: Deployment.allAtOnce() }],
  ['all at once without a wait', { deployment: Deployment.allAtOnce({ terminationWait: Duration.seconds(0) }) }],
  ['a wait that is not known', { deployment: Deployment.allAtOnce({ terminationWait: lazySeconds }) }],
  ['a wait that is not known, with an alarm', { endpointName: 'mistral', deployment: Deployment.allAtOnce({ terminationWait: lazySeconds }) }],
])('does not warn if an alarm watches, or all traffic moves at once without one: %s', (_what, props) => {
  expect(findings({ instanceCount: 2, ...props })).toEqual([]);
});

test('warns of old instances that stay while no alarm is watched', () => {
  expect(findings({ deployment: Deployment.allAtOnce({ terminationWait: Duration.minutes(30), rollbackAlarms: [] }) })).toEqual([
    { id: 'deployment-without-alarms', prop: 'deployment.terminationWait', values: { terminationWaitSeconds: 1800 } },
  ]);
});

const shortWait = (prop: string, values: object) => ({ id: 'deployment-wait-short', prop: `deployment.${prop}`, values });

test.each<[string, Partial<HuggingFaceSageMakerEndpointProps>, object]>([
  ['with the alarm of the library', { endpointName: 'mistral', deployment: Deployment.allAtOnce() },
    { seconds: 0, neededSeconds: 60, hasRollbackAlarm: true }],
  ['with another alarm', { deployment: Deployment.allAtOnce({ rollbackAlarms: alarms(1) }) },
    { seconds: 0, neededSeconds: 60, hasRollbackAlarm: false }],
  ['for too short a time', { deployment: Deployment.allAtOnce({ rollbackAlarms: alarms(1), terminationWait: Duration.seconds(59) }) },
    { seconds: 59, neededSeconds: 60, hasRollbackAlarm: false }],
])('warns if all traffic moves at once and alarms are not watched afterwards: %s', (_what, props, values) => {
  expect(findings(props)).toEqual([shortWait('terminationWait', values)]);
});

test('warns of a part of one instance', () => {
  expect(findings({ endpointName: 'mistral', deployment: canary(percent(10)) }))
    .toEqual([{ id: 'deployment-of-one-instance', prop: 'deployment.size', values: {} }]);
});

describe('a wait that is shorter than what an alarm needs', () => {
  const withWait = (wait: number, props: Partial<HuggingFaceSageMakerEndpointProps>, rollbackAlarms?: cloudwatch.IAlarmRef[]) => findings({
    ...props,
    endpointName: 'mistral',
    instanceCount: 2,
    deployment: Deployment.canary({ size: percent(10), waitInterval: Duration.seconds(wait), rollbackAlarms }),
  });
  const every = (interval: number) => ({ metricPublishFrequency: Duration.seconds(interval) });

  // the alarm of the library has one value per minute, however often metrics are published
  test.each<[string, number, Partial<HuggingFaceSageMakerEndpointProps>, number]>([
    ['by default', 59, {}, 60],
    ['and enhanced metrics', 59, { enhancedMetrics: true }, 60],
    ['and frequent metrics', 59, every(10), 60],
    ['and frequent enhanced metrics', 59, { enhancedMetrics: true, ...every(10) }, 60],
    ['and rare enhanced metrics', 299, { enhancedMetrics: true, ...every(300) }, 300],
  ])('with the alarm of the library %s', (_what, wait, props, neededSeconds) => {
    expect(withWait(wait, props)).toEqual([shortWait('waitInterval', { seconds: wait, neededSeconds, hasRollbackAlarm: true })]);
    expect(withWait(neededSeconds, props)).toEqual([]);
  });

  test.each<[string, number, Partial<HuggingFaceSageMakerEndpointProps>, number]>([
    ['by default', 59, {}, 60],
    ['and frequent metrics, which are those of utilization only', 59, every(10), 60],
    ['and frequent enhanced metrics', 9, { enhancedMetrics: true, ...every(10) }, 10],
    ['and rare enhanced metrics', 299, { enhancedMetrics: true, ...every(300) }, 300],
  ])('with another alarm %s', (_what, wait, props, neededSeconds) => {
    expect(withWait(wait, props, alarms(1))).toEqual([shortWait('waitInterval', { seconds: wait, neededSeconds, hasRollbackAlarm: false })]);
    expect(withWait(neededSeconds, props, alarms(1))).toEqual([]);
  });

  test('does not depend on the frequency of other metrics', () => {
    expect(withWait(60, every(300))).toEqual([]);
  });

  test('is not known of an unresolved token', () => {
    expect(withWait(1, { enhancedMetrics: true, metricPublishFrequency: lazySeconds })).toEqual([]);
    expect(withWait(Lazy.number({ produce: () => 1 }), {})).toEqual([]);
  });
});

describe('an alarm of another place than the endpoint', () => {
  const imported = (arn: string) => (stack: Stack) => cloudwatch.Alarm.fromAlarmArn(stack, 'Alarm', arn);
  const created = (env: StackProps['env']) => ({ node: { root } }: Stack) => new cloudwatch.Metric({ namespace: 'Mine', metricName: 'Bad' })
    .createAlarm(new Stack(root, 'Elsewhere', { env }), 'Alarm', { alarmName: 'bad', threshold: 1, evaluationPeriods: 1 });
  const watchedBy = (create: (stack: Stack) => cloudwatch.IAlarmRef, scope?: Partial<PlanScope>) => found(deploymentFindings(planOf({
    instanceCount: 2, deployment: canary(percent(50), { rollbackAlarms: [create(newStack())] }),
  }, scope)));
  const elsewhere = (what: string, alarm: string, ofAlarm: string, ofEndpoint: string) =>
    ({ id: 'deployment-alarm-elsewhere', prop: 'deployment.rollbackAlarms', values: { what, alarm, ofAlarm, ofEndpoint } });

  test.each<[string, (stack: Stack) => cloudwatch.IAlarmRef, object[]]>([
    ['imported from another region', imported('arn:aws:cloudwatch:us-east-1:111122223333:alarm:x'),
      [elsewhere('region', 'Stack/Alarm', 'us-east-1', 'eu-west-1')]],
    ['imported from another account', imported('arn:aws:cloudwatch:eu-west-1:444455556666:alarm:x'),
      [elsewhere('account', 'Stack/Alarm', '444455556666', '111122223333')]],
    ['imported from another region and account', imported('arn:aws:cloudwatch:us-east-1:444455556666:alarm:x'),
      [elsewhere('region', 'Stack/Alarm', 'us-east-1', 'eu-west-1'), elsewhere('account', 'Stack/Alarm', '444455556666', '111122223333')]],
    ['created in another region', created({ ...IRELAND, region: 'us-east-1' }), [elsewhere('region', 'Elsewhere/Alarm', 'us-east-1', 'eu-west-1')]],
    ['created in another account', created({ ...IRELAND, account: '444455556666' }),
      [elsewhere('account', 'Elsewhere/Alarm', '444455556666', '111122223333')]],
  ])('is found: %s', (_what, create, expected) => {
    expect(watchedBy(create)).toEqual(expected);
  });

  test.each<[string, (stack: Stack) => cloudwatch.IAlarmRef, Partial<PlanScope>?]>([
    ['in its place', imported('arn:aws:cloudwatch:eu-west-1:111122223333:alarm:x')],
    ['of its stack', stack => cloudwatch.Alarm.fromAlarmName(stack, 'Alarm', 'x')],
    ['of another stack in its place', created(IRELAND)],
    ['of an ARN that is an unresolved token', stack => imported(new CfnParameter(stack, 'Arn').valueAsString)(stack)],
    ['of a place that the stack does not know', imported('arn:aws:cloudwatch:us-east-1:444455556666:alarm:x'),
      { region: Aws.REGION, account: Aws.ACCOUNT_ID }],
  ])('is not one %s', (_what, create, ...[scope]) => {
    expect(watchedBy(create, scope)).toEqual([]);
  });
});
