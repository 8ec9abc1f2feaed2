import { Duration, Lazy } from 'aws-cdk-lib/core';
import { testCases } from './cases';
import { MonitorOptions } from '../../../src';
import { MONITOR_CHECKS, MONITOR_SHAPE, modelMonitorFindings, monitorFindings, removedAlarmFindings } from '../../../src/checks/endpoint/monitor';
import { readShape } from '../../../src/input/shape';
import { MonitoredEndpoint } from '../../../src/monitoring/monitored-endpoint';
import { found } from '../../util';

const G5 = { instanceType: 'ml.g5.2xlarge', gpuCount: 1, fallbacks: [], asynchronous: false };
const QUEUE = { ...G5, asynchronous: true };
const CPU = { ...G5, instanceType: 'ml.c5.xlarge', gpuCount: 0 };
const UNKNOWN = { ...G5, instanceType: 'ml.z99.xlarge', gpuCount: undefined };
const monitor = (options: MonitorOptions, monitored: object = G5, calledBefore = false) =>
  monitorFindings(monitored as MonitoredEndpoint, options, calledBefore);

const token = () => Lazy.number({ produce: () => 5 });
const timeToken = () => Duration.seconds(token());
const minutes = Duration.minutes;

const PERCENT = 'greater than 0 and less than 100';
const IN_SECONDS = { range: 'greater than 0, in whole seconds', unit: 'milliseconds' };

testCases(MONITOR_CHECKS, {
  'monitor-twice': {
    mistakes: [['monitor', {}, monitor({}, G5, true)]],
    neighbors: { 'the first call': monitor({}) },
  },
  'monitor-threshold': {
    mistakes: [
      ...([0, 100, NaN, -1, 380]).map(got => ['maximumServerErrorPercent', { range: PERCENT, got }, monitor({ maximumServerErrorPercent: got })] as const),
      ['maximumDiskPercent', { range: PERCENT, got: 0 }, monitor({ maximumDiskPercent: 0 })],
      ['maximumGpuMemoryPercent', { range: PERCENT, got: 100 }, monitor({ maximumGpuMemoryPercent: 100 })],
      ...[0, -1, NaN].map(got => ['maximumWaitingRequests', { range: 'greater than 0', got }, monitor({ maximumWaitingRequests: got })] as const),
      ['maximumModelLatency', { range: 'greater than 0', got: 0, unit: 'milliseconds' }, monitor({ maximumModelLatency: minutes(0) })],
      ['maximumOverheadLatency', { range: 'greater than 0', got: 0, unit: 'milliseconds' }, monitor({ maximumOverheadLatency: minutes(0) })],
      ['maximumBacklogAge', { ...IN_SECONDS, got: 0 }, monitor({ maximumBacklogAge: minutes(0) }, QUEUE)],
      ['maximumBacklogAge', { ...IN_SECONDS, got: 1500 }, monitor({ maximumBacklogAge: Duration.millis(1500) }, QUEUE)],
    ],
    neighbors: {
      'percentages within the limits': monitor({ maximumServerErrorPercent: 0.1, maximumDiskPercent: 99.9, maximumGpuMemoryPercent: 99.9 }),
      'a fraction of a second': monitor({ maximumModelLatency: Duration.millis(1), maximumOverheadLatency: Duration.millis(0.5) }),
      'a part of a request': monitor({ maximumWaitingRequests: 0.5 }),
      'whole seconds': monitor({ maximumBacklogAge: Duration.millis(2000) }, QUEUE),
      'unresolved tokens': monitor({ maximumDiskPercent: token(), maximumModelLatency: timeToken() }),
    },
  },
  'monitor-token': {
    mistakes: [
      ...(['maximumServerErrorPercent', 'maximumGpuMemoryPercent', 'maximumDiskPercent', 'acceleratorCount'] as const)
        .map(prop => [prop, {}, monitor({ [prop]: token() })] as const),
      ...(['maximumModelLatency', 'maximumOverheadLatency', 'maximumBacklogAge', 'idleAfter'] as const)
        .flatMap(prop => [timeToken(), Duration.minutes(token())].map(time => [prop, {}, monitor({ [prop]: time })] as const)),
    ],
    neighbors: { 'known values': monitor({ maximumDiskPercent: 0, maximumModelLatency: Duration.seconds(0) }) },
  },
  'monitor-accelerator-count': {
    mistakes: [
      ...[4, 0].map(given => ['acceleratorCount', { instanceType: 'ml.g5.2xlarge', gpuCount: 1, given }, monitor({ acceleratorCount: given })] as const),
      ['acceleratorCount', { instanceType: 'ml.c5.xlarge', gpuCount: 0, given: 1 }, monitor({ acceleratorCount: 1 }, CPU)],
      ['acceleratorCount', { instanceType: 'ml.z99.xlarge', gpuCount: undefined, given: undefined }, monitor({}, UNKNOWN)],
      ...[-1, 1.5].map(got => ['acceleratorCount', { minimum: 0, got }, monitor({ acceleratorCount: got })] as const),
    ],
    neighbors: {
      'none': monitor({}),
      'the number of GPUs': monitor({ acceleratorCount: 1 }),
      'a number for an unknown type': monitor({ acceleratorCount: 2 }, UNKNOWN),
      'no GPU of an unknown type': monitor({ acceleratorCount: 0 }, UNKNOWN),
      'an unresolved token': monitor({ acceleratorCount: token() }, UNKNOWN),
    },
  },
  'monitor-gpu-memory-without-gpu': {
    mistakes: [
      ['maximumGpuMemoryPercent', { hasFallbacks: false }, monitor({ maximumGpuMemoryPercent: 90 }, CPU)],
      ['maximumGpuMemoryPercent', { hasFallbacks: true },
        monitor({ maximumGpuMemoryPercent: 90 }, { ...CPU, fallbacks: [{ instanceType: 'ml.m5.large', gpuCount: 0 }, { instanceType: 'ml.z99.large' }] })],
    ],
    neighbors: {
      'a GPU': monitor({ maximumGpuMemoryPercent: 90 }),
      'a GPU of a fallback': monitor({ maximumGpuMemoryPercent: 90 }, { ...CPU, fallbacks: [G5] }),
      'no percentage': monitor({}, CPU),
    },
  },
  'monitor-overhead-latency-of-async': {
    mistakes: [['maximumOverheadLatency', {}, monitor({ maximumOverheadLatency: minutes(1) }, QUEUE)]],
    neighbors: { 'a real-time endpoint': monitor({ maximumOverheadLatency: minutes(1) }), 'no latency': monitor({}, QUEUE) },
  },
  'monitor-backlog-age-in-real-time': {
    mistakes: [['maximumBacklogAge', {}, monitor({ maximumBacklogAge: minutes(1) })]],
    neighbors: { 'a queue': monitor({ maximumBacklogAge: minutes(1) }, QUEUE), 'no age': monitor({}) },
  },
  'monitor-idle-after': {
    mistakes: [0, 0.5, 299, 301, 24 * 3600 + 300, 7 * 24 * 3600 + 3600].map(got =>
      ['idleAfter', { got }, monitor({ idleAfter: Duration.millis(got * 1000) })] as const),
    neighbors: {
      'none': monitor({}),
      'an unresolved token': monitor({ idleAfter: timeToken() }),
      'five minutes': monitor({ idleAfter: minutes(5) }),
      'one day': monitor({ idleAfter: Duration.days(1) }),
      '25 hours': monitor({ idleAfter: Duration.hours(25) }),
      'seven days': monitor({ idleAfter: Duration.days(7) }),
    },
  },
  'monitor-removed-alarm': {
    mistakes: [['noInstance', {}, removedAlarmFindings()]],
    neighbors: {},
  },
});

