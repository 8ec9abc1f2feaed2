import { isKnown } from '../../common/known';
import { Check, finding, Finding, when } from '../finding';

const OTHER_REQUESTS: Check<{ readonly isAsynchronous: boolean }> = {
  id: 'grant-of-other-requests',
  severity: 'warning',
  what: '`grants.invokeAsync` is called for an endpoint without `asyncInference`, or another grant for an endpoint with it',
  why: 'an endpoint accepts either asynchronous or synchronous requests, and rejects all others',
  fix: 'use the other method, or acknowledge this warning if you are about to add or remove `asyncInference`',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html',
  message: (method, { isAsynchronous }) => isAsynchronous
    ? `'${method}' requires an endpoint without 'asyncInference', but this one has it and rejects other requests than those of 'grants.invokeAsync'`
    : `'${method}' requires an endpoint with 'asyncInference', but this one has none and rejects other requests than those of 'grants.invoke'`,
};

interface Accounts {
  readonly ofEndpoint: string;
  readonly ofGrantee: string;
}

/**
 * An endpoint policy allows requests through an inference router, and CloudFormation has no property for it.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_PutEndpointPolicy.html
 */
const OTHER_ACCOUNT: Check<Accounts> = {
  id: 'grant-to-other-account',
  severity: 'warning',
  what: 'a grant is for a principal in another account than the endpoint',
  why: 'both accounts must allow a cross-account request. The grant changes nothing in the account of the endpoint, which denies the request',
  fix: 'grant it to a role in the account of the endpoint and let the caller assume that role, or acknowledge this warning if all requests go '
    + 'through an inference router that the endpoint policy allows',
  source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html',
  message: (method, { ofEndpoint, ofGrantee }) => `'${method}' must be for a principal in the account of the endpoint, ${ofEndpoint}, `
    + `got one in ${ofGrantee}`,
};

const NO_EFFECT: Check<{ readonly principal: string }> = {
  id: 'grant-without-effect',
  severity: 'warning',
  what: 'a grant is for a principal that has no policy in the app, such as an account or a service',
  why: 'an endpoint has no policy for its own requests, so nothing is granted',
  fix: 'grant it to a role or a user of the app',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/security_iam_service-with-iam.html',
  message: (method, { principal }) => `'${method}' must be for a principal with a policy in the app, got ${principal}, which gets no permission`,
};

export const GRANT_CHECKS = [OTHER_REQUESTS, OTHER_ACCOUNT, NO_EFFECT];

/** Finds a grant that adds no statement. */
export function effectFindings(method: string, success: boolean, principal: object): Finding[] {
  return when(!success, () => finding(NO_EFFECT, method, { principal: `a principal of the class ${principal.constructor.name}` }));
}

/** Checks that a principal is in the account of the endpoint. An account that is not known at synth may be the same. */
export function accountFindings(method: string, ofEndpoint: string, ofGrantee: string | undefined): Finding[] {
  return isKnown(ofGrantee) && isKnown(ofEndpoint) && ofGrantee !== ofEndpoint ? [finding(OTHER_ACCOUNT, method, { ofEndpoint, ofGrantee })] : [];
}

/** Checks that an endpoint accepts the requests that a method grants. Which ones an imported endpoint accepts is not known. */
export function grantFindings(method: string, grantsAsynchronous: boolean, isAsynchronous: boolean | undefined): Finding[] {
  return isAsynchronous === undefined ? [] : when(grantsAsynchronous !== isAsynchronous, () => finding(OTHER_REQUESTS, method, { isAsynchronous }));
}
