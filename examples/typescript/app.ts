import { App, CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { DeepLearningContainerImage, HuggingFaceSageMakerEndpoint, SageMakerInstanceType } from 'cdk-huggingface-sagemaker';
import { Construct } from 'constructs';

/** The README's example. */
class MistralStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    new HuggingFaceSageMakerEndpoint(this, 'Mistral', {
      modelId: 'mistralai/Mistral-7B-Instruct-v0.1',
      instanceType: SageMakerInstanceType.ML_G5_2XLARGE,
      container: DeepLearningContainerImage.HUGGINGFACE_PYTORCH_TGI_INFERENCE_2_0_1_TGI1_1_0_GPU_PY39_CU118_UBUNTU20_04,
      environment: {
        SM_NUM_GPUS: '1',
        MAX_INPUT_LENGTH: '2048',
        MAX_TOTAL_TOKENS: '4096',
      },
    });
  }
}

/** Embeddings for an application, in whichever region the stack is deployed to. */
class EmbeddingsStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const server = new iam.Role(this, 'Server', {
      assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com'),
    });
    server.addToPolicy(new iam.PolicyStatement({
      actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      resources: ['*'],
    }));

    const endpoint = new HuggingFaceSageMakerEndpoint(this, 'Embeddings', {
      modelId: 'BAAI/bge-small-en-v1.5',
      instanceType: SageMakerInstanceType.of('ml.c7i.xlarge'),
      container: DeepLearningContainerImage.fromDeepLearningContainerImage('tei-cpu', '2.0.1-tei1.8.2-cpu-py310-ubuntu22.04'),
      instanceCount: 2,
      role: server,
    });

    const application = new iam.Role(this, 'Application', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    endpoint.grantInvoke(application);

    new CfnOutput(this, 'EndpointName', { value: endpoint.endpointName });
  }
}

const app = new App();
new MistralStack(app, 'Mistral', { env: { region: 'us-east-1' } });
new EmbeddingsStack(app, 'Embeddings');
