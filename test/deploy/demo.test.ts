import { ChildProcess, spawn } from 'child_process';
import { once } from 'events';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const repository = join(__dirname, '..', '..');
const TS_NODE = join(repository, 'node_modules', 'ts-node', 'dist', 'bin.js');
const TYPES = ['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::SageMaker::Model', 'AWS::SageMaker::EndpointConfig', 'AWS::SageMaker::Endpoint'];

interface Demo {
  readonly process: ChildProcess;
  /** Waits until the demo ends. */
  readonly ended: Promise<{ code: number | null; output: string }>;
  /** Waits until a pattern is printed, and returns its groups. */
  printed(pattern: RegExp): Promise<string[]>;
}

let demo: Demo;
afterEach(() => demo.process.kill('SIGKILL'));

function start(args: string[] = [], env: NodeJS.ProcessEnv = {}): Demo {
  const child = spawn(process.execPath, [TS_NODE, '--project', 'local-aws/tsconfig.json', 'local-aws/demo.ts', ...args], {
    cwd: repository,
    env: { ...process.env, TS_NODE_TRANSPILE_ONLY: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  [child.stdout, child.stderr].forEach(stream => stream.on('data', data => { output += data; child.emit('output'); }));
  const ended = once(child, 'close').then(([code]) => ({ code, output }));
  demo = {
    process: child,
    ended,
    printed: async pattern => {
      while (!pattern.test(output)) {
        await Promise.race([once(child, 'output'), ended.then(() => { throw new Error(`${pattern} was not printed:\n${output}`); })]);
      }
      return pattern.exec(output)!;
    },
  };
  return demo;
}

async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 50; tries++) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return false;
}

test('the demo creates the stack, shows the endpoint and leaves nothing', async () => {
  const { code, output } = await start().ended;
  for (const type of TYPES) {
    expect(output).toMatch(new RegExp(`created +${type}  `));
    expect(output).toMatch(new RegExp(`deleted +${type}  `));
  }
  expect(output).toMatch(/Endpoint +\S+ \(InService\)/);
  expect(output).toContain('Nothing is left in us-east-1: 0 stacks, 0 endpoints, 0 endpoint configurations, 0 models, 0 roles, 0 policies');
  expect(code).toBe(0);
});

test('the demo keeps the stack until Ctrl-C, and no server after it', async () => {
  start(['--keep']);
  const [, pid] = await demo.printed(/\(process (\d+)\)/);
  const [, endpoint] = await demo.printed(/export AWS_ENDPOINT_URL=(\S+)[^]*describe-endpoint --endpoint-name \S+/);
  expect((await fetch(`${endpoint}/moto-api/data.json`)).status).toBe(200);
  demo.process.kill('SIGINT');
  expect((await demo.ended).code).toBe(130);
  expect(await isGone(Number(pid))).toBe(true);
});

test('the server ends with a demo that is killed', async () => {
  start(['--keep']);
  const [, pid] = await demo.printed(/\(process (\d+)\)/);
  demo.process.kill('SIGKILL');
  expect(await isGone(Number(pid))).toBe(true);
});

test('the demo ends with an error if the server is killed', async () => {
  start(['--keep']);
  const [, pid] = await demo.printed(/\(process (\d+)\)/);
  process.kill(Number(pid), 'SIGKILL');
  const { code, output } = await demo.ended;
  expect(output).toContain('the local AWS ended (SIGKILL)');
  expect(code).toBe(1);
});

describe('without Python', () => {
  const environment = { PYTHON: 'no-such-python', LOCAL_AWS_FOLDER: mkdtempSync(join(tmpdir(), 'local-aws-')) };
  afterAll(() => rmSync(environment.LOCAL_AWS_FOLDER, { recursive: true }));

  test('the demo prints what to install, and only synthesizes', async () => {
    const { code, output } = await start([], environment).ended;
    expect(output).toMatch(/^The stack is synthesized only: .* install python3 and python3-venv.*$/m);
    expect(output).toContain('Stack Mistral would create');
    expect(code).toBe(0);
  });

  test('the demo only synthesizes with --synth-only', async () => {
    const { code, output } = await start(['--synth-only'], environment).ended;
    expect(output).not.toContain('Python');
    expect(output).toContain('Stack Mistral would create');
    expect(code).toBe(0);
  });
});
