import { ModelMonitorOptions } from './model-monitor-options';

/**
 * Which alarms an inference component has, and which topic they notify.
 *
 * @stability experimental
 */
export interface ComponentMonitorOptions extends ModelMonitorOptions {}
