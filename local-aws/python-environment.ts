import { execFile } from 'child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { promisify } from 'util';
import { SetupError } from './setup-error';

const run = promisify(execFile);

const REQUIREMENTS = join(__dirname, 'requirements.txt');
const FOLDER = process.env.LOCAL_AWS_FOLDER ?? join(__dirname, '..', '.local-aws');
const INSTALL_SECONDS = 300;

const NO_PYTHON = 'the local AWS needs Python 3.9 or newer with its module venv: install python3 and python3-venv, '
  + 'or name an interpreter in the environment variable PYTHON';

/** The interpreter of a virtual environment with the packages of requirements.txt, which is made where it is not there yet. */
export async function pythonEnvironment(print: (line: string) => void, folder = FOLDER): Promise<string> {
  const environment = join(folder, 'venv');
  const interpreter = join(environment, ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']));
  const done = join(folder, 'requirements.txt');
  const requirements = readFileSync(REQUIREMENTS, 'utf8');
  if (existsSync(done) && existsSync(interpreter) && readFileSync(done, 'utf8') === requirements) {
    return interpreter;
  }

  const python = await findPython();
  print('Installing the packages of local-aws/requirements.txt, once, for about half a minute');
  rmSync(done, { force: true });
  mkdirSync(folder, { recursive: true });
  await step(python, ['-m', 'venv', '--clear', environment], () => NO_PYTHON);
  await step(interpreter, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--requirement', REQUIREMENTS],
    reason => `the local AWS needs the Python packages of local-aws/requirements.txt, which pip cannot install (${reason}): `
      + 'give pip access to a Python package index, or to a mirror of one');
  writeFileSync(done, requirements); // last, so that an interrupted installation is begun again
  return interpreter;
}

async function findPython(): Promise<string> {
  for (const candidate of process.env.PYTHON ? [process.env.PYTHON] : ['python3', 'python']) {
    try {
      await run(candidate, ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 9))'], { timeout: 10_000 });
      return candidate;
    } catch {
      continue;
    }
  }
  throw new SetupError(NO_PYTHON);
}

async function step(command: string, args: string[], message: (reason: string) => string): Promise<void> {
  try {
    await run(command, args, { timeout: INSTALL_SECONDS * 1000, env: process.env });
  } catch (error) {
    const { stderr, killed } = error as { stderr?: string; killed?: boolean };
    const reason = killed ? `no answer within ${INSTALL_SECONDS} s` : stderr?.trim().split('\n').filter(line => line.startsWith('ERROR')).pop();
    throw new SetupError(message(reason ?? String((error as Error).message).split('\n')[0]));
  }
}
