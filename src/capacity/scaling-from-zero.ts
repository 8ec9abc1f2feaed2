import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

/**
 * Starts the first instance if requests are queued and no instance is running. It needs one interval, but aws-cdk-lib's step policy requires two.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html
 */
export function scaleFromZero(scope: Construct, scalingTarget: appscaling.ScalableTarget, backlogWithoutCapacity: cloudwatch.IMetric): Construct {
  const action = new appscaling.StepScalingAction(scope, 'FromZero', {
    scalingTarget,
    adjustmentType: appscaling.AdjustmentType.CHANGE_IN_CAPACITY,
    metricAggregationType: appscaling.MetricAggregationType.AVERAGE,
    cooldown: Duration.minutes(5),
  });
  action.addAdjustment({ lowerBound: 0, adjustment: 1 });
  const alarm = new cloudwatch.Alarm(scope, 'BacklogWithoutCapacity', {
    alarmDescription: 'Requests are queued, but no instance is running. Auto scaling starts the first instance.',
    metric: backlogWithoutCapacity,
    threshold: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 2,
    datapointsToAlarm: 2,
    treatMissingData: cloudwatch.TreatMissingData.MISSING,
  });
  alarm.addAlarmAction(new actions.ApplicationScalingAction(action));
  return action;
}
