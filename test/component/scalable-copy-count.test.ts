import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import { Duration, Token } from 'aws-cdk-lib/core';
import { addModel, COMPONENT, newHost } from './component-stack';
import { ComponentAutoScaleOptions, ComponentCapacitySize, InferenceComponent } from '../../src';
import { newStack, onlyResource, template } from '../util';

const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
const ALARM = 'AWS::CloudWatch::Alarm';

/** The template of a component that is scaled. */
function scaled(scale: (chat: InferenceComponent) => unknown, minInstanceCount = 1): Template {
  const stack = newStack();
  scale(addModel(newHost(stack, { minInstanceCount })));
  return template(stack);
}

const schedule = appscaling.Schedule.cron({ hour: '20', minute: '0' });

test('one call scales copies on the number of concurrent requests', () => {
  const of = scaled(chat => chat.autoScale({ maxCapacity: 4 }));
  const { id: component, resource } = onlyResource(of, COMPONENT);
  const { id: target, resource: { Properties, DependsOn } } = onlyResource(of, TARGET);
  expect(Properties).toMatchObject({
    ServiceNamespace: 'sagemaker',
    ScalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
    ResourceId: `inference-component/${resource.Properties.InferenceComponentName}`,
    MinCapacity: 1,
    MaxCapacity: 4,
  });
  expect(DependsOn).toEqual([component]);
  expect(onlyResource(of, POLICY).resource.Properties).toMatchObject({
    PolicyType: 'TargetTrackingScaling',
    ScalingTargetId: { Ref: target },
    TargetTrackingScalingPolicyConfiguration: {
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution' },
      TargetValue: 5,
    },
  });
  of.resourceCountIs(ALARM, 0);
});

test('one call scales to zero, and the first failed request starts a copy', () => {
  const scaleInCooldown = Duration.minutes(10);
  const of = scaled(chat => chat.autoScale({ minCapacity: 0, maxCapacity: 4, concurrentRequestsPerCopy: 8, scaleInCooldown }), 0);
  of.hasResourceProperties('AWS::SageMaker::EndpointConfig', {
    ProductionVariants: [Match.objectLike({ ManagedInstanceScaling: { Status: 'ENABLED', MinInstanceCount: 0, MaxInstanceCount: 2 } })],
  });
  of.hasResourceProperties(TARGET, { MinCapacity: 0, MaxCapacity: 4 });
  of.hasResourceProperties(POLICY, { TargetTrackingScalingPolicyConfiguration: { TargetValue: 8, ScaleInCooldown: 600 } });
  const [step] = Object.keys(of.findResources(POLICY, { Properties: { PolicyType: 'StepScaling' } }));
  of.hasResourceProperties(POLICY, {
    StepScalingPolicyConfiguration: {
      AdjustmentType: 'ChangeInCapacity',
      StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
      Cooldown: 60,
      MetricAggregationType: 'Maximum',
    },
  });
  expect(onlyResource(of, ALARM).resource.Properties).toMatchObject({
    Namespace: 'AWS/SageMaker',
    MetricName: 'NoCapacityInvocationFailures',
    Dimensions: [{ Name: 'InferenceComponentName', Value: onlyResource(of, COMPONENT).resource.Properties.InferenceComponentName }],
    Statistic: 'Sum',
    Period: 60,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    EvaluationPeriods: 1,
    TreatMissingData: 'notBreaching',
    AlarmActions: [{ Ref: step }],
  });
});

test('the number of copies in the template does not change with scaling', () => {
  const copies = (scale: (chat: InferenceComponent) => unknown) => onlyResource(scaled(scale), COMPONENT).resource.Properties.RuntimeConfig;
  expect(copies(chat => chat.autoScale({ minCapacity: 2, maxCapacity: 4 }))).toEqual(copies(() => undefined));
});

