import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration, Lazy } from 'aws-cdk-lib/core';
import { testCases } from './cases';
import { componentPlan, hostPlan } from './component-plans';
import { ComponentCapacitySize, ComponentRollingUpdateOptions, HuggingFaceSageMakerComponentEndpointProps } from '../../../src';
import {
  COMPONENT_UPDATE_CHECKS, componentUpdateFindings, copiesInBatch, updateSizeFindings,
} from '../../../src/checks/endpoint/component-update';
import { found, newStack } from '../../util';

const { copies, percent } = ComponentCapacitySize;
const token = () => Lazy.number({ produce: () => 0 });
const seconds = (amount: number) => Duration.millis(amount * 1000);
const rolling = (options: Partial<ComponentRollingUpdateOptions>) =>
  ({ maximumBatchSize: percent(50), waitInterval: Duration.minutes(5), ...options });
const update = (options: Partial<ComponentRollingUpdateOptions>, host: Partial<HuggingFaceSageMakerComponentEndpointProps> = {}) =>
  componentUpdateFindings(componentPlan({ rollingUpdate: rolling(options) }), hostPlan(host));
const batch = (maximumBatchSize: ComponentCapacitySize | undefined, copyCount: number, limits: { minCapacity?: number; maxCapacity?: number } = {}) =>
  updateSizeFindings({ id: 'Chat', plan: componentPlan({ copyCount, rollingUpdate: maximumBatchSize && rolling({ maximumBatchSize }) }), ...limits });

const BATCH = 'rollingUpdate.maximumBatchSize';

testCases(COMPONENT_UPDATE_CHECKS, {
  'component-update-size': {
    mistakes: [
      ...[4, 51, 5.5].map(got => [BATCH, { minimum: 5, maximum: 50, unit: 'percent', got }, update({ maximumBatchSize: percent(got) })] as const),
      ...[0, 1.5].map(got => [BATCH, { minimum: 1, got }, update({ maximumBatchSize: copies(got) })] as const),
      [BATCH, { id: 'Chat', copies: 2, limit: 'at most 3' }, batch(copies(2), 3)],
      [BATCH, { id: 'Chat', copies: 3, limit: 'at most 5' }, batch(copies(3), 2, { maxCapacity: 5 })],
      [BATCH, { id: 'Chat', copies: 1, limit: 'at least 21' }, batch(copies(1), 21)],
      [BATCH, { id: 'Chat', copies: 1, limit: 'at least 21' }, batch(copies(1), 30, { minCapacity: 21 })],
    ],
    neighbors: {
      'no update': batch(undefined, 3),
      'the smallest percentage': update({ maximumBatchSize: percent(5) }),
      'the largest percentage': update({ maximumBatchSize: percent(50) }),
      'a percentage that is greater than the number of copies': batch(percent(50), 4),
      'one copy of an unknown number': update({ maximumBatchSize: copies(1) }),
      'many copies of an unknown number': update({ maximumBatchSize: copies(51) }),
      'half of the copies': batch(copies(2), 4),
      'half of the maximum': batch(copies(2), 1, { maxCapacity: 4 }),
      'half of the initial copies, which are more than the maximum': batch(copies(2), 4, { maxCapacity: 2 }),
      'a twentieth of the copies': batch(copies(1), 20),
      'a twentieth of the minimum': batch(copies(1), 30, { minCapacity: 20 }),
      'a twentieth of the initial copies, which are fewer than the minimum': batch(copies(1), 20, { minCapacity: 21, maxCapacity: 30 }),
      'a batch that is an unresolved token': batch(copies(token()), 30),
      'copies that are an unresolved token': batch(copies(3), token()),
      'a minimum that is an unresolved token': batch(copies(1), 30, { minCapacity: token() }),
      'a maximum that is an unresolved token': batch(copies(3), 2, { maxCapacity: token() }),
    },
  },
  'component-update-of-one-copy': {
    mistakes: [[BATCH, { id: 'Chat' }, batch(percent(50), 1)], [BATCH, { id: 'Chat' }, batch(percent(50), 1, { minCapacity: 0, maxCapacity: 1 })]],
    neighbors: {
      'two copies': batch(percent(50), 2),
      'up to two copies': batch(percent(50), 1, { maxCapacity: 2 }),
      'two initial copies': batch(percent(50), 2, { maxCapacity: 1 }),
      'a number of copies, which is an error': batch(copies(1), 1),
    },
  },
});

test.each([
  [update({ maximumBatchSize: percent(4) }), "'rollingUpdate.maximumBatchSize' must be an integer from 5 to 50 percent, got 4"],
  [batch(copies(2), 3), "'rollingUpdate.maximumBatchSize' must be 5 to 50 percent of the copies of Chat, got 2 of at most 3"],
])('each form of the message of a size', (findings, message) => {
  expect(findings.map(each => each.message)).toEqual([`${message}; use a size in this range`]);
});

test('a component without an update has none to check', () => {
  expect(componentUpdateFindings(componentPlan(), hostPlan())).toEqual([]);
});

const alarms = (count: number) => Array.from({ length: count }, () => cloudwatch.Alarm.fromAlarmName(newStack(), 'Alarm', 'errors'));
const every = (interval: number) => ({ enhancedMetrics: true, metricPublishFrequency: Duration.seconds(interval) });
const range = (id: string, prop: string, values: object) => ({ id, prop: `rollingUpdate.${prop}`, values });
const shortWait = (got: number, neededSeconds: number, hasRollbackAlarm: boolean) =>
  range('deployment-wait-short', 'waitInterval', { seconds: got, neededSeconds, hasRollbackAlarm });
