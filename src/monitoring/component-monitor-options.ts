import { ModelMonitorOptions } from './model-monitor-options';

/**
 * Which alarms an inference component has, and which topic they notify.
 *
 * @stability experimental
 */
export interface ComponentMonitorOptions extends ModelMonitorOptions {
  /**
   * The minimum number of copies that report metrics: greater than 0. If there are fewer for 15 minutes, an alarm goes into ALARM.
   *
   * @default - no alarm, because a component may have no copies at times
   */
  readonly minimumCopies?: number;
}
