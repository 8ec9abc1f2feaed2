import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { VariantPropertyType } from '@aws-sdk/client-sagemaker';
import { Template } from 'aws-cdk-lib/assertions';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnParameter, Duration, TimeZone } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { queued, Scaled, scaled } from './scaled-endpoint';
import { AutoScaleOptions, HuggingFaceSageMakerEndpointProps, ScalableInstanceCount, SageMakerInstanceType } from '../../src';
import { IMAGES } from '../images';
import { endpointTemplate, newEndpoint, newStack, onlyResource, template } from '../util';

const { TEI_CPU } = IMAGES;

const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
const ALARM = 'AWS::CloudWatch::Alarm';
const ENDPOINT = 'AWS::SageMaker::Endpoint';
const DAILY = appscaling.Schedule.cron({ hour: '18', minute: '0' });

/** What one policy of a kind tells Application Auto Scaling. */
function tracking(add: (scaling: ScalableInstanceCount) => void, props: Partial<HuggingFaceSageMakerEndpointProps> = {}): any {
  const { stack, scaling } = scaled({ maxCapacity: 4 }, props);
  add(scaling);
  return onlyResource(template(stack), POLICY).resource.Properties;
}

const endpointName = (of: Template) => ({ 'Fn::GetAtt': [onlyResource(of, ENDPOINT).id, 'EndpointName'] });

describe('the scalable target', () => {
  test('is the instance count of the variant that the configuration has', () => {
    const { stack } = scaled({ minCapacity: 2, maxCapacity: 4 }, { instanceCount: 2 });
    const found = template(stack);
    const [variant] = onlyResource(found, 'AWS::SageMaker::EndpointConfig').resource.Properties.ProductionVariants;
    expect(onlyResource(found, TARGET).resource.Properties).toEqual({
      ServiceNamespace: 'sagemaker',
      ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      ResourceId: { 'Fn::Join': ['', ['endpoint/', endpointName(found), `/variant/${variant.VariantName}`]] },
      MinCapacity: 2,
      MaxCapacity: 4,
      RoleARN: {
        'Fn::Join': ['', [
          'arn:', { Ref: 'AWS::Partition' },
          ':iam::111122223333:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint',
        ]],
      },
    });
  });

  test('begins at one instance', () => {
    const { stack } = scaled({ maxCapacity: 4 });
    expect(onlyResource(template(stack), TARGET).resource.Properties).toMatchObject({ MinCapacity: 1, MaxCapacity: 4 });
  });

  test('accepts limits that are only known at deployment', () => {
    const stack = newStack();
    const most = new CfnParameter(stack, 'Most', { type: 'Number' });
    scaled({ maxCapacity: most.valueAsNumber }, {}, stack);
    expect(onlyResource(template(stack), TARGET).resource.Properties.MaxCapacity).toEqual({ Ref: 'Most' });
  });

  test('adds no role, no policy of IAM, and changes no resource but the endpoint', () => {
    const before = endpointTemplate().toJSON().Resources;
    const { stack, scaling } = scaled({ maxCapacity: 4 });
    scaling.scaleOnInvocations('Invocations', { invocationsPerInstance: 600 });
    const after = template(stack).toJSON().Resources;
    const changed = Object.keys(after).filter(id => JSON.stringify(after[id]) !== JSON.stringify(before[id]));
    expect(changed.map(id => after[id].Type).sort()).toEqual([TARGET, POLICY, ENDPOINT]);
  });

  test('is scaled for each endpoint of a stack', () => {
    const stack = newStack();
    for (const id of ['One', 'Two']) {
      newEndpoint(stack, {}, id).autoScale({ maxCapacity: 2 }).scaleOnInvocations('Invocations', { invocationsPerInstance: 600 });
    }
    template(stack).resourceCountIs(TARGET, 2);
  });
});