const rollback = (values: object) => range('deployment-rollback-size', 'rollbackMaximumBatchSize', values);
const timeout = (got: number) => range('deployment-timeout', 'maximumExecutionTimeout', { minimum: 600, maximum: 28_800, unit: 'seconds', got });
const belowWaits = (got: number, waitsSeconds: number) =>
  range('deployment-timeout-below-waits', 'maximumExecutionTimeout', { seconds: got, waitsSeconds });

test.each<[string, Partial<ComponentRollingUpdateOptions>, object, Partial<HuggingFaceSageMakerComponentEndpointProps>?]>([
  ...[0, 101].map<[string, object, object]>(got => [`a rollback of ${got} percent`, { rollbackMaximumBatchSize: percent(got) },
    rollback({ minimum: 1, maximum: 100, unit: 'percent', got })]),
  ['a rollback of no copy', { rollbackMaximumBatchSize: copies(0) }, rollback({ minimum: 1, got: 0 })],
  ...[0.5, 3601].map<[string, object, object]>(got => [`a wait of ${got} seconds`, { waitInterval: seconds(got) },
    range('deployment-wait', 'waitInterval', { minimum: 0, maximum: 3600, unit: 'seconds', got })]),
  ['a short wait for the alarm of the library', { waitInterval: seconds(59) }, shortWait(59, 60, true)],
  ['no wait for the alarm of the library', { waitInterval: seconds(0) }, shortWait(0, 60, true)],
  ['a short wait for another alarm', { waitInterval: seconds(59), rollbackAlarms: alarms(1) }, shortWait(59, 60, false)],
  ['a short wait, although metrics are frequent', { waitInterval: seconds(59) }, shortWait(59, 60, true), every(10)],
  ['a short wait for rare metrics', { waitInterval: seconds(299) }, shortWait(299, 300, true), every(300)],
  ['a short wait for another alarm on frequent metrics', { waitInterval: seconds(9), rollbackAlarms: alarms(1) }, shortWait(9, 10, false), every(10)],
  ...[599, 28_801, 600.5].map<[string, object, object]>(got => [`a timeout of ${got} seconds`, { maximumExecutionTimeout: seconds(got) }, timeout(got)]),
  ['a timeout that is too short in both ways', { waitInterval: Duration.hours(1), maximumExecutionTimeout: seconds(599) }, timeout(599)],
  ['a timeout of the wait', { waitInterval: Duration.hours(1), maximumExecutionTimeout: Duration.hours(1) }, belowWaits(3600, 3600)],
  ['eleven alarms', { rollbackAlarms: alarms(11) }, range('deployment-alarms', 'rollbackAlarms', { minimum: 0, maximum: 10, counted: 'alarms', got: 11 })],
  ['an alarm in another region', { rollbackAlarms: [cloudwatch.Alarm.fromAlarmArn(newStack(), 'Far', 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:x')] },
    range('deployment-alarm-elsewhere', 'rollbackAlarms', { what: 'region', alarm: 'Stack/Far', ofAlarm: 'us-east-1', ofEndpoint: 'eu-west-1' })],
])('finds %s', (_what, options, expected, ...[host]) => {
  expect(found(update(options, host))).toEqual([expected]);
});

test.each<[string, Partial<ComponentRollingUpdateOptions>, Partial<HuggingFaceSageMakerComponentEndpointProps>?]>([
  ['a rollback of one percent', { rollbackMaximumBatchSize: percent(1) }],
  ['a rollback of everything', { rollbackMaximumBatchSize: percent(100) }],
  ['a rollback of many copies', { rollbackMaximumBatchSize: copies(101) }],
  ['a wait of a minute', { waitInterval: seconds(60) }],
  ['a wait of an hour', { waitInterval: seconds(3600) }],
  ['a wait for frequent metrics', { waitInterval: seconds(10), rollbackAlarms: alarms(1) }, every(10)],
  ['no wait if no alarm is watched', { waitInterval: seconds(0), rollbackAlarms: [] }],
  ['a wait that is an unresolved token', { waitInterval: Duration.seconds(token()), maximumExecutionTimeout: seconds(600) }],
  ['an interval of metrics that is an unresolved token', { waitInterval: seconds(0) }, every(token())],
  ['the shortest timeout', { maximumExecutionTimeout: seconds(600) }],
  ['the longest timeout', { maximumExecutionTimeout: seconds(28_800) }],
  ['a timeout just longer than the wait', { waitInterval: seconds(3600), maximumExecutionTimeout: seconds(3601) }],
  ['a timeout that is an unresolved token', { maximumExecutionTimeout: Duration.seconds(token()) }],
  ['ten alarms', { rollbackAlarms: alarms(10) }],
])('nothing is found in %s', (_what, options, ...[host]) => {
  expect(update(options, host)).toEqual([]);
});

test.each<[string, ComponentCapacitySize | undefined, number, number]>([
  ['no update', undefined, 4, 1],
  ['a number of copies', copies(3), 4, 3],
  ['half of them, rounded down', percent(50), 5, 2],
  ['less than one copy', percent(5), 4, 1],
  ['a number that is not known', copies(token()), 4, 1],
])('a batch has at least one copy: %s', (_what, maximumBatchSize, count, expected) => {
  expect(copiesInBatch({ id: 'Chat', plan: componentPlan({ rollingUpdate: maximumBatchSize && rolling({ maximumBatchSize }) }) }, count)).toBe(expected);
});
