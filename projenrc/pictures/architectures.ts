import { Bucket } from 'aws-cdk-lib/aws-s3';
import { App, Stack } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerComponentEndpoint } from '../../src/component/huggingface-sagemaker-component-endpoint';
import { HubSnapshot } from '../../src/endpoint/hub-snapshot';
import { HuggingFaceSageMakerEndpoint } from '../../src/endpoint/huggingface-sagemaker-endpoint';
import { SageMakerInstanceType } from '../../src/instance/sagemaker-instance-type.generated';
import { HuggingFaceTask } from '../../src/model/hugging-face-task';

/** What has a picture in docs/images, with the title of the picture. */
export const ARCHITECTURES: Readonly<Record<string, { readonly title: string; readonly stack: () => Stack }>> = {
  endpoint: {
    title: 'The resources of an endpoint',
    stack: () => withStack(stack => new HuggingFaceSageMakerEndpoint(stack, 'Llm', {
      modelId: 'Qwen/Qwen3-8B',
      instanceType: SageMakerInstanceType.ML_G6E_2XLARGE,
    })),
  },
  components: {
    title: 'The resources of an endpoint with two models that scale to zero',
    stack: () => withStack(stack => {
      const endpoint = new HuggingFaceSageMakerComponentEndpoint(stack, 'Gpu', {
        instanceType: SageMakerInstanceType.ML_G6E_12XLARGE,
        minInstanceCount: 0,
        maxInstanceCount: 2,
      });
      endpoint.addInferenceComponent('Chat', { modelId: 'Qwen/Qwen3-8B' }).autoScale({ minCapacity: 0, maxCapacity: 4 });
      endpoint.addInferenceComponent('Code', { modelId: 'Qwen/Qwen2.5-Coder-7B-Instruct' });
    }),
  },
  snapshot: {
    title: 'The resources of an endpoint with a snapshot of the Hub',
    stack: () => withStack(stack => {
      const { modelId, modelData } = new HubSnapshot(stack, 'Weights', {
        modelId: 'Qwen/Qwen3-8B', modelRevision: '0123456789abcdef0123456789abcdef01234567',
      });
      new HuggingFaceSageMakerEndpoint(stack, 'Llm', { modelId, modelData, instanceType: SageMakerInstanceType.ML_G6E_2XLARGE });
    }),
  },
  queue: {
    title: 'The resources of a queue that scales to zero',
    stack: () => withStack(stack => new HuggingFaceSageMakerEndpoint(stack, 'Summaries', {
      modelId: 'facebook/bart-large-cnn',
      instanceType: SageMakerInstanceType.ML_G5_XLARGE,
      task: HuggingFaceTask.SUMMARIZATION,
      asyncInference: { outputBucket: new Bucket(stack, 'Answers') },
    }).autoScale({ minCapacity: 0, maxCapacity: 2 }).scaleOnBacklog('Backlog', { backlogPerInstance: 4 })),
  },
};

function withStack(add: (stack: Stack) => void): Stack {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Models', { env: { region: 'eu-west-1' } });
  add(stack);
  return stack;
}
