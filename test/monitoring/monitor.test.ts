import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { CfnParameter, Duration, RemovalPolicies, Stack, Tags } from 'aws-cdk-lib/core';
import { ModelServer, MonitorOptions, SageMakerInstanceType } from '../../src';
import { IMAGES } from '../images';
import { endpointTemplate, newEndpoint, newStack, template, type } from '../util';
import { alarmsIn, alarmsOf, Props } from './alarms';

const { TEI_CPU, TOOLKIT, VLLM, VLLM_NEURON } = IMAGES;

const SMALL = { modelId: 'BAAI/bge-small-en-v1.5', container: undefined, instanceType: type('c5.xlarge'), task: undefined };
const CPU = { ...SMALL, container: TEI_CPU };
const NEURON = {
  instanceType: type('inf2.xlarge'), container: VLLM_NEURON,
};

const QUEUE: Props = { asyncInference: { outputBucket: s3.Bucket.fromBucketName(newStack(), 'Bucket', 'answers') } };

const ALL: MonitorOptions = {
  maximumModelLatency: Duration.seconds(5), maximumOverheadLatency: Duration.millis(250), idleAfter: Duration.hours(2),
};

test('the alarms without a bound', () => {
  const alarms = alarmsOf();
  expect(Object.keys(alarms)).toEqual(['ServerErrors', 'NoInstance', 'GpuMemory', 'Disk']);
});

test('every alarm of a real-time endpoint, in whole', () => {
  const alarms = alarmsOf(ALL);
  const [{ Value: EndpointName }] = alarms.Disk.Dimensions;
  const dimensions = [{ Name: 'EndpointName', Value: EndpointName }, { Name: 'VariantName', Value: 'AllTraffic' }];
  const withoutText = Object.fromEntries(Object.entries(alarms).map(([id, { AlarmDescription: _, ...rest }]) => [id, rest]));
  expect(EndpointName).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Endpoint/), 'EndpointName'] });
  expect(withoutText).toEqual({
    ServerErrors: {
      Namespace: 'AWS/SageMaker',
      MetricName: 'Invocation5XXErrors',
      Statistic: 'Average',
      Period: 300,
      Dimensions: dimensions,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 0.01,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      TreatMissingData: 'notBreaching',
    },
    ModelLatency: {
      Namespace: 'AWS/SageMaker',
      MetricName: 'ModelLatency',
      ExtendedStatistic: 'p99',
      Period: 300,
      Dimensions: dimensions,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 5_000_000,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      TreatMissingData: 'notBreaching',
    },
    OverheadLatency: {
      Namespace: 'AWS/SageMaker',
      MetricName: 'OverheadLatency',
      Statistic: 'Average',
      Period: 300,
      Dimensions: dimensions,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 250_000,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      TreatMissingData: 'notBreaching',
    },
    NoInstance: {
      Namespace: '/aws/sagemaker/Endpoints',
      MetricName: 'CPUUtilization',
      Statistic: 'SampleCount',
      Period: 60,
      Dimensions: dimensions,
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 5,
      TreatMissingData: 'breaching',
    },
    GpuMemory: {
      Namespace: '/aws/sagemaker/Endpoints',
      MetricName: 'GPUMemoryUtilization',
      Statistic: 'Maximum',
      Period: 300,
      Dimensions: dimensions,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 97.5,
      EvaluationPeriods: 3,
      TreatMissingData: 'missing',
    },
    Disk: {
      Namespace: '/aws/sagemaker/Endpoints',
      MetricName: 'DiskUtilization',
      Statistic: 'Maximum',
      Period: 300,
      Dimensions: dimensions,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 90,
      EvaluationPeriods: 3,
      TreatMissingData: 'missing',
    },
    Idle: {
      Metrics: [
        { Id: 'expr_1', Expression: 'IF(instances, requests, 0)', Label: 'requests while instances are billed', ReturnData: true },
        {
          Id: 'instances',
          ReturnData: false,
          MetricStat: { Metric: { Namespace: '/aws/sagemaker/Endpoints', MetricName: 'CPUUtilization', Dimensions: dimensions }, Period: 300, Stat: 'SampleCount' },
        },
        {
          Id: 'requests',
          ReturnData: false,
          MetricStat: { Metric: { Namespace: 'AWS/SageMaker', MetricName: 'Invocations', Dimensions: dimensions }, Period: 300, Stat: 'Sum' },
        },
      ],
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      EvaluationPeriods: 24,
      TreatMissingData: 'notBreaching',
    },
  });
});

