import { Duration, Lazy } from 'aws-cdk-lib/core';
import { testCases } from './cases';
import { ComponentEndpointAlarms, ComponentEndpointMonitorOptions, ComponentMonitorOptions } from '../../../src';
import {
  COMPONENT_ENDPOINT_MONITOR_SHAPE, COMPONENT_MONITOR_CHECKS, COMPONENT_MONITOR_SHAPE, componentEndpointMonitorFindings, componentMonitorFindings,
  totalFindings,
} from '../../../src/checks/endpoint/component-monitor';
import { readShape } from '../../../src/input/shape';
import { found, type } from '../../util';

const alarms = (...names: ('noCapacity' | 'serverErrors')[]) => Object.fromEntries(names.map(name => [name, {}])) as unknown as ComponentEndpointAlarms;
const ofComponent = (options: ComponentMonitorOptions, calledBefore = false) => found(componentMonitorFindings(options, calledBefore));
const ofEndpoint = (options: ComponentEndpointMonitorOptions, instanceType = 'g5.2xlarge', calledBefore = false) =>
  found(componentEndpointMonitorFindings(options, type(instanceType), calledBefore));
const token = Lazy.number({ produce: () => 1 });
const twice = { id: 'monitor-twice', prop: 'monitor', values: {} };
const threshold = (prop: string, range: string, got: number, unit?: string) => ({ id: 'monitor-threshold', prop, values: { range, got, unit } });
const PERCENT = 'greater than 0 and less than 100';

testCases(COMPONENT_MONITOR_CHECKS, {
  'component-monitor-total': {
    mistakes: [
      ['maximumNoCapacityFailures', { components: 11 }, totalFindings(alarms('noCapacity'), 11)],
      ['maximumServerErrors', { components: 11 }, totalFindings(alarms('serverErrors'), 11)],
    ],
    neighbors: {
      'as many components as an alarm may have': totalFindings(alarms('noCapacity', 'serverErrors'), 10),
      'other alarms': totalFindings(alarms(), 11),
      'no alarms': totalFindings(undefined, 11),
    },
  },
});

test('an alarm is found by its own option', () => {
  expect(totalFindings(alarms('noCapacity'), 11)).toHaveLength(1);
  expect(totalFindings(alarms('serverErrors'), 11)).toHaveLength(1);
});

test.each<[string, ComponentMonitorOptions, object[]]>([
  ['a number of copies that is 0', { minimumCopies: 0 }, [threshold('minimumCopies', 'greater than 0', 0)]],
  ['a number of copies that is not known', { minimumCopies: token }, [{ id: 'monitor-token', prop: 'minimumCopies', values: {} }]],
  ['a percentage that is 0', { maximumServerErrorPercent: 0, minimumCopies: 1 }, [threshold('maximumServerErrorPercent', PERCENT, 0)]],
  ['no mistake', { maximumServerErrorPercent: 5, minimumCopies: 0.5, maximumModelLatency: Duration.seconds(1) }, []],
])('the alarms of a component: %s', (_what, options, expected) => {
  expect(ofComponent(options)).toEqual(expected);
  expect(ofComponent(options, true)).toEqual([twice, ...expected]);
});

const PERCENTAGES = ['maximumGpuReservationPercent', 'maximumMemoryReservationPercent', 'maximumCpuReservationPercent'];
const FAILURES = ['maximumNoCapacityFailures', 'maximumServerErrors'];

test.each<[string, ComponentEndpointMonitorOptions, object[]]>([
  ['a latency of 0', { maximumModelLatency: Duration.seconds(0) }, [threshold('maximumModelLatency', 'greater than 0', 0, 'milliseconds')]],
  ...PERCENTAGES.map<[string, object, object[]]>(prop => [`100 as ${prop}`, { [prop]: 100 }, [threshold(prop, PERCENT, 100)]]),
  ...FAILURES.map<[string, object, object[]]>(prop => [`-1 as ${prop}`, { [prop]: -1 }, [threshold(prop, 'at least 0', -1)]]),
  ...[...PERCENTAGES, ...FAILURES].map<[string, object, object[]]>(prop =>
    [`an unresolved token as ${prop}`, { [prop]: token }, [{ id: 'monitor-token', prop, values: {} }]]),
  ['no mistake', Object.fromEntries([...PERCENTAGES.map(prop => [prop, 99]), ...FAILURES.map(prop => [prop, 0])]), []],
])('the alarms of an endpoint with components: %s', (_what, options, expected) => {
  expect(ofEndpoint(options)).toEqual(expected);
  expect(ofEndpoint(options, 'g5.2xlarge', true)).toEqual([twice, ...expected]);
});

test.each([['m5.xlarge', true], ['inf2.xlarge', true], ['g5.2xlarge', false], ['z99.xlarge', false]])('the reservation of GPUs on %s is an error: %s', (instanceType, isError) => {
  const noGpu = { id: 'monitor-gpu-memory-without-gpu', prop: 'maximumGpuReservationPercent', values: { hasFallbacks: false } };
  expect(ofEndpoint({ maximumGpuReservationPercent: 90 }, instanceType)).toEqual(isError ? [noGpu] : []);
  expect(ofEndpoint({}, instanceType)).toEqual([]);
});

test.each([
  ['a component', COMPONENT_MONITOR_SHAPE, ['topic', 'maximumServerErrorPercent', 'maximumModelLatency', 'minimumCopies']],
  ['an endpoint', COMPONENT_ENDPOINT_MONITOR_SHAPE, ['topic', 'maximumServerErrorPercent', 'maximumModelLatency', ...PERCENTAGES, ...FAILURES]],
])('an option of another type is found: %s', (_what, shape, props) => {
  const { wrong } = readShape<any>(shape as any, Object.fromEntries(props.map(prop => [prop, 'many'])));
  expect(wrong.map(({ prop }) => prop)).toEqual(props);
});
