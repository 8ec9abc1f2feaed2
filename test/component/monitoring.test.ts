import { Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import { addModel, newHost } from './component-stack';
import { groups } from '../../data/component-metrics.json';
import { methodName } from '../../projenrc/catalog/endpoint-metrics';
import { IMAGES } from '../images';
import { newStack, template, type } from '../util';

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
    namespace: '/aws/sagemaker/Endpoints', metricName: `${name}Reservation`, dimensions: { EndpointName: host.endpointName, VariantName: 'AllTraffic' },
  });
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

test.each([
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
  expect(body).toContain('failures1 + failures2');
  expect(body).toContain('samples / 60 * 10');
  expect(() => host.dashboard()).toThrow(/'dashboard' must not be called twice/);
});

test('the dashboard of an endpoint without components has the totals', () => {
  const stack = newStack();
  newHost(stack).dashboard();
  expect(JSON.stringify(template(stack).toJSON())).not.toContain('failures for lack of capacity');
});
