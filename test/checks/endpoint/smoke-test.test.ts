import { Duration, Lazy, Token } from 'aws-cdk-lib/core';
import { testCases } from './cases';
import { SMOKE_TEST, SMOKE_TEST_CHECKS, SmokeTestPlan, smokeTestFindings } from '../../../src/checks/endpoint/smoke-test';
import { readShape } from '../../../src/input/shape';
import { found } from '../../util';

type Request = SmokeTestPlan['requests'][number];

const KNOWN: Request = { request: {}, bytes: 1, isUnknown: false };
const UNKNOWN: Request = { ...KNOWN, isUnknown: true };
const smoke = (plan: Partial<SmokeTestPlan>, maximumLatency?: Duration) =>
  smokeTestFindings({ calledBefore: false, asynchronous: false, server: 'vLLM', requests: [KNOWN], ...plan }, { maximumLatency });
const requests = (count: number) => smoke({ requests: Array(count).fill(KNOWN) });
const bytes = (...sizes: number[]) => smoke({ requests: sizes.map(size => ({ ...KNOWN, bytes: size })) });
/** A request after another one. */
const request = (of: Request['request'], unreadable?: string) => smoke({ requests: [KNOWN, { ...KNOWN, request: of, unreadable }] });
const latency = (seconds: number) => smoke({}, Duration.millis(seconds * 1000));
const count = (got: number) => ['requests', { minimum: 1, maximum: 10, counted: 'requests', got }, requests(got)] as const;

// the message of the other check names both options
testCases(SMOKE_TEST_CHECKS.filter(({ id }) => id !== 'smoke-test-body-and-file'), {
  'smoke-test-twice': { mistakes: [['smokeTest', {}, smoke({ calledBefore: true })]], neighbors: { 'the first call': smoke({}) } },
  'smoke-test-of-async': { mistakes: [['smokeTest', {}, smoke({ asynchronous: true })]], neighbors: { 'a real-time endpoint': smoke({}) } },
  'smoke-test-requests': { mistakes: [count(0), count(11)], neighbors: { 'one request': requests(1), 'ten requests': requests(10) } },
  'smoke-test-without-body': {
    mistakes: [
      ['requests[1].body', { server: 'vLLM', task: undefined }, smoke({ requests: [KNOWN, UNKNOWN, UNKNOWN] })],
      ['requests[0].body', { server: 'vLLM', task: 'fill-mask' }, smoke({ requests: [UNKNOWN], task: 'fill-mask' })],
      ['requests[0].body', { server: 'vLLM', task: undefined }, smoke({ requests: [UNKNOWN], task: Lazy.string({ produce: () => 'fill-mask' }) })],
    ],
    neighbors: { 'a known format': smoke({}), 'an asynchronous endpoint': smoke({ asynchronous: true, requests: [UNKNOWN] }) },
  },
  'smoke-test-file': {
    mistakes: [['requests[1].file', { got: 'a.json', reason: 'ENOENT' }, request({ file: 'a.json' }, 'ENOENT')]],
    neighbors: { 'a file that can be read': request({ file: 'a.json' }), 'no file': request({}) },
  },
  'smoke-test-content-type': {
    mistakes: ['a.jpg', '.json.txt'].map(file => ['requests[1].contentType', { got: file }, request({ file })]),
    neighbors: { 'a type': request({ file: 'a.jpg', contentType: 'image/jpeg' }), 'JSON': request({ file: 'a.json' }), 'no file': request({ body: {} }) },
  },
  'smoke-test-size': {
    mistakes: [['requests', { got: 100_001 }, bytes(100_001)], ['requests', { got: 100_001 }, bytes(50_000, 50_001)]],
    neighbors: { 'the maximum': bytes(50_000, 50_000), 'no request': bytes() },
  },
  'smoke-test-contains': {
    mistakes: [
      ['requests[1].contains', {}, request({ contains: '' })],
      ['requests[1].contains', {}, request({ contains: '', file: 'a.json' })],
    ],
    neighbors: { 'a part': request({ contains: 'a' }), 'nothing': request({}) },
  },
  'smoke-test-latency': {
    mistakes: [0, 60.001, 61].map(got => ['maximumLatency', { got }, latency(got)] as const),
    neighbors: { 'the shortest': latency(0.001), 'the longest': latency(60), 'none': smoke({}), 'an unresolved token': smoke({}, Duration.seconds(Lazy.number({ produce: () => 0 }))) },
  },
});

test('a body and a file are found together', () => {
  expect(request({ body: {}, file: 'a.json' })).toMatchObject([{
    id: 'huggingface-sagemaker:smoke-test-body-and-file',
    prop: 'requests[1]',
    message: "'requests[1].body' must not be set together with 'requests[1].file', got both; remove one of them",
  }]);
  expect(request({ body: {} })).toEqual([]);
});

test('a request without a body is found once, and a request with all options passes', () => {
  expect(found(smoke({ requests: [UNKNOWN, UNKNOWN] })).map(({ prop }) => prop)).toEqual(['requests[0].body']);
  expect(request({ file: 'a.jpg', contentType: 'image/jpeg', contains: 'a', customAttributes: 'a' })).toEqual([]);
});

const wrongIn = (options: object) => readShape<any>(SMOKE_TEST, options).wrong.map(({ message }) => message);
const inRequest = (options: object) => wrongIn({ requests: [options] });

test('options of other types are found', () => {
  expect(wrongIn({ requests: 1, maximumLatency: 1 })).toEqual([
    "'requests' must be an array of requests, got the number 1", "'maximumLatency' must be a Duration, got the number 1",
  ]);
  expect(inRequest({ body: 1, file: 1, contentType: 1, customAttributes: 1, contains: 1 })).toEqual([
    "'requests[0].body' must be a map, got the number 1",
    ...['file', 'contentType', 'customAttributes', 'contains'].map(name => `'requests[0].${name}' must be a string, got the number 1`),
  ]);
  expect(wrongIn({ maximumLatency: Duration.minutes(Lazy.number({ produce: () => 1 })) })).toEqual([expect.stringContaining("'maximumLatency' must be in seconds")]);
  expect(inRequest({ file: 'a.json', contentType: 'a', customAttributes: 'a', contains: 'a' })).toEqual([]);
  expect(inRequest({ file: Token.asAny({ Ref: 'File' }) })).toEqual(["'requests[0].file' must be a string, got an unresolved token"]);
});

test.each<[object, string[]]>([
  [{ inputs: ['a', 1, null, { deep: true }] }, []],
  [{ inputs: Token.asString({ Ref: 'Text' }) }, []],
  [{ inputs: () => 1 }, ["'requests[0].body' must be a map of values that JSON can have, got an object"]],
  [['a'], ["'requests[0].body' must be a map, got an array"]],
  [Token.asAny({ Ref: 'Body' }), ["'requests[0].body' must be a map, got an unresolved token"]],
])('the body %j', (body, expected) => {
  expect(inRequest({ body })).toEqual(expected);
});