test('every alarm describes what happened, to which model, and what to do', () => {
  for (const { AlarmDescription: text } of Object.values(alarmsOf(ALL))) {
    expect(text).toContain('mistralai/Mistral-7B-Instruct-v0.1');
    expect(text).toMatch(/^[A-Z].*\. [A-Z].*\.$/);
    expect(text.length).toBeLessThanOrEqual(1024);
  }
});

test('no alarm has a name that could collide', () => {
  expect(Object.values(alarmsOf(ALL)).filter(({ AlarmName }) => AlarmName !== undefined)).toEqual([]);
});

test('an asynchronous endpoint is watched by what it publishes', () => {
  const { Idle: { Metrics: [, , requests] }, ...alarms } = alarmsOf({ idleAfter: Duration.days(2) }, QUEUE);
  expect(Object.keys(alarms)).toEqual(['ServerErrors', 'NoInstance', 'GpuMemory', 'Disk', 'BacklogAge']);
  expect(requests.MetricStat).toMatchObject({ Metric: { MetricName: 'InvocationsProcessed' }, Period: 3600 });
  expect(alarms.BacklogAge).toMatchObject({
    Namespace: 'AWS/SageMaker',
    MetricName: 'ApproximateAgeOfOldestRequest',
    Statistic: 'Maximum',
    Threshold: 3600,
    TreatMissingData: 'notBreaching',
    Dimensions: [{ Name: 'EndpointName' }],
  });
  expect(alarms.BacklogAge.Dimensions).toHaveLength(1);
  expect(alarmsOf({ maximumBacklogAge: Duration.minutes(5) }, QUEUE).BacklogAge.Threshold).toBe(300);
});

test('an endpoint that scales to zero may have no instance', () => {
  expect(Object.keys(alarmsOf({ scalesToZero: true }))).toEqual(['ServerErrors', 'GpuMemory', 'Disk']);
  expect(Object.keys(alarmsOf({ scalesToZero: false }))).toContain('NoInstance');
  expect(Object.keys(alarmsOf({}, QUEUE, endpoint => {
    endpoint.autoScale({ minCapacity: 0, maxCapacity: 2 }).scaleOnBacklog('Backlog', { backlogPerInstance: 5 });
    return endpoint;
  }))).not.toContain('NoInstance');
  expect(Object.keys(alarmsOf({}, QUEUE, endpoint => {
    endpoint.autoScale({ minCapacity: 1, maxCapacity: 2 }).scaleOnBacklog('Backlog', { backlogPerInstance: 5 });
    return endpoint;
  }))).toContain('NoInstance');
});

describe('the memory of the GPUs', () => {
  test.each<[string, Props, MonitorOptions, number]>([
    ['TGI takes 95 %', {}, {}, 97.5],
    ['vLLM takes 92 %', { container: VLLM }, {}, 96],
    ['vLLM is configured to use 80%', { container: VLLM, server: ModelServer.vllm({ gpuMemoryUtilization: 0.8 }) }, {}, 90],
    ['vLLM is configured by a variable', { container: VLLM, environment: { SM_VLLM_GPU_MEMORY_UTILIZATION: '0.93' } }, {}, 96.5],
    ['a server that is not known', { container: TOOLKIT }, {}, 95],
    ['four GPUs', { container: VLLM, instanceType: type('g5.12xlarge') }, {}, 384],
    ['eight GPUs, with a bound', { container: VLLM, instanceType: type('p4d.24xlarge') }, { maximumGpuMemoryPercent: 50 }, 400],
    ['a type that is not known, with its count', { container: VLLM, instanceType: type('g99.8xlarge') }, { acceleratorCount: 2 }, 192],
    ['a count that is that of the type', { container: VLLM, instanceType: type('g5.12xlarge') }, { acceleratorCount: 4 }, 384],
    ['vLLM is configured to use 99%', { container: VLLM, server: ModelServer.vllm({ gpuMemoryUtilization: 0.99 }) }, {}, 99.5],
    ['vLLM is configured to use all memory', { container: VLLM, server: ModelServer.vllm({ gpuMemoryUtilization: 1 }) }, {}, 99.5],
    ['vLLM is configured to use all memory of four GPUs', { container: VLLM, instanceType: type('g5.12xlarge'), server: ModelServer.vllm({ gpuMemoryUtilization: 1 }) }, {}, 398],
  ])('%s', (_, props, options, threshold) => {
    expect(alarmsOf(options, props).GpuMemory.Threshold).toBe(threshold);
  });

  test.each<[string, Props, MonitorOptions]>([
    ['a CPU', CPU, {}],
    ['AWS Neuron, of which AWS documents no such metric', NEURON, {}],
    ['a type that is not known, without a GPU', { instanceType: type('x99.large') }, { acceleratorCount: 0 }],
  ])('has no alarm on %s', (_, props, options) => {
    expect(Object.keys(alarmsOf(options, props))).toEqual(['ServerErrors', 'NoInstance', 'Disk']);
  });

  test('requires the number of GPUs if it is not known', () => {
    const parameter = (stack: Stack) => SageMakerInstanceType.of(new CfnParameter(stack, 'Type').valueAsString);
    const stack = newStack();
    const endpoint = newEndpoint(stack, { instanceType: parameter(stack) });
    expect(() => endpoint.monitor()).toThrow("'acceleratorCount' must be the number of GPUs of 'instanceType'");
    endpoint.monitor({ acceleratorCount: 1 });
    expect(alarmsIn(stack).GpuMemory.Threshold).toBe(97.5);
  });
});