test.each<[string, (chat: InferenceComponent) => unknown]>([
  ['a minimum that is an unresolved token', chat => chat.autoScale({ minCapacity: Token.asNumber({ Ref: 'AWS::NoValue' }), maxCapacity: 2 })],
  ['a schedule with a minimum of 0', chat => chat.autoScale({ maxCapacity: 2 }).scaleOnSchedule('Night', { schedule, minCapacity: 0 })],
  ['a schedule with a maximum of 0', chat => chat.autoScale({ maxCapacity: 2 }).scaleOnSchedule('Night', { schedule, minCapacity: 0, maxCapacity: 0 })],
  ['two of them', chat => {
    const scaling = chat.autoScale({ minCapacity: 0, maxCapacity: 2 });
    scaling.scaleOnSchedule('Night', { schedule, minCapacity: 0 });
  }],
])('%s has one alarm that starts the first copy', (_, scale) => {
  scaled(scale).resourceCountIs(ALARM, 1);
});

test('a schedule to zero at night releases the instances', () => {
  const stack = newStack();
  addModel(newHost(stack, { minInstanceCount: 0 })).autoScale({ maxCapacity: 2 }).scaleOnSchedule('Night', { schedule, minCapacity: 0 });
  template(stack);
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('always has a copy'))).toEqual([]);
});

test('a schedule with a greater maximum is placed, too', () => {
  const stack = newStack();
  addModel(newHost(stack)).autoScale({ maxCapacity: 8 }).scaleOnSchedule('Day', { schedule, minCapacity: 1, maxCapacity: 9 });
  expect(() => template(stack)).toThrow(/without room for 9 x 1 \(Chat\)/);
});

describe('the numbers of copies that limits and schedules allow', () => {
  const unknown = Token.asNumber({ Ref: 'AWS::NoValue' });
  type Limits = { readonly minCapacity?: number; readonly maxCapacity?: number };

  test.each<[ComponentAutoScaleOptions, Limits[], number, number]>([
    [{ maxCapacity: 4 }, [], 1, 4],
    [{ minCapacity: 2, maxCapacity: 4 }, [], 2, 4],
    [{ minCapacity: 2, maxCapacity: 4 }, [{ minCapacity: 1 }], 1, 4],
    [{ minCapacity: 2, maxCapacity: 4 }, [{ minCapacity: 3 }], 2, 4],
    [{ minCapacity: 2, maxCapacity: 4 }, [{ maxCapacity: 3 }], 2, 4],
    [{ minCapacity: 2, maxCapacity: 4 }, [{ maxCapacity: 6 }], 2, 6],
    // one of the two limits cannot apply, and it is not known which one
    [{ minCapacity: 2, maxCapacity: 4 }, [{ maxCapacity: 1 }], 1, 4],
    [{ minCapacity: 2, maxCapacity: 4 }, [{ minCapacity: 0 }, { minCapacity: 1, maxCapacity: 9 }], 0, 9],
    [{ minCapacity: unknown, maxCapacity: 4 }, [{ minCapacity: 1 }], unknown, 4],
    [{ minCapacity: 1, maxCapacity: unknown }, [{ maxCapacity: 3 }], 1, unknown],
    [{ minCapacity: 1, maxCapacity: 4 }, [{ minCapacity: unknown }], unknown, 4],
    [{ minCapacity: 1, maxCapacity: 4 }, [{ maxCapacity: unknown }, { maxCapacity: 9 }], unknown, unknown],
  ])('%j and %j', (limits, schedules, least, most) => {
    const scaling = addModel(newHost(newStack(), { maxInstanceCount: 4 })).autoScale(limits);
    schedules.forEach((given, index) => scaling.scaleOnSchedule(`Schedule${index}`, { schedule, ...given }));
    expect([scaling._minCapacity, scaling._maxCapacity]).toEqual([least, most]);
  });

  test('an unknown maximum does not become known by a schedule', () => {
    const stack = newStack();
    addModel(newHost(stack), {
      rollingUpdate: { maximumBatchSize: ComponentCapacitySize.copies(3), waitInterval: Duration.minutes(5) },
    }).autoScale({ maxCapacity: unknown }).scaleOnSchedule('Day', { schedule, maxCapacity: 4 });
    expect(() => template(stack)).not.toThrow();
  });
});

