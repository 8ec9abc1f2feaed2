import { ASYNC_INFERENCE_CHECKS, asyncInferenceFindings } from './endpoint/async-inference';
import { CAPACITY_CHECKS, capacityFindings, ofFallback } from './endpoint/capacity';
import { DATA_CAPTURE_CHECKS, dataCaptureFindings } from './endpoint/data-capture';
import { DEPLOYMENT_CHECKS, deploymentFindings } from './endpoint/deployment';
import { DRIVER_CHECKS, driverFindings } from './endpoint/driver';
import { ENVIRONMENT_CHECKS, environmentFindings } from './model/environment';
import { EVENT_CHECKS } from './endpoint/events';
import { Check, Finding } from './finding';
import { GRANT_CHECKS } from './endpoint/grants';
import { HARDWARE_CHECKS, hardwareFindings } from './model/hardware';
import { HUB_CHECKS, hubFindings } from './model/hub';
import { IDENTIFIER_CHECKS, identifierFindings } from './endpoint/identifiers';
import { IMAGE_CHECKS, imageFindings } from './model/image';
import { IMAGE_REFERENCE_CHECKS, imageReferenceFindings } from './model/image-reference';
import { LIMIT_CHECKS, limitFindings } from './endpoint/limits';
import { LOG_CHECKS, logFindings } from './endpoint/logs';
import { MEMORY_CHECKS, memoryFindings } from './model/memory';
import { MODEL_CHECKS, modelFindings } from './model/model';
import { NETWORK_CHECKS, networkFindings } from './endpoint/network';
import { NEURON_CHECKS, neuronFindings } from './model/neuron';
import { PARALLELISM_CHECKS, parallelismFindings } from './model/parallelism';
import { SCALING_CHECKS } from './endpoint/scaling';
import { SECRET_CHECKS, secretFindings } from './model/secrets';
import { SERVER_CHECKS, serverFindings } from './model/server';
import { STORAGE_CHECKS, storageFindings } from './model/storage';
import { TIME_CHECKS, timeFindings } from './model/time';
import { TOKEN_CHECKS, tokenFindings } from './model/tgi-and-tei';
import { VARIABLE_CHECKS, variableFindings } from './model/variables';
import { EndpointPlan } from '../plan/endpoint-plan';

export { Finding } from './finding';

/** A subject of the checks: what is looked for, and what finds it. */
export interface Subject {
  readonly title: string;
  readonly checks: readonly Check[];
  readonly findings: (plan: EndpointPlan) => Finding[];
}

/** All subjects, in the order in which their findings are told. */
export const SUBJECTS: readonly Subject[] = [
  { title: 'Model', checks: MODEL_CHECKS, findings: modelFindings },
  { title: 'Limits of SageMaker', checks: LIMIT_CHECKS, findings: limitFindings },
  { title: 'Identifiers', checks: IDENTIFIER_CHECKS, findings: identifierFindings },
  { title: 'Environment', checks: ENVIRONMENT_CHECKS, findings: environmentFindings },
  { title: 'Names of images', checks: IMAGE_REFERENCE_CHECKS, findings: imageReferenceFindings },
  { title: 'Image', checks: IMAGE_CHECKS, findings: imageFindings },
  { title: 'Hardware', checks: HARDWARE_CHECKS, findings: hardwareFindings },
  { title: 'Driver', checks: DRIVER_CHECKS, findings: driverFindings },
  { title: 'Server', checks: SERVER_CHECKS, findings: serverFindings },
  { title: 'Parallelism', checks: PARALLELISM_CHECKS, findings: parallelismFindings },
  { title: 'Token limits', checks: TOKEN_CHECKS, findings: tokenFindings },
  { title: 'Variables', checks: VARIABLE_CHECKS, findings: variableFindings },
  { title: 'AWS Neuron', checks: NEURON_CHECKS, findings: neuronFindings },
  { title: 'Memory', checks: MEMORY_CHECKS, findings: memoryFindings },
  { title: 'Time and room', checks: TIME_CHECKS, findings: timeFindings },
  { title: 'Secrets', checks: SECRET_CHECKS, findings: secretFindings },
  { title: 'Hub', checks: HUB_CHECKS, findings: hubFindings },
  { title: 'Logs', checks: LOG_CHECKS, findings: logFindings },
  { title: 'Storage', checks: STORAGE_CHECKS, findings: storageFindings },
  { title: 'Network and encryption', checks: NETWORK_CHECKS, findings: networkFindings },
  { title: 'Asynchronous inference', checks: ASYNC_INFERENCE_CHECKS, findings: asyncInferenceFindings },
  { title: 'Data capture', checks: DATA_CAPTURE_CHECKS, findings: dataCaptureFindings },
  { title: 'Updates', checks: DEPLOYMENT_CHECKS, findings: deploymentFindings },
  { title: 'Capacity and routing', checks: CAPACITY_CHECKS, findings: capacityFindings },
];

/** What is looked for later, when a method of the endpoint is called. */
export const LATER_SUBJECTS: readonly Pick<Subject, 'title' | 'checks'>[] = [
  { title: 'Scaling', checks: SCALING_CHECKS },
  { title: 'Grants', checks: GRANT_CHECKS },
  { title: 'Events', checks: EVENT_CHECKS },
];

/** All that is to be said of a plan. Each type that may take the place of the instance type is looked at like it. */
export function findingsOf(plan: EndpointPlan): Finding[] {
  const found = findingsOfInstanceType(plan);
  const told = new Set(found.map(({ message }) => message));
  return [...found, ...plan.fallbackInstanceTypes.flatMap(instanceType =>
    findingsOfInstanceType({ ...plan, instanceType, fallbackInstanceTypes: [] })
      .filter(({ message }) => !told.has(message))
      .map(each => ofFallback(each, instanceType)))];
}

function findingsOfInstanceType(plan: EndpointPlan): Finding[] {
  return SUBJECTS.flatMap(({ findings }) => findings(plan));
}
