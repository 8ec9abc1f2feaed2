import * as sns from 'aws-cdk-lib/aws-sns';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { alarmsIn } from './alarms';
import { ComponentMonitorOptions, HuggingFaceSageMakerComponentEndpointProps, InferenceComponentOptions } from '../../src';
import { addModel, newHost } from '../component/component-stack';
import { IMAGES } from '../images';
import { newStack, type } from '../util';

type Host = Partial<HuggingFaceSageMakerComponentEndpointProps>;

const CPU = { modelId: 'BAAI/bge-m3', container: IMAGES.TEI_CPU };

/** The stack of a component with alarms. */
function monitored(options?: ComponentMonitorOptions, host: Host = {}, component: Partial<InferenceComponentOptions> = {}): Stack {
  const stack = newStack();
  addModel(newHost(stack, host), component).monitor(options);
  return stack;
}

test('the alarms of a component, in whole', () => {
  const { ServerErrors: _, ...alarms } = alarmsIn(monitored({ minimumCopies: 2 }));
  const dimensions = [{ Name: 'InferenceComponentName', Value: expect.stringContaining('chat') }];
  expect(alarms).toEqual({
    NoCapacity: {
      Namespace: 'AWS/SageMaker',
      MetricName: 'NoCapacityInvocationFailures',
      Statistic: 'Sum',
      Period: 300,
      Dimensions: dimensions,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 1,
      EvaluationPeriods: 3,
      TreatMissingData: 'notBreaching',
      AlarmDescription: 'Requests to Qwen/Qwen3-8B have failed for 15 minutes because no copy is running. '
        + 'Check the status of the inference component and its container logs, and whether the instances have room for a copy.',
    },
    Copies: {
      Metrics: [
        { Id: 'expr_1', Expression: 'samples * 60 / PERIOD(samples)', Label: 'copies', ReturnData: true },
        {
          Id: 'samples',
          ReturnData: false,
          MetricStat: {
            Metric: { Namespace: '/aws/sagemaker/InferenceComponents', MetricName: 'CPUUtilizationNormalized', Dimensions: dimensions },
            Period: 300,
            Stat: 'SampleCount',
          },
        },
      ],
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 2,
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
      AlarmDescription: 'Fewer than 2 copies of Qwen/Qwen3-8B have reported metrics for 15 minutes. '
        + 'Check the status of the inference component and its container logs, and whether the instances have room for a copy.',
    },
    GpuMemory: {
      Namespace: '/aws/sagemaker/InferenceComponents',
      MetricName: 'GPUMemoryUtilizationNormalized',
      Statistic: 'Maximum',
      Period: 300,
      Dimensions: dimensions,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 96,
      EvaluationPeriods: 3,
      TreatMissingData: 'missing',
      AlarmDescription: 'A copy of Qwen/Qwen3-8B uses more than 96% of its GPU memory. '
        + 'The next large request may run out of memory. Shorten the context, or reduce the number of concurrent requests.',
    },
  });
});

test.each<[string, ComponentMonitorOptions | undefined, Host, Partial<InferenceComponentOptions>, string[]]>([
  ['a GPU', undefined, {}, {}, ['ServerErrors', 'NoCapacity', 'GpuMemory']],
  ['a CPU', undefined, { instanceType: type('c7i.4xlarge') }, CPU, ['ServerErrors', 'NoCapacity']],
  ['every threshold', { minimumCopies: 1, maximumModelLatency: Duration.seconds(2) }, {}, {}, [
    'ServerErrors', 'NoCapacity', 'Copies', 'ModelLatency', 'GpuMemory',
  ]],
])('the alarms of a component with %s', (_, options, host, component, names) => {
  expect(Object.keys(alarmsIn(monitored(options, host, component)))).toEqual(names);
});

test('the alarms are returned by name and in a list, and all of them notify the topic', () => {
  const stack = newStack();
  const topic = sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111122223333:on-call');
  const { all, ...named } = addModel(newHost(stack)).monitor({ minimumCopies: 1, maximumModelLatency: Duration.seconds(2), topic });
  expect(Object.entries(named).map(([name, alarm]) => [name, alarm!.node.id])).toEqual([
    ['serverErrors', 'ServerErrors'], ['noCapacity', 'NoCapacity'], ['copies', 'Copies'], ['modelLatency', 'ModelLatency'], ['gpuMemory', 'GpuMemory'],
  ]);
  expect(all).toEqual(Object.values(named));
  expect(Object.values(alarmsIn(stack)).map(({ AlarmActions, OKActions }) => [AlarmActions, OKActions])).toEqual(
    all.map(() => [[topic.topicArn], [topic.topicArn]]));
});
