import { App, CfnOutput, Duration, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { Schedule } from 'aws-cdk-lib/aws-applicationautoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  AsyncOutcome, CapacitySize, ComponentCapacitySize, DeepLearningContainerImage, Deployment, ExecutionPermissions, HubSnapshot,
  HuggingFaceSageMakerComponentEndpoint, HuggingFaceSageMakerEndpoint, HuggingFaceTask, ModelData, ModelProfile, ModelServer, RoutingStrategy,
  SageMakerInstanceType,
} from 'cdk-huggingface-sagemaker';
import { Construct } from 'constructs';

/** An explicit image and its variables: the README's second example. */
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

/** Embeddings for an application, in any region. */
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

/** Embeddings on a CPU, and a language model on four GPUs with weights from a bucket. The library chooses the images. */
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

/** A chat in production: in a VPC, with least privilege, scaling, monitoring and safe updates. */
class ChatStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const onCall = new sns.Topic(this, 'OnCall', { enforceSSL: true });
    onCall.grantPublish(new iam.ServicePrincipal('cloudwatch.amazonaws.com'));
    const vpc = ec2.Vpc.fromVpcAttributes(this, 'Network', {
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      privateSubnetRouteTableIds: ['rtb-0123456789abcdef0', 'rtb-0123456789abcdef1'],
    });

    const endpoint = new HuggingFaceSageMakerEndpoint(this, 'Chat', {
      modelId: 'Qwen/Qwen3-8B',
      modelData: ModelData.s3Prefix(s3.Bucket.fromBucketName(this, 'Weights', 'example-weights'), 'qwen3-8b'),
      instanceType: SageMakerInstanceType.ML_G6E_2XLARGE,
      endpointName: 'Chat',
      enabled: this.node.tryGetContext('off') === undefined,
      executionPermissions: ExecutionPermissions.LEAST_PRIVILEGE,
      vpc,
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(this, 'Group', 'sg-0123456789abcdef0')],
      dataCapture: {
        bucket: s3.Bucket.fromBucketName(this, 'Captured', 'example-captured'),
        samplingPercentage: 5,
      },
      deployment: Deployment.canary({
        size: CapacitySize.instances(1),
        waitInterval: Duration.minutes(10),
      }),
      routingStrategy: RoutingStrategy.LEAST_OUTSTANDING_REQUESTS,
      enhancedMetrics: true,
      instanceCount: 2,
      logRetention: logs.RetentionDays.THREE_MONTHS,
      logEncryptionKey: new kms.Key(this, 'LogKey', { enableKeyRotation: true }),
    });

    const scaling = endpoint.autoScale({ minCapacity: 2, maxCapacity: 6 });
    scaling.scaleOnConcurrentRequests('Requests', { concurrentRequestsPerModel: 8 });
    scaling.scaleOnSchedule('Morning', { schedule: Schedule.cron({ hour: '7', minute: '30' }), minCapacity: 4 });
    scaling.scaleOnSchedule('Evening', { schedule: Schedule.cron({ hour: '19', minute: '0' }), minCapacity: 2 });

    endpoint.monitor({
      topic: onCall,
      maximumModelLatency: Duration.seconds(20),
      maximumTimeToFirstToken: Duration.seconds(2),
      minimumPrefixCacheHitPercent: 20,
    });
    endpoint.dashboard();
    endpoint.onFailure('Failure', { target: new targets.SnsTopic(onCall) });

    const application = new iam.Role(this, 'Application', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    endpoint.grants.invokeWithResponseStream(application);
    endpoint.grants.invokeWithBearerToken(application);

    endpoint.smokeTest({ maximumLatency: Duration.seconds(20) });
    endpoint.outputs();
  }
}