describe('an update', () => {
  test('retains the number of instances, and only that', () => {
    const { stack } = scaled({ maxCapacity: 4 });
    const { RetainAllVariantProperties, ExcludeRetainedVariantProperties } = onlyResource(template(stack), ENDPOINT).resource.Properties;
    const taken = ExcludeRetainedVariantProperties.map((property: any) => property.VariantPropertyType);
    expect(RetainAllVariantProperties).toBe(true);
    expect(Object.values(VariantPropertyType).filter(property => !taken.includes(property))).toEqual([VariantPropertyType.DesiredInstanceCount]);
    expect(Object.values(VariantPropertyType)).toEqual(expect.arrayContaining(taken));
  });

  test('that changes the data capture takes it from the new configuration, and keeps the number of instances', () => {
    const [before, after] = [20, 100].map(samplingPercentage => {
      const stack = newStack();
      return template(scaled({ maxCapacity: 4 }, { dataCapture: { bucket: new s3.Bucket(stack, 'Captured'), samplingPercentage } }, stack).stack).toJSON();
    });
    const { resources } = fullDiff(before, after);
    expect(resources.logicalIds.map(id => [resources.get(id).newResourceType, resources.get(id).changeImpact])).toEqual([
      ['AWS::SageMaker::EndpointConfig', ResourceImpact.WILL_REPLACE],
    ]);
    expect(onlyResource(Template.fromJSON(after), ENDPOINT).resource.Properties).toMatchObject({
      RetainAllVariantProperties: true,
      ExcludeRetainedVariantProperties: expect.arrayContaining([{ VariantPropertyType: VariantPropertyType.DataCaptureConfig }]),
    });
  });

  test('retains nothing without scaling', () => {
    expect(onlyResource(endpointTemplate(), ENDPOINT).resource.Properties).not.toHaveProperty('RetainAllVariantProperties');
  });
});

describe('a policy', () => {
  test('holds the invocations of each instance', () => {
    expect(tracking(scaling => scaling.scaleOnInvocations('Invocations', { invocationsPerInstance: 600 }))).toEqual({
      PolicyName: expect.any(String),
      PolicyType: 'TargetTrackingScaling',
      ScalingTargetId: { Ref: expect.stringMatching(/^EndpointScalingTarget/) },
      TargetTrackingScalingPolicyConfiguration: {
        PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
        TargetValue: 600,
      },
    });
  });

  test('holds the concurrent requests of each container, by the metric of high resolution', () => {
    const policy = tracking(scaling => scaling.scaleOnConcurrentRequests('Concurrency', { concurrentRequestsPerModel: 16 }));
    expect(policy.TargetTrackingScalingPolicyConfiguration).toEqual({
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantConcurrentRequestsPerModelHighResolution' },
      TargetValue: 16,
    });
  });

  test.each([
    ['ml.g5.2xlarge', undefined, 60],
    ['ml.g5.12xlarge', undefined, 240],
    ['ml.p4d.24xlarge', undefined, 480],
    ['ml.z99.24xlarge', 8, 480],
  ])('holds the utilization of the GPUs of %s', (name, acceleratorCount, value) => {
    const { stack, scaling } = scaled({ maxCapacity: 4 }, { instanceType: SageMakerInstanceType.of(name) });
    scaling.scaleOnGpuUtilization('Gpu', { targetUtilizationPercent: 60, acceleratorCount });
    const found = template(stack);
    expect(onlyResource(found, POLICY).resource.Properties.TargetTrackingScalingPolicyConfiguration).toEqual({
      CustomizedMetricSpecification: {
        Namespace: '/aws/sagemaker/Endpoints',
        MetricName: 'GPUUtilization',
        Dimensions: [{ Name: 'EndpointName', Value: endpointName(found) }, { Name: 'VariantName', Value: 'AllTraffic' }],
        Statistic: 'Average',
      },
      TargetValue: value,
    });
  });

  test('holds the backlog of each instance of an endpoint with a queue', () => {
    const { stack, scaling } = queued({ maxCapacity: 4 });
    scaling.scaleOnBacklog('Backlog', { backlogPerInstance: 5 });
    const found = template(stack);
    expect(onlyResource(found, POLICY).resource.Properties.TargetTrackingScalingPolicyConfiguration).toEqual({
      CustomizedMetricSpecification: {
        Namespace: 'AWS/SageMaker',
        MetricName: 'ApproximateBacklogSizePerInstance',
        Dimensions: [{ Name: 'EndpointName', Value: endpointName(found) }],
        Statistic: 'Average',
      },
      TargetValue: 5,
    });
  });

  type Add = (scaling: ScalableInstanceCount, options: appscaling.BaseTargetTrackingProps) => void;

  test.each<[string, Add, (options: AutoScaleOptions) => Scaled]>([
    ['scaleOnInvocations', (scaling, options) => scaling.scaleOnInvocations('Policy', { ...options, invocationsPerInstance: 1 }), scaled],
    ['scaleOnConcurrentRequests', (scaling, options) => scaling.scaleOnConcurrentRequests('Policy', { ...options, concurrentRequestsPerModel: 1 }), scaled],
    ['scaleOnGpuUtilization', (scaling, options) => scaling.scaleOnGpuUtilization('Policy', { ...options, targetUtilizationPercent: 1 }), queued],
    ['scaleOnBacklog', (scaling, options) => scaling.scaleOnBacklog('Policy', { ...options, backlogPerInstance: 1 }), queued],
  ])('of %s has cooldowns, a name and protection against scale-in', (_name, add, make) => {
    const { stack, scaling } = make({ maxCapacity: 4 });
    add(scaling, { disableScaleIn: true, scaleInCooldown: Duration.minutes(10), scaleOutCooldown: Duration.seconds(30), policyName: 'mine' });
    expect(onlyResource(template(stack), POLICY).resource.Properties).toMatchObject({
      PolicyName: 'mine',
      TargetTrackingScalingPolicyConfiguration: { DisableScaleIn: true, ScaleInCooldown: 600, ScaleOutCooldown: 30 },
    });
  });

  test('of different kinds can be combined', () => {
    const { stack, scaling } = scaled({ maxCapacity: 4 });
    scaling.scaleOnInvocations('Invocations', { invocationsPerInstance: 600 });
    scaling.scaleOnConcurrentRequests('Concurrency', { concurrentRequestsPerModel: 16 });
    scaling.scaleOnGpuUtilization('Gpu', { targetUtilizationPercent: 60 });
    template(stack).resourceCountIs(POLICY, 3);
  });

  test('without a method here is added to the scalable target', () => {
    const { stack, scaling } = scaled({ maxCapacity: 4 });
    scaling.scalableTarget.scaleToTrackMetric('Own', { targetValue: 5, customMetric: new cloudwatch.Metric({ namespace: 'Mine', metricName: 'Waiting' }) });
    template(stack).hasResourceProperties(POLICY, { TargetTrackingScalingPolicyConfiguration: { CustomizedMetricSpecification: { Namespace: 'Mine' } } });
  });
});

