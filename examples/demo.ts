import { execFileSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'fs';
import { tmpdir } from 'os';
import { join, relative } from 'path';

const repository = join(__dirname, '..');
const app = join(__dirname, 'typescript');

/** Puts the library where the example finds it, as `npm install` would. */
function linkLibrary(): void {
  const modules = join(app, 'node_modules');
  const link = join(modules, 'cdk-huggingface-sagemaker');
  if (!existsSync(link)) {
    mkdirSync(modules, { recursive: true });
    symlinkSync(relative(modules, repository), link, 'dir');
  }
}

/** The templates that the CDK command line makes of the example, by stack. */
function synthesize(): Record<string, any> {
  const output = mkdtempSync(join(tmpdir(), 'demo-'));
  try {
    const cdk = join(repository, 'node_modules', 'aws-cdk', 'bin', 'cdk');
    execFileSync(process.execPath, [cdk, 'synth', '--quiet', '--output', output], {
      cwd: app,
      stdio: 'inherit',
      env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: '1', AWS_EC2_METADATA_DISABLED: 'true' },
    });
    const templates = readdirSync(output).filter(file => file.endsWith('.template.json'));
    return Object.fromEntries(templates.map(file => [file.replace('.template.json', ''), JSON.parse(readFileSync(join(output, file), 'utf8'))]));
  } finally {
    rmSync(output, { recursive: true });
  }
}

function print(stack: string, { Resources: resources }: any): void {
  const entries = Object.entries<any>(resources);
  const of = (type: string) => entries.filter(([, { Type }]) => Type === type).map(([, { Properties }]) => Properties);
  const width = Math.max(...entries.map(([, { Type }]) => Type.length));

  console.log(`\nStack ${stack} would create`);
  entries.forEach(([id, { Type }]) => console.log(`  ${Type.padEnd(width)}  ${id}`));
  of('AWS::SageMaker::EndpointConfig').flatMap(({ ProductionVariants }) => ProductionVariants).forEach(variant => {
    console.log(`\nInstances    ${variant.InitialInstanceCount} x ${variant.InstanceType}`);
    console.log(`Start-up     at most ${variant.ContainerStartupHealthCheckTimeoutInSeconds} s`);
  });
  of('AWS::SageMaker::Model').map(({ PrimaryContainer }) => PrimaryContainer).forEach(({ Image, Environment }) => {
    console.log(`Image        ${Image}`);
    Object.entries(Environment).forEach(([key, value], index) => console.log(`${(index ? '' : 'Environment').padEnd(11)}  ${key}=${value}`));
  });
}

linkLibrary();
Object.entries(synthesize()).forEach(([stack, template]) => print(stack, template));
