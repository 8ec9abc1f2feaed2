import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

/**
 * The policy that starts the first copy of an inference component. Target tracking cannot: without copies, there is no metric per copy.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html
 */
export function firstCopyPolicy(scope: Construct, scalingTarget: appscaling.ScalableTarget): appscaling.StepScalingAction {
  const action = new appscaling.StepScalingAction(scope, 'FromZero', {
    scalingTarget,
    adjustmentType: appscaling.AdjustmentType.CHANGE_IN_CAPACITY,
    metricAggregationType: appscaling.MetricAggregationType.MAXIMUM,
    cooldown: Duration.minutes(1),
  });
  action.addAdjustment({ lowerBound: 0, adjustment: 1 });
  return action;
}

/**
 * Triggers the policy with the first request that fails for lack of a copy. The alarm of AWS's own example has a threshold that one request per
 * minute does not exceed.
 */
export function startOnFailure(
  scope: Construct, id: string, failures: cloudwatch.IMetric, policy: appscaling.StepScalingAction,
): cloudwatch.Alarm {
  const alarm = new cloudwatch.Alarm(scope, id, {
    alarmDescription: 'A request failed because no copy of the model is running. Auto scaling starts the first copy.',
    metric: failures,
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new actions.ApplicationScalingAction(policy));
  return alarm;
}
