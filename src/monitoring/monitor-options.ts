import { Duration } from 'aws-cdk-lib/core';
import { ModelMonitorOptions } from './model-monitor-options';

/** Which alarms an endpoint has, and which topic they notify. */
export interface MonitorOptions extends ModelMonitorOptions {
  /**
   * The maximum average time that requests spend in SageMaker outside of the container: greater than 0. Only for real-time endpoints.
   *
   * @default - no alarm, because an acceptable latency depends on the size of requests and responses
   */
  readonly maximumOverheadLatency?: Duration;

  /**
   * The maximum GPU memory utilization of an instance, in percent of the memory of all its GPUs: greater than 0 and less than 100.
   *
   * @default - halfway between the share that the server reserves and 100, and at most 99.5: 96 with the default of vLLM, and 95 for unknown servers
   */
  readonly maximumGpuMemoryPercent?: number;

  /**
   * The number of GPUs of an instance of `instanceType`: an integer of at least 0. CloudWatch reports up to 100 percent for each of them.
   *
   * If the library knows the instance type, it rejects any other number.
   *
   * @default - the number of GPUs of the instance type. Required if the library does not know the instance type
   */
  readonly acceleratorCount?: number;

  /**
   * The maximum disk utilization of an instance, in percent: greater than 0 and less than 100.
   *
   * @default 90
   */
  readonly maximumDiskPercent?: number;

  /**
   * The maximum age of the oldest request in the queue, in whole seconds. Only for asynchronous endpoints.
   *
   * @default Duration.hours(1) - the longest time that one request may take
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointAsync.html
   */
  readonly maximumBacklogAge?: Duration;

  /**
   * The maximum time until the first token of a response, as the 95th percentile of an instance: greater than 0. Requires vLLM or SGLang, and
   * `detailedObservability`, which is the default of SageMaker. It was not tested on an account yet.
   *
   * @default - no alarm, because an acceptable time depends on the length of prompts
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/inference-monitoring.html
   */
  readonly maximumTimeToFirstToken?: Duration;

  /**
   * The maximum number of requests that wait in the server of an instance: greater than 0. The same requirements as `maximumTimeToFirstToken`.
   *
   * @default - no alarm
   */
  readonly maximumWaitingRequests?: number;

  /**
   * The maximum usage of the key-value cache of an instance, in percent: greater than 0 and less than 100. The same requirements as
   * `maximumTimeToFirstToken`.
   *
   * @default - no alarm, because a busy server uses all of it
   */
  readonly maximumKeyValueCachePercent?: number;

  /**
   * The minimum percentage of the prompt tokens of an instance that come from the prefix cache of the server: greater than 0 and less than 100. The
   * same requirements as `maximumTimeToFirstToken`, with vLLM 0.7.3 or SGLang 0.4.4 and later, and the cache must not be disabled.
   *
   * @default - no alarm, because prompts without common prefixes never come from the cache
   * @see https://docs.vllm.ai/en/latest/features/automatic_prefix_caching/
   */
  readonly minimumPrefixCacheHitPercent?: number;

  /**
   * The time without requests after which running instances count as idle: up to 1 day in steps of 5 minutes, up to 7 days in steps of 1 hour.
   *
   * @default - no alarm
   */
  readonly idleAfter?: Duration;

  /**
   * Whether the endpoint is expected to have no instances at times.
   *
   * If false, an alarm goes into ALARM if no instance reports metrics.
   *
   * @default - true if `autoScale` or one of its schedules has a minimum of 0
   */
  readonly scalesToZero?: boolean;
}
