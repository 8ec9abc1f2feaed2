import { ResourceEnvironment, Token } from 'aws-cdk-lib/core';
import { Check, finding, Finding } from '../legacy';

const ELSEWHERE: Check = {
  id: 'events-from-elsewhere',
  severity: 'warning',
  what: 'a rule for the events of an endpoint that exists already in another region or account than the stack of the rule',
  why: 'SageMaker sends them to the default event bus of the endpoint\'s own region and account, and nothing reaches the rule',
  fix: 'make the rule there. Acknowledge it where another rule there sends them on',
  source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html',
};

export const EVENT_CHECKS = [ELSEWHERE];

/** Checks that the events of an endpoint can reach a rule. */
export function eventFindings(ofEndpoint: ResourceEnvironment, ofRule: ResourceEnvironment): Finding[] {
  return (['region', 'account'] as const)
    .filter(what => ![ofEndpoint[what], ofRule[what]].some(place => Token.isUnresolved(place)) && ofEndpoint[what] !== ofRule[what])
    .map(what => finding(ELSEWHERE, `the events of an endpoint of the ${what} ${ofEndpoint[what]} do not reach a rule of ${ofRule[what]}; `
      + 'make the rule there, or acknowledge this where another rule sends them on'));
}
