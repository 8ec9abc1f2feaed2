import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Duration, Lazy } from 'aws-cdk-lib/core';
import { DashboardOptions, HuggingFaceSageMakerEndpointProps, ModelServer, MonitorOptions } from '../../src';
import { IMAGES } from '../images';
import { alarmsOf } from '../monitoring/alarms';
import { image, newEndpoint, newStack, onlyResource, template, type } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const VLLM: Props = { container: IMAGES.VLLM, modelId: 'Qwen/Qwen3-8B' };
const SGLANG: Props = { container: IMAGES.SGLANG, environment: {} };
const sglang = (options: object) => ModelServer.sglang({ extraArguments: { 'enable-metrics': 'true' }, ...options });

const QUEUE: Props = { asyncInference: { outputBucket: s3.Bucket.fromBucketName(newStack(), 'Bucket', 'answers') } };

/** The template of an endpoint with a dashboard, as a string. */
function dashboardOf(options: DashboardOptions, props: Props): string {
  const stack = newStack();
  newEndpoint(stack, props).dashboard(options);
  return JSON.stringify(onlyResource(template(stack), 'AWS::CloudWatch::Dashboard').resource);
}

test('alarms and a dashboard are added once', () => {
  const endpoint = newEndpoint(newStack());
  endpoint.monitor();
  endpoint.dashboard();
  expect(() => endpoint.monitor()).toThrow("Stack/Endpoint: 'monitor' must not be called twice");
  expect(() => endpoint.dashboard()).toThrow("Stack/Endpoint: 'dashboard' must not be called twice");
});

test('the problems of options are reported together', () => {
  const stack = newStack();
  const topic = sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:us-east-1:111122223333:on-call');
  expect(() => newEndpoint(stack).monitor({ topic, maximumDiskPercent: 0, scalesToZero: 'no' as any })).toThrow(
    /3 problems[^]*'scalesToZero' must be true or false[^]*'maximumDiskPercent' must[^]*'topic' must be in/);
  expect(() => newEndpoint(stack, {}, 'Other').dashboard({ pricePerInstanceHour: 0, serverMetrics: true })).toThrow(
    /2 problems[^]*'pricePerInstanceHour' must[^]*'serverMetrics' requires a metric of vLLM or SGLang/);
});

test.each<[string, Props, number | undefined]>([
  ['the share of TGI', {}, 97.5],
  ['the share that is set', { ...VLLM, server: ModelServer.vllm({ gpuMemoryUtilization: 0.8 }) }, 90],
  ['a share of 0.9 for an unknown server', { container: image('mine:1') }, 95],
  ['all GPUs', { ...VLLM, instanceType: type('g5.12xlarge') }, 384],
  ['no GPU on AWS Neuron', { container: IMAGES.VLLM_NEURON, instanceType: type('inf2.xlarge') }, undefined],
])('the alarm for GPU memory has %s', (_, props, threshold) => {
  expect(alarmsOf({}, props).GpuMemory?.Threshold).toBe(threshold);
});

test('fallback instance types have alarms of their own', () => {
  const alarms = alarmsOf({}, { ...VLLM, instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [type('g5.48xlarge')] });
  expect([alarms.GpuMemory.Threshold, alarms.GpuMemoryOfFallback1.Threshold]).toEqual([384, 768]);
});

test.each<[string, Props, boolean]>([['a queue', QUEUE, true], ['real-time requests', {}, false]])('an endpoint for %s has the alarms for it', (_, props, isQueue) => {
  expect('BacklogAge' in alarmsOf({}, props)).toBe(isQueue);
  expect(dashboardOf({}, props).includes('ApproximateBacklogSize')).toBe(isQueue);
});

test.each([[30, 60], [60, 60], [120, 120]])('with a sample every %i seconds, the periods have %i seconds', (seconds, period) => {
  const props = { metricPublishFrequency: Duration.seconds(seconds) };
  expect(alarmsOf({}, props).NoInstance.Period).toBe(period);
  expect(dashboardOf({}, props)).toContain(`samples * ${seconds} / PERIOD(samples)`);
  expect(dashboardOf({}, props)).toContain(`\\"period\\":${period},\\"stat\\":\\"SampleCount\\"`);
});

test('the dashboard has the model, the instance type and the number of instances', () => {
  const body = dashboardOf({}, { ...VLLM, instanceType: type('g5.12xlarge'), instanceCount: 3 });
  expect(body).toContain('# Qwen/Qwen3-8B');
  expect(body).toContain('3 x ml.g5.12xlarge initially');
  expect(body).toContain('cpu / 48');
});

describe('the metrics of the server', () => {
  const CACHE: MonitorOptions = { minimumPrefixCacheHitPercent: 30 };
  const REQUESTS: MonitorOptions = { maximumWaitingRequests: 5 };
  const token: any = Lazy.any({ produce: () => true });

  test.each<[string, MonitorOptions, Props]>([
    ['vLLM', REQUESTS, VLLM],
    ['vLLM without a prefix cache', REQUESTS, { ...VLLM, server: ModelServer.vllm({ prefixCaching: false }) }],
    ['vLLM with detailed observability', REQUESTS, { ...VLLM, detailedObservability: true }],
    ['the cache of vLLM by default', CACHE, VLLM],
    ['the cache of vLLM', CACHE, { ...VLLM, server: ModelServer.vllm({ prefixCaching: true }) }],
    ['the cache of SGLang by default', CACHE, { ...SGLANG, server: sglang({}) }],
    ['the cache of SGLang', CACHE, { ...SGLANG, server: sglang({ disableRadixCache: false }) }],
    ['a cache that is disabled or not', CACHE, { ...SGLANG, server: sglang({ disableRadixCache: token }) }],
  ])('of %s can be watched', (_, options, props) => {
    expect(() => alarmsOf(options, props)).not.toThrow();
  });

  test.each<[string, MonitorOptions, Props, string]>([
    ['another server', REQUESTS, {}, "'maximumWaitingRequests' requires a metric of vLLM or SGLang, which Text Generation Inference does not publish"],
    ['disabled observability', REQUESTS, { ...VLLM, detailedObservability: false }, "must not be set together with 'detailedObservability' false"],
    ['SGLang without its argument', REQUESTS, SGLANG, "'maximumWaitingRequests' requires 'enable-metrics'"],
    ['a version without the metric', CACHE, { ...VLLM, container: image('vllm:0.7.2-gpu-py312-cu124-ubuntu22.04-sagemaker') }, 'since version 0.7.3, got 0.7.2'],
    ['vLLM without a prefix cache', CACHE, { ...VLLM, server: ModelServer.vllm({ prefixCaching: false }) }, 'with a disabled prefix cache'],
    ['SGLang without a prefix cache', CACHE, { ...SGLANG, server: sglang({ disableRadixCache: true }) }, 'with a disabled prefix cache'],
  ])('of %s are an error', (_, options, props, message) => {
    expect(() => alarmsOf(options, props)).toThrow(message);
  });

  test('are on the dashboard if they are wanted', () => {
    expect(dashboardOf({ serverMetrics: true }, VLLM)).toContain('vllm:kv_cache_usage_perc');
    expect(dashboardOf({ serverMetrics: true }, { ...VLLM, container: image('vllm:0.9.2-gpu-py312-cu128-ubuntu22.04-sagemaker') })).toContain('vllm:gpu_cache_usage_perc');
    expect(dashboardOf({ serverMetrics: false }, {})).not.toContain('PromQL');
  });
});