describe('idle instances', () => {
  test.each([
    [Duration.minutes(5), 300, 1],
    [Duration.hours(24), 300, 288],
    [Duration.hours(25), 3600, 25],
    [Duration.days(7), 3600, 168],
  ])('after %s', (idleAfter, period, count) => {
    const { Metrics, EvaluationPeriods } = alarmsOf({ idleAfter }).Idle;
    expect(EvaluationPeriods).toBe(count);
    expect(Metrics.slice(1).map(({ MetricStat }: any) => MetricStat.Period)).toEqual([period, period]);
    expect(period * count).toBeLessThanOrEqual(period < 3600 ? 86_400 : 604_800);
  });
});

describe('options that are not right', () => {
  test('are reported at once, and leave nothing behind', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    expect(() => endpoint.monitor({ maximumDiskPercent: 0, maximumServerErrorPercent: 0, idleAfter: Duration.seconds(1) }))
      .toThrow(/^Stack\/Endpoint: 3 problems\n {2}- 'maximumServerErrorPercent' .*\n {2}- 'maximumDiskPercent' .*\n {2}- 'idleAfter' .*$/);
    expect(template(stack).toJSON()).toEqual(endpointTemplate().toJSON());
    endpoint.monitor();
  });

  test('a second call', () => {
    const endpoint = newEndpoint(newStack());
    endpoint.monitor();
    expect(() => endpoint.monitor()).toThrow("Stack/Endpoint: 'monitor' must not be called twice; "
      + "create your own alarms from the metrics of the endpoint, such as 'metricModelLatency'");
  });
});

test('the topic is notified of the beginning and the end of every alarm', () => {
  const stack = newStack();
  const topic = new sns.Topic(stack, 'Topic');
  newEndpoint(stack).monitor({ ...ALL, topic });
  const Ref = stack.getLogicalId(topic.node.defaultChild as sns.CfnTopic);
  const alarms = Object.values(alarmsIn(stack));
  expect(alarms).toHaveLength(7);
  for (const { AlarmActions, OKActions } of alarms) {
    expect([AlarmActions, OKActions]).toEqual([[{ Ref }], [{ Ref }]]);
  }
  // the topic itself is left as it is
  template(stack).resourceCountIs('AWS::SNS::TopicPolicy', 0);
});

test('the topic is notified of alarms on the metrics of the server, too', () => {
  const stack = newStack();
  const options = {
    maximumTimeToFirstToken: Duration.seconds(1), maximumWaitingRequests: 1, maximumKeyValueCachePercent: 1, minimumPrefixCacheHitPercent: 1,
  };
  newEndpoint(stack, { container: VLLM, modelId: 'Qwen/Qwen3-8B' }).monitor({ ...options, topic: new sns.Topic(stack, 'Topic') });
  const notified = Object.entries(alarmsIn(stack)).filter(([, { AlarmActions, OKActions }]) => AlarmActions?.length === 1 && OKActions?.length === 1);
  expect(notified.map(([name]) => name).sort()).toEqual([
    'Disk', 'GpuMemory', 'KeyValueCache', 'NoInstance', 'PrefixCacheHits', 'ServerErrors', 'TimeToFirstToken', 'WaitingRequests',
  ]);
});

