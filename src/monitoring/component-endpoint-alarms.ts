import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/**
 * The alarms of what the inference components of an endpoint share, and of all of them together.
 *
 * @stability experimental
 */
export interface ComponentEndpointAlarms {
  /** All alarms, except for those of each component. */
  readonly all: cloudwatch.Alarm[];

  /** Goes into ALARM if the disk of an instance is almost full. */
  readonly disk: cloudwatch.Alarm;

  /**
   * Goes into ALARM if copies reserve too many of the GPUs.
   *
   * @default - none if `maximumGpuReservationPercent` is not set
   */
  readonly gpuReservation?: cloudwatch.Alarm;

  /**
   * Goes into ALARM if copies reserve too much of the memory of the instances.
   *
   * @default - none if `maximumMemoryReservationPercent` is not set
   */
  readonly memoryReservation?: cloudwatch.Alarm;

  /**
   * Goes into ALARM if copies reserve too many of the CPUs.
   *
   * @default - none if `maximumCpuReservationPercent` is not set
   */
  readonly cpuReservation?: cloudwatch.Alarm;

  /**
   * Goes into ALARM if too many requests to all components together fail because no copy is running.
   *
   * @default - none if `maximumNoCapacityFailures` is not set
   */
  readonly noCapacity?: cloudwatch.Alarm;

  /**
   * Goes into ALARM if too many requests to all components together fail with a status of 500 to 599.
   *
   * @default - none if `maximumServerErrors` is not set
   */
  readonly serverErrors?: cloudwatch.Alarm;
}
