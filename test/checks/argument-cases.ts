import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Tags } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpoint } from '../../src';

type Call = (endpoint: HuggingFaceSageMakerEndpoint) => unknown;

const onSchedule = (id: string): Call => endpoint => endpoint.autoScale({ maxCapacity: 2 })
  .scaleOnSchedule(id, { schedule: appscaling.Schedule.expression('rate(1 day)'), minCapacity: 1 });
const onInvocations = (policyName: string): Call => endpoint => endpoint.autoScale({ maxCapacity: 2 })
  .scaleOnInvocations('A', { policyName, invocationsPerInstance: 1 });
const events = (...ids: string[]): Call => endpoint => ids.map(id => endpoint.onFailure(id));
const ruleName = (name: string): Call => endpoint => endpoint.onFailure('Failure', { ruleName: name });
const byArn = (resource: string): Call => endpoint =>
  HuggingFaceSageMakerEndpoint.fromEndpointArn(endpoint, 'Imported', `arn:aws:sagemaker:eu-west-1:111122223333:${resource}/chat`);
const byName = (name: string): Call => endpoint => HuggingFaceSageMakerEndpoint.fromEndpointName(endpoint, 'Imported', name);

const tags = (count: number): Call => endpoint => Array.from({ length: count }, (_, index) => Tags.of(endpoint).add(`tag-${index}`, 'value'));

const tag = (value: string): Call => endpoint => Tags.of(endpoint).add('team', value);
const monitored = (value: string): Call => endpoint => {
  tag(value)(endpoint);
  endpoint.monitor();
};
const statement = (resources?: string[]): Call => endpoint => endpoint.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources }));
const target = (region: string): Call => endpoint => endpoint.onFailure('Failure', {
  target: new targets.SnsTopic(sns.Topic.fromTopicArn(endpoint, 'Topic', `arn:aws:sns:${region}:111122223333:on-call`)),
});

/** Alarms that notify a topic whose policy allows one service to publish. */
const notified = (service: string): Call => endpoint => {
  const topic = new sns.Topic(endpoint.stack, 'Topic');
  topic.grantPublish(new iam.ServicePrincipal(service));
  endpoint.monitor({ topic });
};

/** Arguments of methods that cannot be used. */
export const ARGUMENT_CASES: Record<string, { readonly mistake: Call; readonly neighbor: Call }> = {
  'construct-id-twice': { mistake: events('One', 'One'), neighbor: events('One', 'Two') },
  'rule-name': { mistake: ruleName('a b'), neighbor: ruleName('a-b') },
  'scaling-policy-name': { mistake: onInvocations(''), neighbor: onInvocations('a') },
  'scaling-schedule-name': { mistake: onSchedule('a:b'), neighbor: onSchedule('a b') },
  'imported-endpoint-arn': { mistake: byArn('model'), neighbor: byArn('endpoint') },
  'imported-endpoint-name': { mistake: byName('a_b'), neighbor: byName('a-B') },
  'grant-without-effect': {
    mistake: endpoint => endpoint.grantInvoke(new iam.ServicePrincipal('lambda.amazonaws.com')),
    neighbor: endpoint => endpoint.grantInvoke(endpoint),
  },
  'tag-characters': { mistake: tag('search & answers'), neighbor: tag('search and answers') },
  'policy-statement': { mistake: statement(), neighbor: statement(['*']) },
  'rule-target': { mistake: target('eu-west-2'), neighbor: target('eu-west-1') },
  'tag-count': { mistake: tags(50), neighbor: tags(49) },
  'tag-without-value': { mistake: monitored(''), neighbor: monitored('search') },
  'topic-access': { mistake: notified('events.amazonaws.com'), neighbor: notified('cloudwatch.amazonaws.com') },
};
