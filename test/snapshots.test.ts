import * as iam from 'aws-cdk-lib/aws-iam';
import { DeepLearningContainerImage, HuggingFaceSageMakerEndpoint, SageMakerInstanceType } from '../src';
import { endpointTemplate, newEndpoint, newStack, template } from './util';

// Somebody's endpoint runs from each of these templates: a change here is a change there.

test("the README's example", () => {
  expect(endpointTemplate().toJSON()).toMatchSnapshot();
});

test('an environment-agnostic stack', () => {
  expect(endpointTemplate({}, {}).toJSON()).toMatchSnapshot();
});

test('everything set', () => {
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
  expect(template(stack).toJSON()).toMatchSnapshot();
});

test('a model and an instance type alone', () => {
  const stack = newStack();
  new HuggingFaceSageMakerEndpoint(stack, 'Llm', { modelId: 'Qwen/Qwen3-8B', instanceType: SageMakerInstanceType.ML_G6E_2XLARGE });
  const found = template(stack);
  found.hasResourceProperties('AWS::SageMaker::Model', {
    PrimaryContainer: {
      Image: '763104351884.dkr.ecr.eu-west-1.amazonaws.com/huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04',
      Environment: { HF_MODEL_ID: 'Qwen/Qwen3-8B', SM_VLLM_HOST: '0.0.0.0' },
    },
  });
  found.hasResourceProperties('AWS::SageMaker::EndpointConfig', {
    ProductionVariants: [{ InferenceAmiVersion: 'al2023-ami-sagemaker-inference-gpu-4-1', ContainerStartupHealthCheckTimeoutInSeconds: 1800 }],
  });
  expect(found.toJSON()).toMatchSnapshot();
});
