import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** The alarms of an endpoint. */
export interface EndpointAlarms {
  /** All alarms. */
  readonly all: cloudwatch.Alarm[];

  /** Goes into ALARM if too many requests fail with a status of 500 to 599. */
  readonly serverErrors: cloudwatch.Alarm;

  /** Goes into ALARM if the disk of an instance is almost full. */
  readonly disk: cloudwatch.Alarm;

  /**
   * Goes into ALARM if the latency of the model is too high.
   *
   * @default - none if `maximumModelLatency` is not set
   */
  readonly modelLatency?: cloudwatch.Alarm;

  /**
   * Goes into ALARM if requests spend too much time in SageMaker.
   *
   * @default - none if `maximumOverheadLatency` is not set
   */
  readonly overheadLatency?: cloudwatch.Alarm;

  /**
   * Goes into ALARM if no instance reports metrics.
   *
   * If `autoScale` or a schedule allows 0 instances after `monitor` is called, the alarm is removed: its methods then have no effect, and a
   * reference to it is an error at synth.
   *
   * @default - none if the endpoint scales to zero
   */
  readonly noInstance?: cloudwatch.Alarm;

  /**
   * Goes into ALARM if the GPU memory of an instance is almost full.
   *
   * If `fallbackInstanceTypes` have different numbers of GPUs, this is the alarm for `instanceType`. The alarms for the other types are in `all`.
   *
   * @default - none if the instances have no GPU
   */
  readonly gpuMemory?: cloudwatch.Alarm;

  /**
   * Goes into ALARM if requests wait in the queue for too long.
   *
   * @default - none if the endpoint is not asynchronous
   */
  readonly backlogAge?: cloudwatch.Alarm;

  /**
   * Goes into ALARM if an instance takes too long until the first token. It is not in `all`, because it is not a metric alarm.
   *
   * @default - none if `maximumTimeToFirstToken` is not set
   */
  readonly timeToFirstToken?: cloudwatch.PromQLAlarm;

  /**
   * Goes into ALARM if too many requests wait in the server of an instance. It is not in `all`, because it is not a metric alarm.
   *
   * @default - none if `maximumWaitingRequests` is not set
   */
  readonly waitingRequests?: cloudwatch.PromQLAlarm;

  /**
   * Goes into ALARM if the key-value cache of an instance is almost full. It is not in `all`, because it is not a metric alarm.
   *
   * @default - none if `maximumKeyValueCachePercent` is not set
   */
  readonly keyValueCache?: cloudwatch.PromQLAlarm;

  /**
   * Goes into ALARM if too few prompt tokens of an instance come from its prefix cache. It is not in `all`, because it is not a metric alarm.
   *
   * @default - none if `minimumPrefixCacheHitPercent` is not set
   */
  readonly prefixCacheHits?: cloudwatch.PromQLAlarm;

  /**
   * Goes into ALARM if instances are running but receive no requests.
   *
   * @default - none if `idleAfter` is not set
   */
  readonly idle?: cloudwatch.Alarm;
}
