import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import {
  AsyncOutcome, CapacitySize, DeepLearningContainerImage, Deployment, ExecutionPermissions, HubSnapshot, HuggingFaceSageMakerComponentEndpoint,
  HuggingFaceSageMakerEndpoint, HuggingFaceTask, ModelData, RoutingStrategy, SageMakerInstanceType, ScaleInStrategy,
} from '../src';
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

  'an endpoint in production': () => {
    const stack = newStack();
    const topic = sns.Topic.fromTopicArn(stack, 'OnCall', 'arn:aws:sns:eu-west-1:111122223333:on-call');
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'weights');
    const endpoint = new HuggingFaceSageMakerEndpoint(stack, 'Chat', {
      modelId: 'Qwen/Qwen3-8B',
      modelData: ModelData.s3Prefix(bucket, 'qwen3-8b'),
      instanceType: SageMakerInstanceType.ML_G6E_2XLARGE,
      instanceCount: 2,
      endpointName: 'Chat',
      executionPermissions: ExecutionPermissions.LEAST_PRIVILEGE,
      vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
        vpcId: 'vpc-0123456789abcdef0',
        availabilityZones: ['eu-west-1a', 'eu-west-1b'],
        privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
        privateSubnetRouteTableIds: ['rtb-0123456789abcdef0', 'rtb-0123456789abcdef1'],
      }),
      dataCapture: { bucket, samplingPercentage: 5 },
      deployment: Deployment.canary({ size: CapacitySize.instances(1), waitInterval: Duration.minutes(10) }),
      routingStrategy: RoutingStrategy.LEAST_OUTSTANDING_REQUESTS,
      enhancedMetrics: true,
      logRetention: logs.RetentionDays.THREE_MONTHS,
    });
    const scaling = endpoint.autoScale({ minCapacity: 2, maxCapacity: 6 });
    scaling.scaleOnConcurrentRequests('Requests', { concurrentRequestsPerModel: 8 });
    scaling.scaleOnSchedule('Morning', { schedule: appscaling.Schedule.cron({ hour: '8', minute: '0' }), minCapacity: 4 });
    endpoint.monitor({ topic, maximumModelLatency: Duration.seconds(20) });
    endpoint.dashboard();
    endpoint.onFailure('Failure', { target: { bind: () => ({ id: '', arn: topic.topicArn }) } });
    return template(stack).toJSON();
  },

  'several models on one endpoint that scales to zero': () => {
    const stack = newStack();
    const topic = sns.Topic.fromTopicArn(stack, 'OnCall', 'arn:aws:sns:eu-west-1:111122223333:on-call');
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'weights');
    const endpoint = new HuggingFaceSageMakerComponentEndpoint(stack, 'Gpu', {
      instanceType: SageMakerInstanceType.ML_G6E_12XLARGE,
      minInstanceCount: 0,
      maxInstanceCount: 2,
      executionPermissions: ExecutionPermissions.LEAST_PRIVILEGE,
      scaleIn: { strategy: ScaleInStrategy.CONSOLIDATION, cooldown: Duration.minutes(30), maximumStepSize: 1 },
      logRetention: logs.RetentionDays.THREE_MONTHS,
    });
    const chat = endpoint.addInferenceComponent('Chat', { modelId: 'Qwen/Qwen3-8B', modelData: ModelData.s3Prefix(bucket, 'qwen3-8b') });
    chat.autoScale({ minCapacity: 0, maxCapacity: 4 });
    chat.addAdapter('Sql', { modelData: ModelData.s3Archive(bucket, 'adapters/sql.tar.gz'), maxRank: 32 });
    const code = endpoint.addInferenceComponent('Code', { modelId: 'Qwen/Qwen2.5-Coder-32B-Instruct', acceleratorCount: 2, cpuCount: 4 });
    code.autoScale({ minCapacity: 0, maxCapacity: 2 }).scaleOnInvocations('Requests', { invocationsPerCopy: 60 });
    endpoint.monitor({ topic, maximumModelLatency: Duration.seconds(20) });
    endpoint.dashboard();
    chat.grants.invokeWithResponseStream(new iam.User(stack, 'User'));
    return template(stack).toJSON();
  },

  'a gated model without network access': () => {
    const stack = newStack();
    const snapshot = new HubSnapshot(stack, 'Weights', {
      modelId: 'meta-llama/Llama-3.1-8B-Instruct',
      modelRevision: '0e9e39f249a16976918f6564b8830bc894c89659',
      hubAccessTokenSecret: secretsmanager.Secret.fromSecretNameV2(stack, 'Hub', 'hugging-face'),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HuggingFaceSageMakerEndpoint(stack, 'Llm', {
      modelId: snapshot.modelId, modelData: snapshot.modelData, instanceType: SageMakerInstanceType.ML_G6E_2XLARGE, networkIsolation: true,
    });
    // the names of assets change with every change of a program
    return JSON.parse(JSON.stringify(template(stack).toJSON()).replace(/[0-9a-f]{64}\.zip/g, 'program.zip'));
  },

  'a queue that scales to zero': () => {
    const stack = newStack({});
    const bucket = s3.Bucket.fromBucketName(stack, 'Bucket', 'documents');
    const endpoint = new HuggingFaceSageMakerEndpoint(stack, 'Archive', {
      modelId: 'BAAI/bge-m3',
      task: HuggingFaceTask.FEATURE_EXTRACTION,
      instanceType: SageMakerInstanceType.ML_C7I_4XLARGE,
      encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef'),
      asyncInference: { inputBucket: bucket, outputBucket: bucket, createTopicsFor: [AsyncOutcome.ERROR] },
    });
    endpoint.autoScale({ minCapacity: 0, maxCapacity: 3 }).scaleOnBacklog('Backlog', { backlogPerInstance: 20 });
    return template(stack).toJSON();
  },
};
