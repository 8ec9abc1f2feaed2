import { ModelMonitorOptions } from './model-monitor-options';

/**
 * Which alarms all inference components of an endpoint have, and which topic they notify.
 *
 * @stability experimental
 */
export interface ComponentEndpointMonitorOptions extends ModelMonitorOptions {}
