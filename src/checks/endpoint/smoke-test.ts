import { isKnown } from '../../common/known';
import { amountIn } from '../../input/amounts';
import { Kind, kind, listOf, MAP, STRING, time } from '../../input/kinds';
import { Shape, structOf } from '../../input/shape';
import { SmokeTestOptions } from '../../requests/smoke-test-options';
import { SmokeTestRequest } from '../../requests/smoke-test-request';
import { renderJson } from '../../server/json-value';
import { Check, finding, Finding, when } from '../finding';
import { lengthFindings, LengthFound, lengthMessage, quoted } from '../ranges';

const INVOKE = 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html';
const LAMBDA_LIMITS = 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html';

/** AWS Lambda accepts events of up to 256 KB from CloudFormation, and a body in a template may become longer by a third. */
const MOST_BYTES = 100_000;

const JSON_MAP = kind('a map of values that JSON can have', value => renderJson(value) !== undefined);

/** Anything else would be left out, or could not be rendered. */
const BODY: Kind = {
  ...MAP,
  read(value, prop) {
    const map = MAP.read(value, prop);
    return map.wrong.length > 0 ? map : JSON_MAP.read(value, prop);
  },
};

const REQUEST: Shape<SmokeTestRequest> = {
  body: BODY, file: kind('a string', value => typeof value === 'string'), contentType: STRING, customAttributes: STRING, contains: STRING,
};

export const SMOKE_TEST: Shape<SmokeTestOptions> = { requests: listOf('requests', structOf(REQUEST)), maximumLatency: time('seconds') };

const TWICE: Check<object> = {
  id: 'smoke-test-twice',
  severity: 'error',
  what: '`smokeTest` is called twice',
  why: 'an endpoint has one smoke test, with fixed construct ids',
  fix: 'set all `requests` in one call',
  source: 'https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html',
  message: prop => `'${prop}' must not be called twice`,
};

const ASYNC: Check<object> = {
  id: 'smoke-test-of-async',
  severity: 'error',
  what: '`smokeTest` is called for an endpoint with `asyncInference`',
  why: 'the endpoint rejects the requests, which are real-time requests',
  fix: 'remove the call, or `asyncInference`',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html',
  message: prop => `'${prop}' requires a real-time endpoint, because an endpoint with 'asyncInference' rejects real-time requests`,
};

const COUNT: Check<LengthFound> = {
  id: 'smoke-test-requests',
  severity: 'error',
  what: '`requests` of `smokeTest` has no request, or more than 10',
  why: 'a function of AWS Lambda runs for 15 minutes at most, and each request may take one',
  fix: 'set 1 to 10 requests, or leave `requests` out',
  source: LAMBDA_LIMITS,
  message: lengthMessage,
};

const UNKNOWN: Check<{ readonly server: string; readonly task?: string }> = {
  id: 'smoke-test-without-body',
  severity: 'error',
  what: 'a request of `smokeTest` has no body, and the library does not know a request that every model of the server and the task can answer',
  why: 'a request in a wrong format would fail the deployment of an endpoint that works',
  fix: 'set `body` or `file` of each of the `requests`, or set `task` if it is not set',
  source: INVOKE,
  message: (prop, { server, task }) => `'${prop}' must be set, because the library does not know a request that every model can answer for `
    + `'server' ${server} and ${task === undefined ? "no 'task'" : `'task' ${task}`}`,
};

const BOTH: Check<object> = {
  id: 'smoke-test-body-and-file',
  severity: 'error',
  what: 'a request of `smokeTest` has a `body` and a `file`',
  why: 'a request has one body',
  fix: 'remove one of them',
  source: INVOKE,
  message: prop => `'${prop}.body' must not be set together with '${prop}.file', got both`,
};

const FILE: Check<{ readonly got: string; readonly reason: string }> = {
  id: 'smoke-test-file',
  severity: 'error',
  what: 'the `file` of a request of `smokeTest` cannot be read',
  why: 'it becomes a part of the template',
  fix: 'set the path of a file, absolute or relative to the working directory',
  source: 'https://nodejs.org/api/errors.html#common-system-errors',
  message: (prop, { got, reason }) => `'${prop}' must be the path of a file that can be read, got ${quoted(got)} (${reason})`,
};

