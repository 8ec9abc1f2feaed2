import * as sns from 'aws-cdk-lib/aws-sns';
import { Duration, Lazy } from 'aws-cdk-lib/core';
import { MonitorOptions, SageMakerInstanceType } from '../../src';
import { instanceSamples, MonitoredEndpoint, ofType, requestsOf, typesApart } from '../../src/monitoring/monitored-endpoint';
import { IMAGES } from '../images';
import { image, newEndpoint, newStack, type } from '../util';
import { alarmsIn, alarmsOf, Props } from './alarms';

const { VLLM } = IMAGES;

const ALL: MonitorOptions = {
  maximumModelLatency: Duration.seconds(5), maximumOverheadLatency: Duration.millis(250), idleAfter: Duration.hours(2),
};

describe('an endpoint that sends metrics at other times', () => {
  test('every minute is the default, and a token is taken for it', () => {
    expect(alarmsOf(ALL, { metricPublishFrequency: Duration.minutes(1) })).toEqual(alarmsOf(ALL));
    expect(alarmsOf(ALL, { metricPublishFrequency: Duration.seconds(Lazy.number({ produce: () => 300 })) })).toEqual(alarmsOf(ALL));
  });

  test('changes no other alarm: each has a period with samples in it', () => {
    const others = ({ NoInstance: _, ...rest }: Record<string, any>) => rest;
    const rare = alarmsOf(ALL, { metricPublishFrequency: Duration.minutes(5) });
    expect(others(rare)).toEqual(others(alarmsOf(ALL)));
    const periodsOf = ({ Period, Metrics }: any): number[] => Metrics?.slice(1).map(({ MetricStat }: any) => MetricStat.Period) ?? [Period];
    const periods = Object.values(others(rare)).flatMap(periodsOf);
    expect(Math.min(...periods)).toBeGreaterThanOrEqual(300);
  });
});

describe('the metrics of an endpoint', () => {
  const endpoint = newEndpoint(newStack());
  const minute = Duration.minutes(1);
  const monitored = (asynchronous: boolean): MonitoredEndpoint => ({
    endpoint,
    asynchronous,
    modelId: 'org/model',
    instanceType: 'ml.g5.xlarge',
    instanceCount: 1,
    fallbacks: [],
    gpuMemoryShare: 1,
    sampleSeconds: 60,
    period: minute,
    serverTitle: 'vLLM',
    hasNoPrefixCache: false,
    isObserved: true,
    hasMetricsArgument: true,
  });

  test.each([[false, 'Invocations'], [true, 'InvocationsProcessed']])('of requests, asynchronous: %s', (asynchronous, metricName) => {
    expect(requestsOf(monitored(asynchronous), minute)).toMatchObject({ metricName, statistic: 'Sum', period: minute });
  });

  test('of samples count those of the processor', () => {
    expect(instanceSamples(monitored(false), minute)).toMatchObject({ metricName: 'CPUUtilization', statistic: 'SampleCount', period: minute });
  });

  test('of one instance type have a further dimension', () => {
    const metric = endpoint.metricCpuUtilization();
    expect(ofType(metric, { instanceType: 'ml.g5.xlarge' }).dimensions).toEqual({ ...metric.dimensions, InstanceType: 'ml.g5.xlarge' });
  });

  test.each<[string, (number | undefined)[], number[]]>([
    ['one number', [4], []],
    ['one unknown number', [undefined], []],
    ['equal numbers', [4, 4], []],
    ['unknown numbers', [undefined, undefined], []],
    ['different numbers', [4, 4, 8], [0, 1, 2]],
    ['none', [0, 4], [0, 1]],
    ['an unknown number', [4, undefined, 4], [0, 2]],
    ['an unknown number first', [undefined, 4], [1]],
  ])('are apart for types with %s', (_, counts, apart) => {
    const types = counts.map((gpuCount, index) => ({ instanceType: `type${index}`, gpuCount, vcpus: 8 }));
    expect(typesApart(types, 'gpuCount')).toEqual(apart.map(index => types[index]));
    expect(typesApart(types, 'vcpus')).toEqual([]);
  });
});