describe('zero instances', () => {
  test('are allowed with a queue; an alarm then starts the first instance', () => {
    const { stack, scaling } = queued({ minCapacity: 0, maxCapacity: 4 });
    scaling.scaleOnBacklog('Backlog', { backlogPerInstance: 5 });
    const found = template(stack);
    expect(onlyResource(found, TARGET).resource.Properties.MinCapacity).toBe(0);
    const [[step, policy], ...others] = Object.entries(found.findResources(POLICY, { Properties: { PolicyType: 'StepScaling' } }));
    expect(others).toEqual([]);
    expect(policy.Properties.StepScalingPolicyConfiguration).toEqual({
      AdjustmentType: 'ChangeInCapacity',
      MetricAggregationType: 'Average',
      Cooldown: 300,
      StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
    });
    expect(onlyResource(found, ALARM).resource.Properties).toEqual({
      AlarmDescription: expect.any(String),
      Namespace: 'AWS/SageMaker',
      MetricName: 'HasBacklogWithoutCapacity',
      Dimensions: [{ Name: 'EndpointName', Value: endpointName(found) }],
      Statistic: 'Average',
      Period: 60,
      EvaluationPeriods: 2,
      DatapointsToAlarm: 2,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'missing',
      AlarmActions: [{ Ref: step }],
    });
  });

  test('need a positive target', () => {
    const { scaling } = queued({ maxCapacity: 4 });
    expect(() => scaling.scaleOnBacklog('Backlog', { backlogPerInstance: 0 })).toThrow("'backlogPerInstance' must be");
  });

  test('need no alarm if there is always an instance', () => {
    const { stack, scaling } = queued({ minCapacity: 1, maxCapacity: 4 });
    scaling.scaleOnBacklog('Backlog', { backlogPerInstance: 5 });
    template(stack).resourceCountIs(ALARM, 0);
  });

  test('have the alarm once, where a schedule allows them too', () => {
    const { stack, scaling } = queued({ minCapacity: 1, maxCapacity: 4 });
    scaling.scaleOnBacklog('Backlog', { backlogPerInstance: 5 });
    scaling.scaleOnSchedule('Evening', { schedule: DAILY, minCapacity: 0 });
    scaling.scaleOnSchedule('Night', { schedule: appscaling.Schedule.cron({ hour: '22', minute: '0' }), minCapacity: 0, maxCapacity: 0 });
    template(stack).resourceCountIs(ALARM, 1);
  });

  test('have the alarm where the minimum is known at the deployment only', () => {
    const stack = newStack();
    const least = new CfnParameter(stack, 'Least', { type: 'Number' });
    scaled({ minCapacity: least.valueAsNumber, maxCapacity: 2 }, { asyncInference: { outputBucket: new s3.Bucket(stack, 'Answers') } }, stack);
    template(stack).resourceCountIs(ALARM, 1);
  });
});

