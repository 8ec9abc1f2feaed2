import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import { alarmsOf, Props } from './alarms';
import { MonitorOptions } from '../../src';
import { addModel, newHost } from '../component/component-stack';
import { IMAGES } from '../images';
import { newStack, template, type } from '../util';

const REAL_TIME: MonitorOptions = {
  maximumModelLatency: Duration.seconds(5),
  maximumOverheadLatency: Duration.millis(250),
  maximumServerErrorPercent: 3,
  maximumGpuMemoryPercent: 91,
  maximumDiskPercent: 92,
  maximumTimeToFirstToken: Duration.millis(1500),
  maximumWaitingRequests: 20,
  maximumKeyValueCachePercent: 93,
  idleAfter: Duration.hours(2),
};

/** All descriptions on one page for a reviewer: who receives an alarm reads nothing else. */
test.each<[string, MonitorOptions | undefined, Props]>([
  ['a real-time endpoint', REAL_TIME, { container: IMAGES.VLLM, endpointName: 'chat' }],
  ['a real-time endpoint, by default', undefined, { container: IMAGES.VLLM }],
  ['several GPUs and fallback instance types', undefined, { container: IMAGES.VLLM, instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [type('g5.48xlarge')] }],
  ['a queue', { idleAfter: Duration.days(2), maximumBacklogAge: Duration.minutes(7) }, {
    asyncInference: { outputBucket: s3.Bucket.fromBucketName(newStack(), 'Bucket', 'answers') },
  }],
])('the descriptions of the alarms of %s', (_case, options, props) => {
  const descriptions = Object.entries(alarmsOf(options, props)).map(([name, { AlarmDescription }]) => `${name}: ${AlarmDescription}`);
  expect(descriptions.sort().join('\n')).toMatchSnapshot();
});

test('the descriptions of the alarms of an inference component', () => {
  const stack = newStack();
  addModel(newHost(stack)).monitor({ maximumModelLatency: Duration.seconds(5), maximumServerErrorPercent: 3 });
  const alarms = Object.values<any>(template(stack).findResources('AWS::CloudWatch::Alarm'));
  expect(alarms.map(({ Properties }) => Properties.AlarmDescription).sort().join('\n')).toMatchSnapshot();
});
