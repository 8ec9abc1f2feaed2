import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { ComponentCapacitySize } from './component-capacity-size';

/**
 * The options of an update that replaces the copies of an inference component in batches. They have no effect on its creation.
 *
 * @stability experimental
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentRollingUpdatePolicy.html
 */
export interface ComponentRollingUpdateOptions {
  /** The part of the copies that is replaced in each batch: 5 to 50 percent of them. The instances need room for one more batch. */
  readonly maximumBatchSize: ComponentCapacitySize;

  /** How long the alarms are monitored after each batch: 0 to 1 hour, in whole seconds. */
  readonly waitInterval: Duration;

  /**
   * The part of the copies that is restored in each batch of a rollback: at most 100 percent.
   *
   * @default ComponentCapacitySize.percent(100)
   */
  readonly rollbackMaximumBatchSize?: ComponentCapacitySize;

  /**
   * The maximum duration of an update, after which it fails: 10 minutes to 8 hours, and longer than `waitInterval`.
   *
   * @default - chosen by SageMaker
   */
  readonly maximumExecutionTimeout?: Duration;

  /**
   * The alarms that stop an update and roll it back to the old copies: at most 10, in the region and account of the endpoint.
   *
   * Old and new copies have the same metrics. To replace copies that fail, set an empty list, or alarms on something else.
   *
   * @default - an alarm of the library that goes into ALARM if more than 5% of the requests to the component fail with a server error within one
   * minute
   * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AutoRollbackConfig.html
   */
  readonly rollbackAlarms?: cloudwatch.IAlarmRef[];
}