describe('a schedule', () => {
  test('sets other limits from a time on', () => {
    const { stack, scaling } = scaled({ minCapacity: 1, maxCapacity: 4 });
    scaling.scaleOnSchedule('Morning', {
      schedule: appscaling.Schedule.cron({ weekDay: 'MON-FRI', hour: '8', minute: '0' }),
      timeZone: TimeZone.EUROPE_PARIS,
      minCapacity: 2,
      maxCapacity: 8,
      startTime: new Date('2030-01-01T00:00:00Z'),
      endTime: new Date('2031-01-01T00:00:00Z'),
    });
    scaling.scaleOnSchedule('Evening', { schedule: DAILY, minCapacity: 1 });
    expect(onlyResource(template(stack), TARGET).resource.Properties.ScheduledActions).toEqual([
      {
        ScheduledActionName: 'Morning',
        Schedule: 'cron(0 8 ? * MON-FRI *)',
        Timezone: 'Europe/Paris',
        StartTime: '2030-01-01T00:00:00Z',
        EndTime: '2031-01-01T00:00:00Z',
        ScalableTargetAction: { MinCapacity: 2, MaxCapacity: 8 },
      },
      { ScheduledActionName: 'Evening', Schedule: 'cron(0 18 * * ? *)', ScalableTargetAction: { MinCapacity: 1 } },
    ]);
  });

  test('has a name of its own', () => {
    const { stack, scaling } = scaled({ minCapacity: 1, maxCapacity: 4 });
    scaling.scaleOnSchedule('Morning', { schedule: DAILY, minCapacity: 2 });
    expect(() => scaling.scaleOnSchedule('Morning', { schedule: DAILY, minCapacity: 3 }))
      .toThrow("Stack/Endpoint/Scaling: 'id' must be different for each schedule, got \"Morning\" again");
    scaling.scaleOnSchedule('Noon', { schedule: DAILY, minCapacity: 3 });
    expect(onlyResource(template(stack), TARGET).resource.Properties.ScheduledActions.map((action: any) => action.ScheduledActionName)).toEqual(['Morning', 'Noon']);
  });

  test('may stop an endpoint with a queue', () => {
    const { stack, scaling } = queued({ minCapacity: 0, maxCapacity: 4 });
    scaling.scaleOnSchedule('Night', { schedule: DAILY, minCapacity: 0, maxCapacity: 0 });
    const [{ ScalableTargetAction }] = onlyResource(template(stack), TARGET).resource.Properties.ScheduledActions;
    expect(ScalableTargetAction).toEqual({ MinCapacity: 0, MaxCapacity: 0 });
  });
});

