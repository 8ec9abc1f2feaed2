import { HuggingFaceSageMakerComponentEndpointProps, InferenceComponentOptions } from '../../../src';
import { ComponentEndpointPlan, ComponentPlan, planComponent, planComponentEndpoint } from '../../../src/plan/component-plan';
import { PlanScope } from '../../../src/plan/plan-scope';
import { IMAGES } from '../../images';
import { IRELAND, type } from '../../util';

/** The plan of an endpoint in Ireland for components on up to two instances with four GPUs each, with these props instead. */
export function hostPlan(
  props: Partial<HuggingFaceSageMakerComponentEndpointProps> = {}, scope: Partial<PlanScope> = {},
): ComponentEndpointPlan {
  return planComponentEndpoint({ instanceType: type('g6e.12xlarge'), maxInstanceCount: 2, ...props }, {
    ...IRELAND, partition: 'aws', today: '2026-11-26', resolve: value => value, ...scope,
  });
}

/** The plan of a component of such an endpoint: a small language model, with these options instead. */
export function componentPlan(options: Partial<InferenceComponentOptions> = {}, host = hostPlan()): ComponentPlan {
  return planComponent({ modelId: 'Qwen/Qwen3-8B', container: IMAGES.VLLM, ...options }, host);
}
