import * as ts from 'typescript';
import { BASE_PATH, documentedPrograms, startRuntime } from './openai-runtime';
import { RuntimeServer } from '../runtime-server';

const CHAT = { model: 'Qwen/Qwen3-8B', messages: [{ role: 'user', content: 'Why is the sky blue?' }] };

let runtime: RuntimeServer;
const { env } = process;
afterEach(async () => {
  process.env = env;
  await runtime.stop();
});

/** The client that docs/invoking.md creates with OpenAI's library, for a runtime on this machine and the credentials in the environment. */
function clientOf({ url }: RuntimeServer): any {
  process.env = {
    ...env, OPENAI_BASE_URL: url + BASE_PATH, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret/key',
  };
  const [code] = documentedPrograms('mts', 'CallWithBearerToken');
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  // the package that the program names exports this provider under another name
  const providers = { fromNodeProviderChain: jest.requireActual('@aws-sdk/credential-provider-node').defaultProvider };
  const exported: { client?: any } = {};
  new Function('require', 'exports', ts.transpileModule(code, { compilerOptions }).outputText)(
    (name: string) => name === '@aws-sdk/credential-providers' ? providers : jest.requireActual(name), exported);
  return exported.client;
}

/** The bearer tokens of the requests, decoded. */
function tokensOf({ received }: RuntimeServer): string[] {
  return received.map(({ headers: { authorization = '' } }) => Buffer.from(authorization.replace('Bearer sagemaker-api-key-', ''), 'base64').toString());
}

test('the documented client gets a response in one piece, with a token for this region', async () => {
  runtime = await startRuntime();
  const { choices: [{ message }] } = await clientOf(runtime).chat.completions.create(CHAT);
  expect(message.content).toBe('Because of Rayleigh.');
  expect(runtime.received.map(({ url, body }) => [url, JSON.parse(body)])).toEqual([[`${BASE_PATH}/chat/completions`, CHAT]]);
  expect(tokensOf(runtime)).toEqual([expect.stringMatching(/^sagemaker\.amazonaws\.com\/\?.*X-Amz-Credential=AKIDEXAMPLE%2F\d{8}%2Feu-west-1%2Fsagemaker/)]);
});

test('the documented client gets a stream', async () => {
  runtime = await startRuntime();
  const parts: string[] = [];
  for await (const { choices: [{ delta }] } of await clientOf(runtime).chat.completions.create({ ...CHAT, stream: true })) {
    parts.push(delta.content);
  }
  expect(parts).toEqual(['Because ', 'of ', 'Rayleigh.']);
});

test('the documented client signs a token for each request', async () => {
  runtime = await startRuntime();
  const client = clientOf(runtime);
  jest.useFakeTimers({ now: Date.UTC(2026, 0, 1), doNotFake: ['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask'] });
  try {
    await client.chat.completions.create(CHAT);
    jest.setSystemTime(Date.UTC(2026, 0, 2));
    await client.chat.completions.create(CHAT);
  } finally {
    jest.useRealTimers();
  }
  expect(tokensOf(runtime).map(token => /X-Amz-Date=(\d{8})/.exec(token)![1])).toEqual(['20260101', '20260102']);
});

test('the error of the runtime is that of the client', async () => {
  runtime = await startRuntime(false);
  await expect(clientOf(runtime).chat.completions.create(CHAT)).rejects.toThrow(/403.*The token has expired/);
});
