import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Stack } from 'aws-cdk-lib/core';
import { ModelData } from '../../src';
import { addModel, newHost } from '../component/component-stack';
import { newStack, template } from '../util';

const ALL = {
  maximumGpuReservationPercent: 90,
  maximumMemoryReservationPercent: 80,
  maximumCpuReservationPercent: 70,
  maximumNoCapacityFailures: 0,
  maximumServerErrors: 5,
};

/** The alarms of the endpoint, without those of its components. */
function alarmsIn(stack: Stack): Record<string, any> {
  return Object.fromEntries(Object.entries(template(stack).findResources('AWS::CloudWatch::Alarm'))
    .flatMap(([id, { Properties }]) => /^GpuMonitoring(\w+)\w{8}$/.exec(id)?.slice(1).map(name => [name, Properties]) ?? []));
}

/** A description, with the name of the endpoint in it. */
const textOf = ({ AlarmDescription: { 'Fn::Join': [, parts] } }: any) => parts.map((part: any) => typeof part === 'string' ? part : 'NAME').join('');

test('only the disk is watched by default, of all components together', () => {
  const stack = newStack();
  const { all, ...named } = newHost(stack).monitor();
  const alarms = alarmsIn(stack);
  expect(Object.keys(alarms)).toEqual(['Disk']);
  expect(alarms.Disk.AlarmDescription).toBe('The disk of an instance of the inference components is more than 90% full. Use a larger volume or instance type.');
  expect(Object.values(named).filter(alarm => alarm)).toEqual(all);
});

test('a reservation is an alarm over 15 minutes, which an endpoint without instances does not trigger', () => {
  const stack = newStack();
  newHost(stack).monitor(ALL);
  const { GpuReservation, MemoryReservation, CpuReservation } = alarmsIn(stack);
  const { AlarmDescription: _, ...gpu } = GpuReservation;
  expect(gpu).toEqual({
    Namespace: '/aws/sagemaker/Endpoints',
    MetricName: 'GPUReservation',
    Statistic: 'Average',
    Period: 300,
    Dimensions: [{ Name: 'EndpointName', Value: { 'Fn::GetAtt': [expect.any(String), 'EndpointName'] } }, { Name: 'VariantName', Value: 'AllTraffic' }],
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 90,
    EvaluationPeriods: 3,
    TreatMissingData: 'notBreaching',
  });
  expect([MemoryReservation, CpuReservation].map(({ MetricName, Threshold }) => [MetricName, Threshold])).toEqual([
    ['MemoryReservation', 80], ['CPUReservation', 70],
  ]);
  const room = 'of the instances. Another copy may not have room. Increase the maximum number of instances, or reserve less.';
  expect([GpuReservation, MemoryReservation, CpuReservation].map(textOf)).toEqual([
    `The inference components of NAME reserve more than 90% of the GPUs ${room}`,
    `The inference components of NAME reserve more than 80% of the memory ${room}`,
    `The inference components of NAME reserve more than 70% of the CPUs ${room}`,
  ]);
});

test('failures are added up over the components and adapters, including those that are added later', () => {
  const stack = newStack();
  const host = newHost(stack);
  host.monitor(ALL);
  const modelData = ModelData.s3Archive(s3.Bucket.fromBucketName(stack, 'Bucket', 'adapters'), 'sql.tar.gz');
  const chat = addModel(host);
  const names = [chat, chat.addAdapter('Sql', { modelData })].map(({ inferenceComponentName }) => stack.resolve(inferenceComponentName));
  const { NoCapacity, ServerErrors } = alarmsIn(stack);
  for (const [alarm, MetricName] of [[NoCapacity, 'NoCapacityInvocationFailures'], [ServerErrors, 'Invocation5XXErrors']]) {
    expect(alarm.Metrics).toEqual([
      { Id: 'sum', Expression: 'SUM([FILL(failures1, 0), FILL(failures2, 0)])', Label: 'failures of all components', Period: 300 },
      ...names.map((Value, index) => ({
        Id: `failures${index + 1}`,
        ReturnData: false,
        MetricStat: {
          Metric: { Namespace: 'AWS/SageMaker', MetricName, Dimensions: [{ Name: 'InferenceComponentName', Value }] }, Period: 300, Stat: 'Sum',
        },
      })),
    ]);
    expect(alarm).toMatchObject({ ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1, TreatMissingData: 'notBreaching' });
  }
  expect([NoCapacity, ServerErrors].map(({ Threshold }) => Threshold)).toEqual([0, 5]);
  const hint = 'The alarms and the dashboard of the components show which ones.';
  expect([NoCapacity, ServerErrors].map(textOf)).toEqual([
    `More than 0 requests to the inference components of NAME failed within 5 minutes because no copy was running. ${hint}`,
    `More than 5 requests to the inference components of NAME failed within 5 minutes with a status of 500 to 599. ${hint}`,
  ]);
});

test('without components, the sum is 0 whenever an instance reports metrics', () => {
  const stack = newStack();
  newHost(stack).monitor({ maximumServerErrors: 0 });
  expect(alarmsIn(stack).ServerErrors.Metrics).toEqual([
    { Id: 'sum', Expression: '0 * failures1', Label: 'failures of all components', Period: 300 },
    { Id: 'failures1', ReturnData: false, MetricStat: expect.objectContaining({ Metric: expect.objectContaining({ MetricName: 'CPUUtilization' }), Period: 300 }) },
  ]);
});

test('the alarms are returned by name and in a list, and all of them notify the topic', () => {
  const stack = newStack();
  const topic = sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111122223333:on-call');
  const { all, ...named } = newHost(stack).monitor({ ...ALL, topic });
  expect(Object.entries(named).map(([name, alarm]) => [name, alarm!.node.id])).toEqual([
    ['disk', 'Disk'], ['gpuReservation', 'GpuReservation'], ['memoryReservation', 'MemoryReservation'], ['cpuReservation', 'CpuReservation'],
    ['noCapacity', 'NoCapacity'], ['serverErrors', 'ServerErrors'],
  ]);
  expect(all).toEqual(Object.values(named));
  expect(Object.values(alarmsIn(stack)).map(({ AlarmActions }) => AlarmActions)).toEqual(all.map(() => [topic.topicArn]));
});
