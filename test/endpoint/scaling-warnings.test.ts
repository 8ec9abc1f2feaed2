import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Annotations as Notes, App, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { queued, scaled } from './scaled-endpoint';
import { ScalableInstanceCount } from '../../src';
import { IRELAND } from '../util';

const DAILY = appscaling.Schedule.cron({ hour: '18', minute: '0' });

/** A policy that the scalable target knows nothing of. */
function policyOf(scope: Construct, scalingTarget: appscaling.IScalableTarget): appscaling.TargetTrackingScalingPolicy {
  return new appscaling.TargetTrackingScalingPolicy(scope, 'Policy', {
    scalingTarget, targetValue: 1, predefinedMetric: appscaling.PredefinedMetric.SAGEMAKER_VARIANT_INVOCATIONS_PER_INSTANCE,
  });
}

const WITHOUT_POLICY = Match.stringLikeRegexp('no scaling policy and no schedule.*huggingface-sagemaker:scaling-without-policy');

test('a warning tells that nothing is scaled on', () => {
  const { stack } = scaled({ maxCapacity: 2 });
  Annotations.fromStack(stack).hasWarning('/Stack/Endpoint/Scaling', WITHOUT_POLICY);
});

test('it can be acknowledged at the endpoint', () => {
  const { stack, endpoint } = scaled({ maxCapacity: 2 });
  Notes.of(endpoint).acknowledgeWarning('huggingface-sagemaker:scaling-without-policy', 'policies are put by another app');
  Annotations.fromStack(stack).hasNoWarning('*', WITHOUT_POLICY);
});

test('it is in the cloud assembly', () => {
  const app = new App();
  scaled({ maxCapacity: 2 }, {}, new Stack(app, 'Stack'));
  expect(JSON.stringify(app.synth().getStackByName('Stack').messages)).toContain('scaling-without-policy');
});

test.each<[string, (scaling: ScalableInstanceCount) => void]>([
  ['policy', scaling => scaling.scaleOnInvocations('Id', { invocationsPerInstance: 1 })],
  ['schedule', scaling => scaling.scaleOnSchedule('Id', { schedule: DAILY, minCapacity: 2 })],
  ['policy of one\'s own', scaling => scaling.scalableTarget.scaleToTrackMetric('Id', {
    targetValue: 1, predefinedMetric: appscaling.PredefinedMetric.SAGEMAKER_VARIANT_INVOCATIONS_PER_INSTANCE,
  })],
  ['schedule of the scalable target', scaling => scaling.scalableTarget.scaleOnSchedule('Id', { schedule: DAILY, minCapacity: 2 })],
  ['policy in another place', scaling => policyOf(Stack.of(scaling), scaling.scalableTarget)],
  ['policy in another stack', scaling => policyOf(new Stack(scaling.node.root, 'Other', { env: IRELAND }), scaling.scalableTarget)],
  ['policy of the lowest level', scaling => new appscaling.CfnScalingPolicy(Stack.of(scaling), 'Own', {
    policyName: 'own', policyType: 'TargetTrackingScaling', scalingTargetId: scaling.scalableTarget.scalableTargetId,
  })],
  ['step policy in another place', scaling => new appscaling.StepScalingPolicy(Stack.of(scaling), 'Own', {
    scalingTarget: scaling.scalableTarget,
    metric: new cloudwatch.Metric({ namespace: 'Mine', metricName: 'Waiting' }),
    scalingSteps: [{ upper: 1, change: -1 }, { lower: 5, change: 1 }],
  })],
])('it is silent where there is a %s', (_what, add) => {
  const { stack, scaling } = scaled({ maxCapacity: 2 });
  add(scaling);
  Annotations.fromStack(stack).hasNoWarning('*', WITHOUT_POLICY);
});

test('it comes also where the policies are those of another endpoint', () => {
  const app = new App();
  const [one, other] = ['One', 'Other'].map(id => scaled({ maxCapacity: 2 }, {}, new Stack(app, id, { env: IRELAND })));
  policyOf(other.stack, other.scaling.scalableTarget);
  Annotations.fromStack(one.stack).hasWarning('/One/Endpoint/Scaling', WITHOUT_POLICY);
  Annotations.fromStack(other.stack).hasNoWarning('*', WITHOUT_POLICY);
});

test('it comes also where a policy only starts the first instance', () => {
  const { stack } = queued({ minCapacity: 0, maxCapacity: 2 });
  Annotations.fromStack(stack).hasWarning('/Stack/Endpoint/Scaling', WITHOUT_POLICY);
});

test('a warning tells that the endpoint does not start between the bounds', () => {
  const { stack } = scaled({ minCapacity: 2, maxCapacity: 4 });
  Annotations.fromStack(stack).hasWarning('/Stack/Endpoint', Match.stringLikeRegexp('scaling-instance-count'));
});
