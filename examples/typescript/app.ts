import { App, CfnOutput, Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  DeepLearningContainerImage, HuggingFaceSageMakerEndpoint, HuggingFaceTask, ModelData, ModelProfile, ModelServer, SageMakerInstanceType,
} from 'cdk-huggingface-sagemaker';
import { Construct } from 'constructs';

/** An image and its variables by name: the README's second example. */
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

/** A search with answers: embeddings on a CPU, and a language model on four GPUs with weights from a bucket. The library picks the images. */
class SearchStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    new HuggingFaceSageMakerEndpoint(this, 'Embeddings', {
      modelId: 'BAAI/bge-base-en-v1.5',
      task: HuggingFaceTask.FEATURE_EXTRACTION,
      instanceType: SageMakerInstanceType.ML_C7I_2XLARGE,
    });

    const weights = s3.Bucket.fromBucketName(this, 'Weights', 'example-weights');
    new HuggingFaceSageMakerEndpoint(this, 'Answers', {
      modelId: 'Qwen/Qwen3-32B',
      modelData: ModelData.s3Prefix(weights, 'qwen3-32b'),
      modelProfile: new ModelProfile({
        parameterCount: 32.8e9, layers: 64, attentionHeads: 64, keyValueHeads: 8, headDimension: 128, contextLength: 40960,
      }),
      instanceType: SageMakerInstanceType.ML_G6E_12XLARGE,
      server: ModelServer.vllm({
        maxModelLength: 32768,
        maxConcurrentSequences: 32,
        servedModelName: 'qwen3',
      }),
      modelDataDownloadTimeout: Duration.minutes(30),
    });
  }
}

const app = new App();
new MistralStack(app, 'Mistral', { env: { region: 'us-east-1' } });
new EmbeddingsStack(app, 'Embeddings');
new SearchStack(app, 'Search', { env: { region: 'eu-west-1' } });
