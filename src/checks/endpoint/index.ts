import { ASYNC_INFERENCE_CHECKS, asyncInferenceFindings } from './async-inference';
import { CAPACITY_CHECKS, capacityFindings } from './capacity';
import { DASHBOARD_CHECKS } from './dashboard';
import { DATA_CAPTURE_CHECKS, dataCaptureFindings } from './data-capture';
import { DEPLOYMENT_CHECKS, deploymentFindings } from './deployment';
import { DRIVER_CHECKS, driverFindings } from './driver';
import { EVENT_CHECKS } from './events';
import { GRANT_CHECKS } from './grants';
import { IDENTIFIER_CHECKS, identifierFindings } from './identifiers';
import { LIMIT_CHECKS, limitFindings } from './limits';
import { LOG_CHECKS, logFindings } from './logs';
import { MONITOR_CHECKS } from './monitor';
import { NETWORK_CHECKS, networkFindings } from './network';
import { SCALING_CHECKS } from './scaling';
import { SCALING_POLICY_CHECKS } from './scaling-policies';
import { SCALING_SCHEDULE_CHECKS } from './scaling-schedules';
import { Finding } from '../finding';
import { EndpointPlan as LegacyPlan, legacyPlan } from '../legacy';
import { EndpointSubject, Subject } from '../subject';

/** TEMPORARY */
const legacy = (title: string, checks: readonly any[], findings: (plan: LegacyPlan) => Finding[]): EndpointSubject =>
  ({ title, checks, findings: plan => findings(legacyPlan(plan)) });

/** The subjects that concern the endpoint, in the order in which their findings are reported. */
export const ENDPOINT_SUBJECTS: readonly EndpointSubject[] = [
  legacy('Limits of SageMaker', LIMIT_CHECKS, limitFindings),
  legacy('Identifiers', IDENTIFIER_CHECKS, identifierFindings),
  legacy('Driver', DRIVER_CHECKS, driverFindings),
  { title: 'Logs', checks: LOG_CHECKS, findings: logFindings },
  legacy('Network and encryption', NETWORK_CHECKS, networkFindings),
  legacy('Asynchronous inference', ASYNC_INFERENCE_CHECKS, asyncInferenceFindings),
  legacy('Data capture', DATA_CAPTURE_CHECKS, dataCaptureFindings),
  legacy('Updates', DEPLOYMENT_CHECKS, deploymentFindings),
  legacy('Capacity and routing', CAPACITY_CHECKS, capacityFindings),
];

/** The subjects that are checked when a method of the endpoint is called. */
export const METHOD_SUBJECTS: readonly Subject[] = [
  { title: 'Scaling', checks: SCALING_CHECKS },
  { title: 'Scaling policies', checks: SCALING_POLICY_CHECKS },
  { title: 'Scaling schedules', checks: SCALING_SCHEDULE_CHECKS },
  { title: 'Alarms', checks: MONITOR_CHECKS },
  { title: 'Dashboard', checks: DASHBOARD_CHECKS },
  { title: 'Grants', checks: GRANT_CHECKS as any },
  { title: 'Events', checks: EVENT_CHECKS as any },
];