const TYPE: Check<{ readonly got: string }> = {
  id: 'smoke-test-content-type',
  severity: 'error',
  what: 'the `file` of a request of `smokeTest` is not a `.json` file, and `contentType` is not set',
  why: 'the server reads the body by its content type',
  fix: 'set it, for example to `image/jpeg`',
  source: INVOKE,
  message: (prop, { got }) => `'${prop}' must be set for a file whose name does not end in .json, got none for ${quoted(got)}`,
};

const SIZE: Check<{ readonly got: number }> = {
  id: 'smoke-test-size',
  severity: 'error',
  what: `the requests of \`smokeTest\` have more than ${MOST_BYTES} bytes in all`,
  why: 'they are a part of the template, and of the event that AWS Lambda receives',
  fix: 'send a shorter request',
  source: LAMBDA_LIMITS,
  message: (prop, { got }) => `'${prop}' must have at most ${MOST_BYTES} bytes in all, got ${got}`,
};

const CONTAINS: Check<object> = {
  id: 'smoke-test-contains',
  severity: 'error',
  what: '`contains` of a request of `smokeTest` is an empty string',
  why: 'each answer contains it, so it tests nothing',
  fix: 'set a part of the answer, or leave `contains` out',
  source: INVOKE,
  message: prop => `'${prop}' must have at least 1 character, got ""`,
};

const LATENCY: Check<{ readonly got: number }> = {
  id: 'smoke-test-latency',
  severity: 'error',
  what: '`maximumLatency` of `smokeTest` is not greater than 0 and at most 60 seconds',
  why: 'SageMaker waits for 60 seconds at most',
  fix: 'set a time in this range, or leave it out',
  source: INVOKE,
  message: (prop, { got }) => `'${prop}' must be greater than 0 and at most 60 seconds, got ${got} seconds`,
};

export const SMOKE_TEST_CHECKS = [TWICE, ASYNC, COUNT, UNKNOWN, BOTH, FILE, TYPE, SIZE, CONTAINS, LATENCY];

/** A request as it is sent, as far as it can be. */
export interface ReadRequest {
  readonly request: SmokeTestRequest;

  /** The bytes of the body that are known at synth. */
  readonly bytes: number;

  /** Why the file cannot be read. */
  readonly unreadable?: string;

  /** Whether there is neither a body nor a file, nor a format that the library knows. */
  readonly isUnknown: boolean;
}

/** What a smoke test would be. */
export interface SmokeTestPlan {
  readonly calledBefore: boolean;
  readonly asynchronous: boolean;
  readonly server: string;
  readonly task?: string;
  readonly requests: readonly ReadRequest[];
}

/** Finds what is wrong with a smoke test. */
export function smokeTestFindings(plan: SmokeTestPlan, { maximumLatency }: SmokeTestOptions): Finding[] {
  const { calledBefore, asynchronous, requests, server, task } = plan;
  const seconds = maximumLatency && amountIn('seconds', maximumLatency);
  const size = requests.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    ...when(calledBefore, () => finding(TWICE, 'smokeTest', {})),
    ...when(asynchronous, () => finding(ASYNC, 'smokeTest', {})),
    ...lengthFindings(COUNT, 'requests', requests.length, { minimum: 1, maximum: 10, counted: 'requests' }),
    ...when(!asynchronous && requests.some(({ isUnknown }) => isUnknown), () =>
      finding(UNKNOWN, `requests[${requests.findIndex(({ isUnknown }) => isUnknown)}].body`, { server, task: isKnown(task) ? task : undefined })),
    ...requests.flatMap((request, index) => requestFindings(`requests[${index}]`, request)),
    ...when(size > MOST_BYTES, () => finding(SIZE, 'requests', { got: size })),
    ...isKnown(seconds) && !(seconds > 0 && seconds <= 60) ? [finding(LATENCY, 'maximumLatency', { got: seconds })] : [],
  ];
}

function requestFindings(prop: string, { request: { body, file, contentType, contains }, unreadable }: ReadRequest): Finding[] {
  const empty = when(contains === '', () => finding(CONTAINS, `${prop}.contains`, {}));
  return file === undefined ? empty : [
    ...empty,
    ...when(body !== undefined, () => finding(BOTH, prop, {})),
    ...when(unreadable !== undefined, () => finding(FILE, `${prop}.file`, { got: file, reason: unreadable! })),
    ...when(contentType === undefined && !file.endsWith('.json'), () => finding(TYPE, `${prop}.contentType`, { got: file })),
  ];
}
