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

export const EVENT_CHECKS = [ELSEWHERE];

/** Checks that the events of an endpoint can reach the rule that a method creates. */
export function eventFindings(method: string, ofEndpoint: ResourceEnvironment, ofRule: ResourceEnvironment): Finding[] {
  return (['region', 'account'] as const).flatMap(part => elsewhere([part], ofEndpoint, ofRule)
    .map(({ what, expected, got }) => finding(ELSEWHERE, method, { what, ofEndpoint: expected, ofRule: got })));
}
