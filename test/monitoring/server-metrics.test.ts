import * as sns from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import { alarmsOf } from './alarms';
import { DeepLearningContainerImage, HuggingFaceSageMakerEndpointProps, ModelServer, ServerFamily } from '../../src';
import { publishedSince, SERVER_METRIC_OPTIONS, SERVER_METRICS, serverMetricNames, serverMetricQuery } from '../../src/monitoring/server-metrics';
import { IMAGES } from '../images';
import { newEndpoint, newStack, onlyResource, template } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const VLLM: Props = { container: IMAGES.VLLM, modelId: 'Qwen/Qwen3-8B', endpointName: 'chat' };
const ALL = {
  maximumTimeToFirstToken: Duration.millis(1500), maximumWaitingRequests: 20, maximumKeyValueCachePercent: 90, minimumPrefixCacheHitPercent: 30,
};

/** The last version of vLLM that did not count the tokens in the cache. */
const OLD_VLLM = DeepLearningContainerImage.fromDeepLearningContainerImage('vllm', '0.7.2-gpu-py312-cu124-ubuntu22.04-sagemaker');
const SGLANG = ModelServer.sglang({ extraArguments: { 'enable-metrics': 'true' } });

/** The query of an alarm, with the name of the endpoint in it. */
function queryOf(alarm: any): string {
  const { Query } = alarm.EvaluationCriteria.PromQLCriteria;
  return typeof Query === 'string' ? Query : Query['Fn::Join'][1].map((part: any) => typeof part === 'string' ? part : 'NAME').join('');
}

test('each threshold has an alarm on the metric of vLLM, for this endpoint', () => {
  const { TimeToFirstToken, WaitingRequests, KeyValueCache } = alarmsOf(ALL, VLLM);
  const label = '{"aws.sagemaker.endpoint.name"="NAME"}';
  expect([TimeToFirstToken, WaitingRequests, KeyValueCache].map(queryOf)).toEqual([
    `histogram_quantile(0.95, rate(vllm:time_to_first_token_seconds${label}[5m])) > 1.5`,
    `vllm:num_requests_waiting${label} > 20`,
    `vllm:kv_cache_usage_perc${label} > 0.9`,
  ]);
  expect(TimeToFirstToken).toMatchObject({
    EvaluationInterval: 60, EvaluationCriteria: { PromQLCriteria: { PendingPeriod: 300, RecoveryPeriod: 300 } },
  });
});

test('SGLang has its own names', () => {
  const { TimeToFirstToken, WaitingRequests, KeyValueCache } = alarmsOf(ALL, { container: IMAGES.SGLANG, server: SGLANG, environment: {} });
  expect([TimeToFirstToken, WaitingRequests, KeyValueCache].map(alarm => /sglang:\w+/.exec(queryOf(alarm))![0]))
    .toEqual(['sglang:time_to_first_token_seconds', 'sglang:num_queue_reqs', 'sglang:token_usage']);
});

test('a name of an old version is that of the version, and of an unknown version the newest', () => {
  const cache = (version?: string) => serverMetricNames(ServerFamily.VLLM, version)!.maximumKeyValueCachePercent;
  expect([cache('0.9.2'), cache('0.10.0'), cache()]).toEqual(['vllm:gpu_cache_usage_perc', 'vllm:kv_cache_usage_perc', 'vllm:kv_cache_usage_perc']);
});

test('the versions that have an old name end where those with the next name begin', () => {
  const metrics = Object.values(SERVER_METRICS).flatMap(({ metrics: each }) => Object.values(each));
  expect(metrics.flatMap(names => names.slice(1).map(({ before }) => before)))
    .toEqual(metrics.flatMap(names => names.slice(0, -1).map(({ since }) => since)));
  expect(metrics.map(([{ before }]) => before)).toEqual(metrics.map(() => undefined));
});

test('the names of a server that is not known are not known, and neither are their versions', () => {
  expect([undefined, ServerFamily.TGI].map(server => serverMetricNames(server, '1.0.0'))).toEqual([undefined, undefined]);
  expect([undefined, ServerFamily.TGI].map(server => publishedSince(server, 'minimumPrefixCacheHitPercent'))).toEqual([undefined, undefined]);
});

