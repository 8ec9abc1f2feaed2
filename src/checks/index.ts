import { environmentFindings } from './environment';
import { Finding } from './finding';
import { identifierFindings } from './identifiers';
import { imageFindings } from './image';
import { imageReferenceFindings } from './image-reference';
import { limitFindings } from './limits';
import { modelFindings } from './model';
import { EndpointPlan } from '../plan/endpoint-plan';

export { Finding } from './finding';

/** All that is to be said of a plan, in the order of the checks. */
export function findingsOf(plan: EndpointPlan): Finding[] {
  return [modelFindings, limitFindings, identifierFindings, environmentFindings, imageReferenceFindings, imageFindings].flatMap(check => check(plan));
}
