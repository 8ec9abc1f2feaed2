import { ASYNC_INFERENCE_CHECKS, asyncInferenceFindings } from './async-inference';
import { CAPACITY_CHECKS, capacityFindings } from './capacity';
import { DATA_CAPTURE_CHECKS, dataCaptureFindings } from './data-capture';
import { DEPLOYMENT_CHECKS, deploymentFindings } from './deployment';
import { DRIVER_CHECKS, driverFindings } from './driver';
import { EVENT_CHECKS } from './events';
import { GRANT_CHECKS } from './grants';
import { IDENTIFIER_CHECKS, identifierFindings } from './identifiers';
import { LIMIT_CHECKS, limitFindings } from './limits';
import { LOG_CHECKS, logFindings } from './logs';
import { NETWORK_CHECKS, networkFindings } from './network';
import { PERMISSION_CHECKS } from './permissions';
import { SCALING_CHECKS } from './scaling';
import { SCALING_OPTION_CHECKS } from './scaling-options';
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

/** The subjects that are checked when a method of the endpoint is called, or when the app is synthesized. */
export const METHOD_SUBJECTS: readonly Subject[] = [
  { title: 'Scaling', checks: SCALING_CHECKS as any },
  { title: 'Scaling policies', checks: SCALING_OPTION_CHECKS as any },
  { title: 'Grants', checks: GRANT_CHECKS as any },
  { title: 'Permissions', checks: PERMISSION_CHECKS },
  { title: 'Events', checks: EVENT_CHECKS as any },
];
