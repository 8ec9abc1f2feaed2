import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { run } from './command';
import { Workplace } from './language';
import { repository } from './repository';
import { Templates } from './templates';

/** Synthesizes an app with the CDK command line, without an account: it fails on a warning of the library's own. */
export async function synthesize({ folder, env }: Workplace): Promise<Templates> {
  const cdk = join(repository, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  const output = await run([
    process.execPath, cdk, 'synth', '--all', '--quiet', '--output', 'cdk.out', '--no-lookups', '--no-notices', '--no-version-reporting',
  ], { cwd: folder, env: { ...env, CDK_DISABLE_CLI_TELEMETRY: '1', AWS_EC2_METADATA_DISABLED: 'true' } });
  if (output.includes('huggingface-sagemaker:')) { // an id of a finding
    throw new Error(`the app must synthesize without a warning of the library, got\n${output}`);
  }
  const files = readdirSync(join(folder, 'cdk.out')).filter(file => file.endsWith('.template.json'));
  return Object.fromEntries(files.map(file => [file.replace('.template.json', ''), JSON.parse(readFileSync(join(folder, 'cdk.out', file), 'utf8'))]));
}
