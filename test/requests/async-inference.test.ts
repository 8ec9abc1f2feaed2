import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { App, Aspects, CfnParameter, CfnResource, Stack, Tags } from 'aws-cdk-lib/core';
import { AsyncInferenceOptions, AsyncOutcome, HuggingFaceSageMakerEndpoint } from '../../src';
import { IRELAND, newEndpoint, newStack, onlyResource, template } from '../util';

const { SUCCESS, ERROR } = AsyncOutcome;
const ALL = 'arn:aws:s3:::answers/';

/** An asynchronous endpoint whose answers go into a bucket `answers`. */
function newQueue(stack: Stack, options: Partial<AsyncInferenceOptions> = {}): HuggingFaceSageMakerEndpoint {
  return newEndpoint(stack, { asyncInference: { outputBucket: bucket(stack), ...options } });
}

function bucket(stack: Stack, name = 'answers'): s3.IBucket {
  return s3.Bucket.fromBucketArn(stack, name, `arn:aws:s3:::${name}`);
}

function topic(stack: Stack, name: string): sns.ITopic {
  return sns.Topic.fromTopicArn(stack, name, `arn:aws:sns:eu-west-1:111122223333:${name}`);
}

function configOf(stack: Stack): any {
  return onlyResource(template(stack), 'AWS::SageMaker::EndpointConfig').resource.Properties.AsyncInferenceConfig;
}

