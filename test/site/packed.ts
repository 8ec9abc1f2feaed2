import { execFileSync } from 'child_process';
import { mkdirSync, rmSync, symlinkSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');
const FOLDER = join(ROOT, '.site-package');

/** Packs the library, unpacks it next to its peers, and returns the path of its command line. */
export function unpackedPackage(): string {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(join(FOLDER, 'node_modules', 'cdk-huggingface-sagemaker'), { recursive: true });
  const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', FOLDER], { cwd: ROOT, encoding: 'utf8' }));
  const target = join(FOLDER, 'node_modules', 'cdk-huggingface-sagemaker');
  execFileSync('tar', ['-xzf', join(FOLDER, filename), '-C', target, '--strip-components=1']);
  ['aws-cdk-lib', 'constructs'].forEach(peer => symlinkSync(join(ROOT, 'node_modules', peer), join(FOLDER, 'node_modules', peer)));
  return join(target, 'lib', 'cli', 'index.js');
}
