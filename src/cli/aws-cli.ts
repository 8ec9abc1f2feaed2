import { spawnSync } from 'child_process';
import { UsageError } from './command';

/** An error of AWS, or of the AWS CLI. It is reported without a stack trace. */
export class AwsError extends Error {}

/** How services report that something does not exist. */
const ABSENT = /ValidationException|Validation ?Error|ResourceNotFound|Could not find|does not exist/;

const INSTALL = 'https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html';

/** Runs a command of the AWS CLI that the user has installed, with the credentials, the profile and the region of the user. */
export class AwsCli {
  constructor(private readonly region: string | undefined) {}

  /** The answer of AWS. */
  public call<T>(...args: string[]): T {
    const { error, status, stdout, stderr } = spawnSync('aws', [...args, '--output', 'json', ...this.region ? ['--region', this.region] : []], {
      encoding: 'utf8', env: process.env, maxBuffer: 100 * 2 ** 20, shell: process.platform === 'win32',
    });
    if ((error as { code?: string } | undefined)?.code === 'ENOENT') {
      throw new UsageError(`requires the AWS CLI, which was not found: install it (${INSTALL}), and configure credentials`);
    }
    if (error || status !== 0) {
      throw new AwsError(error?.message ?? stderr.trim());
    }
    return (stdout.trim() === '' ? {} : JSON.parse(stdout)) as T;
  }

  /** The answer of AWS. Undefined if there is none, such as for an endpoint that does not exist. */
  public tryCall<T>(...args: string[]): T | undefined {
    try {
      return this.call(...args);
    } catch (error) {
      if (error instanceof AwsError && ABSENT.test(error.message)) {
        return undefined;
      }
      throw error;
    }
  }
}
