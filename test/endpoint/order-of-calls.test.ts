import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { CfnOutput, Lazy, Stack } from 'aws-cdk-lib/core';
import { AutoScaleOptions, HuggingFaceSageMakerEndpoint, MonitorOptions } from '../../src';
import { alarmsIn } from '../monitoring/alarms';
import { newEndpoint, newStack, template } from '../util';

type Call = (endpoint: HuggingFaceSageMakerEndpoint) => void;

const DAILY = appscaling.Schedule.cron({ hour: '18', minute: '0' });
const least = () => Lazy.number({ produce: () => 0 });

/** Scales between limits, and by a schedule with another minimum. */
const scale = (options: AutoScaleOptions, ...minima: number[]): Call => endpoint => {
  const scaling = endpoint.autoScale(options);
  scaling.scaleOnBacklog('Backlog', { backlogPerInstance: 5 });
  minima.forEach((minCapacity, index) => scaling.scaleOnSchedule(`Schedule${index}`, { schedule: DAILY, minCapacity }));
};
const monitor = (options?: MonitorOptions): Call => endpoint => void endpoint.monitor(options);
const dashboard: Call = endpoint => void endpoint.dashboard({ pricePerInstanceHour: 2 });

/** The stack of an endpoint with a queue, after calls. */
function after(...calls: Call[]): Stack {
  const stack = newStack();
  const endpoint = newEndpoint(stack, { asyncInference: { outputBucket: new s3.Bucket(stack, 'Answers') } });
  calls.forEach(call => call(endpoint));
  return stack;
}

function permutations<T>(members: readonly T[]): T[][] {
  return members.length === 0 ? [[]]
    : members.flatMap(first => permutations(members.filter(member => member !== first)).map(rest => [first, ...rest]));
}

const WAYS: [string, Call, MonitorOptions | undefined, boolean][] = [
  ['a minimum of 0', scale({ minCapacity: 0, maxCapacity: 2 }), undefined, false],
  ['a schedule with a minimum of 0', scale({ maxCapacity: 2 }, 1, 0), undefined, false],
  ['a minimum that is an unresolved token', scale({ minCapacity: least(), maxCapacity: 2 }), undefined, false],
  ['a minimum of 1', scale({ maxCapacity: 2 }, 2), undefined, true],
  ['a minimum of 0 and scalesToZero: false', scale({ minCapacity: 0, maxCapacity: 2 }), { scalesToZero: false }, true],
  ['a minimum of 0 and scalesToZero: true', scale({ minCapacity: 0, maxCapacity: 2 }), { scalesToZero: true }, false],
  ['a minimum of 1 and scalesToZero: true', scale({ maxCapacity: 2 }), { scalesToZero: true }, false],
];

describe.each(WAYS)('with %s', (_, scaling, options, isWatched) => {
  const orders = permutations<[string, Call]>([['autoScale', scaling], ['monitor', monitor(options)], ['dashboard', dashboard]]);
  const [expected, ...others] = orders.map(calls => ({
    names: calls.map(([name]) => name).join(', '), found: template(after(...calls.map(([, call]) => call))).toJSON(),
  }));

  test.each(others)('the template after $names is that of any order', ({ found }) => {
    expect(found).toEqual(expected.found);
  });

  test(`there is ${isWatched ? 'an' : 'no'} alarm for no instances, and the dashboard shows what there is`, () => {
    const stack = after(monitor(options), dashboard, scaling);
    expect('NoInstance' in alarmsIn(stack)).toBe(isWatched);
    const [{ Properties }] = Object.values<any>(template(stack).findResources('AWS::CloudWatch::Dashboard'));
    expect(JSON.stringify(Properties).includes('MonitoringNoInstance')).toBe(isWatched);
  });
});

describe('an alarm that scaling removes', () => {
  test('is not in the list of alarms', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack, { asyncInference: { outputBucket: new s3.Bucket(stack, 'Answers') } });
    const { all, noInstance } = endpoint.monitor();
    expect(all).toContain(noInstance);
    scale({ minCapacity: 0, maxCapacity: 2 }, 0)(endpoint);
    expect(all.map(({ node }) => node.id)).toEqual(['ServerErrors', 'GpuMemory', 'Disk', 'BacklogAge']);
  });

  test('can be given actions without effect', () => {
    const topic = (stack: Stack) => new actions.SnsAction(new sns.Topic(stack, 'Topic'));
    const withActions: Call = endpoint => {
      const { noInstance } = endpoint.monitor();
      scale({ minCapacity: 0, maxCapacity: 2 })(endpoint);
      noInstance!.addAlarmAction(topic(endpoint.stack));
    };
    const withTopic: Call = endpoint => void topic(endpoint.stack);
    expect(template(after(withActions)).toJSON()).toEqual(template(after(scale({ minCapacity: 0, maxCapacity: 2 }), monitor(), withTopic)).toJSON());
  });

  test.each<[string, (scalesToZero?: boolean) => Call]>([
    ['before', scalesToZero => endpoint => {
      new CfnOutput(endpoint.stack, 'Alarm', { value: endpoint.monitor({ scalesToZero }).noInstance!.alarmArn });
      scale({ minCapacity: 0, maxCapacity: 2 })(endpoint);
    }],
    ['after', scalesToZero => endpoint => {
      const { noInstance } = endpoint.monitor({ scalesToZero });
      scale({ minCapacity: 0, maxCapacity: 2 })(endpoint);
      new CfnOutput(endpoint.stack, 'Alarm', { value: noInstance!.alarmName });
    }],
  ])('must not be referred to, %s scaling is configured', (_, referred) => {
    expect(() => template(after(referred()))).toThrow(
      "Stack/Endpoint/Monitoring/NoInstance: 'noInstance' must not be referred to if the endpoint may be scaled to 0 instances");
    expect(() => template(after(referred(false)))).not.toThrow();
  });
});

describe('a warning reports an alarm for no instances that is wanted, if scaling removes all instances', () => {
  const WARNING = Match.stringLikeRegexp("'scalesToZero' of 'monitor' is false.*\\[ack: huggingface-sagemaker:scaling-to-zero-after-monitor\\]");
  const WANTED = monitor({ scalesToZero: false });

  test.each<[string, Call]>([
    ['autoScale', scale({ minCapacity: 0, maxCapacity: 2 })],
    ['a schedule', scale({ maxCapacity: 2 }, 0)],
    ['a schedule, with another minimum that is an unresolved token', scale({ minCapacity: least(), maxCapacity: 2 }, 0)],
  ])('by %s, in any order', (_, scaling) => {
    Annotations.fromStack(after(WANTED, scaling)).hasWarning('/Stack/Endpoint/Scaling', WARNING);
    Annotations.fromStack(after(scaling, WANTED)).hasWarning('/Stack/Endpoint/Scaling', WARNING);
  });

  test.each<[string, Call[]]>([
    ['scalesToZero is not set', [monitor(), scale({ minCapacity: 0, maxCapacity: 2 })]],
    ['scalesToZero is true', [monitor({ scalesToZero: true }), scale({ minCapacity: 0, maxCapacity: 2 })]],
    ['monitor is not called', [scale({ minCapacity: 0, maxCapacity: 2 })]],
    ['there is always an instance', [WANTED, scale({ minCapacity: 1, maxCapacity: 2 }, 1)]],
    ['the minimum is an unresolved token', [WANTED, scale({ minCapacity: least(), maxCapacity: 2 })]],
  ])('but not if %s', (_, calls) => {
    Annotations.fromStack(after(...calls)).hasNoWarning('*', WARNING);
  });
});
