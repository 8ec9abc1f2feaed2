import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { isOfType } from '../common/stage-index';

/** Allows SageMaker to read the state of alarms. */
export function describeAlarms(alarms: readonly cloudwatch.IAlarmRef[]): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['cloudwatch:DescribeAlarms'],
    resources: alarms.some(mayBeComposite) ? ['*'] : alarms.map(({ alarmRef }) => alarmRef.alarmArn),
  });
}

/**
 * Whether an alarm is, or may be, a composite alarm: the name and ARN of an existing alarm do not show it. Composite alarms can only be
 * described with a permission on all alarms.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
function mayBeComposite(alarm: cloudwatch.IAlarmRef): boolean {
  return ![alarm, alarm.node.defaultChild].some(each => isOfType(each, cloudwatch.CfnAlarm.CFN_RESOURCE_TYPE_NAME));
}

/** An alarm of the library, which goes into ALARM if the share of requests that fail with a server error exceeds 5% within one minute. */
export function failedRequests(metric: cloudwatch.IMetric, alarmDescription: string): cloudwatch.AlarmProps {
  return {
    alarmDescription,
    metric,
    threshold: 0.05,
    evaluationPeriods: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  };
}