test('a metric is published since the version of its oldest name', () => {
  const since = (server: ServerFamily) => SERVER_METRIC_OPTIONS.map(option => publishedSince(server, option));
  expect(since(ServerFamily.VLLM)).toEqual([undefined, undefined, undefined, '0.7.3']);
  expect(since(ServerFamily.SGLANG)).toEqual([undefined, undefined, undefined, '0.4.4']);
});

test.each([
  ['vllm:prefix_cache_hits_total', 'vllm:prefix_cache_queries_total'],
  ['vllm:gpu_prefix_cache_hits_total', 'vllm:gpu_prefix_cache_queries_total'],
  ['sglang:cached_tokens_total', 'sglang:prompt_tokens_total'],
])('the share of %s is that of %s', (hits, total) => {
  const rate = (name: string) => `sum by ("@resource.host.id") (rate(${name}{"aws.sagemaker.endpoint.name"="chat"}[5m]))`;
  expect(serverMetricQuery('minimumPrefixCacheHitPercent', hits, 'chat')).toBe(`${rate(hits)} / ${rate(total)}`);
});

test('the description of the alarm on the prefix cache', () => {
  expect(alarmsOf({ minimumPrefixCacheHitPercent: 30 }, VLLM).PrefixCacheHits.AlarmDescription).toBe(
    'Less than 30% of the prompt tokens of an instance of Qwen/Qwen3-8B come from its prefix cache. Prompts take longer than they could. '
    + 'Check whether the beginning of prompts has changed, or route requests with the same prefix to the same instance.');
});

test('every name has the prefix of its server, and its source', () => {
  for (const [server, { source, metrics }] of Object.entries(SERVER_METRICS)) {
    expect(source).toMatch(/^https:/);
    expect(Object.values(metrics).flat().filter(({ name }) => !name.startsWith(`${server}:`))).toEqual([]);
  }
});

test('the share of prompt tokens in the cache is that of the counters, for each instance', () => {
  const rate = (name: string) => `sum by ("@resource.host.id") (rate(${name}{"aws.sagemaker.endpoint.name"="NAME"}[5m]))`;
  const options = { minimumPrefixCacheHitPercent: 30 };
  expect(queryOf(alarmsOf(options, VLLM).PrefixCacheHits))
    .toBe(`${rate('vllm:prefix_cache_hits_total')} / ${rate('vllm:prefix_cache_queries_total')} < 0.3`);
  expect(queryOf(alarmsOf(options, { container: IMAGES.SGLANG, server: SGLANG, environment: {} }).PrefixCacheHits))
    .toBe(`${rate('sglang:cached_tokens_total')} / ${rate('sglang:prompt_tokens_total')} < 0.3`);
});

test('the counters of the cache are those of the version', () => {
  const hits = (version?: string) => serverMetricNames(ServerFamily.VLLM, version)!.minimumPrefixCacheHitPercent;
  expect([hits('0.7.2'), hits('0.7.3'), hits('0.9.1'), hits('0.9.2'), hits()]).toEqual([
    undefined, 'vllm:gpu_prefix_cache_hits_total', 'vllm:gpu_prefix_cache_hits_total', 'vllm:prefix_cache_hits_total', 'vllm:prefix_cache_hits_total',
  ]);
  expect(['0.4.3', '0.4.4'].map(version => serverMetricNames(ServerFamily.SGLANG, version)!.minimumPrefixCacheHitPercent))
    .toEqual([undefined, 'sglang:cached_tokens_total']);
});

test('a version that does not count the tokens in the cache is rejected by name, and its dashboard has the other queries', () => {
  const props = { ...VLLM, container: OLD_VLLM };
  expect(() => alarmsOf({ minimumPrefixCacheHitPercent: 30 }, props))
    .toThrow("'minimumPrefixCacheHitPercent' requires a metric that vLLM publishes since version 0.7.3, got 0.7.2");
  expect(() => alarmsOf({ maximumWaitingRequests: 5 }, props)).not.toThrow();
  const stack = newStack();
  newEndpoint(stack, props).dashboard({ serverMetrics: true });
  const body = JSON.stringify(onlyResource(template(stack), 'AWS::CloudWatch::Dashboard').resource);
  expect(body).toContain('vllm:num_requests_waiting');
  expect(body).not.toContain('prefix_cache');
});

