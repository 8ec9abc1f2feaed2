import { ASYNC_INFERENCE_CHECKS, asyncInferenceFindings } from './async-inference';
import { CAPACITY_CHECKS, capacityFindings, ofFallback } from './capacity';
import { DATA_CAPTURE_CHECKS, dataCaptureFindings } from './data-capture';
import { DEPLOYMENT_CHECKS, deploymentFindings } from './deployment';
import { DRIVER_CHECKS, driverFindings } from './driver';
import { ENVIRONMENT_CHECKS, environmentFindings } from './environment';
import { EVENT_CHECKS } from './events';
import { Check, Finding } from './finding';
import { GRANT_CHECKS } from './grants';
import { HARDWARE_CHECKS, hardwareFindings } from './hardware';
import { HUB_CHECKS, hubFindings } from './hub';
import { IDENTIFIER_CHECKS, identifierFindings } from './identifiers';
import { IMAGE_CHECKS, imageFindings } from './image';
import { IMAGE_REFERENCE_CHECKS, imageReferenceFindings } from './image-reference';
import { LIMIT_CHECKS, limitFindings } from './limits';
import { LOG_CHECKS, logFindings } from './logs';
import { MEMORY_CHECKS, memoryFindings } from './memory';
import { MODEL_CHECKS, modelFindings } from './model';
import { NETWORK_CHECKS, networkFindings } from './network';
import { NEURON_CHECKS, neuronFindings } from './neuron';
import { PARALLELISM_CHECKS, parallelismFindings } from './parallelism';
import { PROP_CHECKS, propFindings } from './props';
import { SCALING_CHECKS } from './scaling';
import { SCALING_OPTION_CHECKS } from './scaling-options';
import { SECRET_CHECKS, secretFindings } from './secrets';
import { SERVER_CHECKS, serverFindings } from './server';
import { STORAGE_CHECKS, storageFindings } from './storage';
import { TIME_CHECKS, timeFindings } from './time';
import { TOKEN_CHECKS, tokenFindings } from './tokens';
import { VARIABLE_CHECKS, variableFindings } from './variables';
import { withoutLeftOut } from '../input/shape';
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
  { title: 'Types of props', checks: PROP_CHECKS, findings: propFindings },
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
  { title: 'Scaling policies', checks: SCALING_OPTION_CHECKS },
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
  const [ofProps, ...others] = SUBJECTS.map(({ findings }) => findings(plan));
  return [...ofProps, ...withoutLeftOut(others.flat(), ({ message }) => message, plan.wrongProps)];
}