test('any two numbers are rejected, or are the limits', () => {
  // a template has no negative zero
  const numbers = fc.oneof(fc.integer({ min: -2, max: 5 }), fc.double().map(number => number + 0));
  fc.assert(fc.property(numbers, numbers, fc.boolean(), (minCapacity, maxCapacity, queue) => {
    let made: Scaled;
    try {
      made = queue ? queued({ minCapacity, maxCapacity }) : scaled({ minCapacity, maxCapacity });
    } catch (error) {
      expect((error as Error).message).toMatch(/^Stack\/Endpoint: /);
      const inOrder = minCapacity >= (queue ? 0 : 1) && maxCapacity >= Math.max(1, minCapacity) && maxCapacity <= 2_147_483_647;
      expect(inOrder && Number.isInteger(minCapacity) && Number.isInteger(maxCapacity)).toBe(false);
      return;
    }
    expect(onlyResource(template(made.stack), TARGET).resource.Properties).toMatchObject({ MinCapacity: minCapacity, MaxCapacity: maxCapacity });
  }));
});

describe('errors', () => {
  test('name every finding about the limits, and the endpoint', () => {
    const burstable = { instanceType: SageMakerInstanceType.of('ml.t2.medium'), container: TEI_CPU };
    expect(() => scaled({ minCapacity: 0, maxCapacity: -1 }, burstable)).toThrow(
      /^Stack\/Endpoint: 4 problems\n(.*'maxCapacity').*\n(.*'minCapacity').*\n(.*'minCapacity').*\n(.*'instanceType' ml\.t2\.medium)/,
    );
  });

  test('leave the endpoint as it is', () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack);
    expect(() => endpoint.autoScale({ minCapacity: 3, maxCapacity: 2 })).toThrow("Stack/Endpoint: 'minCapacity' must be at most 'maxCapacity', got 3 and 2");
    expect(template(stack).toJSON()).toEqual(endpointTemplate().toJSON());
  });

  test('come when it is called twice', () => {
    const { endpoint } = scaled({ maxCapacity: 2 });
    expect(() => endpoint.autoScale({ maxCapacity: 2 })).toThrow("Stack/Endpoint: 'autoScale' must not be called twice");
  });

  test.each<[string, (scaling: ScalableInstanceCount) => void]>([
    ["'invocationsPerInstance' must be a number greater than 0, got 0", scaling => scaling.scaleOnInvocations('Id', { invocationsPerInstance: 0 })],
    ["'concurrentRequestsPerModel' must be a number greater than 0, got 0", scaling => scaling.scaleOnConcurrentRequests('Id', { concurrentRequestsPerModel: 0 })],
    ["'targetUtilizationPercent' must be a number greater than 0 and at most 100, got 120", scaling => scaling.scaleOnGpuUtilization('Id', { targetUtilizationPercent: 120 })],
    ["'acceleratorCount' must be 1", scaling => scaling.scaleOnGpuUtilization('Id', { targetUtilizationPercent: 50, acceleratorCount: 4 })],
    ["'scaleOnBacklog' requires an endpoint with 'asyncInference'", scaling => scaling.scaleOnBacklog('Id', { backlogPerInstance: 5 })],
    ["'maxCapacity' must be at least 1 for a real-time endpoint", scaling => scaling.scaleOnSchedule('Id', { schedule: DAILY, maxCapacity: 0 })],
  ])('of a policy: %s', (message, add) => {
    const { stack, scaling } = scaled({ maxCapacity: 2 });
    expect(() => add(scaling)).toThrow(`Stack/Endpoint/Scaling: ${message}`);
    template(stack).resourceCountIs(POLICY, 0);
  });

  test.each<[string, (scaling: ScalableInstanceCount) => void]>([
    ['scaleOnInvocations', scaling => scaling.scaleOnInvocations('Id', { invocationsPerInstance: 1 })],
    ['scaleOnConcurrentRequests', scaling => scaling.scaleOnConcurrentRequests('Id', { concurrentRequestsPerModel: 1 })],
  ])('of a metric that an endpoint with a queue does not publish: %s', (method, add) => {
    const { stack, scaling } = queued({ maxCapacity: 2 });
    expect(() => add(scaling)).toThrow(`Stack/Endpoint/Scaling: '${method}' requires a real-time endpoint`);
    template(stack).resourceCountIs(POLICY, 0);
  });

  test('of two problems of a policy come together', () => {
    const { scaling } = scaled({ maxCapacity: 2 });
    expect(() => scaling.scaleOnBacklog('Id', { backlogPerInstance: 0 })).toThrow(/^Stack\/Endpoint\/Scaling: 2 problems/);
  });
});
