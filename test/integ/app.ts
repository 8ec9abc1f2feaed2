import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { App, CfnOutput, Stack } from 'aws-cdk-lib/core';
import { DeepLearningContainerImage, HuggingFaceSageMakerEndpoint, SageMakerInstanceType } from '../../src';

export const STACK_NAME = 'cdk-huggingface-sagemaker-integ';

/** How many numbers an embedding of the model has. */
export const DIMENSIONS = 384;

/** The app that run.ts deploys to a real account: the cheapest that there is, a small model of embeddings on a processor without a GPU. */
export function integrationApp(): App {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, STACK_NAME, {
    env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION ?? 'us-east-1' },
  });
  const endpoint = new HuggingFaceSageMakerEndpoint(stack, 'Embeddings', {
    modelId: 'BAAI/bge-small-en-v1.5',
    instanceType: SageMakerInstanceType.ML_C6I_XLARGE,
    container: DeepLearningContainerImage.fromDeepLearningContainerImage('tei-cpu', '2.0.1-tei1.8.2-cpu-py310-ubuntu22.04'),
  });
  if (process.env.TRY_SOURCE_ACCOUNT) {
    // the question of docs/adr/0019-trust-policy-without-conditions.md
    (endpoint.role.node.defaultChild as CfnRole).addPropertyOverride(
      'AssumeRolePolicyDocument.Statement.0.Condition', { StringEquals: { 'aws:SourceAccount': stack.account } });
  }
  // the deployment ends only if the test passes, so that this also tests the test
  endpoint.smokeTest({ requests: [{ body: { inputs: 'a dog' }, contains: '[[' }] });
  new CfnOutput(stack, 'EndpointName', { value: endpoint.endpointName });
  return app;
}

if (require.main === module) {
  integrationApp();
}
