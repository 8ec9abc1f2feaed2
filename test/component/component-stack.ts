import { Stack } from 'aws-cdk-lib/core';
import {
  HuggingFaceSageMakerComponentEndpoint, HuggingFaceSageMakerComponentEndpointProps, InferenceComponent, InferenceComponentOptions,
} from '../../src';
import { type } from '../util';

export const COMPONENT = 'AWS::SageMaker::InferenceComponent';

/** An endpoint for components on up to two instances with four GPUs each, with these props instead. */
export function newHost(stack: Stack, props: Partial<HuggingFaceSageMakerComponentEndpointProps> = {}, id = 'Gpu'): HuggingFaceSageMakerComponentEndpoint {
  return new HuggingFaceSageMakerComponentEndpoint(stack, id, { instanceType: type('g6e.12xlarge'), maxInstanceCount: 2, ...props });
}

/** A component with a small language model, with these options instead. */
export function addModel(
  host: HuggingFaceSageMakerComponentEndpoint, options: Partial<InferenceComponentOptions> = {}, id = 'Chat',
): InferenceComponent {
  return host.addInferenceComponent(id, { modelId: 'Qwen/Qwen3-8B', ...options });
}
