import { App, CfnOutput, Size, Stack } from 'aws-cdk-lib/core';
import { DeepLearningContainerImage, HuggingFaceSageMakerComponentEndpoint, SageMakerInstanceType } from '../../src';

export const MEMORY_STACK_NAME = 'cdk-huggingface-sagemaker-integ-memory';

/** The instance type whose memory is measured. */
export function measuredType(): SageMakerInstanceType {
  return SageMakerInstanceType.of(process.env.INTEG_MEMORY_TYPE ?? 'ml.c6i.xlarge');
}

/** The app that memory.ts deploys: a model that starts in a short time and reserves little, on instances without other models. */
export function memoryApp(): App {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, MEMORY_STACK_NAME, {
    env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION ?? 'us-east-1' },
  });
  const endpoint = new HuggingFaceSageMakerComponentEndpoint(stack, 'Measured', { instanceType: measuredType() });
  const component = endpoint.addInferenceComponent('Small', {
    modelId: 'BAAI/bge-small-en-v1.5',
    container: DeepLearningContainerImage.fromDeepLearningContainerImage('tei-cpu', '2.0.1-tei1.8.2-cpu-py310-ubuntu22.04'),
    minMemory: Size.mebibytes(128),
  });
  new CfnOutput(stack, 'EndpointName', { value: endpoint.endpointName });
  new CfnOutput(stack, 'ModelName', { value: component.cfnModel.attrModelName });
  return app;
}

if (require.main === module) {
  memoryApp();
}
