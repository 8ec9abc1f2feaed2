import { execFile } from 'child_process';
import { join } from 'path';
import { promisify } from 'util';
import { pythonEnvironment } from '../../local-aws/python-environment';
import { BASE_PATH, documentedPrograms, startRuntime } from '../clients/openai-runtime';
import { RuntimeServer } from '../runtime-server';

let runtime: RuntimeServer;
afterEach(() => runtime.stop());

const [ONE_TOKEN, RENEWED_TOKEN] = documentedPrograms('python', 'from openai import OpenAI');

/** Runs a program of docs/invoking.md with OpenAI's library. Only the generator of tokens is not the real one. */
async function run(program: string): Promise<string> {
  const { stdout } = await promisify(execFile)(await pythonEnvironment(() => undefined), ['-c', program], {
    env: {
      ...process.env,
      OPENAI_BASE_URL: runtime.url + BASE_PATH,
      MODEL: 'Qwen/Qwen3-8B',
      AWS_REGION: 'eu-west-1',
      PYTHONPATH: join(__dirname, '..', 'clients', 'python'),
      PYTHONDONTWRITEBYTECODE: '1',
    },
  });
  return stdout;
}

/** The bearer tokens of the requests. */
const tokens = () => runtime.received.map(({ headers: { authorization } }) => authorization);

test('the documented client in Python prints a stream', async () => {
  runtime = await startRuntime();
  await expect(run(ONE_TOKEN)).resolves.toBe('Because of Rayleigh.');
  expect(runtime.received.map(({ url, body }) => [url, JSON.parse(body)])).toEqual([[`${BASE_PATH}/chat/completions`, {
    model: 'Qwen/Qwen3-8B', messages: [{ role: 'user', content: 'Why is the sky blue?' }], stream: true,
  }]]);
  expect(tokens()).toEqual(['Bearer sagemaker-api-key-1-eu-west-1-300']);
});

test('the documented client in Python creates a token for each request', async () => {
  runtime = await startRuntime();
  const requests = 'for _ in range(2):\n'
    + '    print(client.chat.completions.create(model=os.environ["MODEL"], messages=[{"role": "user", "content": "Hi"}]).choices[0].message.content)\n';
  await expect(run(RENEWED_TOKEN + requests)).resolves.toBe('Because of Rayleigh.\nBecause of Rayleigh.\n');
  expect(tokens()).toEqual([1, 2].map(each => `Bearer sagemaker-api-key-${each}-eu-west-1-300`));
});

test('the error of the runtime is that of the client in Python', async () => {
  runtime = await startRuntime(false);
  await expect(run(ONE_TOKEN)).rejects.toThrow('PermissionDeniedError: Error code: 403');
});
