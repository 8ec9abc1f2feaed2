import { ASYNC_INFERENCE_CHECKS, asyncInferenceFindings } from './async-inference';
import { CAPACITY_CHECKS, capacityFindings } from './capacity';
import { DASHBOARD_CHECKS } from './dashboard';
import { DATA_CAPTURE_CHECKS, dataCaptureFindings } from './data-capture';
import { DEPLOYMENT_CHECKS, deploymentFindings } from './deployment';
import { DISK_CHECKS, diskFindings } from './disk';
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
import { EndpointSubject, Subject } from '../subject';

/** The subjects that concern the endpoint, in the order in which their findings are reported. */
export const ENDPOINT_SUBJECTS: readonly EndpointSubject[] = [
  { title: 'Limits of SageMaker', checks: LIMIT_CHECKS, findings: limitFindings },
  { title: 'Identifiers', checks: IDENTIFIER_CHECKS, findings: identifierFindings },
  { title: 'Driver', checks: DRIVER_CHECKS, findings: driverFindings },
  { title: 'Disk space', checks: DISK_CHECKS, findings: diskFindings },
  { title: 'Logs', checks: LOG_CHECKS, findings: logFindings },
  { title: 'Network and encryption', checks: NETWORK_CHECKS, findings: networkFindings },
  { title: 'Asynchronous inference', checks: ASYNC_INFERENCE_CHECKS, findings: asyncInferenceFindings },
  { title: 'Data capture', checks: DATA_CAPTURE_CHECKS, findings: dataCaptureFindings },
  { title: 'Updates', checks: DEPLOYMENT_CHECKS, findings: deploymentFindings },
  { title: 'Capacity and routing', checks: CAPACITY_CHECKS, findings: capacityFindings },
];

/** The subjects that are checked when a method of the endpoint is called. */
export const METHOD_SUBJECTS: readonly Subject[] = [
  { title: 'Scaling', checks: SCALING_CHECKS },
  { title: 'Scaling policies', checks: SCALING_POLICY_CHECKS },
  { title: 'Scaling schedules', checks: SCALING_SCHEDULE_CHECKS },
  { title: 'Alarms', checks: MONITOR_CHECKS },
  { title: 'Dashboard', checks: DASHBOARD_CHECKS },
  { title: 'Grants', checks: GRANT_CHECKS },
  { title: 'Events', checks: EVENT_CHECKS },
];
