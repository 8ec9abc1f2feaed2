import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** The alarms of an endpoint. */
export interface EndpointAlarms {
  /** All of them. */
  readonly all: cloudwatch.Alarm[];

  /** Rings when too many requests fail with a status of 500 to 599. */
  readonly serverErrors: cloudwatch.Alarm;

  /** Rings when a disk is nearly full. */
  readonly disk: cloudwatch.Alarm;

  /**
   * Rings when the model is too slow.
   *
   * @default - none: no `maximumModelLatency` was given
   */
  readonly modelLatency?: cloudwatch.Alarm;

  /**
   * Rings when requests spend too long in SageMaker.
   *
   * @default - none: no `maximumOverheadLatency` was given
   */
  readonly overheadLatency?: cloudwatch.Alarm;

  /**
   * Rings when no instance reports.
   *
   * If `autoScale` or a schedule, called after `monitor`, allows 0 instances, the alarm is removed: its methods then have no effect, and a
   * resource that refers to it is an error at synth.
   *
   * @default - none: the endpoint scales to zero
   */
  readonly noInstance?: cloudwatch.Alarm;

  /**
   * Rings when the memory of the GPUs is nearly full.
   *
   * Where types of `fallbackInstanceTypes` have other numbers of GPUs, it is that of instances of `instanceType`, and the others are in `all`.
   *
   * @default - none: the instances have no GPU
   */
  readonly gpuMemory?: cloudwatch.Alarm;

  /**
   * Rings when requests wait for too long.
   *
   * @default - none: the endpoint is not asynchronous
   */
  readonly backlogAge?: cloudwatch.Alarm;

  /**
   * Rings when instances are billed and nobody calls them.
   *
   * @default - none: no `idleAfter` was given
   */
  readonly idle?: cloudwatch.Alarm;
}
