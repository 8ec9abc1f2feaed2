import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Duration, Lazy } from 'aws-cdk-lib/core';
import { addModel, newHost } from './component-stack';
import { groups } from '../../data/component-metrics.json';
import { methodName } from '../../projenrc/catalog/endpoint-metrics';
import { HuggingFaceSageMakerComponentEndpointProps, InferenceComponentOptions, ModelData, ModelServer } from '../../src';
import { IMAGES } from '../images';
import { image, newStack, template, type } from '../util';

const ALARM = 'AWS::CloudWatch::Alarm';

function alarms(of: Template): Record<string, any> {
  return Object.fromEntries(Object.entries<any>(of.findResources(ALARM)).map(([id, { Properties }]) => [id.replace(/^Gpu|[0-9A-F]{8}$/g, ''), Properties]));
}

test.each(groups.flatMap(({ namespace, metrics }) => metrics.map(metric => ({ namespace, ...metric }))))('$name has its method', ({ namespace, name, statistic }) => {
  const stack = newStack();
  const chat: any = addModel(newHost(stack));
  const metric = chat[methodName(name)]();
  expect(metric).toMatchObject({ namespace, metricName: name, statistic });
  expect(stack.resolve(metric.dimensions)).toEqual({ InferenceComponentName: stack.resolve(chat.inferenceComponentName) });
});

test.each(['CPU', 'Memory', 'GPU'])('the endpoint has a metric for the reservation of %s', name => {
  const host: any = newHost(newStack());
  expect(host[methodName(`${name}Reservation`)]()).toMatchObject({
    namespace: '/aws/sagemaker/Endpoints',
    metricName: `${name}Reservation`,
    dimensions: { EndpointName: host.endpointName, VariantName: 'AllTraffic' },
    statistic: 'Average',
  });
  expect(host[methodName(`${name}Reservation`)]({ statistic: 'Maximum', label: 'most' })).toMatchObject({ statistic: 'Maximum', label: 'most' });
});

test('a component has alarms for failed requests, missing copies and GPU memory', () => {
  const stack = newStack();
  const topic = new sns.Topic(stack, 'Topic');
  const { all, modelLatency } = addModel(newHost(stack)).monitor({ topic });
  expect(all).toHaveLength(3);
  expect(modelLatency).toBeUndefined();
  expect(alarms(template(stack))).toMatchObject({
    ChatMonitoringServerErrors: { MetricName: 'Invocation5XXErrors', Threshold: 0.01, Statistic: 'Average', AlarmActions: [{ Ref: expect.stringMatching('Topic') }] },
    ChatMonitoringNoCapacity: { MetricName: 'NoCapacityInvocationFailures', Threshold: 1, EvaluationPeriods: 3, Period: 300, TreatMissingData: 'notBreaching' },
    ChatMonitoringGpuMemory: { MetricName: 'GPUMemoryUtilizationNormalized', Threshold: 96, Statistic: 'Maximum' },
  });
});

test('a component without a GPU has no alarm for GPU memory; a latency has an alarm', () => {
  const stack = newStack();
  const host = newHost(stack, { instanceType: type('c7i.4xlarge') });
  addModel(host, { modelId: 'BAAI/bge-m3', container: IMAGES.TEI_CPU }).monitor({ maximumModelLatency: Duration.seconds(2) });
  expect(Object.keys(alarms(template(stack))).sort()).toEqual(['ChatMonitoringModelLatency', 'ChatMonitoringNoCapacity', 'ChatMonitoringServerErrors']);
});

test.each<[string, Partial<HuggingFaceSageMakerComponentEndpointProps>, Partial<InferenceComponentOptions>]>([
  ['an accelerator that is not a GPU', { instanceType: type('inf2.24xlarge') }, { container: IMAGES.VLLM_NEURON }],
  ['an unknown instance type', { instanceType: type('z99.xlarge') }, { container: IMAGES.VLLM }],
])('a component on %s has no alarm for GPU memory', (_what, props, options) => {
  const { gpuMemory, all } = addModel(newHost(newStack(), props), options).monitor();
  expect(gpuMemory).toBeUndefined();
  expect(all).toHaveLength(2);
});

test.each<[string, Partial<InferenceComponentOptions>, number]>([
  // half of what the server leaves free
  ['the default of vLLM', {}, 96],
  ['a share that is set', { server: ModelServer.vllm({ gpuMemoryUtilization: 0.5 }) }, 75],
  ['a server whose share is not known', { container: image('own:1', '111122223333'), environment: { MODEL: 'x' } }, 95],
])('the threshold of GPU memory depends on %s', (_what, options, threshold) => {
  const stack = newStack();
  addModel(newHost(stack), options).monitor();
  expect(alarms(template(stack)).ChatMonitoringGpuMemory.Threshold).toBe(threshold);
});