/** An archive that is used occasionally: requests are queued, and no instance runs while the queue is empty. */
class ArchiveStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const documents = s3.Bucket.fromBucketName(this, 'Documents', 'example-documents');
    const endpoint = new HuggingFaceSageMakerEndpoint(this, 'Archive', {
      modelId: 'BAAI/bge-m3',
      task: HuggingFaceTask.FEATURE_EXTRACTION,
      instanceType: SageMakerInstanceType.ML_C7I_4XLARGE,
      encryptionKey: new kms.Key(this, 'Key', { enableKeyRotation: true }),
      asyncInference: {
        inputBucket: documents,
        inputPrefix: 'texts',
        outputBucket: documents,
        outputPrefix: 'embeddings',
        createTopicsFor: [AsyncOutcome.ERROR],
        maxConcurrentInvocationsPerInstance: 4,
      },
    });

    endpoint.autoScale({ minCapacity: 0, maxCapacity: 3 }).scaleOnBacklog('Backlog', { backlogPerInstance: 20 });

    const librarian = new iam.Role(this, 'Librarian', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    endpoint.grants.invokeAsync(librarian);
    HuggingFaceSageMakerEndpoint.fromEndpointName(this, 'Chat', 'Chat').grants.invoke(librarian);
  }
}

/** Two models that share GPUs, and scale to zero when nobody uses them. Experimental: this stack was never deployed. */
class SharedStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const endpoint = new HuggingFaceSageMakerComponentEndpoint(this, 'Gpu', {
      instanceType: SageMakerInstanceType.ML_G6E_12XLARGE,
      minInstanceCount: 0,
      maxInstanceCount: 2,
      executionPermissions: ExecutionPermissions.LEAST_PRIVILEGE,
      logRetention: logs.RetentionDays.THREE_MONTHS,
    });

    const chat = endpoint.addInferenceComponent('Chat', {
      modelId: 'Qwen/Qwen3-8B',
      rollingUpdate: { maximumBatchSize: ComponentCapacitySize.percent(25), waitInterval: Duration.minutes(5) },
    });
    chat.autoScale({ minCapacity: 0, maxCapacity: 4 });
    const adapters = s3.Bucket.fromBucketName(this, 'Adapters', 'example-adapters');
    const sql = chat.addAdapter('Sql', { modelData: ModelData.s3Archive(adapters, 'sql.tar.gz'), maxRank: 32 });

    const code = endpoint.addInferenceComponent('Code', { modelId: 'Qwen/Qwen2.5-Coder-32B-Instruct', acceleratorCount: 2 });
    code.autoScale({ minCapacity: 0, maxCapacity: 2 });

    endpoint.monitor({ maximumModelLatency: Duration.seconds(20), maximumGpuReservationPercent: 90, maximumNoCapacityFailures: 20 });
    endpoint.dashboard();

    const application = new iam.Role(this, 'Application', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    chat.grants.invoke(application);
    sql.grants.invoke(application);

    new CfnOutput(this, 'EndpointName', { value: endpoint.endpointName });
    new CfnOutput(this, 'ChatName', { value: chat.inferenceComponentName });
    new CfnOutput(this, 'CodeBaseUrl', { value: code.openAiBaseUrl });
  }
}

/** A gated model that the deployment copies from the Hub, served without any network access. */
class GatedStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const snapshot = new HubSnapshot(this, 'Weights', {
      modelId: 'meta-llama/Llama-3.1-8B-Instruct',
      modelRevision: '0e9e39f249a16976918f6564b8830bc894c89659',
      hubAccessTokenSecret: secretsmanager.Secret.fromSecretNameV2(this, 'HubToken', 'hugging-face'),
      removalPolicy: RemovalPolicy.DESTROY,
    });

    new HuggingFaceSageMakerEndpoint(this, 'Gated', {
      modelId: snapshot.modelId,
      modelData: snapshot.modelData,
      instanceType: SageMakerInstanceType.ML_G6E_2XLARGE,
      networkIsolation: true,
    });
  }
}

const app = new App();
new MistralStack(app, 'Mistral', { env: { region: 'us-east-1' } });
new EmbeddingsStack(app, 'Embeddings');
new SearchStack(app, 'Search', { env: { region: 'eu-west-1' } });
new ChatStack(app, 'Chat', { env: { region: 'eu-west-1' } });
new ArchiveStack(app, 'Archive', { env: { region: 'eu-west-1' } });
new SharedStack(app, 'Shared', { env: { region: 'eu-west-1' } });
new GatedStack(app, 'Gated', { env: { region: 'eu-west-1' } });
