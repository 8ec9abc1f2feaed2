import { Obstacle } from '../../monitoring/topic-access';
import { Check, finding, Finding } from '../finding';

/** A topic of the app that a service cannot publish to. */
export interface ClosedTopic {
  /** The path of the topic. */
  readonly topic: string;

  /** The path of the alarm or the rule that notifies it. */
  readonly notifiedBy: string;
  readonly service: string;
  readonly obstacle: Obstacle;
}

const FIXES: Record<Obstacle, string> = {
  'topic policy': 'allow it with `topic.grantPublish`, for that service principal',
  'key policy': 'allow it with `topic.grantPublish`, for that service principal, which also adds a statement to the policy of the key',
  'AWS managed key': 'use a key of your own, and allow the service with `topic.grantPublish`',
};

const CLOSED: Check<ClosedTopic> = {
  id: 'topic-access',
  severity: 'warning',
  what: 'a topic of the app is notified by an alarm or a rule of the endpoint, and the policy of the topic or of its key does not allow Amazon '
    + 'CloudWatch or Amazon EventBridge to publish to it',
  why: 'the service cannot publish the message, and nobody is notified',
  fix: 'allow it with `topic.grantPublish`, for the service principal `cloudwatch.amazonaws.com` or `events.amazonaws.com`',
  source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html',
  message: (prop, { notifiedBy, service, obstacle }) => `'${prop}' must allow ${service} to publish, which ${notifiedBy} needs, `
    + `but its ${obstacle} does not`,
};

export const TOPIC_ACCESS_CHECKS = [CLOSED];

/** Finds notifications that never arrive: one finding for each topic, service and obstacle. */
export function topicAccessFindings(topics: readonly ClosedTopic[]): Finding[] {
  const distinct = new Map([...topics].reverse().map(each => [`${each.topic} ${each.service} ${each.obstacle}`, each]));
  return [...distinct.values()].reverse().map(each => finding(CLOSED, each.topic, each, FIXES[each.obstacle]));
}
