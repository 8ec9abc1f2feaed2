import { Check, finding, Finding } from '../legacy';

const OTHER_REQUESTS: Check = {
  id: 'grant-of-other-requests',
  severity: 'warning',
  what: 'a grant of requests that are answered at once for an endpoint with `asyncInference`, or of queued ones for another',
  why: 'an endpoint takes one kind of requests, and refuses the others, whoever makes them',
  fix: 'grant the kind that it takes. Acknowledge it where callers are to be allowed what the endpoint is about to take',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html',
};

export const GRANT_CHECKS = [OTHER_REQUESTS];

/** Checks that an endpoint takes the requests that are granted; of one that exists already, it is not known. */
export function grantFindings(action: string, isQueued: boolean, isAsynchronous: boolean | undefined): Finding[] {
  return isAsynchronous === undefined || isAsynchronous === isQueued ? [] : [finding(OTHER_REQUESTS,
    `${action} is granted for an endpoint ${isAsynchronous ? 'with' : 'without'} 'asyncInference', which takes no such requests; `
    + (isAsynchronous ? "grant 'grants.invokeAsync'" : "set 'asyncInference', or grant 'grants.invoke'"))];
}
