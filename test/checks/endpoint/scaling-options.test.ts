import { Duration, Token } from 'aws-cdk-lib/core';
import * as options from '../../../src/checks/endpoint/scaling-options';
import { readShape } from '../../../src/input/shape';
import { newStack } from '../../util';

const TRACKING = ['policyName', 'disableScaleIn', 'scaleInCooldown', 'scaleOutCooldown'];

test.each<[string, object, string[]]>([
  ['autoScale', options.AUTO_SCALE, ['minCapacity', 'maxCapacity']],
  ['scaleOnInvocations', options.ON_INVOCATIONS, [...TRACKING, 'invocationsPerInstance']],
  ['scaleOnConcurrentRequests', options.ON_CONCURRENT_REQUESTS, [...TRACKING, 'concurrentRequestsPerModel']],
  ['scaleOnGpuUtilization', options.ON_GPU_UTILIZATION, [...TRACKING, 'targetUtilizationPercent', 'acceleratorCount']],
  ['scaleOnBacklog', options.ON_BACKLOG, [...TRACKING, 'backlogPerInstance']],
  ['scaleOnSchedule', options.SCHEDULE, ['schedule', 'minCapacity', 'maxCapacity', 'startTime', 'endTime', 'timeZone']],
])('an option of another type is found in %s', (_method, shape, props) => {
  expect(readShape<any>(shape as any, Object.fromEntries(props.map(prop => [prop, {}]))).wrong.map(({ prop }) => prop)).toEqual(props);
  expect(readShape<any>(shape as any, {}).wrong.map(({ reason }) => reason)).toEqual(['missing']);
});

test('a schedule has a Schedule, Dates and a TimeZone', () => {
  const schedule = { expressionString: 'rate(1 day)' };
  expect(readShape(options.SCHEDULE, { schedule, startTime: new Date(), endTime: new Date(), timeZone: { timezoneName: 'UTC' } }).wrong).toEqual([]);
  expect(readShape(options.SCHEDULE, { schedule: 1, startTime: 1, timeZone: 1 }).wrong.map(({ message, fix }) => `${message}; ${fix}`)).toEqual([
    "'schedule' must be a Schedule, got the number 1; use one such as that of Schedule.cron",
    "'startTime' must be a Date, got the number 1; undefined",
    "'timeZone' must be a TimeZone, got the number 1; use one such as TimeZone.of",
  ]);
});

test('a cooldown that is an unresolved token is in seconds', () => {
  const amount = Token.asNumber({ Ref: 'Amount' });
  const cooldowns = (time: Duration) =>
    readShape<any>(options.TRACKING, { scaleInCooldown: time, scaleOutCooldown: time }).wrong.map(({ message }) => message);
  expect(cooldowns(Duration.seconds(amount))).toEqual([]);
  expect(cooldowns(Duration.minutes(amount)))
    .toEqual(['scaleInCooldown', 'scaleOutCooldown'].map(prop => expect.stringContaining(`'${prop}' must be in seconds if it is an unresolved token`)));
});

test('an unresolved token replaces a required number, so that the others are checked', () => {
  const { value } = readShape(options.AUTO_SCALE, {});
  expect(newStack().resolve(value)).toEqual({ maxCapacity: { Ref: 'AWS::NoValue' } });
});
