import { App, Stack } from 'aws-cdk-lib';
import { DeepLearningContainerImage, HuggingFaceSageMakerEndpoint, SageMakerInstanceType } from 'cdk-huggingface-sagemaker';

new HuggingFaceSageMakerEndpoint(new Stack(new App(), 'Stack'), 'Endpoint', {
  modelId: 'BAAI/bge-small-en-v1.5',
  instanceType: SageMakerInstanceType.ML_C7I_XLARGE,
  container: DeepLearningContainerImage.fromDeepLearningContainerImage('tei-cpu', '2.0.1-tei1.8.2-cpu-py310-ubuntu22.04'),
  instanceCount: 0,
  endpointName: 'no_underscores',
});