test('the metric of the copies can be changed', () => {
  const chat = addModel(newHost(newStack(), { metricPublishFrequency: Duration.seconds(10) }));
  expect(chat.metricCopyCount()).toMatchObject({ expression: 'samples * 10 / PERIOD(samples)', label: 'copies', period: Duration.minutes(5) });
  const changed = chat.metricCopyCount({ period: Duration.minutes(1), label: 'running', color: '#123456' });
  expect(changed).toMatchObject({
    label: 'running', period: Duration.minutes(1), usingMetrics: { samples: { statistic: 'SampleCount', period: Duration.minutes(1), color: '#123456' } },
  });
});

test('the endpoint monitors all components, including those that are added later', () => {
  const stack = newStack();
  const host = newHost(stack);
  addModel(host);
  host.monitor();
  addModel(host, {}, 'Code');
  const found = alarms(template(stack));
  expect(Object.keys(found).map(id => id.replace(/Monitoring.*/, '')).sort()).toEqual(['', 'Chat', 'Chat', 'Chat', 'Code', 'Code', 'Code']);
  expect(found.MonitoringDisk).toMatchObject({ Namespace: '/aws/sagemaker/Endpoints', MetricName: 'DiskUtilization', Threshold: 90 });
  expect(() => host.monitor()).toThrow(/^Stack\/Gpu: 'monitor' must not be called twice/);
});

test('the thresholds of the endpoint are alarms on its reservations, and on the failures of all components and adapters', () => {
  const stack = newStack();
  const host = newHost(stack);
  const topic = new sns.Topic(stack, 'Topic');
  const created = host.monitor({
    topic,
    maximumGpuReservationPercent: 90,
    maximumMemoryReservationPercent: 80,
    maximumCpuReservationPercent: 70,
    maximumNoCapacityFailures: 0,
    maximumServerErrors: 5,
  });
  const chat = addModel(host);
  const sql = chat.addAdapter('Sql', { modelData: ModelData.s3Archive(s3.Bucket.fromBucketName(stack, 'Bucket', 'adapters'), 'sql.tar.gz') });
  expect(created.all).toEqual([
    created.disk, created.gpuReservation, created.memoryReservation, created.cpuReservation, created.noCapacity, created.serverErrors,
  ]);
  const found = alarms(template(stack));
  for (const [name, threshold] of Object.entries({ GPU: 90, Memory: 80, CPU: 70 })) {
    expect(found[`Monitoring${name === 'Memory' ? name : name[0] + name.slice(1).toLowerCase()}Reservation`]).toMatchObject({
      Namespace: '/aws/sagemaker/Endpoints',
      MetricName: `${name}Reservation`,
      Threshold: threshold,
      Statistic: 'Average',
      EvaluationPeriods: 3,
      AlarmActions: [{ Ref: expect.stringMatching('Topic') }],
    });
  }
  for (const [id, metric, threshold] of [['NoCapacity', 'NoCapacityInvocationFailures', 0], ['ServerErrors', 'Invocation5XXErrors', 5]]) {
    const { Metrics: [sum, ...metrics], MetricName, ...alarm } = found[`Monitoring${id}`];
    expect(MetricName).toBeUndefined();
    expect(alarm).toMatchObject({ Threshold: threshold, ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'notBreaching' });
    expect(sum).toMatchObject({ Expression: 'SUM([FILL(failures1, 0), FILL(failures2, 0)])', Period: 300 });
    expect(metrics.map(({ Id, ReturnData, MetricStat }: any) => [Id, ReturnData, MetricStat])).toEqual([chat, sql].map((component, index) =>
      [`failures${index + 1}`, false, {
        Metric: {
          Namespace: 'AWS/SageMaker',
          MetricName: metric,
          Dimensions: [{ Name: 'InferenceComponentName', Value: stack.resolve(component.inferenceComponentName) }],
        },
        Period: 300,
        Stat: 'Sum',
      }]));
  }
});

test('an alarm for all components is valid without any', () => {
  const stack = newStack();
  newHost(stack).monitor({ maximumServerErrors: 0 });
  expect(alarms(template(stack)).MonitoringServerErrors.Metrics).toMatchObject([
    { Expression: '0 * failures1' }, { MetricStat: { Metric: { MetricName: 'CPUUtilization' } } },
  ]);
});

