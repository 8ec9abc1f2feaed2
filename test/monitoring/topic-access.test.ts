import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnAlias, CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { CfnParameter, CfnResource, Lazy, Stack } from 'aws-cdk-lib/core';
import { CLOUDWATCH, EVENTBRIDGE, obstaclesOf, topicsIn } from '../../src/monitoring/topic-access';
import { newStack } from '../util';

const ALLOW = { Effect: 'Allow', Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' } };
const DENY = { ...ALLOW, Effect: 'Deny' };

/** What keeps CloudWatch from publishing to a topic with policies of these documents. */
function obstacles(documents: readonly unknown[], keyOf: (stack: Stack) => string | undefined = () => undefined): string[] {
  const stack = newStack();
  const topic = new CfnTopic(stack, 'Topic', { kmsMasterKeyId: keyOf(stack) });
  documents.forEach((policyDocument, index) => new CfnTopicPolicy(stack, `Policy${index}`, { topics: [topic.ref], policyDocument }));
  return obstaclesOf(topic, CLOUDWATCH);
}

const policy = (Statement: unknown) => [{ Statement }];

test('without a policy, alarms may publish, and rules may not', () => {
  const topic = new CfnTopic(newStack(), 'Topic');
  expect([obstaclesOf(topic, CLOUDWATCH), obstaclesOf(topic, EVENTBRIDGE)]).toEqual([[], ['topic policy']]);
});

test('with a policy, only what it allows counts, and policies of other topics and types do not', () => {
  const stack = newStack();
  const [topic, other] = ['Topic', 'Other'].map(id => new CfnTopic(stack, id));
  new CfnTopicPolicy(stack, 'Policy', { topics: [topic.ref], policyDocument: { Statement: [{ ...ALLOW, Principal: { Service: 'events.amazonaws.com' } }] } });
  new CfnResource(stack, 'Queue', { type: 'AWS::SQS::QueuePolicy', properties: { topics: [other.ref] } });
  expect([topic, other].map(each => [CLOUDWATCH, EVENTBRIDGE].map(publisher => obstaclesOf(each, publisher)))).toEqual([
    [['topic policy'], []], [[], ['topic policy']],
  ]);
});

test.each<[string, readonly unknown[]]>([
  ['the service', policy([ALLOW])],
  ['the service in a statement that is not in a list', policy(ALLOW)],
  ['the service in the second statement', policy([DENY, ALLOW])],
  ['the service in the second policy', [{ Statement: [] }, { Statement: [ALLOW] }]],
  ['several services', policy([{ ...ALLOW, Principal: { Service: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] } }])],
  ['a service that is not known', policy([{ ...ALLOW, Principal: { Service: { Ref: 'Service' } } }])],
  ['everyone', policy([{ ...ALLOW, Principal: '*' }])],
  ['every account', policy([{ ...ALLOW, Principal: { AWS: '*' } }])],
  ['every account and a service', policy([{ ...ALLOW, Principal: { AWS: ['111122223333', '*'], Service: 'events.amazonaws.com' } }])],
  ['all but some principals', policy([{ Effect: 'Allow', Action: 'sns:Publish', NotPrincipal: { AWS: '111122223333' } }])],
  ['the action in upper case', policy([{ ...ALLOW, Action: 'SNS:Publish' }])],
  ['all actions of the service', policy([{ ...ALLOW, Action: 'sns:*' }])],
  ['all actions', policy([{ ...ALLOW, Action: '*' }])],
  ['several actions', policy([{ ...ALLOW, Action: ['sns:Subscribe', 'sns:Publish'] }])],
  ['an action that is not known', policy([{ ...ALLOW, Action: { Ref: 'Action' } }])],
  ['all but some actions', policy([{ Effect: 'Allow', NotAction: 'sns:Subscribe', Principal: '*' }])],
  ['what is not known', [{}]],
  ['what is only known at synth', [Lazy.any({ produce: () => undefined })]],
])('a policy that allows %s lets the service publish', (_, documents) => {
  expect(obstacles(documents)).toEqual([]);
});

test.each<[string, unknown]>([
  ['no statement', []],
  ['a statement that is not set', [null]],
  ['a denial', [DENY]],
  ['another service', [{ ...ALLOW, Principal: { Service: 'events.amazonaws.com' } }]],
  ['an account', [{ ...ALLOW, Principal: { AWS: '111122223333' } }]],
  ['a principal that is a string', [{ ...ALLOW, Principal: '111122223333' }]],
  ['another action', [{ ...ALLOW, Action: 'sns:Subscribe' }]],
  ['an action of another service', [{ ...ALLOW, Action: 'sqs:*' }]],
  ['a service and an action in different statements', [{ ...ALLOW, Action: 'sns:Subscribe' }, { ...ALLOW, Principal: { AWS: '111122223333' } }]],
])('a policy with %s is an obstacle', (_, statements) => {
  expect(obstacles(policy(statements))).toEqual(['topic policy']);
});

describe('the key', () => {
  const DECRYPT = { Effect: 'Allow', Action: 'kms:Decrypt', Principal: { Service: 'cloudwatch.amazonaws.com' } };
  const keyOf = (statement: unknown) => (stack: Stack) => new CfnKey(stack, 'Key', { keyPolicy: { Statement: [statement] } }).attrArn;

  test.each<[string, (stack: Stack) => string]>([
    ['allows the service to decrypt', keyOf(DECRYPT)],
    ['allows all actions of keys', keyOf({ ...DECRYPT, Action: 'kms:*' })],
    ['allows all actions', keyOf({ ...DECRYPT, Action: '*' })],
    ['exists already', () => 'arn:aws:kms:eu-west-1:111122223333:key/one'],
    ['is a parameter', stack => new CfnParameter(stack, 'Parameter').valueAsString],
    ['is named by an alias of the app', stack => new CfnAlias(stack, 'Alias', { aliasName: 'alias/topics', targetKeyId: 'one' }).ref],
  ])('lets the service publish if it %s', (_, key) => {
    expect(obstacles([], key)).toEqual([]);
  });

  test.each<[string, (stack: Stack) => string, string]>([
    ['only lets the service encrypt', keyOf({ ...DECRYPT, Action: 'kms:Encrypt' }), 'key policy'],
    ['only lets the account decrypt', keyOf({ ...DECRYPT, Principal: { AWS: 'arn:aws:iam::111122223333:root' } }), 'key policy'],
    ['is that of AWS', () => 'alias/aws/sns', 'AWS managed key'],
  ])('is an obstacle if it %s', (_, key, obstacle) => {
    expect(obstacles([], key)).toEqual([obstacle]);
    expect(obstacles(policy([DENY]), key)).toEqual(['topic policy', obstacle]);
  });
});

test('the topics of a value are those that the app creates', () => {
  const stack = newStack();
  const [one, two] = ['One', 'Two'].map(id => new CfnTopic(stack, id));
  const alarm = new CfnAlarm(stack, 'Alarm', { comparisonOperator: 'LessThanThreshold', evaluationPeriods: 1 });
  const value = [[one.ref], undefined, [alarm.attrArn, two.ref, 'arn:aws:sns:eu-west-1:111122223333:other']];
  expect(topicsIn(stack, value)).toEqual([one, two]);
});
