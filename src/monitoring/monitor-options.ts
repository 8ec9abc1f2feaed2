import * as sns from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';

/** Which alarms an endpoint gets, and where they go. */
export interface MonitorOptions {
  /**
   * The topic that is told when an alarm rings, and when it ends.
   *
   * A topic with a policy must allow `cloudwatch.amazonaws.com` to publish; one with encryption must let it use the key.
   *
   * @default - nobody is told: the alarms have a state alone
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   */
  readonly topic?: sns.ITopic;

  /**
   * How many of 100 requests may fail with a status of 500 to 599: above 0 and below 100.
   *
   * @default 1
   */
  readonly maximumServerErrorPercent?: number;

  /**
   * How long the model may take for 99 of 100 requests. More than 0.
   *
   * @default - no alarm: what is slow depends on the model and on its use
   */
  readonly maximumModelLatency?: Duration;

  /**
   * How long requests may spend in SageMaker outside of the container, on average. More than 0. Only for real-time endpoints.
   *
   * @default - no alarm: what is long depends on the size of requests and answers
   */
  readonly maximumOverheadLatency?: Duration;

  /**
   * How much of the memory of all GPUs of an instance may be used, in percent of all of it: above 0 and below 100.
   *
   * @default - halfway between what the server takes for itself and all of the memory: 95 with vLLM's own setting, and where it is not known;
   * 99.5 at most
   */
  readonly maximumGpuMemoryPercent?: number;

  /**
   * The number of GPUs of an instance of `instanceType`: an integer, 0 where it has none. CloudWatch counts 100 percent for each of them.
   *
   * Where the library knows the type, another number is refused.
   *
   * @default - by the instance type; required where the library does not know the type
   */
  readonly acceleratorCount?: number;

  /**
   * How much of the disk of an instance may be used, in percent: above 0 and below 100.
   *
   * @default 90
   */
  readonly maximumDiskPercent?: number;

  /**
   * How old the oldest request in the queue may become, in whole seconds. Only for asynchronous endpoints.
   *
   * @default Duration.hours(1) - the longest time that the answer to one request may take
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointAsync.html
   */
  readonly maximumBacklogAge?: Duration;

  /**
   * After which time without a request the instances count as idle: up to 1 day in steps of 5 minutes, up to 7 days in steps of an hour.
   *
   * @default - no alarm
   */
  readonly idleAfter?: Duration;

  /**
   * Whether the endpoint has no instance at times, and is meant to.
   *
   * Where it has not, an alarm rings when no instance reports.
   *
   * @default - true if `autoScale` or one of its schedules has a minimum of 0
   */
  readonly scalesToZero?: boolean;
}