// at least five minutes, and never one late sample
test.each([
  [10, 60, 5], [60, 60, 5], [120, 120, 3], [180, 180, 2], [240, 240, 2], [300, 300, 2],
])('with a sample every %i seconds, a missing instance is reported after periods of %i seconds, %i of them', (seconds, Period, EvaluationPeriods) => {
  const { NoInstance } = alarmsOf({}, { metricPublishFrequency: Duration.seconds(seconds) });
  expect(NoInstance).toMatchObject({ Period, EvaluationPeriods });
  expect(NoInstance.AlarmDescription).toContain(`has reported metrics for ${EvaluationPeriods * Period / 60} minutes. `);
});

test('fractions of a millisecond are microseconds', () => {
  const latency = Duration.seconds(0.0025);
  const { ModelLatency, OverheadLatency } = alarmsOf({ maximumModelLatency: latency, maximumOverheadLatency: latency });
  expect([ModelLatency.Threshold, OverheadLatency.Threshold]).toEqual([2500, 2500]);
});

test('each instance type with another number of GPUs has an alarm of its own', () => {
  const four = { container: VLLM, instanceType: type('g5.12xlarge') };
  const thresholds = (fallbacks: string[], options: MonitorOptions = {}, props: Props = four) =>
    Object.entries(alarmsOf(options, { ...props, fallbackInstanceTypes: fallbacks.map(type) })).filter(([name]) => name.startsWith('GpuMemory'))
      .map(([name, { Threshold, Dimensions }]) => [name, Threshold, Dimensions.find(({ Name }: any) => Name === 'InstanceType')?.Value]);
  expect(thresholds(['g6.12xlarge'])).toEqual([['GpuMemory', 384, undefined]]);
  expect(thresholds(['g6.12xlarge', 'g5.48xlarge'], { maximumGpuMemoryPercent: 90 })).toEqual([
    ['GpuMemory', 360, 'ml.g5.12xlarge'], ['GpuMemoryOfFallback1', 360, 'ml.g6.12xlarge'], ['GpuMemoryOfFallback2', 720, 'ml.g5.48xlarge'],
  ]);
  expect(thresholds(['g5.48xlarge'], { acceleratorCount: 2 }, { ...four, instanceType: type('z99.large') })).toEqual([
    ['GpuMemory', 192, 'ml.z99.large'], ['GpuMemoryOfFallback1', 768, 'ml.g5.48xlarge'],
  ]);
});

test('the alarms come back, each under its name and all in one list', () => {
  const stack = newStack();
  const { all, ...named } = newEndpoint(stack).monitor(ALL);
  expect(Object.values(named).filter(alarm => alarm !== undefined).sort()).toEqual([...all].sort());
  expect(Object.entries(named).filter(([, alarm]) => alarm).map(([name, alarm]) => [name, alarm!.node.id.toLowerCase()])
    .filter(([name, id]) => name.toLowerCase() !== id)).toEqual([]);
  expect(named.backlogAge).toBeUndefined();
  expect(all.every(alarm => alarm instanceof cloudwatch.Alarm)).toBe(true);
});

test('tags and removal policies on the endpoint reach the alarms', () => {
  const stack = newStack();
  const endpoint = newEndpoint(stack);
  endpoint.monitor();
  Tags.of(endpoint).add('team', 'search');
  RemovalPolicies.of(endpoint).retain();
  for (const alarm of Object.values<any>(template(stack).findResources('AWS::CloudWatch::Alarm'))) {
    expect(alarm.Properties.Tags).toContainEqual({ Key: 'team', Value: 'search' });
    expect(alarm.DeletionPolicy).toBe('Retain');
  }
});

test('alarms add to the template, and change nothing in it', () => {
  const stack = newStack();
  newEndpoint(stack).monitor(ALL);
  const before = endpointTemplate().toJSON();
  const after = template(stack).toJSON();
  const kept = Object.fromEntries(Object.entries(after.Resources).filter(([id]) => id in before.Resources));
  expect({ ...after, Resources: kept }).toEqual(before);
  expect(Object.keys(after.Resources)).toHaveLength(Object.keys(before.Resources).length + 7);
});

test('no bound changes a logical id', () => {
  const ids = (options: MonitorOptions, props: Props) => {
    const stack = newStack();
    newEndpoint(stack, props).monitor(options);
    return Object.keys(template(stack).findResources('AWS::CloudWatch::Alarm'));
  };
  expect(ids({ ...ALL, maximumDiskPercent: 50 }, { modelId: 'gpt2', endpointName: 'other' })).toEqual(ids(ALL, {}));
});
