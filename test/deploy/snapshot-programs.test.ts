import { execFile } from 'child_process';
import { join } from 'path';
import { promisify } from 'util';
import { pythonEnvironment } from '../../local-aws/python-environment';

const repository = join(__dirname, '..', '..');
const PROGRAMS = ['src/snapshot/copy/copy_snapshot.py', 'src/snapshot/function/index.py'];

/** Runs Python with the packages of local-aws/requirements.txt, and returns what it prints. It fails with all of that. */
async function python(args: string[], cwd = repository): Promise<string> {
  const interpreter = await pythonEnvironment(() => undefined);
  const { stdout, stderr } = await promisify(execFile)(interpreter, args, { cwd, maxBuffer: 1e8 }).catch(error => {
    throw new Error(`${error.stdout}\n${error.stderr}`);
  });
  return stdout + stderr;
}

test('the programs of a snapshot pass lint, for the oldest Python that they support', async () => {
  await python(['-m', 'ruff', 'check', '--isolated', '--target-version', 'py39', '--line-length', '150', '--select', 'E,F,W,I,UP,B,C4,SIM', '--no-cache', ...PROGRAMS]);
});

test('the types of the programs are right', async () => {
  await python(['-m', 'mypy', '--strict', '--ignore-missing-imports', '--cache-dir', '/dev/null', ...PROGRAMS]);
});

test.each(['test_copy_snapshot', 'test_function', 'test_throughput'])('%s', async module => {
  expect(await python(['-m', 'unittest', module], join(repository, 'test', 'snapshot'))).toMatch(/^OK$/m);
}, 300_000);
