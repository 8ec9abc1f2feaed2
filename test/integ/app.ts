import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { DeepLearningContainerImage, HubSnapshot, HuggingFaceSageMakerEndpoint, SageMakerInstanceType } from '../../src';

export const STACK_NAME = 'cdk-huggingface-sagemaker-integ';

/** How many numbers an embedding of the model has. */
export const DIMENSIONS = 384;

/** A commit of the model, and one that does not exist. */
const COMMIT = '5c38ec7c405ec4b44b94cc5a9bb96e735b38267a';
export const UNKNOWN_COMMIT = 'f'.repeat(40);

/**
 * The app that run.ts deploys to a real account: the cheapest that there is, a small model of embeddings on a processor without a GPU. The weights
 * are those of a snapshot, which variables of the environment change.
 */
export function integrationApp(): App {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, STACK_NAME, {
    env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION ?? 'us-east-1' },
  });
  const snapshot = new HubSnapshot(stack, 'Weights', {
    modelId: 'BAAI/bge-small-en-v1.5',
    modelRevision: process.env.INTEG_COMMIT ?? COMMIT,
    exclude: process.env.INTEG_EXCLUDE ? [process.env.INTEG_EXCLUDE] : undefined,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const endpoint = new HuggingFaceSageMakerEndpoint(stack, 'Embeddings', {
    modelId: snapshot.modelId,
    modelData: snapshot.modelData,
    networkIsolation: true,
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