/** What the role is allowed, but for the pull of the image. */
function allowed(stack: Stack): any[] {
  return Object.values<any>(template(stack).findResources('AWS::IAM::Policy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => !JSON.stringify(Action).includes('ecr:'));
}

function writes(folder: string) {
  return { Effect: 'Allow', Action: ['s3:PutObject', 's3:AbortMultipartUpload'], Resource: `${ALL}${folder}` };
}

test('a bucket is enough: answers and failures have folders of their own, which the role may write to', () => {
  const stack = newStack();
  const endpoint = newQueue(stack);
  expect(configOf(stack)).toEqual({
    OutputConfig: { S3OutputPath: 's3://answers/async-endpoint-outputs', S3FailurePath: 's3://answers/async-endpoint-failures' },
  });
  expect(allowed(stack)).toEqual([writes('async-endpoint-outputs/*'), writes('async-endpoint-failures/*')]);
  expect([endpoint.asyncSuccessTopic, endpoint.asyncErrorTopic]).toEqual([undefined, undefined]);
  template(stack).resourceCountIs('AWS::SNS::Topic', 0);
});

test('an endpoint without it has neither queue nor topics', () => {
  const stack = newStack();
  const endpoint = newEndpoint(stack);
  expect(configOf(stack)).toBeUndefined();
  expect([endpoint.asyncSuccessTopic, endpoint.asyncErrorTopic]).toEqual([undefined, undefined]);
});

test.each([
  ['answers', 's3://answers/answers', 'answers/*'],
  ['answers/', 's3://answers/answers', 'answers/*'],
  ['a/b', 's3://answers/a/b', 'a/b/*'],
  ['', 's3://answers', '*'],
])('the prefix %j is written to, and nothing else', (outputPrefix, uri, objects) => {
  const stack = newStack();
  newQueue(stack, { outputPrefix });
  expect(configOf(stack).OutputConfig.S3OutputPath).toBe(uri);
  expect(allowed(stack)[0]).toEqual(writes(objects));
});

test('a prefix may be a token, and grants nothing outside of its folder', () => {
  const stack = newStack();
  newQueue(stack, { outputPrefix: new CfnParameter(stack, 'Prefix').valueAsString });
  expect(configOf(stack).OutputConfig.S3OutputPath).toEqual({ 'Fn::Join': ['', ['s3://answers/', { Ref: 'Prefix' }]] });
  expect(allowed(stack)[0].Resource).toEqual({ 'Fn::Join': ['', [ALL, { Ref: 'Prefix' }, '/*']] });
});

test('requests in a bucket are read by the role, under their prefix', () => {
  const stack = newStack();
  newQueue(stack, { inputBucket: bucket(stack, 'questions'), inputPrefix: 'new' });
  expect(allowed(stack)).toContainEqual({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::questions/new/*' });
});

test('requests anywhere in a bucket are read by the role', () => {
  const stack = newStack();
  newQueue(stack, { inputBucket: bucket(stack, 'questions') });
  expect(allowed(stack)).toContainEqual({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::questions/*' });
});

test('topics that are set are notified, and the role may publish to them', () => {
  const stack = newStack();
  const [done, failed] = [topic(stack, 'done'), topic(stack, 'failed')];
  const endpoint = newQueue(stack, { successTopic: done, errorTopic: failed, includeResponseFor: [ERROR, ERROR] });
  expect(configOf(stack).OutputConfig.NotificationConfig).toEqual({
    SuccessTopic: 'arn:aws:sns:eu-west-1:111122223333:done',
    ErrorTopic: 'arn:aws:sns:eu-west-1:111122223333:failed',
    IncludeInferenceResponseIn: ['ERROR_NOTIFICATION_TOPIC'],
  });
  for (const name of ['done', 'failed']) {
    expect(allowed(stack)).toContainEqual({ Effect: 'Allow', Action: 'sns:Publish', Resource: `arn:aws:sns:eu-west-1:111122223333:${name}` });
  }
  expect(endpoint.asyncSuccessTopic).toBe(done);
  expect(endpoint.asyncErrorTopic).toBe(failed);
  template(stack).resourceCountIs('AWS::SNS::Topic', 0);
});

test('one topic may be notified of both outcomes', () => {
  const stack = newStack();
  const both = topic(stack, 'both');
  newQueue(stack, { successTopic: both, errorTopic: both });
  expect(allowed(stack).filter(({ Action }) => Action === 'sns:Publish')).toHaveLength(1);
});

test('topics are created without a name, for TLS alone, and the role may publish to them', () => {
  const stack = newStack();
  const endpoint = newQueue(stack, { createTopicsFor: [SUCCESS, ERROR, ERROR], includeResponseFor: [SUCCESS, ERROR] });
  const ids = ['SuccessTopic', 'ErrorTopic'].map(id => stack.getLogicalId(endpoint.node.findChild(id).node.defaultChild as CfnResource));
  const topics = template(stack).findResources('AWS::SNS::Topic');
  expect(Object.keys(topics).sort()).toEqual([...ids].sort());
  expect(Object.values(topics).map(({ Properties }) => Properties)).toEqual([undefined, undefined]);
  expect(configOf(stack).OutputConfig.NotificationConfig).toEqual({
    SuccessTopic: { Ref: ids[0] },
    ErrorTopic: { Ref: ids[1] },
    IncludeInferenceResponseIn: ['SUCCESS_NOTIFICATION_TOPIC', 'ERROR_NOTIFICATION_TOPIC'],
  });
  ids.forEach(id => {
    expect(allowed(stack)).toContainEqual({ Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: id } });
    template(stack).hasResourceProperties('AWS::SNS::TopicPolicy', {
      Topics: [{ Ref: id }],
      PolicyDocument: {
        Statement: [{
          Effect: 'Deny', Action: 'sns:Publish', Principal: '*', Resource: { Ref: id }, Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }, {
          Sid: 'AllowPublishByAlarms',
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Resource: { Ref: id },
          Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
        }],
      },
    });
  });
  expect(stack.resolve(endpoint.asyncSuccessTopic!.topicArn)).toEqual({ Ref: ids[0] });
  expect(stack.resolve(endpoint.asyncErrorTopic!.topicArn)).toEqual({ Ref: ids[1] });
});

test('a topic is created in addition to one that is set', () => {
  const stack = newStack();
  const endpoint = newQueue(stack, { successTopic: topic(stack, 'done'), createTopicsFor: [ERROR] });
  template(stack).resourceCountIs('AWS::SNS::Topic', 1);
  expect(endpoint.asyncSuccessTopic!.topicName).toBe('done');
  expect(endpoint.asyncErrorTopic).toBe(endpoint.node.findChild('ErrorTopic'));
});

test.each<[string, (stack: Stack) => Partial<AsyncInferenceOptions>, object]>([
  ['a success topic', stack => ({ successTopic: topic(stack, 'done') }), { SuccessTopic: 'arn:aws:sns:eu-west-1:111122223333:done' }],
  ['an error topic', stack => ({ errorTopic: topic(stack, 'failed') }), { ErrorTopic: 'arn:aws:sns:eu-west-1:111122223333:failed' }],
  ['a topic without responses', stack => ({ errorTopic: topic(stack, 'failed'), includeResponseFor: [] }), {
    ErrorTopic: 'arn:aws:sns:eu-west-1:111122223333:failed',
  }],
])('%s is all that is notified', (_what, options, expected) => {
  const stack = newStack();
  newQueue(stack, options(stack));
  expect(configOf(stack).OutputConfig.NotificationConfig).toEqual(expected);
});

test('the outcomes are words that messages can contain', () => {
  expect(() => newQueue(newStack(), { createTopicsFor: ['failure' as AsyncOutcome] })).toThrow(
    /'asyncInference.createTopicsFor\[0\]' must be one of success, error, got "failure"/);
});

test('two endpoints of a stack have topics of their own', () => {
  const stack = newStack();
  const outputBucket = bucket(stack);
  for (const id of ['One', 'Two']) {
    newEndpoint(stack, { asyncInference: { outputBucket, createTopicsFor: [ERROR] } }, id);
  }
  template(stack).resourceCountIs('AWS::SNS::Topic', 2);
});

test('a key encrypts answers, failures and new topics, and the role may use it for that', () => {
  const stack = newStack();
  const key = new kms.Key(stack, 'Key');
  newQueue(stack, { encryptionKey: key, createTopicsFor: [ERROR] });
  const arn = { 'Fn::GetAtt': [stack.getLogicalId(key.node.defaultChild as kms.CfnKey), 'Arn'] };
  expect(configOf(stack).OutputConfig.KmsKeyId).toEqual(arn);
  expect(onlyResource(template(stack), 'AWS::SNS::Topic').resource.Properties).toEqual({ KmsMasterKeyId: arn });
  expect(allowed(stack).filter(({ Resource }) => JSON.stringify(Resource) === JSON.stringify(arn)).map(({ Action }) => Action)).toEqual([
    ['kms:GenerateDataKey', 'kms:Decrypt'], ['kms:Decrypt', 'kms:GenerateDataKey*'],
  ]);
  // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
  expect(onlyResource(template(stack), 'AWS::KMS::Key').resource.Properties.KeyPolicy.Statement).toContainEqual({
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Resource: '*',
    Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
  });
});

test('a key that the app does not create encrypts new topics, too', () => {
  const stack = newStack();
  const arn = 'arn:aws:kms:eu-west-1:111122223333:key/1';
  newQueue(stack, { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', arn), createTopicsFor: [SUCCESS] });
  expect(onlyResource(template(stack), 'AWS::SNS::Topic').resource.Properties).toEqual({ KmsMasterKeyId: arn });
});

test('the keys of the buckets count: that of the answers is named, that of the requests is for decryption alone', () => {
  const stack = newStack();
  const [outputBucket, inputBucket] = ['Answers', 'Questions'].map(id => new s3.Bucket(stack, id, { encryption: s3.BucketEncryption.KMS }));
  newEndpoint(stack, { asyncInference: { outputBucket, inputBucket, createTopicsFor: [ERROR] } });
  const [output, input] = [outputBucket, inputBucket].map(({ encryptionKey }) => stack.resolve(encryptionKey!.keyArn));
  expect(configOf(stack).OutputConfig.KmsKeyId).toEqual(output);
  expect(allowed(stack)).toContainEqual({ Effect: 'Allow', Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: output });
  expect(allowed(stack)).toContainEqual({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: input });
  expect(onlyResource(template(stack), 'AWS::SNS::Topic').resource.Properties).toBeUndefined();
});

test('a bucket of another account allows the role to write', () => {
  const app = new App();
  const other = new s3.Bucket(new Stack(app, 'Other', { env: { account: '444455556666', region: 'eu-west-1' } }), 'Bucket', { bucketName: 'answers' });
  const stack = new Stack(app, 'Stack', { env: IRELAND });
  const role = new iam.Role(stack, 'Role', { roleName: 'server', assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  newEndpoint(stack, { role, asyncInference: { outputBucket: other } });
  const { Statement: statements } = onlyResource(template(Stack.of(other)), 'AWS::S3::BucketPolicy').resource.Properties.PolicyDocument;
  expect(statements.map(({ Action }: any) => Action)).toEqual([['s3:PutObject', 's3:AbortMultipartUpload'], ['s3:PutObject', 's3:AbortMultipartUpload']]);
});

test.each([1, 1000])('an instance gets %d requests at a time', count => {
  const stack = newStack();
  newQueue(stack, { maxConcurrentInvocationsPerInstance: count });
  expect(configOf(stack).ClientConfig).toEqual({ MaxConcurrentInvocationsPerInstance: count });
});

test('the number of requests may be a token', () => {
  const stack = newStack();
  newQueue(stack, { maxConcurrentInvocationsPerInstance: new CfnParameter(stack, 'Count', { type: 'Number' }).valueAsNumber });
  expect(configOf(stack).ClientConfig).toEqual({ MaxConcurrentInvocationsPerInstance: { Ref: 'Count' } });
});

test('the model waits for the permissions of the role, without which SageMaker rejects the endpoint', () => {
  const stack = newStack();
  newQueue(stack, { createTopicsFor: [ERROR] });
  const { id } = onlyResource(template(stack), 'AWS::IAM::Policy');
  expect(onlyResource(template(stack), 'AWS::SageMaker::Model').resource.DependsOn).toContain(id);
});

test('tags and aspects on the construct reach the topics', () => {
  const stack = newStack();
  const endpoint = newQueue(stack, { createTopicsFor: [SUCCESS] });
  const visited: string[] = [];
  Tags.of(endpoint).add('team', 'search');
  Aspects.of(endpoint).add({ visit: node => void (CfnResource.isCfnResource(node) && visited.push(node.cfnResourceType)) });
  expect(onlyResource(template(stack), 'AWS::SNS::Topic').resource.Properties).toEqual({ Tags: [{ Key: 'team', Value: 'search' }] });
  expect(visited).toEqual(expect.arrayContaining(['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy']));
});

describe('grants of requests that the endpoint does not accept', () => {
  const warned = (stack: Stack) => Annotations.fromStack(stack)
    .findWarning('/Stack/Endpoint', Match.stringLikeRegexp('grant-of-other-requests')).map(({ entry }) => entry.data as string);

  test.each<[string, string, (endpoint: HuggingFaceSageMakerEndpoint, grantee: iam.IGrantable) => iam.Grant]>([
    ['grantInvoke', 'invoke', (endpoint, grantee) => endpoint.grantInvoke(grantee)],
    ['invokeWithBearerToken', 'invoke', (endpoint, grantee) => endpoint.grants.invokeWithBearerToken(grantee)],
    ['invokeWithResponseStream', 'invokeWithResponseStream', (endpoint, grantee) => endpoint.grants.invokeWithResponseStream(grantee)],
  ])('are reported for an asynchronous endpoint: %s', (_name, method, grant) => {
    const stack = newStack();
    grant(newQueue(stack), new iam.User(stack, 'Caller')).assertSuccess();
    expect(warned(stack)).toEqual([expect.stringMatching(new RegExp(`^'grants.${method}' .*\\[ack: huggingface-sagemaker:grant-of-other-requests\\]$`))]);
  });

  test('are reported for a real-time endpoint', () => {
    const stack = newStack();
    newEndpoint(stack).grants.invokeAsync(new iam.User(stack, 'Caller')).assertSuccess();
    expect(warned(stack)).toEqual([expect.stringMatching(/^'grants.invokeAsync' .*\[ack: huggingface-sagemaker:grant-of-other-requests\]$/)]);
  });

  test('are not reported if they match the endpoint', () => {
    const stack = newStack();
    const caller = new iam.User(stack, 'Caller');
    newQueue(stack).grants.invokeAsync(caller);
    newEndpoint(stack, {}, 'Other').grants.invoke(caller);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('grant-of-other-requests'));
  });

  test('are not reported for an imported endpoint', () => {
    const stack = newStack();
    const imported = HuggingFaceSageMakerEndpoint.fromEndpointName(stack, 'Imported', 'mine');
    const caller = new iam.User(stack, 'Caller');
    imported.grants.invoke(caller);
    imported.grants.invokeAsync(caller);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('grant-of-other-requests'));
  });
});
