import { IConstruct } from 'constructs';
import { ENDPOINT_SUBJECTS, METHOD_SUBJECTS } from './endpoint';
import { Finding } from './finding';
import { MODEL_SUBJECTS } from './model';
import { PROP_CHECKS, withoutLeftOut, wrongFindings } from './props';
import { report } from './report';
import { Subject } from './subject';
import { InstanceShare } from '../instance/instance-share';
import { CheckedEndpointPlan, EndpointPlan } from '../plan/endpoint-plan';
import { ModelPlan } from '../plan/model-plan';

export { Finding } from './finding';

/** All subjects of the checks. */
export const SUBJECTS: readonly Subject[] = [
  { title: 'Types of props', checks: PROP_CHECKS }, ...MODEL_SUBJECTS, ...ENDPOINT_SUBJECTS, ...METHOD_SUBJECTS,
];

/** Everything that the checks find in the plan of an endpoint. */
export function findingsOf(plan: EndpointPlan): Finding[] {
  return [...wrongFindings(plan.wrongProps), ...withoutLeftOut([
    ...plan.models.flatMap(model => modelFindings(model, plan.shares)),
    ...ENDPOINT_SUBJECTS.flatMap(({ findings }) => findings(plan)),
  ], plan.wrongProps)];
}

/** What the checks find in the plan of a model, on the share that it gets of an instance of each type. */
function modelFindings(model: ModelPlan, shares: readonly InstanceShare[]): Finding[] {
  return MODEL_SUBJECTS.flatMap(({ ofModel, onShare }) => [
    ...ofModel?.(model) ?? [],
    ...shares.flatMap(share => onShare?.(model, share) ?? []),
  ]);
}

/** Reports what the checks find in a plan. What remains is a plan that resources can be created from: it has an image, for example. */
export function checkPlan(construct: IConstruct, plan: EndpointPlan): CheckedEndpointPlan {
  report(construct, findingsOf(plan));
  return plan as CheckedEndpointPlan; // a plan without an image is an error
}
