import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { AsyncInferenceOptions } from './async-inference-options';
import { AsyncOutcome } from './async-outcome';
import { BucketFolder } from '../common/bucket-folder';

/** The folders that an asynchronous endpoint reads from and writes to. */
export interface AsyncFolders {
  readonly outputPrefix: BucketFolder;
  readonly failurePrefix: BucketFolder;
  readonly inputPrefix?: BucketFolder;
}

/** The property of the endpoint configuration that makes an endpoint asynchronous, and the topics. */
export interface AsyncInference {
  readonly config: CfnEndpointConfig.AsyncInferenceConfigProperty;
  readonly topics: AsyncTopics;
}

/** The topics that are notified, by outcome. */
export type AsyncTopics = Readonly<Partial<Record<AsyncOutcome, sns.ITopic>>>;

/** The names of the outcomes in the SageMaker API, and the construct IDs of new topics. */
const OUTCOMES = {
  [AsyncOutcome.SUCCESS]: { apiName: 'SUCCESS_NOTIFICATION_TOPIC', id: 'SuccessTopic' },
  [AsyncOutcome.ERROR]: { apiName: 'ERROR_NOTIFICATION_TOPIC', id: 'ErrorTopic' },
};

/** The folders that the options configure. The default prefixes are those of the SageMaker Python SDK. */
export function asyncFolders(options: AsyncInferenceOptions): AsyncFolders {
  const { outputBucket, outputPrefix = 'async-endpoint-outputs', failurePrefix = 'async-endpoint-failures', encryptionKey } = options;
  return {
    outputPrefix: new BucketFolder(outputBucket, outputPrefix, encryptionKey),
    failurePrefix: new BucketFolder(outputBucket, failurePrefix, encryptionKey),
    inputPrefix: options.inputBucket && new BucketFolder(options.inputBucket, options.inputPrefix ?? ''),
  };
}

/** The topics that the user passes. */
export function givenTopics({ successTopic, errorTopic }: AsyncInferenceOptions): AsyncTopics {
  return { [AsyncOutcome.SUCCESS]: successTopic, [AsyncOutcome.ERROR]: errorTopic };
}

/** Creates the requested topics, and grants the role access to buckets, topics and keys. */
export function createAsyncInference(scope: Construct, options: AsyncInferenceOptions, grantee: iam.IGrantable): AsyncInference {
  const { outputPrefix: output, failurePrefix: failure, inputPrefix: input } = asyncFolders(options);
  output.grantWrite(grantee);
  failure.grantWrite(grantee);
  input?.grantRead(grantee);
  const topics = createTopics(scope, options);
  new Set(Object.values(topics)).forEach(topic => topic?.grantPublish(grantee));
  const { maxConcurrentInvocationsPerInstance } = options;
  return {
    topics,
    config: {
      clientConfig: maxConcurrentInvocationsPerInstance === undefined ? undefined : { maxConcurrentInvocationsPerInstance },
      outputConfig: {
        s3OutputPath: output.uri,
        s3FailurePath: failure.uri,
        // AWS does not document which key SageMaker uses by default, so the key of the bucket is set explicitly
        kmsKeyId: output.key?.keyArn,
        notificationConfig: notificationConfig(topics, options),
      },
    },
  };
}

function createTopics(scope: Construct, options: AsyncInferenceOptions): AsyncTopics {
  const created = [...new Set(options.createTopicsFor)].map(outcome => [outcome, createTopic(scope, OUTCOMES[outcome].id, options)]);
  return { ...givenTopics(options), ...Object.fromEntries(created) };
}

/**
 * The policy that requires TLS replaces the default policy of Amazon SNS, which lets the alarms of the account publish.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 */
function createTopic(scope: Construct, id: string, { encryptionKey }: AsyncInferenceOptions): sns.Topic {
  const topic = new sns.Topic(scope, id, { masterKey: encryptionKey, enforceSSL: true });
  const alarms = {
    principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
  };
  const publish = { sid: 'AllowPublishByAlarms', actions: ['sns:Publish'], resources: [topic.topicArn] };
  topic.addToResourcePolicy(new iam.PolicyStatement({ ...alarms, ...publish }));
  // without effect for a key that the app does not create
  encryptionKey?.addToResourcePolicy(
    new iam.PolicyStatement({ ...alarms, actions: ['kms:Decrypt', 'kms:GenerateDataKey*'], resources: ['*'] }), true);
  return topic;
}

function notificationConfig(
  { [AsyncOutcome.SUCCESS]: success, [AsyncOutcome.ERROR]: error }: AsyncTopics, { includeResponseFor }: AsyncInferenceOptions,
): CfnEndpointConfig.AsyncInferenceNotificationConfigProperty | undefined {
  return success || error ? {
    successTopic: success?.topicArn,
    errorTopic: error?.topicArn,
    includeInferenceResponseIn: includeResponseFor?.length ? [...new Set(includeResponseFor)].map(outcome => OUTCOMES[outcome].apiName) : undefined,
  } : undefined;
}
