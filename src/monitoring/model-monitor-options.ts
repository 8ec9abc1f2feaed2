import * as sns from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';

/** The thresholds of the alarms for the requests to a model, and the topic that the alarms notify. */
export interface ModelMonitorOptions {
  /**
   * The topic that is notified when an alarm goes into ALARM, and when it returns to OK.
   *
   * A topic policy must allow `cloudwatch.amazonaws.com` to publish. The key of an encrypted topic must allow CloudWatch to use it.
   *
   * @default - no notifications: alarms only change state
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   */
  readonly topic?: sns.ITopic;

  /**
   * The maximum percentage of requests that fail with a status of 500 to 599: greater than 0 and less than 100.
   *
   * @default 1
   */
  readonly maximumServerErrorPercent?: number;

  /**
   * The maximum latency of the model, as the 99th percentile: greater than 0.
   *
   * @default - no alarm, because an acceptable latency depends on the model and its use
   */
  readonly maximumModelLatency?: Duration;
}
