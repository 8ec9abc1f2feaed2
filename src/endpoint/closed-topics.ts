import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { Stack } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';
import { ClosedTopic } from '../checks/endpoint/topic-access';
import { isOfType } from '../common/stage-index';
import { CLOUDWATCH, EVENTBRIDGE, obstaclesOf, Publisher, topicsIn } from '../monitoring/topic-access';

/** The topics of the app that the alarms and the rules of an endpoint notify, and that cannot be published to. */
export function closedTopics(endpoint: IConstruct): ClosedTopic[] {
  return endpoint.node.findAll().flatMap(construct => {
    if (isOfType(construct, 'AWS::CloudWatch::Alarm')) {
      const { alarmActions, okActions, insufficientDataActions } = construct as CfnAlarm;
      return closed(construct, [alarmActions, okActions, insufficientDataActions], CLOUDWATCH);
    }
    return isOfType(construct, 'AWS::Events::Rule') ? closed(construct, targetsOf(construct as CfnRule), EVENTBRIDGE) : [];
  });
}

/** The targets of a rule. A target with a role needs no policy of the topic. */
function targetsOf(rule: CfnRule): unknown {
  const targets: readonly CfnRule.TargetProperty[] | undefined = Stack.of(rule).resolve(rule.targets);
  return targets?.some(({ roleArn }) => roleArn !== undefined) ? undefined : rule.targets;
}

function closed(by: IConstruct, value: unknown, publisher: Publisher): ClosedTopic[] {
  return topicsIn(by, value).flatMap(topic => obstaclesOf(topic, publisher).map(obstacle => ({
    topic: (topic.node.scope ?? topic).node.path, notifiedBy: (by.node.scope ?? by).node.path, service: publisher.service, obstacle,
  })));
}
