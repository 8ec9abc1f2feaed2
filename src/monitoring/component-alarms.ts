import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/**
 * The alarms of an inference component.
 *
 * @stability experimental
 */
export interface ComponentAlarms {
  /** All alarms. */
  readonly all: cloudwatch.Alarm[];

  /** Goes into ALARM if too many requests fail with a status of 500 to 599. */
  readonly serverErrors: cloudwatch.Alarm;

  /** Goes into ALARM if requests fail for 15 minutes because no copy of the model is running. The first copy usually starts in less time. */
  readonly noCapacity: cloudwatch.Alarm;

  /**
   * Goes into ALARM if too few copies report metrics.
   *
   * @default - none if `minimumCopies` is not set
   */
  readonly copies?: cloudwatch.Alarm;

  /**
   * Goes into ALARM if the latency of the model is too high.
   *
   * @default - none if `maximumModelLatency` is not set
   */
  readonly modelLatency?: cloudwatch.Alarm;

  /**
   * Goes into ALARM if the GPU memory of a copy is almost full.
   *
   * @default - none if the instances have no GPU
   */
  readonly gpuMemory?: cloudwatch.Alarm;
}
