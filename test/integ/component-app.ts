import * as assets from 'aws-cdk-lib/aws-s3-assets';
import { App, CfnOutput, Duration, Stack, Tags } from 'aws-cdk-lib/core';
import { adapterArchive } from './adapter-archive';
import { ComponentCapacitySize, HuggingFaceSageMakerComponentEndpoint, ModelData, SageMakerInstanceType } from '../../src';

export const COMPONENT_STACK_NAME = 'cdk-huggingface-sagemaker-integ-components';

/** The changes that are deployed one after the other, to see what they do to a running component. */
export const STEPS = ['first', 'tagged', 'larger', 'renamed', 'rolling', 'changed', 'awake', 'adapted', 'replaced'] as const;
export type Step = typeof STEPS[number];

/** The app that components.ts and adapters.ts deploy to a real account: a small language model on one GPU, which scales to zero. */
export function componentApp(step: Step): App {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, COMPONENT_STACK_NAME, {
    env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION ?? 'us-east-1' },
  });
  const isAtLeast = (other: Step) => STEPS.indexOf(step) >= STEPS.indexOf(other);
  const endpoint = new HuggingFaceSageMakerComponentEndpoint(stack, 'Gpu', {
    instanceType: SageMakerInstanceType.ML_G5_XLARGE,
    minInstanceCount: 0,
    maxInstanceCount: isAtLeast('awake') ? 4 : isAtLeast('larger') ? 3 : 2,
  });
  const chat = endpoint.addInferenceComponent(isAtLeast('renamed') ? 'Talk' : 'Chat', {
    modelId: 'Qwen/Qwen3-0.6B',
    environment: isAtLeast('changed') ? { SM_VLLM_MAX_MODEL_LEN: '2048' } : undefined,
    copyCount: isAtLeast('rolling') ? 2 : 1,
    rollingUpdate: isAtLeast('rolling') ? { maximumBatchSize: ComponentCapacitySize.copies(1), waitInterval: Duration.minutes(2) } : undefined,
  });
  chat.autoScale({ minCapacity: 0, maxCapacity: 2 });
  if (isAtLeast('tagged')) {
    Tags.of(chat).add('step', 'tagged');
  }
  if (isAtLeast('adapted')) {
    const rank = isAtLeast('replaced') ? 16 : 8;
    const archive = new assets.Asset(stack, 'Archive', { path: adapterArchive(rank) });
    const adapter = chat.addAdapter('Neutral', { modelData: ModelData.s3Archive(archive.bucket, archive.s3ObjectKey), maxRank: 16 });
    new CfnOutput(stack, 'AdapterName', { value: adapter.inferenceComponentName });
  }
  new CfnOutput(stack, 'EndpointName', { value: endpoint.endpointName });
  new CfnOutput(stack, 'InferenceComponentName', { value: chat.inferenceComponentName });
  return app;
}

if (require.main === module) {
  componentApp(process.env.INTEG_STEP as Step);
}
