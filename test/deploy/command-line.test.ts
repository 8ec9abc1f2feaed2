import { execFile } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { promisify } from 'util';
import { create, destroy, HERE, synthesizeStack } from './util';
import { LocalAws } from '../../local-aws/local-aws';
import { pythonEnvironment } from '../../local-aws/python-environment';
import { StackToCreate } from '../../local-aws/stacks';
import { IMAGES } from '../images';
import { RuntimeServer } from '../runtime-server';
import { newEndpoint } from '../util';

const repository = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'aws-'));

let aws: LocalAws;
let runtime: RuntimeServer;
let stacks: StackToCreate[] = [];
beforeAll(async () => {
  aws = await LocalAws.start();
  runtime = await RuntimeServer.start(() => ({ body: '{"choices":[{"message":{"content":"Because of the air."}}]}' }));
  const python = await pythonEnvironment(() => undefined);
  writeFileSync(join(folder, 'aws'), `#!/bin/sh\nexec '${python}' '${join(__dirname, 'aws_cli.py')}' "$@"\n`, { mode: 0o755 });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await destroy(aws, stacks);
  await Promise.all([runtime.stop(), aws.stop()]);
});

async function run(...args: string[]): Promise<string> {
  const { stdout, stderr, code } = await promisify(execFile)(process.execPath, ['-r', 'ts-node/register/transpile-only', join('src', 'cli', 'index.ts'), ...args], {
    cwd: repository,
    env: {
      ...process.env,
      PATH: `${folder}:${process.env.PATH}`,
      TS_NODE_PROJECT: join('test', 'tsconfig.json'),
      LOCAL_AWS: aws.endpoint,
      RUNTIME: runtime.url,
      AWS_REGION: HERE.region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
  }).catch(error => error);
  expect([stderr, code ?? 0]).toEqual(['', args[0] === 'why' ? 1 : 0]);
  return stdout.trim();
}

test('a request to a stack, and why it works', async () => {
  stacks = [synthesizeStack(stack => newEndpoint(stack, { container: IMAGES.VLLM, modelId: 'Qwen/Qwen3-8B' }))];
  await create(aws, stacks);
  expect(await run('invoke', 'Stack')).toBe('Because of the air.');
  expect(JSON.parse(runtime.received[0].body)).toMatchObject({ model: 'Qwen/Qwen3-8B', messages: expect.anything() });
  expect(runtime.received[0].url).toMatch(/^\/endpoints\/Stack-Endpoint[^/]+\/invocations$/);
  expect(await run('why', 'Stack')).toMatch(/^Stack-Endpoint\S+: InService\nno failure was found$/);
});
