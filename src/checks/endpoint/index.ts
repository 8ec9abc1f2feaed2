import { ASYNC_INFERENCE_CHECKS, asyncInferenceFindings } from './async-inference';
import { CAPACITY_CHECKS, capacityFindings } from './capacity';
import { DATA_CAPTURE_CHECKS, dataCaptureFindings } from './data-capture';
import { DEPLOYMENT_CHECKS, deploymentFindings } from './deployment';
import { DISK_CHECKS, diskFindings } from './disk';
import { DRIVER_CHECKS, driverFindings } from './driver';
import { ENABLED_CHECKS, enabledFindings } from './enabled';
import { IDENTIFIER_CHECKS, identifierFindings } from './identifiers';
import { LIMIT_CHECKS, limitFindings } from './limits';
import { LOCATION_CHECKS, locationFindings } from './location';
import { LOG_CHECKS, logFindings } from './logs';
import { NETWORK_CHECKS, networkFindings } from './network';
import { PLAIN_TEXT_CHECKS, plainTextFindings } from './plain-text';
import { EndpointSubject } from '../subject';

/** The subjects that concern the endpoint, in the order in which their findings are reported. */
export const ENDPOINT_SUBJECTS: readonly EndpointSubject[] = [
  { title: 'Limits of SageMaker', checks: LIMIT_CHECKS, findings: limitFindings },
  { title: 'Identifiers', checks: IDENTIFIER_CHECKS, findings: identifierFindings },
  { title: 'Disabled endpoints', checks: ENABLED_CHECKS, findings: enabledFindings },
  { title: 'Locations', checks: LOCATION_CHECKS, findings: locationFindings },
  { title: 'Driver', checks: DRIVER_CHECKS, findings: driverFindings },
  { title: 'Disk space', checks: DISK_CHECKS, findings: diskFindings },
  { title: 'Logs', checks: LOG_CHECKS, findings: logFindings },
  { title: 'Network and encryption', checks: NETWORK_CHECKS, findings: networkFindings },
  { title: 'Asynchronous inference', checks: ASYNC_INFERENCE_CHECKS, findings: asyncInferenceFindings },
  { title: 'Data capture', checks: DATA_CAPTURE_CHECKS, findings: dataCaptureFindings },
  { title: 'Updates', checks: DEPLOYMENT_CHECKS, findings: deploymentFindings },
  { title: 'Capacity and routing', checks: CAPACITY_CHECKS, findings: capacityFindings },
  { title: 'Plain text', checks: PLAIN_TEXT_CHECKS, findings: plainTextFindings },
];
