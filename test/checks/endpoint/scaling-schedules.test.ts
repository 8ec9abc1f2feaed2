import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, Token } from 'aws-cdk-lib/core';
import { testCases } from './cases';
import { CapacitySize, Deployment, HuggingFaceSageMakerEndpointProps } from '../../../src';
import { SCALING_SCHEDULE_CHECKS, scheduleFindings, scheduleIdFindings, scheduleLimitFindings } from '../../../src/checks/endpoint/scaling-schedules';
import { found, newStack, planOf } from '../../util';

const asyncInference = { outputBucket: s3.Bucket.fromBucketName(newStack(), 'Bucket', 'answers') };
const schedule = appscaling.Schedule.cron({ hour: '8', minute: '0' });
const day = (date: number) => new Date(Date.UTC(2030, 0, date));
const token = () => Token.asNumber({ Ref: 'Number' });
const scheduled = (options: Partial<appscaling.ScalingSchedule>, props: Partial<HuggingFaceSageMakerEndpointProps> = {}) =>
  scheduleFindings(planOf(props), { minCapacity: 2, maxCapacity: 4 }, { schedule, ...options });

testCases(SCALING_SCHEDULE_CHECKS, {
  'scaling-schedule': {
    mistakes: [
      ['minCapacity', { missing: 'limits' }, scheduled({})],
      ['minCapacity', { minimum: 0, got: 1.5 }, scheduled({ minCapacity: 1.5 })],
      ['minCapacity', { minimum: 0, got: -1 }, scheduled({ maxCapacity: -1, minCapacity: -1 })],
      ['maxCapacity', { minimum: 0, got: -1 }, scheduled({ maxCapacity: -1, minCapacity: -1 })],
      ['minCapacity', { minCapacity: 3, maxCapacity: 2 }, scheduled({ minCapacity: 3, maxCapacity: 2 })],
      ['endTime', { startTime: '2030-01-01T00:00:00.000Z', endTime: '2030-01-01T00:00:00.000Z' },
        scheduled({ minCapacity: 2, startTime: day(1), endTime: day(1) })],
    ],
    neighbors: {
      'a minimum': scheduled({ minCapacity: 2 }),
      'a maximum': scheduled({ maxCapacity: 4 }),
      'one number': scheduled({ minCapacity: 2, maxCapacity: 2 }),
      'an end after the start': scheduled({ minCapacity: 2, startTime: day(1), endTime: day(2) }),
      'only a start, or only an end': [
        ...scheduled({ minCapacity: 2, startTime: day(1) }), ...scheduled({ minCapacity: 2, endTime: day(1) }),
      ],
      'unresolved tokens': scheduled({ minCapacity: token(), maxCapacity: token() }),
      'an unresolved token as the minimum': scheduled({ minCapacity: token(), maxCapacity: 2 }),
      'an unresolved token as the maximum': scheduled({ minCapacity: 2, maxCapacity: token() }),
    },
  },
  'scaling-schedule-twice': {
    mistakes: [['id', { got: 'Morning' }, scheduleIdFindings('Morning', new Set(['Evening', 'Morning']))]],
    neighbors: {
      'another letter': scheduleIdFindings('morning', new Set(['Evening', 'Morning'])),
      'none, which is found by its type': scheduleIdFindings(undefined as any, new Set([undefined as any])),
    },
  },
  'scaling-schedule-name': {
    mistakes: ['a:b', 'a/b', 'a|b', ' a', 'a ', '', 'a\u0000', 'a'.repeat(257)].map(got => ['id', { got }, scheduleIdFindings(got, new Set())]),
    neighbors: Object.fromEntries(['a b', 'A-b_c.d', 'ä', 'a', 'a'.repeat(256), `a:${Token.asString({ Ref: 'Id' })}`, null as any]
      .map(id => [id, scheduleIdFindings(id, new Set())])),
  },
  'scaling-schedule-bounds': {
    mistakes: [
      ['minCapacity', { got: 5, relation: 'greater', other: 'maxCapacity', limit: 4 }, scheduled({ minCapacity: 5 })],
      ['maxCapacity', { got: 1, relation: 'less', other: 'minCapacity', limit: 2 }, scheduled({ maxCapacity: 1 })],
      // the default minimum is 1
      ['maxCapacity', { got: 0, relation: 'less', other: 'minCapacity', limit: 1 }, scheduleLimitFindings({ maxCapacity: 4 }, { schedule, maxCapacity: 0 })],
    ],
    neighbors: {
      'the maximum of autoScale': scheduled({ minCapacity: 4 }),
      'the minimum of autoScale': scheduled({ maxCapacity: 2 }),
      'both limits': scheduled({ minCapacity: 5, maxCapacity: 5 }),
      'a minimum that is an unresolved token': scheduled({ minCapacity: token() }),
      'a maximum that is an unresolved token': scheduled({ maxCapacity: token() }),
      'limits of autoScale that are unresolved tokens': [{ minCapacity: 5 }, { maxCapacity: 1 }]
        .flatMap(limits => scheduleLimitFindings({ minCapacity: token(), maxCapacity: token() }, { schedule, ...limits })),
      'limits of autoScale that are not set': scheduleLimitFindings({}, { schedule, minCapacity: 5 }),
    },
  },
});

test('an id that is not set is found by its type', () => {
  expect(found(scheduleIdFindings(undefined as any, new Set()))).toMatchObject([{ id: 'prop-missing', prop: 'id' }]);
});

test('a schedule does not scale a real-time endpoint to zero', () => {
  const zero = (prop: string) => ({ id: 'scaling-to-zero', prop, values: {} });
  expect(found(scheduled({ minCapacity: 0 }))).toEqual([zero('minCapacity')]);
  expect(found(scheduled({ minCapacity: 0, maxCapacity: 0 }))).toEqual([zero('minCapacity'), zero('maxCapacity')]);
  expect(found(scheduled({ minCapacity: 0, maxCapacity: 0 }, { asyncInference }))).toEqual([]);
  expect(found(scheduled({ minCapacity: 1 }))).toEqual([]);
});

test('the number of instances of a schedule may be updated in steps', () => {
  const waitInterval = Duration.minutes(5);
  const canary = Deployment.canary({ size: CapacitySize.percent(50), waitInterval });
  const rolling = Deployment.rolling({ maximumBatchSize: CapacitySize.instances(1), waitInterval });
  const ofSteps = (options: Partial<appscaling.ScalingSchedule>, deployment: Deployment) =>
    found(scheduled(options, { deployment, instanceCount: 4 })).filter(({ id }) => id === 'scaling-deployment-size');
  const setBy = 'the schedule';
  expect(ofSteps({ minCapacity: 1, maxCapacity: 4 }, canary))
    .toEqual([{ id: 'scaling-deployment-size', prop: 'deployment.size', values: { setBy, limit: 'minCapacity', capacity: 1 } }]);
  expect(ofSteps({ maxCapacity: 21 }, rolling)).toEqual([{
    id: 'scaling-deployment-size',
    prop: 'deployment.maximumBatchSize',
    values: { setBy, limit: 'maxCapacity', capacity: 21, step: { got: 1, range: 'at least 5' } },
  }]);
  expect(ofSteps({ maxCapacity: 20 }, rolling)).toEqual([]);
});
