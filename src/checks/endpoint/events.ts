import { ResourceEnvironment } from 'aws-cdk-lib/core';
import { elsewhere, LocationPart } from '../../common/location';
import { Check, finding, Finding } from '../finding';

interface Elsewhere {
  readonly what: LocationPart;
  readonly ofEndpoint: string;
  readonly ofRule: string;
}

const ELSEWHERE: Check<Elsewhere> = {
  id: 'events-from-elsewhere',
  severity: 'warning',
  what: 'a rule for the events of an imported endpoint is in another region or account than the endpoint',
  why: 'SageMaker sends the events to the default event bus in the region and account of the endpoint, so none of them reaches the rule',
  fix: 'create the rule there, or acknowledge this warning if another rule forwards the events',
  source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html',
  message: (method, { what, ofEndpoint, ofRule }) => `'${method}' must create its rule in the ${what} of the endpoint, ${ofEndpoint}, got ${ofRule}`,
};

const TARGET: Check<{ readonly reason: string }> = {
  id: 'rule-target',
  severity: 'error',
  what: 'a rule cannot be connected to its `target`, such as one in another account or region',
  why: 'the target would not receive the events',
  fix: 'use a target in the account and region of the rule, or set both of the stack',
  source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html',
  message: (prop, { reason }) => `'${prop}' must be a target that the rule can send events to, got one of which aws-cdk-lib reports: ${reason}`,
};

export const EVENT_CHECKS = [ELSEWHERE, TARGET];

/** Reports why aws-cdk-lib cannot connect a rule to its target. */
export function targetFindings(error: unknown): Finding[] {
  return [finding(TARGET, 'target', { reason: String((error as Error).message).split('\n')[0] })];
}

/** Checks that the events of an endpoint can reach the rule that a method creates. */
export function eventFindings(method: string, ofEndpoint: ResourceEnvironment, ofRule: ResourceEnvironment): Finding[] {
  return (['region', 'account'] as const).flatMap(part => elsewhere([part], ofEndpoint, ofRule)
    .map(({ what, expected, got }) => finding(ELSEWHERE, method, { what, ofEndpoint: expected, ofRule: got })));
}
