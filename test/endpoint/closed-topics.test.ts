import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as cloudwatch_actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Stack } from 'aws-cdk-lib/core';
import { AsyncOutcome, Deployment } from '../../src';
import { newEndpoint, newStack, template } from '../util';

const CLOUDWATCH = new iam.ServicePrincipal('cloudwatch.amazonaws.com');

/** The warnings about topics. */
function warnings(stack: Stack): string[] {
  return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('topic-access')).map(({ entry }) => entry.data as string);
}

const closed = (service: string, obstacle: string) => expect.stringMatching(new RegExp(`^'Stack/Topic' must allow ${service} to publish, `
  + `which Stack/Endpoint/(Monitoring/ServerErrors|Deployment/RollbackAlarm|Failure) needs, but its ${obstacle} does not`));

test.each<[string, string, string, (stack: Stack) => unknown]>([
  ['whose policy is for a rule', 'cloudwatch.amazonaws.com', 'topic policy', stack => {
    const topic = new sns.Topic(stack, 'Topic');
    const endpoint = newEndpoint(stack);
    endpoint.monitor({ topic });
    endpoint.onFailure('Failure', { target: new targets.SnsTopic(topic) });
  }],
  ['that only denies', 'cloudwatch.amazonaws.com', 'topic policy', stack =>
    newEndpoint(stack).monitor({ topic: new sns.Topic(stack, 'Topic', { enforceSSL: true }) })],
  ['with a key', 'cloudwatch.amazonaws.com', 'key policy', stack =>
    newEndpoint(stack).monitor({ topic: new sns.Topic(stack, 'Topic', { masterKey: new kms.Key(stack, 'Key') }) })],
  ['with the key of AWS', 'cloudwatch.amazonaws.com', 'AWS managed key', stack =>
    newEndpoint(stack).monitor({ topic: new sns.Topic(stack, 'Topic', { masterKey: kms.Alias.fromAliasName(stack, 'Key', 'alias/aws/sns') }) })],
  ['of the rollback alarm', 'cloudwatch.amazonaws.com', 'topic policy', stack => {
    const topic = new sns.Topic(stack, 'Topic', { enforceSSL: true });
    newEndpoint(stack, { endpointName: 'a', deployment: Deployment.allAtOnce() }).rollbackAlarm!.addAlarmAction(new cloudwatch_actions.SnsAction(topic));
  }],
  ['without a policy for a rule', 'events.amazonaws.com', 'topic policy', stack => {
    const topic = new sns.Topic(stack, 'Topic');
    newEndpoint(stack).onFailure('Failure', { target: { bind: () => ({ arn: topic.topicArn }) } });
  }],
])('a topic %s is reported once', (_name, service, obstacle, build) => {
  const stack = newStack();
  build(stack);
  expect(warnings(stack)).toEqual([closed(service, obstacle)]);
});

test.each<[string, (stack: Stack) => unknown]>([
  ['without a policy', stack => newEndpoint(stack).monitor({ topic: new sns.Topic(stack, 'Topic') })],
  ['whose policy allows both services', stack => {
    const topic = new sns.Topic(stack, 'Topic', { masterKey: new kms.Key(stack, 'Key'), enforceSSL: true });
    topic.grantPublish(CLOUDWATCH);
    const endpoint = newEndpoint(stack);
    endpoint.onFailure('Failure', { target: new targets.SnsTopic(topic) });
    endpoint.monitor({ topic });
  }],
  ['that exists already', stack => newEndpoint(stack).monitor({ topic: sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111122223333:alerts') })],
  ['with a key that exists already', stack => newEndpoint(stack).monitor({
    topic: new sns.Topic(stack, 'Topic', { masterKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/one') }),
  })],
  ['that a rule notifies with a role', stack => {
    const topic = new sns.Topic(stack, 'Topic');
    newEndpoint(stack).onFailure('Failure', { target: new targets.SnsTopic(topic, { authorizeUsingRole: true }) });
  }],
  ['that a rule notifies together with another one that has a role', stack => {
    const topic = new sns.Topic(stack, 'Topic');
    const rule = newEndpoint(stack).onFailure('Failure', { target: new targets.SnsTopic(new sns.Topic(stack, 'Other'), { authorizeUsingRole: true }) });
    rule.addTarget({ bind: () => ({ arn: topic.topicArn }) });
  }],
  ['of nobody, because a rule has no target', stack => {
    new sns.Topic(stack, 'Topic');
    newEndpoint(stack).onFailure('Failure');
  }],
  ['that something else than an alarm or a rule uses', stack => {
    const topic = new sns.Topic(stack, 'Topic', { enforceSSL: true });
    newEndpoint(stack).addToRolePolicy(new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] }));
  }],
  ['that allows everyone in the account', stack => {
    const topic = new sns.Topic(stack, 'Topic');
    topic.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.StarPrincipal()], actions: ['SNS:Publish'], resources: [topic.topicArn], conditions: { StringEquals: { 'AWS:SourceOwner': '111122223333' } },
    }));
    newEndpoint(stack).monitor({ topic });
  }],
])('a topic %s is not reported', (_name, build) => {
  const stack = newStack();
  build(stack);
  expect(warnings(stack)).toEqual([]);
});

test('the topics that the library creates let the alarms of the account publish, also with a key of the app', () => {
  const stack = newStack();
  const endpoint = newEndpoint(stack, {
    asyncInference: {
      outputBucket: s3.Bucket.fromBucketName(stack, 'Bucket', 'answers'),
      createTopicsFor: [AsyncOutcome.ERROR],
      encryptionKey: new kms.Key(stack, 'Key'),
    },
  });
  endpoint.monitor({ topic: endpoint.asyncErrorTopic });
  expect(warnings(stack)).toEqual([]);
  const allowed = (actions: unknown) => Match.objectLike({
    PolicyDocument: Match.objectLike({
      Statement: Match.arrayWith([Match.objectLike({
        Effect: 'Allow', Action: actions, Principal: { Service: 'cloudwatch.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
      })]),
    }),
  });
  template(stack).hasResourceProperties('AWS::SNS::TopicPolicy', allowed('sns:Publish'));
  template(stack).hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: Match.objectLike({ Statement: Match.arrayWith([Match.objectLike({ Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Principal: { Service: 'cloudwatch.amazonaws.com' } })]) }),
  });
});