test('two schedules must have different IDs', () => {
  expect(() => scaled(chat => {
    const scaling = chat.autoScale({ maxCapacity: 2 });
    [1, 2].forEach(minCapacity => scaling.scaleOnSchedule('Night', { schedule, minCapacity }));
  })).toThrow(/^Stack\/Gpu\/Chat\/Scaling: 'id' must be different for each schedule, got "Night" again/);
});

test('a maximum of 0 in a schedule has an alarm that starts the first copy', () => {
  const of = scaled(chat => chat.autoScale({ maxCapacity: 2 }).scaleOnSchedule('Night', { schedule, maxCapacity: 0 }), 0);
  of.resourceCountIs(ALARM, 1);
});

test.each(['autoScale', 'scaleOnInvocations'])('%s passes the cooldowns on', method => {
  const cooldowns = { scaleInCooldown: Duration.minutes(10), scaleOutCooldown: Duration.seconds(30), disableScaleIn: true };
  const of = scaled(chat => method === 'autoScale' ? chat.autoScale({ maxCapacity: 4, ...cooldowns })
    : chat.autoScale({ maxCapacity: 4 }).scaleOnInvocations('Requests', { invocationsPerCopy: 60, ...cooldowns }));
  expect(Object.values<any>(of.findResources(POLICY)).map(({ Properties }) => Properties.TargetTrackingScalingPolicyConfiguration))
    .toContainEqual(expect.objectContaining({ ScaleInCooldown: 600, ScaleOutCooldown: 30, DisableScaleIn: true }));
});

test('further policies are added with the methods', () => {
  const of = scaled(chat => chat.autoScale({ maxCapacity: 4 }).scaleOnInvocations('Requests', { invocationsPerCopy: 60 }));
  of.hasResourceProperties(POLICY, {
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 60, PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerInferenceComponentInvocationsPerCopy' },
    },
  });
});

test.each<[string, (chat: InferenceComponent) => unknown, RegExp]>([
  ['a second call', chat => [chat.autoScale({ maxCapacity: 2 }), chat.autoScale({ maxCapacity: 2 })], /'autoScale' must not be called twice/],
  ['limits in the wrong order', chat => chat.autoScale({ minCapacity: 3, maxCapacity: 2 }), /'minCapacity' must be at most 'maxCapacity', got 3 and 2/],
  ['a maximum of 0', chat => chat.autoScale({ minCapacity: 0, maxCapacity: 0 }), /'maxCapacity' must be an integer of at least 1, got 0/],
  ['no maximum', chat => chat.autoScale({} as any), /'maxCapacity' must be a number, got undefined/],
  ['a target of 0', chat => chat.autoScale({ maxCapacity: 2, concurrentRequestsPerCopy: 0 }), /'concurrentRequestsPerCopy' must be a number greater than 0/],
  ['a target of 0 of a policy', chat => chat.autoScale({ maxCapacity: 2 }).scaleOnInvocations('Requests', { invocationsPerCopy: 0 }),
    /'invocationsPerCopy' must be a number greater than 0, got 0/],
  ['a fraction of a second', chat => chat.autoScale({ maxCapacity: 2, scaleInCooldown: Duration.millis(1500) }), /'scaleInCooldown' must be an integer/],
  ['a schedule without limits', chat => chat.autoScale({ maxCapacity: 2 }).scaleOnSchedule('Night', { schedule }), /must be set in a schedule, got neither/],
])('%s is rejected', (_, scale, message) => {
  expect(() => scaled(scale)).toThrow(message);
});

test('the limits of one component that can never be reached are rejected', () => {
  const of = (maxCapacity: number, acceleratorCount: number) => () => {
    const stack = newStack();
    addModel(newHost(stack), { acceleratorCount }).autoScale({ maxCapacity });
    template(stack);
  };
  expect(of(3, 3)).toThrow(/'maxInstanceCount' allows 2 instances of 'instanceType' ml.g6e.12xlarge with 4 accelerators each, without room for 3 x 3 \(Chat\)/);
  expect(of(2, 3)).not.toThrow();
});
