import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { CfnResource } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { namedBy, referencesIn } from '../common/references';
import { isOfType, Relation, StageIndex } from '../common/stage-index';

/** What keeps a service from publishing to a topic: its policy, the policy of its key, or the key of AWS, whose policy cannot be changed. */
export type Obstacle = 'topic policy' | 'key policy' | 'AWS managed key';

/** A service that publishes to topics. */
export interface Publisher {
  readonly service: string;

  /** Whether a topic without a policy, which has the default policy of Amazon SNS, allows the service to publish. */
  readonly isAllowedByDefault: boolean;
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html */
export const CLOUDWATCH: Publisher = { service: 'cloudwatch.amazonaws.com', isAllowedByDefault: true };

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html */
export const EVENTBRIDGE: Publisher = { service: 'events.amazonaws.com', isAllowedByDefault: false };

const POLICIES_OF_TOPIC: Relation = { types: ['AWS::SNS::TopicPolicy'], naming: ({ topics }: CfnTopicPolicy) => [topics] };

/** The topics that the app creates among those that a value references. Nothing is known of others. */
export function topicsIn(scope: IConstruct, value: unknown): CfnTopic[] {
  return [...referencesIn(scope, value).constructs].filter((each): each is CfnTopic => isOfType(each, 'AWS::SNS::Topic'));
}

/** What keeps a service from publishing to a topic of the app. */
export function obstaclesOf(topic: CfnTopic, { service, isAllowedByDefault }: Publisher): Obstacle[] {
  const policies = StageIndex.of(topic).related(POLICIES_OF_TOPIC, topic, topic.ref) as CfnTopicPolicy[];
  const isAllowed = policies.length === 0 ? isAllowedByDefault
    : policies.some(policy => allows(policy, policy.policyDocument, service, ['sns:publish', 'sns:*', '*']));
  return [...isAllowed ? [] : ['topic policy' as const], ...keyObstacles(topic, service)];
}

/** Nothing is known of a key that the app does not create, or that is named by an alias. */
function keyObstacles(topic: CfnTopic, service: string): Obstacle[] {
  const { kmsMasterKeyId } = topic;
  if (/alias\/aws\/sns"/.test(JSON.stringify(topic.stack.resolve(kmsMasterKeyId)))) {
    return ['AWS managed key'];
  }
  const [key] = namedBy(topic, kmsMasterKeyId);
  return isOfType(key, 'AWS::KMS::Key') && !allows(key as CfnKey, (key as CfnKey).keyPolicy, service, ['kms:decrypt', 'kms:*', '*'])
    ? ['key policy'] : [];
}

/** Whether a policy allows, or may allow, one of these actions. What is not known at synth may. */
function allows(resource: CfnResource, document: unknown, service: string, actions: readonly string[]): boolean {
  const { Statement: statements } = (resource.stack.resolve(document) ?? {}) as { readonly Statement?: unknown };
  return statements === undefined || [statements].flat().some((statement: any) => statement?.Effect === 'Allow'
    && (!('Action' in statement) || [statement.Action].flat().some(action => typeof action !== 'string' || actions.includes(action.toLowerCase())))
    && mayBe(statement.Principal, service));
}

function mayBe(principal: any, service: string): boolean {
  if (principal === undefined || principal === '*') {
    return true;
  }
  const { Service: services, AWS: accounts } = principal;
  return [accounts].flat().includes('*') || (services !== undefined && [services].flat().some(each => typeof each !== 'string' || each === service));
}