describe('the memory of the GPUs of types with different numbers of GPUs', () => {
  const FOUR = { container: VLLM, instanceType: type('g5.12xlarge') };
  const token = () => SageMakerInstanceType.of(Lazy.string({ produce: () => 'ml.g5.48xlarge' }));

  /** The bound of each alarm, and the type whose instances it watches; no type where it watches all of them. */
  const bounds = (props: Props, options: MonitorOptions = {}) => Object.fromEntries(Object.entries(alarmsOf(options, props))
    .filter(([id]) => id.startsWith('GpuMemory'))
    .map(([id, { Threshold, Dimensions }]) => [id, [Threshold, Dimensions.find(({ Name }: any) => Name === 'InstanceType')?.Value]]));

  test('each type is watched by a bound of its own', () => {
    expect(bounds({ ...FOUR, fallbackInstanceTypes: [type('g6.12xlarge'), type('g5.48xlarge')] }, { maximumGpuMemoryPercent: 90 })).toEqual({
      GpuMemory: [360, 'ml.g5.12xlarge'], GpuMemoryOfFallback1: [360, 'ml.g6.12xlarge'], GpuMemoryOfFallback2: [720, 'ml.g5.48xlarge'],
    });
  });

  test.each<[string, Props, MonitorOptions, Record<string, [number, string | undefined]>]>([
    ['as many GPUs need one alarm', { ...FOUR, fallbackInstanceTypes: [type('g6.12xlarge'), type('g5.24xlarge')] }, {}, { GpuMemory: [384, undefined] }],
    ['a type that is not known has none', { ...FOUR, fallbackInstanceTypes: [type('z99.large')] }, {}, { GpuMemory: [384, 'ml.g5.12xlarge'] }],
    ['a type that is a token has none', { ...FOUR, fallbackInstanceTypes: [token()] }, {}, { GpuMemory: [384, 'ml.g5.12xlarge'] }],
    ['types with the same number of GPUs have one each, with a type that is not known', { ...FOUR, fallbackInstanceTypes: [type('z99.large'), type('g6.12xlarge')] }, {}, {
      GpuMemory: [384, 'ml.g5.12xlarge'], GpuMemoryOfFallback1: [384, 'ml.g6.12xlarge'],
    }],
    ['a type that is not known is left out if there are others', { ...FOUR, fallbackInstanceTypes: [token(), type('g5.48xlarge')] }, {}, {
      GpuMemory: [384, 'ml.g5.12xlarge'], GpuMemoryOfFallback1: [768, 'ml.g5.48xlarge'],
    }],
    ['a type that is named twice is watched once', { ...FOUR, fallbackInstanceTypes: [type('g5.48xlarge'), type('g5.12xlarge'), type('g5.48xlarge')] }, {}, {
      GpuMemory: [384, 'ml.g5.12xlarge'], GpuMemoryOfFallback1: [768, 'ml.g5.48xlarge'],
    }],
    ['a type without a GPU has none', { container: image('mine:1'), instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [type('m5.large')] }, {}, {
      GpuMemory: [380, 'ml.g5.12xlarge'],
    }],
    ['a bound is that of a fallback type where the instance type has no GPU',
      { container: image('mine:1'), instanceType: type('m5.large'), fallbackInstanceTypes: [type('g5.12xlarge')] }, { maximumGpuMemoryPercent: 50 },
      { GpuMemoryOfFallback1: [200, 'ml.g5.12xlarge'] }],
    ['a count is that of the instance type', { container: VLLM, instanceType: type('z99.large'), fallbackInstanceTypes: [type('g5.48xlarge')] }, { acceleratorCount: 2 }, {
      GpuMemory: [192, 'ml.z99.large'], GpuMemoryOfFallback1: [768, 'ml.g5.48xlarge'],
    }],
  ])('%s', (_, props, options, expected) => {
    expect(bounds(props, options)).toEqual(expected);
  });

  test('each alarm names its type, and is among all of them', () => {
    const stack = newStack();
    const { all, gpuMemory } = newEndpoint(stack, { ...FOUR, fallbackInstanceTypes: [type('g5.48xlarge')] }).monitor({ topic: new sns.Topic(stack, 'Topic') });
    const { GpuMemory: own, GpuMemoryOfFallback1: other } = alarmsIn(stack);
    expect(all).toHaveLength(5);
    expect(gpuMemory?.node.id).toBe('GpuMemory');
    expect(own.AlarmDescription).toContain(' of type ml.g5.12xlarge uses more than 96% of its GPU memory (4 x 100% in CloudWatch). ');
    expect(other.AlarmDescription).toContain(' of type ml.g5.48xlarge uses more than 96% of its GPU memory (8 x 100% in CloudWatch). ');
    expect(other.AlarmActions).toHaveLength(1);
    expect({ ...own, AlarmDescription: '', Threshold: 0, Dimensions: [] }).toEqual({ ...other, AlarmDescription: '', Threshold: 0, Dimensions: [] });
    expect(other.Dimensions.map(({ Name }: any) => Name)).toEqual(['EndpointName', 'InstanceType', 'VariantName']);
  });
});
