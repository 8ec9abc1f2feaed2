import { execFile } from 'child_process';
import { join } from 'path';
import { promisify } from 'util';
import { pythonEnvironment } from '../../local-aws/python-environment';
import { SageMakerServer } from '../clients/sagemaker-server';

const CLIENTS = join(__dirname, '..', 'clients');

let server: SageMakerServer;
afterEach(() => server.stop());

/** Runs the client in Python against a server. */
async function invoke(failures: number, seconds: number, error?: { status: number; body: object }): Promise<string> {
  server = await SageMakerServer.start(failures, error);
  const program = `from wait import invoke_and_wait; print(invoke_and_wait(seconds=${seconds}, interval=0.01, EndpointName="gpu", `
    + 'InferenceComponentName="chat", ContentType="application/json", Body="{}").decode())';
  const python = await pythonEnvironment(() => undefined);
  const { stdout } = await promisify(execFile)(python, ['-c', program], { cwd: CLIENTS, env: { ...process.env, ...server.environment } });
  return stdout.trim();
}

test('the client in Python waits until the first copy has started', async () => {
  await expect(invoke(3, 10)).resolves.toBe('{"answer":42}');
  expect(server.requests).toEqual(Array(4).fill('gpu chat'));
});

test('the client in Python gives up after the time', async () => {
  await expect(invoke(100, 0.05)).rejects.toThrow('has no capacity to process this request');
});

test('the client in Python does not repeat a request that fails for another reason', async () => {
  await expect(invoke(1, 10, { status: 400, body: { message: 'Endpoint gpu not found.' } })).rejects.toThrow('not found');
  expect(server.requests).toHaveLength(1);
});
