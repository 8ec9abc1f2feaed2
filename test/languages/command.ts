import { spawn } from 'child_process';

export interface CommandOptions {
  readonly cwd: string;

  readonly env?: NodeJS.ProcessEnv;

  /**
   * Seconds after which the command and all that it started are ended.
   *
   * @default 300
   */
  readonly timeout?: number;
}

export interface CommandResult {
  /** The exit code, or undefined if a signal ended the command. */
  readonly code?: number;

  /** What it wrote, to both streams, in order. */
  readonly output: string;
}

/** Runs a command to its end, whatever that is. */
export async function attempt([command, ...args]: string[], { cwd, env, timeout = 300 }: CommandOptions): Promise<CommandResult> {
  // a group of its own, so that what it has started ends with it
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  child.stdout.on('data', data => output += data);
  child.stderr.on('data', data => output += data);
  const timer = setTimeout(() => {
    output += `\nended after ${timeout} s`;
    process.kill(-child.pid!, 'SIGKILL');
  }, timeout * 1000);
  try {
    const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
    return { code: code ?? undefined, output };
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a command that must succeed, and answers what it wrote. */
export async function run(command: string[], options: CommandOptions): Promise<string> {
  const { code, output } = await attempt(command, options);
  if (code !== 0) {
    throw new Error(`${command.join(' ')} in ${options.cwd}: exit code ${code}\n${output}`);
  }
  return output;
}
