import { execFileSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'fs';
import { tmpdir } from 'os';
import { join, relative } from 'path';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { DEFAULT_REGION } from './local-aws';
import { StackToCreate } from './stacks';

const repository = join(__dirname, '..');
const SYNTH_SECONDS = 180;

/** The stacks that the CDK command line makes of an app that uses the library as an npm package, in the order to create them. */
export function synthesizeApp(app: string): StackToCreate[] {
  linkLibrary(app);
  const output = mkdtempSync(join(tmpdir(), 'synthesis-'));
  try {
    const cdk = join(repository, 'node_modules', 'aws-cdk', 'bin', 'cdk');
    execFileSync(process.execPath, [cdk, 'synth', '--quiet', '--no-notices', '--output', output], {
      cwd: app,
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: SYNTH_SECONDS * 1000,
      env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: '1', AWS_EC2_METADATA_DISABLED: 'true' },
    });
    return stacksOf(new CloudAssembly(output));
  } finally {
    rmSync(output, { recursive: true });
  }
}

/** The stacks of a cloud assembly, each after those that it depends on. */
export function stacksOf(assembly: CloudAssembly): StackToCreate[] {
  return assembly.stacks.map(({ stackName, environment: { region }, template }) => ({
    name: stackName,
    region: region === 'unknown-region' ? DEFAULT_REGION : region,
    template,
  }));
}

/** Puts the library where the app finds it, as `npm install` would. */
function linkLibrary(app: string): void {
  const modules = join(app, 'node_modules');
  const link = join(modules, 'cdk-huggingface-sagemaker');
  if (!existsSync(link)) {
    mkdirSync(modules, { recursive: true });
    symlinkSync(relative(modules, repository), link, 'dir');
  }
}