test.each<[string, Props]>([
  ['an option of vLLM', { ...VLLM, server: ModelServer.vllm({ prefixCaching: false }) }],
  ['a variable of vLLM', { ...VLLM, environment: { SM_VLLM_NO_ENABLE_PREFIX_CACHING: 'true' } }],
  ['SGLang', { container: IMAGES.SGLANG, server: ModelServer.sglang({ disableRadixCache: true, extraArguments: { 'enable-metrics': 'true' } }), environment: {} }],
])('a cache that %s disables is rejected', (_, props) => {
  expect(() => alarmsOf({ minimumPrefixCacheHitPercent: 30 }, props))
    .toThrow("'minimumPrefixCacheHitPercent' must not be set together with a disabled prefix cache");
  expect(() => alarmsOf({ maximumWaitingRequests: 5 }, props)).not.toThrow();
});

test('the topic is notified, and the dashboard shows the state', () => {
  const stack = newStack();
  const endpoint = newEndpoint(stack, VLLM);
  const alarms = endpoint.monitor({ ...ALL, topic: sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111122223333:on-call') });
  endpoint.dashboard();
  expect(alarms.all).not.toContain(alarms.timeToFirstToken);
  const found = template(stack);
  const served = Object.entries<any>(found.findResources('AWS::CloudWatch::Alarm')).filter(([, { Properties }]) => Properties.EvaluationCriteria);
  expect(served).toHaveLength(4);
  const dashboard = JSON.stringify(onlyResource(found, 'AWS::CloudWatch::Dashboard').resource);
  for (const [id, { Properties }] of served) {
    expect(Properties).toMatchObject({ AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:on-call'], OKActions: ['arn:aws:sns:eu-west-1:111122223333:on-call'] });
    expect(dashboard).toContain(id);
  }
});

test('the dashboard has the queries if it is asked for', () => {
  const bodyOf = (serverMetrics?: boolean) => {
    const stack = newStack();
    newEndpoint(stack, VLLM).dashboard({ serverMetrics });
    return JSON.stringify(onlyResource(template(stack), 'AWS::CloudWatch::Dashboard').resource);
  };
  expect(bodyOf(true)).toContain('vllm:num_requests_waiting');
  expect(bodyOf(false)).toBe(bodyOf());
  expect(bodyOf()).not.toContain('PromQL');
});

test.each<[string, Props, RegExp]>([
  ['TGI', {}, /'maximumWaitingRequests' requires a metric of vLLM or SGLang, which Text Generation Inference does not publish/],
  ['disabled observability', { ...VLLM, detailedObservability: false }, /'maximumWaitingRequests' must not be set together with 'detailedObservability' false/],
  ['SGLang without its argument', { container: IMAGES.SGLANG, environment: {} }, /'maximumWaitingRequests' requires 'enable-metrics'/],
])('%s is an error by the name of the option', (_, props, message) => {
  expect(() => alarmsOf({ maximumWaitingRequests: 5 }, props)).toThrow(message);
  expect(() => newEndpoint(newStack(), props).dashboard({ serverMetrics: true })).toThrow(/'serverMetrics'/);
});

test.each([
  [{ maximumWaitingRequests: 0 }, /'maximumWaitingRequests' must be greater than 0, got 0/],
  [{ maximumKeyValueCachePercent: 100 }, /'maximumKeyValueCachePercent' must be greater than 0 and less than 100, got 100/],
  [{ minimumPrefixCacheHitPercent: 0 }, /'minimumPrefixCacheHitPercent' must be greater than 0 and less than 100, got 0/],
  [{ maximumTimeToFirstToken: Duration.seconds(0) }, /'maximumTimeToFirstToken' must be greater than 0, got 0 milliseconds/],
])('a threshold must be in its range: %j', (options, message) => {
  expect(() => alarmsOf(options, VLLM)).toThrow(message);
});
