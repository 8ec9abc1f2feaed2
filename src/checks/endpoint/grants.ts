import { Token } from 'aws-cdk-lib/core';
import { Check, finding, Finding } from '../legacy';

const OTHER_REQUESTS: Check = {
  id: 'grant-of-other-requests',
  severity: 'warning',
  what: 'a grant of requests that are answered at once for an endpoint with `asyncInference`, or of queued ones for another',
  why: 'an endpoint takes one kind of requests, and refuses the others, whoever makes them',
  fix: 'grant the kind that it takes. Acknowledge it where callers are to be allowed what the endpoint is about to take',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html',
};

/**
 * An endpoint policy allows requests through an inference router, and CloudFormation has no property for it.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_PutEndpointPolicy.html
 */
const OTHER_ACCOUNT: Check = {
  id: 'grant-to-other-account',
  severity: 'warning',
  what: 'a grant to a principal in another account than that of the endpoint',
  why: 'a request from another account must be allowed in both accounts. The grant does not change the account of the endpoint, which denies the request',
  fix: 'grant it to a role in the account of the endpoint, and let the caller assume that role. Acknowledge it if all requests come through an '
    + 'inference router that the endpoint policy allows',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html',
};

export const GRANT_CHECKS = [OTHER_REQUESTS, OTHER_ACCOUNT];

/** Checks that a principal is in the account of the endpoint; an account that only the deployment knows may be the same. */
export function accountFindings(action: string, ofEndpoint: string, ofGrantee: string | undefined): Finding[] {
  const isKnown = ofGrantee !== undefined && !Token.isUnresolved(ofGrantee) && !Token.isUnresolved(ofEndpoint);
  return !isKnown || ofGrantee === ofEndpoint ? [] : [finding(OTHER_ACCOUNT,
    `${action} is granted to a principal in account ${ofGrantee}, but the endpoint in account ${ofEndpoint} denies requests from other accounts; `
    + `grant it to a role in account ${ofEndpoint}, and let the caller assume that role`)];
}

/** Checks that an endpoint takes the requests that are granted; of one that exists already, it is not known. */
export function grantFindings(action: string, isQueued: boolean, isAsynchronous: boolean | undefined): Finding[] {
  return isAsynchronous === undefined || isAsynchronous === isQueued ? [] : [finding(OTHER_REQUESTS,
    `${action} is granted for an endpoint ${isAsynchronous ? 'with' : 'without'} 'asyncInference', which takes no such requests; `
    + (isAsynchronous ? "grant 'grants.invokeAsync'" : "set 'asyncInference', or grant 'grants.invoke'"))];
}
