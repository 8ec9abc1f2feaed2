import { ModelMonitorOptions } from './model-monitor-options';

/**
 * Which alarms all inference components of an endpoint have, each and together, and which topic they notify.
 *
 * @stability experimental
 */
export interface ComponentEndpointMonitorOptions extends ModelMonitorOptions {
  /**
   * The maximum percentage of the GPUs that copies reserve, for 15 minutes: greater than 0 and less than 100.
   *
   * @default - no alarm, because an endpoint that is used well reserves all of them
   */
  readonly maximumGpuReservationPercent?: number;

  /**
   * The maximum percentage of the memory of the instances that copies reserve, for 15 minutes: greater than 0 and less than 100.
   *
   * @default - no alarm
   */
  readonly maximumMemoryReservationPercent?: number;

  /**
   * The maximum percentage of the CPUs that copies reserve, for 15 minutes: greater than 0 and less than 100.
   *
   * @default - no alarm
   */
  readonly maximumCpuReservationPercent?: number;

  /**
   * The maximum number of requests to all components and adapters together that fail within 5 minutes because no copy is running: at least 0.
   *
   * The endpoint must have at most 10 components and adapters, the limit of Amazon CloudWatch.
   *
   * @default - no alarm for all together: each component has one
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html
   */
  readonly maximumNoCapacityFailures?: number;

  /**
   * The maximum number of requests to all components and adapters together that fail within 5 minutes with a status of 500 to 599: at least 0.
   *
   * The endpoint must have at most 10 components and adapters, the limit of Amazon CloudWatch.
   *
   * @default - no alarm for all together: each component has one
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html
   */
  readonly maximumServerErrors?: number;
}
