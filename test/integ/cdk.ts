import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const repository = join(__dirname, '..', '..');
const MINUTES = 60_000;

/** How a program of this folder is run. */
export const PROGRAM = 'ts-node --transpile-only --project test/tsconfig.json';

/** The outputs of a stack by name. */
export type Outputs = Readonly<Record<string, string>>;

/** An app of this folder, which is deployed to the account of the credentials in the environment. */
export class DeployedApp {
  constructor(private readonly file: string, private readonly stackName: string) {}

  /** Deploys the app with variables, and returns the outputs of its stack. Throws if the deployment fails. */
  public deploy(variables: Record<string, string> = {}, ...args: string[]): Outputs {
    const folder = mkdtempSync(join(tmpdir(), 'integ-'));
    const file = join(folder, 'outputs.json');
    try {
      this.cdk(variables, 'deploy', '--require-approval', 'never', '--outputs-file', file, ...args);
      return JSON.parse(readFileSync(file, 'utf8'))[this.stackName];
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** The same for a question: returns the error of a deployment that fails, which is an answer. */
  public tryToDeploy(variables: Record<string, string>): Outputs | string {
    try {
      return this.deploy(variables, '--no-rollback');
    } catch (error) {
      return (error as Error).message;
    }
  }

  public destroy(variables: Record<string, string> = {}): void {
    this.cdk(variables, 'destroy', '--force');
  }

  private cdk(variables: Record<string, string>, ...args: string[]): void {
    execFileSync(process.execPath, [
      join(repository, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...args,
      '--app', `npx ${PROGRAM} test/integ/${this.file}`, '--no-notices', '--no-version-reporting',
    ], { cwd: repository, stdio: 'inherit', timeout: 120 * MINUTES, env: { ...process.env, ...variables } });
  }
}
