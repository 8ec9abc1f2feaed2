import { App, CfnOutput, Stack, Tags } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerComponentEndpoint, SageMakerInstanceType } from '../../src';

export const COMPONENT_STACK_NAME = 'cdk-huggingface-sagemaker-integ-components';

/** The changes that are deployed one after the other, to see what they do to a running component. */
export const STEPS = ['first', 'tagged', 'larger', 'renamed'] as const;
export type Step = typeof STEPS[number];

/** The app that components.ts deploys to a real account: a small language model on one GPU, which scales to zero. */
export function componentApp(step: Step): App {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, COMPONENT_STACK_NAME, {
    env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION ?? 'us-east-1' },
  });
  const isAtLeast = (other: Step) => STEPS.indexOf(step) >= STEPS.indexOf(other);
  const endpoint = new HuggingFaceSageMakerComponentEndpoint(stack, 'Gpu', {
    instanceType: SageMakerInstanceType.ML_G5_XLARGE,
    minInstanceCount: 0,
    maxInstanceCount: isAtLeast('larger') ? 3 : 2,
  });
  const chat = endpoint.addInferenceComponent(isAtLeast('renamed') ? 'Talk' : 'Chat', { modelId: 'Qwen/Qwen3-0.6B' });
  chat.autoScale({ minCapacity: 0, maxCapacity: 2 });
  if (isAtLeast('tagged')) {
    Tags.of(chat).add('step', 'tagged');
  }
  new CfnOutput(stack, 'EndpointName', { value: endpoint.endpointName });
  new CfnOutput(stack, 'InferenceComponentName', { value: chat.inferenceComponentName });
  return app;
}

if (require.main === module) {
  componentApp(process.env.INTEG_STEP as Step);
}
