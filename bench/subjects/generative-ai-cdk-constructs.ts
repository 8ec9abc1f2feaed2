import { sagemaker_deployment as deployment } from '@cdklabs/generative-ai-cdk-constructs';
import { AddEndpoint, appOf, ENVIRONMENT, INSTANCE_TYPE, MODEL_ID, REPOSITORY, TAG } from '../work';

const add: AddEndpoint = (stack, id) => {
  new deployment.HuggingFaceSageMakerEndpoint(stack, id, {
    modelId: MODEL_ID,
    instanceType: deployment.SageMakerInstanceType.of(INSTANCE_TYPE),
    container: deployment.DeepLearningContainerImage.fromDeepLearningContainerImage(REPOSITORY, TAG),
    environment: ENVIRONMENT,
    startupHealthCheckTimeoutInSeconds: 1800,
  });
};

export const build = (endpoints: number) => appOf(endpoints, add);