test('ten components are the most of an alarm for all of them', () => {
  const endpointWith = (count: number) => {
    const stack = newStack();
    const host = newHost(stack, { maxInstanceCount: 4 });
    Array.from({ length: count }, (_, index) => addModel(host, {}, `Model${index}`));
    host.monitor({ maximumServerErrors: 0 });
    return () => template(stack);
  };
  expect(endpointWith(10)).not.toThrow();
  expect(endpointWith(11)).toThrow("'maximumServerErrors' requires at most 10 components and adapters, got 11");
});

test('too few copies are an alarm', () => {
  const stack = newStack();
  const host = newHost(stack, { metricPublishFrequency: Duration.seconds(30) });
  addModel(host, { copyCount: 2 }).monitor({ minimumCopies: 2 });
  expect(alarms(template(stack)).ChatMonitoringCopies).toMatchObject({
    Threshold: 2,
    ComparisonOperator: 'LessThanThreshold',
    EvaluationPeriods: 3,
    TreatMissingData: 'breaching',
    Metrics: [{ Expression: 'samples * 30 / PERIOD(samples)' }, { MetricStat: { Stat: 'SampleCount', Period: 300 } }],
  });
});

test.each<[object, RegExp]>([
  [{ maximumGpuReservationPercent: 100 }, /'maximumGpuReservationPercent' must be greater than 0 and less than 100, got 100/],
  [{ maximumMemoryReservationPercent: 0 }, /'maximumMemoryReservationPercent' must be greater than 0 and less than 100, got 0/],
  [{ maximumCpuReservationPercent: Lazy.number({ produce: () => 1 }) }, /'maximumCpuReservationPercent' must be known at synth/],
  [{ maximumNoCapacityFailures: -1 }, /'maximumNoCapacityFailures' must be at least 0, got -1/],
  [{ maximumServerErrors: NaN }, /'maximumServerErrors' must be at least 0, got NaN/],
])('%j of an endpoint is rejected', (options, message) => {
  expect(() => newHost(newStack()).monitor(options)).toThrow(message);
});

test('instances without a GPU have no alarm for GPUs', () => {
  const host = newHost(newStack(), { instanceType: type('c7i.4xlarge') });
  expect(() => host.monitor({ maximumGpuReservationPercent: 90 })).toThrow("'maximumGpuReservationPercent' requires GPUs, but 'instanceType' has none");
});

test.each([
  [{ minimumCopies: 0 }, /'minimumCopies' must be greater than 0, got 0/],
  [{ maximumServerErrorPercent: 0 }, /'maximumServerErrorPercent' must be greater than 0 and less than 100, got 0/],
  [{ maximumModelLatency: Duration.seconds(0) }, /'maximumModelLatency' must be greater than 0/],
])('%j is rejected', (options, message) => {
  expect(() => addModel(newHost(newStack())).monitor(options)).toThrow(message);
});

test('alarms are added once', () => {
  const chat = addModel(newHost(newStack()));
  chat.monitor();
  expect(() => chat.monitor()).toThrow(/^Stack\/Gpu\/Chat: 'monitor' must not be called twice/);
});

test('the dashboard has totals, and a row for each component', () => {
  const stack = newStack();
  const host = newHost(stack);
  addModel(host);
  host.dashboard({ pricePerInstanceHour: 10 });
  addModel(host, {}, 'Code').monitor();
  const [dashboard] = Object.values<any>(template(stack).findResources('AWS::CloudWatch::Dashboard'));
  const body = JSON.stringify(dashboard.Properties.DashboardBody);
  const titles = [...body.matchAll(/\\\\"title\\\\":\\\\"(.*?)\\\\"/g), ...body.matchAll(/\\"title\\":\\"(.*?)\\"/g)].map(([, title]) => title);
  expect(titles).toEqual([
    'Availability: alarms', 'Total: instances that report metrics', 'Total: reserved, in %', 'Total: failures for lack of capacity',
    'Cost: selected time range',
    ...['Chat', 'Code'].flatMap(id => ['copies and load', 'failed requests', 'model latency and requests', 'utilization, in %'].map(name => `${id}: ${name}`)),
  ]);
  expect(body).toContain('SUM([FILL(failures1, 0), FILL(failures2, 0)])');
  expect(body).toContain('samples / 60 * 10');
  expect(() => host.dashboard()).toThrow(/'dashboard' must not be called twice/);
});

test('the dashboard of an endpoint without components has the totals', () => {
  const stack = newStack();
  newHost(stack).dashboard();
  expect(JSON.stringify(template(stack).toJSON())).not.toContain('failures for lack of capacity');
});
