import * as iam from 'aws-cdk-lib/aws-iam';
import { DeepLearningContainerImage, HuggingFaceSageMakerEndpoint, SageMakerInstanceType } from '../src';
import { endpointTemplate, newEndpoint, newStack, template } from './util';

/** The templates that are kept as snapshots, by the name of the snapshot. */
export const SNAPSHOT_TEMPLATES: Record<string, () => any> = {
  "the README's example": () => endpointTemplate().toJSON(),

  'an environment-agnostic stack': () => endpointTemplate({}, {}).toJSON(),

  'everything set': () => {
    const stack = newStack();
    const endpoint = newEndpoint(stack, {
      modelId: 'BAAI/bge-small-en-v1.5',
      instanceType: SageMakerInstanceType.ML_C6I_2XLARGE,
      container: DeepLearningContainerImage.fromDeepLearningContainerImage('tei-cpu', '2.0.1-tei1.8.2-cpu-py310-ubuntu22.04'),
      endpointName: 'embeddings',
      instanceCount: 2,
      role: iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/server'),
      environment: { MAX_BATCH_TOKENS: '32768', SAGEMAKER_CONTAINER_LOG_LEVEL: '10' },
      vpcConfig: { subnets: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'], securityGroupIds: ['sg-0123456789abcdef0'] },
      startupHealthCheckTimeoutInSeconds: 1800,
    }, 'Embeddings');
    endpoint.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::weights/*'] }));
    endpoint.grantInvoke(new iam.User(stack, 'User'));
    return template(stack).toJSON();
  },

  'a model and an instance type alone': () => {
    const stack = newStack();
    new HuggingFaceSageMakerEndpoint(stack, 'Llm', { modelId: 'Qwen/Qwen3-8B', instanceType: SageMakerInstanceType.ML_G6E_2XLARGE });
    return template(stack).toJSON();
  },
};
