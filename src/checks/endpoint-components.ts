import { IConstruct } from 'constructs';
import { findingsOf } from '.';
import { componentEndpointFindings, componentFindings } from './endpoint/components';
import { withoutLeftOut } from './props';
import { report } from './report';
import { CheckedComponentPlan, ComponentEndpointPlan, ComponentPlan } from '../plan/component-plan';
import { EndpointPlan } from '../plan/endpoint-plan';

/** Reports what the checks find in the plan of an endpoint for inference components. */
export function checkComponentEndpoint(construct: IConstruct, plan: ComponentEndpointPlan): ComponentEndpointPlan {
  report(construct, [...findingsOf(plan), ...withoutLeftOut(componentEndpointFindings(plan), plan.wrongProps)]);
  return plan;
}

/** Reports what the checks find in the plan of a component, except for what they find in its endpoint. */
export function checkComponent(construct: IConstruct, component: ComponentPlan, plan: ComponentEndpointPlan): CheckedComponentPlan {
  const ofEndpoint = new Set(findingsOf(plan).map(({ message }) => message));
  const { wrongProps, strings, model, share } = component;
  const together: EndpointPlan = { ...plan, wrongProps, strings, models: [model], shares: [share] };
  report(construct, [
    ...findingsOf(together).filter(({ message }) => !ofEndpoint.has(message)),
    ...withoutLeftOut(componentFindings(component, plan), component.wrongProps),
  ]);
  return component as CheckedComponentPlan; // a plan without an image is an error
}
