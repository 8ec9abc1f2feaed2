import { CfnParameter, Duration, Stack } from 'aws-cdk-lib/core';
import { groups } from '../../data/endpoint-metrics.json';
import { HuggingFaceSageMakerEndpoint, ISageMakerEndpoint } from '../../src';
import { IRELAND, newEndpoint, newStack } from '../util';

const ARN = 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/mistral';

function imported(stack: Stack, attributes: object = {}): ISageMakerEndpoint {
  return HuggingFaceSageMakerEndpoint.fromEndpointAttributes(stack, 'Imported', { endpointArn: ARN, ...attributes });
}

/** The methods by the names of their metrics, as the interface has them. */
const METHODS: Record<string, (endpoint: ISageMakerEndpoint) => any> = {
  Invocations: endpoint => endpoint.metricInvocations(),
  InvocationsPerInstance: endpoint => endpoint.metricInvocationsPerInstance(),
  Invocation4XXErrors: endpoint => endpoint.metricInvocation4xxErrors(),
  Invocation5XXErrors: endpoint => endpoint.metricInvocation5xxErrors(),
  InvocationModelErrors: endpoint => endpoint.metricInvocationModelErrors(),
  ModelLatency: endpoint => endpoint.metricModelLatency(),
  OverheadLatency: endpoint => endpoint.metricOverheadLatency(),
  ConcurrentRequestsPerModel: endpoint => endpoint.metricConcurrentRequestsPerModel(),
  CPUUtilization: endpoint => endpoint.metricCpuUtilization(),
  MemoryUtilization: endpoint => endpoint.metricMemoryUtilization(),
  DiskUtilization: endpoint => endpoint.metricDiskUtilization(),
  GPUUtilization: endpoint => endpoint.metricGpuUtilization(),
  GPUMemoryUtilization: endpoint => endpoint.metricGpuMemoryUtilization(),
  ApproximateBacklogSize: endpoint => endpoint.metricApproximateBacklogSize(),
  ApproximateBacklogSizePerInstance: endpoint => endpoint.metricApproximateBacklogSizePerInstance(),
  ApproximateAgeOfOldestRequest: endpoint => endpoint.metricApproximateAgeOfOldestRequest(),
  HasBacklogWithoutCapacity: endpoint => endpoint.metricHasBacklogWithoutCapacity(),
  InvocationsProcessed: endpoint => endpoint.metricInvocationsProcessed(),
  InvocationFailures: endpoint => endpoint.metricInvocationFailures(),
  ExpiredRequests: endpoint => endpoint.metricExpiredRequests(),
  RequestDownloadFailures: endpoint => endpoint.metricRequestDownloadFailures(),
  ResponseUploadFailures: endpoint => endpoint.metricResponseUploadFailures(),
  NotificationFailures: endpoint => endpoint.metricNotificationFailures(),
  RequestDownloadLatency: endpoint => endpoint.metricRequestDownloadLatency(),
  ResponseUploadLatency: endpoint => endpoint.metricResponseUploadLatency(),
  TimeInBacklog: endpoint => endpoint.metricTimeInBacklog(),
  TotalProcessingTime: endpoint => endpoint.metricTotalProcessingTime(),
};

test('every metric of the data has a method, and no other', () => {
  expect(Object.keys(METHODS).sort()).toEqual(groups.flatMap(({ metrics }) => metrics.map(({ name }) => name)).sort());
});

describe.each(Object.keys(METHODS))('%s', name => {
  const group = groups.find(({ metrics }) => metrics.some(metric => metric.name === name))!;
  const { statistic } = group.metrics.find(metric => metric.name === name)!;
  const stack = newStack();
  const created = newEndpoint(stack);

  test.each([
    ['created', created, stack.resolve(created.endpointName)],
    ['imported', imported(stack), 'mistral'],
  ])('of a %s endpoint is the metric that AWS documents', (_, endpoint, endpointName) => {
    const metric = METHODS[name](endpoint);
    expect(stack.resolve(metric.toMetricConfig().metricStat)).toMatchObject({
      namespace: group.namespace,
      metricName: name,
      statistic,
      period: Duration.minutes(5),
      dimensions: group.dimensions.map(dimension => ({ name: dimension, value: dimension === 'EndpointName' ? endpointName : 'AllTraffic' })),
    });
    // a unit would leave out data that come in another one
    expect(metric.unit).toBeUndefined();
    expect(stack.resolve(endpoint.metric(name).toMetricConfig())).toEqual(stack.resolve(metric.toMetricConfig()));
  });
});

test('the two namespaces are spelled as AWS spells them', () => {
  expect([...new Set(groups.map(({ namespace }) => namespace))]).toEqual(['AWS/SageMaker', '/aws/sagemaker/Endpoints']);
});

test('options override the documented values', () => {
  const metric = imported(newStack()).metricModelLatency({ statistic: 'p99', period: Duration.minutes(1), label: 'slow', dimensionsMap: { EndpointName: 'other' } });
  expect(metric).toMatchObject({ statistic: 'p99', period: Duration.minutes(1), label: 'slow', dimensions: { EndpointName: 'other' } });
});

test.each(['FutureMetric', 'constructor', 'toString'])('the metric %s, which the library does not know, is one of requests', name => {
  expect(imported(newStack()).metric(name)).toMatchObject({
    namespace: 'AWS/SageMaker', metricName: name, statistic: 'Average', dimensions: { EndpointName: 'mistral', VariantName: 'AllTraffic' },
  });
});

test('an imported endpoint may have a variant of another name', () => {
  const endpoint = imported(newStack(), { variantName: 'blue' });
  expect(endpoint.variantName).toBe('blue');
  expect(endpoint.metricInvocations().dimensions).toEqual({ EndpointName: 'mistral', VariantName: 'blue' });
  expect(endpoint.metricApproximateBacklogSize().dimensions).toEqual({ EndpointName: 'mistral' });
});

test('a name with capitals is kept in metrics', () => {
  expect(imported(newStack(), { endpointName: 'Mistral' }).metricInvocations().dimensions).toMatchObject({ EndpointName: 'Mistral' });
});

test.each([
  ['its own region and account', IRELAND],
  ['another region', { ...IRELAND, region: 'us-east-1' }],
  ['another account', { ...IRELAND, account: '444455556666' }],
])('a stack in %s finds the metrics where the endpoint is', (_, env) => {
  const { metricStat } = imported(newStack(env)).metricInvocations().toMetricConfig();
  expect(metricStat).toMatchObject({ region: 'eu-west-1', account: '111122223333' });
});

test('a stack without an environment leaves region and account of its endpoint open', () => {
  const { metricStat } = newEndpoint(new Stack()).metricInvocations().toMetricConfig();
  expect([metricStat!.region, metricStat!.account]).toEqual([undefined, undefined]);
});

test('the metrics of an imported endpoint whose ARN is only known at the deployment are those of the region and account of the stack', () => {
  const stack = newStack();
  const { metricStat } = imported(stack, { endpointArn: new CfnParameter(stack, 'Arn').valueAsString }).metricInvocations().toMetricConfig();
  expect(metricStat).toMatchObject({ region: 'eu-west-1', account: '111122223333' });
});

test('the variant is the one that the endpoint configuration names', () => {
  const endpoint = newEndpoint(newStack());
  expect(endpoint.cfnEndpointConfig.productionVariants).toMatchObject([{ variantName: endpoint.variantName }]);
});
