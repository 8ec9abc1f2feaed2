import { DashboardOptions } from './dashboard-options';

/**
 * The options of the dashboard of an endpoint with inference components.
 *
 * @stability experimental
 */
export interface ComponentEndpointDashboardOptions extends DashboardOptions {}
