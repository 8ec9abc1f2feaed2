import { driverFindings } from './driver';
import { environmentFindings } from './environment';
import { Finding } from './finding';
import { hubFindings } from './hub';
import { imageFindings } from './image';
import { limitFindings } from './limits';
import { modelFindings } from './model';
import { secretFindings } from './secrets';
import { serverFindings } from './server';
import { storageFindings } from './storage';
import { EndpointPlan } from '../plan/endpoint-plan';

export { Finding } from './finding';

const CHECKS = [
  modelFindings, limitFindings, environmentFindings, imageFindings, driverFindings, serverFindings, secretFindings, hubFindings, storageFindings,
];

/** All that is to be said of a plan, in the order of the checks. */
export function findingsOf(plan: EndpointPlan): Finding[] {
  return CHECKS.flatMap(check => check(plan));
}
