import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import { Widget, widgetsOf } from '../../projenrc/pictures/dashboard-body';
import { ComponentEndpointDashboardOptions, HuggingFaceSageMakerComponentEndpoint, ModelData } from '../../src';
import { addModel, newHost } from '../component/component-stack';
import { newStack } from '../util';

type Prepare = (host: HuggingFaceSageMakerComponentEndpoint) => void;

/** The widgets of the dashboard of an endpoint, to which components are added before. */
function widgets(prepare: Prepare = () => undefined, options?: ComponentEndpointDashboardOptions, seconds = 60): Widget[] {
  const stack = newStack();
  const host = newHost(stack, { metricPublishFrequency: Duration.seconds(seconds) });
  prepare(host);
  return widgetsOf(stack, host.dashboard(options).node.defaultChild as cloudwatch.CfnDashboard);
}

/** The title and the place of each widget. */
const places = (of: Widget[]) => of.map(({ properties, x, y, width }) => [properties.title ?? properties.markdown.split('\n')[1], x, y, width]);

/** The labels of a widget, with the expressions or the names of what they show, in their order. */
function shown(of: Widget[], title: string): string[] {
  return of.find(({ properties }) => properties.title === title)!.properties.metrics.filter((row: any[]) => row.at(-1).visible !== false)
    .map((row: any[]) => `${row.at(-1).label} = ${row.at(-1).expression ?? row[1]}`);
}

const HEADING = ['An endpoint with inference components, on ml.g6e.12xlarge.', 0, 0, 24];

test('without components, there are the totals of the endpoint in a row', () => {
  expect(places(widgets())).toEqual([
    HEADING, ['Total: instances that report metrics', 0, 2, 6], ['Total: reserved, in %', 6, 2, 6], ['Cost: selected time range', 12, 2, 6],
  ]);
});

test('each component has a row, and failures are those of components and adapters', () => {
  const found = widgets(host => {
    const modelData = ModelData.s3Archive(s3.Bucket.fromBucketName(host.stack, 'Bucket', 'adapters'), 'sql.tar.gz');
    addModel(host).addAdapter('Sql', { modelData });
    addModel(host, {}, 'Code');
  });
  const rowOf = (id: string, y: number) => [
    [`${id}: copies and load`, 0, y, 6], [`${id}: failed requests`, 6, y, 6], [`${id}: model latency and requests`, 12, y, 6], [`${id}: utilization, in %`, 18, y, 6],
  ];
  expect(places(found)).toEqual([
    HEADING, ['Total: instances that report metrics', 0, 2, 6], ['Total: reserved, in %', 6, 2, 6], ['Total: failures for lack of capacity', 12, 2, 6],
    ['Cost: selected time range', 18, 2, 6], ...rowOf('Chat', 8), ...rowOf('Code', 14),
  ]);
  expect(shown(found, 'Total: failures for lack of capacity')).toEqual(['failures = SUM([FILL(failures1, 0), FILL(failures2, 0), FILL(failures3, 0)])']);
  expect(shown(found, 'Total: reserved, in %')).toEqual(['GPUs = GPUReservation', 'memory = MemoryReservation', 'CPUs = CPUReservation']);
  expect(shown(found, 'Code: copies and load')).toEqual([
    'copies = samples * 60 / PERIOD(samples)', 'concurrent requests per copy = ConcurrentRequestsPerCopy',
  ]);
  expect(shown(found, 'Code: failed requests')).toEqual([
    '5xx: server errors = Invocation5XXErrors', '4xx: client errors = Invocation4XXErrors', 'no copy = NoCapacityInvocationFailures',
  ]);
  expect(shown(found, 'Code: model latency and requests')).toEqual([
    'p50 in milliseconds = p50 / 1000', 'p99 in milliseconds = p99 / 1000', 'requests = Invocations',
  ]);
  expect(shown(found, 'Code: utilization, in %')).toEqual([
    'GPU = GPUUtilizationNormalized', 'GPU memory = GPUMemoryUtilizationNormalized', 'CPU = CPUUtilizationNormalized', 'memory = MemoryUtilizationNormalized',
  ]);
});

test.each<[number, number | undefined, string[]]>([
  [60, undefined, ['instance hours = samples / 60']],
  [60, 1.5, ['instance hours = samples / 60', 'cost = samples / 60 * 1.5']],
  [30, 10, ['instance hours = samples / 120', 'cost = samples / 120 * 10']],
])('with a sample every %i seconds and a price of %s, instances and hours are counted by the samples', (seconds, pricePerInstanceHour, cost) => {
  const found = widgets(undefined, { pricePerInstanceHour }, seconds);
  expect(shown(found, 'Total: instances that report metrics')).toEqual([`instances = samples * ${seconds} / PERIOD(samples)`]);
  expect(shown(found, 'Cost: selected time range')).toEqual(cost);
});

test.each<[string, Prepare, string[]]>([
  ['of a component only', host => {
    addModel(host);
    addModel(host, {}, 'Code').monitor();
  }, ['GpuCodeMonitoringServerErrors', 'GpuCodeMonitoringNoCapacity', 'GpuCodeMonitoringGpuMemory']],
  ['of the endpoint only', host => void host.monitor(), ['GpuMonitoringDisk']],
  ['of both', host => {
    addModel(host);
    host.monitor();
  }, ['GpuMonitoringDisk', 'GpuChatMonitoringServerErrors', 'GpuChatMonitoringNoCapacity', 'GpuChatMonitoringGpuMemory']],
])('the alarms %s are shown first', (_, prepare, ids) => {
  const [, { x, width, properties }] = widgets(prepare);
  expect([properties.title, x, width]).toEqual(['Availability: alarms', 0, 8]);
  expect(properties.alarms).toEqual(ids.map(id => expect.stringMatching(new RegExp(`^${id}\\w{8}\\.Arn$`))));
});

test('the dashboard has the name that is set', () => {
  const stack = newStack();
  const dashboard = newHost(stack).dashboard({ dashboardName: 'models' });
  expect((dashboard.node.defaultChild as cloudwatch.CfnDashboard).dashboardName).toBe('models');
});
