import { environmentFindings } from './environment';
import { Finding } from './finding';
import { imageFindings } from './image';
import { limitFindings } from './limits';
import { modelFindings } from './model';
import { EndpointPlan } from '../plan/endpoint-plan';

export { Finding } from './finding';

/** All that is to be said of a plan, in the order of the checks. */
export function findingsOf(plan: EndpointPlan): Finding[] {
  return [modelFindings, limitFindings, environmentFindings, imageFindings].flatMap(check => check(plan));
}
