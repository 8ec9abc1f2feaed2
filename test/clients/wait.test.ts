import { readFileSync } from 'fs';
import { join } from 'path';
import { SageMakerServer } from './sagemaker-server';

const repository = join(__dirname, '..', '..');
const REQUEST = { EndpointName: 'gpu', InferenceComponentName: 'chat', ContentType: 'application/json', Body: '{}' };

let server: SageMakerServer;
afterEach(() => server.stop());

/** Loads the client with the variables of a server, which it reads when it is created. */
async function clientOf(failures: number, error?: { status: number; body: object }): Promise<typeof import('./wait')> {
  server = await SageMakerServer.start(failures, error);
  Object.assign(process.env, server.environment);
  jest.resetModules();
  return jest.requireActual('./wait');
}

test('the client waits until the first copy has started', async () => {
  const { invokeAndWait } = await clientOf(3);
  await expect(invokeAndWait(REQUEST, { seconds: 10, interval: 0.01 })).resolves.toBe('{"answer":42}');
  expect(server.requests).toEqual(Array(4).fill('gpu chat'));
});

test('the client gives up after the time', async () => {
  const { invokeAndWait } = await clientOf(100);
  await expect(invokeAndWait(REQUEST, { seconds: 0.05, interval: 0.02 })).rejects.toThrow('has no capacity to process this request');
  expect(server.requests.length).toBeLessThan(5);
});

test('the client does not repeat a request that fails for another reason', async () => {
  const { invokeAndWait } = await clientOf(1, { status: 400, body: { message: 'Endpoint gpu of account 111122223333 not found.' } });
  await expect(invokeAndWait(REQUEST, { seconds: 10, interval: 0.01 })).rejects.toThrow('not found');
  expect(server.requests).toHaveLength(1);
});

test.each(['wait.ts', 'wait.py'])('docs/scaling.md shows the client %s', file => {
  expect(readFileSync(join(repository, 'docs', 'scaling.md'), 'utf8')).toContain(readFileSync(join(__dirname, file), 'utf8'));
});