test.each<[string, Parameters<typeof modelMonitorFindings>[0], object[]]>([
  ['nothing', { maximumServerErrorPercent: 5, maximumModelLatency: minutes(1) }, []],
  ['a percentage that is 0', { maximumServerErrorPercent: 0 },
    [{ id: 'monitor-threshold', prop: 'maximumServerErrorPercent', values: { range: PERCENT, got: 0 } }]],
  ['a latency of 0', { maximumModelLatency: minutes(0) },
    [{ id: 'monitor-threshold', prop: 'maximumModelLatency', values: { range: 'greater than 0', got: 0, unit: 'milliseconds' } }]],
  ['unresolved tokens', { maximumServerErrorPercent: token(), maximumModelLatency: timeToken() },
    [{ id: 'monitor-token', prop: 'maximumServerErrorPercent', values: {} }, { id: 'monitor-token', prop: 'maximumModelLatency', values: {} }]],
])('the alarms of the requests to a model: %s is found', (_what, options, expected) => {
  expect(found(modelMonitorFindings(options, false))).toEqual(expected);
  expect(found(modelMonitorFindings(options, true))).toEqual([{ id: 'monitor-twice', prop: 'monitor', values: {} }, ...expected]);
});

test('options of other types are found', () => {
  const props = [
    'topic', 'maximumServerErrorPercent', 'maximumModelLatency', 'maximumOverheadLatency', 'maximumGpuMemoryPercent', 'acceleratorCount', 'maximumDiskPercent',
    'maximumBacklogAge', 'maximumTimeToFirstToken', 'maximumWaitingRequests', 'maximumKeyValueCachePercent', 'minimumPrefixCacheHitPercent', 'idleAfter',
    'scalesToZero',
  ];
  expect(readShape(MONITOR_SHAPE, Object.fromEntries(props.map(prop => [prop, {}]))).wrong.map(({ prop }) => prop)).toEqual(props);
  expect(readShape(MONITOR_SHAPE, { topic: { topicArn: 'a' }, idleAfter: minutes(5), scalesToZero: true }).wrong).toEqual([]);
  expect(readShape(MONITOR_SHAPE, { topic: 'a', idleAfter: 1 }).wrong.map(({ message, fix }) => `${message}; ${fix}`)).toEqual([
    "'topic' must be a topic, got \"a\"; use a construct such as that of Topic.fromTopicArn",
    "'idleAfter' must be a Duration, got the number 1; use one such as Duration.seconds",
  ]);
});
