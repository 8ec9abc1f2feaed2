import { Duration } from 'aws-cdk-lib/core';
import { testCases } from './cases';
import { MonitorOptions } from '../../../src';
import { publishedFindings, SERVER_METRIC_CHECKS, serverMetricFindings } from '../../../src/checks/endpoint/server-metrics';
import { ServerFamily } from '../../../src/container/server-family';
import { ObservedServer } from '../../../src/monitoring/monitored-endpoint';
import { SERVER_METRIC_OPTIONS } from '../../../src/monitoring/server-metrics';
import { found } from '../../util';

const OBSERVED: ObservedServer = {
  serverTitle: 'vLLM',
  serverFamily: ServerFamily.VLLM,
  serverVersion: '0.7.2',
  serverMetrics: Object.fromEntries(SERVER_METRIC_OPTIONS.map(option => [option, 'name'])),
  isObserved: true,
  hasNoPrefixCache: false,
  hasMetricsArgument: true,
};
const ALL: MonitorOptions = {
  maximumTimeToFirstToken: Duration.seconds(1), maximumWaitingRequests: 1, maximumKeyValueCachePercent: 90, minimumPrefixCacheHitPercent: 30,
};
const observe = (observed: Partial<ObservedServer>, options: MonitorOptions = { minimumPrefixCacheHitPercent: 30 }) =>
  serverMetricFindings({ ...OBSERVED, ...observed }, options);
const HITS = 'minimumPrefixCacheHitPercent';
const unknown = { serverMetrics: undefined, hasMetricsArgument: false, hasNoPrefixCache: true };

testCases(SERVER_METRIC_CHECKS, {
  'server-metric-unknown': {
    mistakes: [[HITS, { server: 'vLLM' }, observe(unknown)], ['serverMetrics', { server: 'vLLM' }, publishedFindings({ ...OBSERVED, ...unknown }, 'serverMetrics')]],
    neighbors: { 'known metrics': observe({}), 'no option': observe(unknown, {}) },
  },
  'server-metrics-disabled': {
    mistakes: [[HITS, {}, observe({ isObserved: false })], [HITS, {}, observe({ ...unknown, isObserved: false })]],
    neighbors: { 'observed metrics': observe({}), 'no option': observe({ isObserved: false }, {}) },
  },
  'server-metrics-of-sglang': {
    mistakes: [[HITS, {}, observe({ hasMetricsArgument: false })]],
    neighbors: { 'the argument': observe({}), 'a server whose metrics are not known': observe(unknown) },
  },
  'server-metric-version': {
    mistakes: [[HITS, { server: 'vLLM', version: '0.7.2', since: '0.7.3' }, observe({ serverMetrics: { maximumWaitingRequests: 'name' } })]],
    neighbors: {
      'a version with the metric': observe({ serverMetrics: { [HITS]: 'name' } }),
      'a version with another metric that is used': observe({ serverMetrics: { maximumWaitingRequests: 'name' } }, { maximumWaitingRequests: 1 }),
      'a server whose metrics are not known': observe(unknown),
    },
  },
  'server-metric-without-prefix-cache': {
    mistakes: [[HITS, {}, observe({ hasNoPrefixCache: true })]],
    neighbors: {
      'a cache': observe({}),
      'other options': observe({ hasNoPrefixCache: true }, { ...ALL, [HITS]: undefined }),
      'a server whose metrics are not known': observe(unknown),
    },
  },
});

test('each option is checked once', () => {
  expect(observe({}, ALL)).toEqual([]);
  expect(found(observe({ isObserved: false }, ALL)).map(({ prop }) => prop)).toEqual(Object.keys(ALL));
});
