import { execFileSync, spawnSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'fs';
import { tmpdir } from 'os';
import { join, relative } from 'path';
import { AssetManifestArtifact, CloudAssembly, CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { ACCOUNT, DEFAULT_REGION } from './local-aws';
import { Asset, StackToCreate } from './stacks';

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
  return assembly.stacks.map(stack => {
    const { stackName: name, environment: { region: known }, template } = stack;
    const region = known === 'unknown-region' ? DEFAULT_REGION : known;
    return { name, region, template, assets: assetsOf(stack, region) };
  });
}

/** The folders that the CDK command line would upload. */
function assetsOf(stack: CloudFormationStackArtifact, region: string): Asset[] {
  return stack.dependencies.filter(each => AssetManifestArtifact.isAssetManifestArtifact(each)).flatMap(artifact => {
    const { files } = (artifact as AssetManifestArtifact).contents;
    return Object.values(files ?? {}).filter(({ source }) => source.packaging === 'zip').flatMap(({ source, destinations }) =>
      Object.values(destinations).map(({ bucketName, objectKey: key }) => ({
        content: zip(join(stack.assembly.directory, source.path!)),
        bucket: bucketName.replace('${AWS::AccountId}', ACCOUNT).replace('${AWS::Region}', region),
        key,
      })));
  });
}

/** The files of a folder in an archive that Python makes. The folder is deleted soon. */
function zip(folder: string): Buffer {
  const archive = `${folder}.zip`;
  const { error, status } = spawnSync(process.env.PYTHON ?? 'python3', ['-m', 'zipfile', '-c', archive, '.'], { cwd: folder });
  if (error) {
    return Buffer.alloc(0); // without Python, there is no local AWS to upload it to
  }
  if (status !== 0) {
    throw new Error(`${folder}: not archived, exit code ${status}`);
  }
  return readFileSync(archive);
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
