import { SMOKE_TEST_FUNCTION } from '../../src/requests/smoke-test-function';
import { Answer, RuntimeServer } from '../runtime-server';

const PROPERTIES = {
  ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:test',
  ServiceTimeout: '1200',
  EndpointName: 'chat',
  EndpointConfigName: 'config-1',
  MaximumSeconds: '60',
  Requests: [{ Body: '{"prompt":"Say OK"}', ContentType: 'application/json' }],
};

let servers: RuntimeServer[] = [];
afterEach(async () => {
  await Promise.all(servers.map(server => server.stop()));
  servers = [];
});

async function start(answer: (index: number) => Answer): Promise<RuntimeServer> {
  const server = await RuntimeServer.start((_, index) => answer(index));
  servers.push(server);
  return server;
}

/** Runs the program as AWS Lambda does, and returns what CloudFormation and the endpoint received. */
async function run(answer: (index: number) => Answer, event: object = {}, properties: object = {}) {
  const [runtime, cloudFormation] = [await start(answer), await start(() => ({}))];
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: runtime.url,
  });
  const module: { handler?: (event: object) => Promise<void> } = {};
  const waits: number[] = [];
  const wait = (then: () => void, milliseconds: number) => {
    waits.push(milliseconds);
    then();
  };
  new Function('require', 'exports', 'setTimeout', SMOKE_TEST_FUNCTION)(require, module, wait);
  await module.handler!({
    RequestType: 'Create',
    ResponseURL: `${cloudFormation.url}/answer?signature=1`,
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'Test',
    ResourceProperties: { ...PROPERTIES, ...properties },
    ...event,
  });
  expect(cloudFormation.received).toHaveLength(1);
  const [{ method, url, headers, body }] = cloudFormation.received;
  // the signature of the address is for a request without a content type
  expect([method, url, headers['content-type']]).toEqual(['PUT', '/answer?signature=1', undefined]);
  expect(body.length).toBeLessThan(4096);
  return { result: JSON.parse(body), requests: runtime.received, waits };
}

const OK = () => ({ body: '{"text":"OK"}' });
const DENIED: Answer = { status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: '{"Message":"not authorized"}' };
const modelError = (status: number, message: string): Answer => ({
  status: 424, headers: { 'x-amzn-errortype': 'ModelError' }, body: JSON.stringify({ Message: 'failed', OriginalStatusCode: status, OriginalMessage: message }),
});

test('the program wastes none of its 4,096 characters on blank lines around it', () => {
  expect(SMOKE_TEST_FUNCTION).toMatch(/^const [^]*;$/);
});

test('a request that is answered passes, and what passed is the physical ID', async () => {
  const { result, requests } = await run(OK);
  expect(result).toEqual({
    Status: 'SUCCESS', PhysicalResourceId: expect.stringMatching(/^[0-9a-f]{64}$/), StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Test',
  });
  expect(requests).toEqual([expect.objectContaining({ method: 'POST', url: '/endpoints/chat/invocations', body: '{"prompt":"Say OK"}' })]);
  expect(requests[0].headers['content-type']).toBe('application/json');
});

test('the answer of the server is the reason of the failure', async () => {
  const { result } = await run(() => modelError(400, '{"error":"no chat template"}'));
  expect(result).toMatchObject({
    Status: 'FAILED', Reason: 'request 1 of 1 failed: the server answered with status 400: {"error":"no chat template"}', PhysicalResourceId: 'failed',
  });
});

test('an error of SageMaker itself is the reason of the failure', async () => {
  const { result } = await run(() => ({ status: 400, headers: { 'x-amzn-errortype': 'ValidationError' }, body: '{"Message":"Endpoint chat not found."}' }));
  expect(result).toMatchObject({ Status: 'FAILED', Reason: 'request 1 of 1 failed: ValidationError: Endpoint chat not found.' });
});

test('a long answer is shortened to what CloudFormation accepts', async () => {
  const { result } = await run(() => modelError(500, 'x'.repeat(10_000)));
  expect(result.Reason).toHaveLength(1000);
});

test('an answer must contain the string', async () => {
  const properties = { Requests: [...PROPERTIES.Requests, { ...PROPERTIES.Requests[0], Contains: 'OK' }] };
  expect((await run(OK, {}, properties)).result.Status).toBe('SUCCESS');
  const { result } = await run(index => ({ body: index === 0 ? 'OK' : 'NO' }), {}, properties);
  expect(result).toMatchObject({ Status: 'FAILED', Reason: 'the answer to request 2 of 2 must contain "OK", got: NO' });
});

test('an answer must not take longer than the limit', async () => {
  const { result } = await run(() => ({ ...OK(), delay: 150 }), {}, { MaximumSeconds: '0.1' });
  expect(result.Reason).toMatch(/^the answer to request 1 of 1 must take at most 0\.1 seconds, got 0\.[1-9]\d*$/);
});

test('a file is sent as it is, with its content type and attributes', async () => {
  const { requests } = await run(OK, {}, {
    Requests: [{ File: Buffer.from('image').toString('base64'), ContentType: 'image/jpeg', CustomAttributes: 'route=/v1/x' }],
  });
  expect(requests[0].body).toBe('image');
  expect(requests[0].headers).toMatchObject({ 'content-type': 'image/jpeg', 'x-amzn-sagemaker-custom-attributes': 'route=/v1/x' });
});

test('a new role may be denied for a while', async () => {
  const { result, requests, waits } = await run(index => index < 3 ? DENIED : OK());
  expect(result.Status).toBe('SUCCESS');
  expect([requests.length, waits]).toEqual([4, [10_000, 10_000, 10_000]]);
});

test('a role that stays denied fails after two minutes', async () => {
  const { result, waits } = await run(() => DENIED);
  expect(result).toMatchObject({ Status: 'FAILED', Reason: 'request 1 of 1 failed: AccessDeniedException: not authorized' });
  expect(waits.reduce((sum, wait) => sum + wait)).toBe(110_000);
});

describe('an update', () => {
  const passed = async (properties: object = {}) => (await run(OK, {}, properties)).result.PhysicalResourceId;

  test('of the configuration runs the test again, and what passed changes', async () => {
    const before = await passed();
    const { result, requests } = await run(OK, { RequestType: 'Update', PhysicalResourceId: before }, { EndpointConfigName: 'config-2' });
    expect(requests).toHaveLength(1);
    expect(result.Status).toBe('SUCCESS');
    expect(result.PhysicalResourceId).not.toBe(before);
  });

  test('that fails keeps what passed before', async () => {
    const { result } = await run(() => modelError(500, 'crash'), { RequestType: 'Update', PhysicalResourceId: 'before' });
    expect(result).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'before' });
  });

  test('back to what passed, as in a rollback, sends nothing', async () => {
    const before = await passed();
    const { result, requests } = await run(() => modelError(500, 'crash'), { RequestType: 'Update', PhysicalResourceId: before });
    expect(requests).toEqual([]);
    expect(result).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: before });
  });

  test.each([['requests', { Requests: [{ Body: '{}', ContentType: 'application/json' }] }], ['limit', { MaximumSeconds: '5' }]])(
    'of the %s is another test', async (_, properties) => expect(await passed(properties)).not.toBe(await passed()));

  test('of the function alone is the same test', async () => {
    expect(await passed({ ServiceToken: 'another', ServiceTimeout: '1' })).toBe(await passed());
  });
});

test('a deletion sends nothing', async () => {
  const { result, requests } = await run(() => modelError(500, 'crash'), { RequestType: 'Delete', PhysicalResourceId: 'before' });
  expect(requests).toEqual([]);
  expect(result).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'before' });
});
