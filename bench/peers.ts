import { execFileSync } from 'child_process';
import { existsSync } from 'fs';
import { join } from 'path';
import { PEERS } from './subjects';

/** Installs the peers beside the compiled benchmark, where they find the project's own aws-cdk-lib. */
export function installPeers(): void {
  if (PEERS.every(peer => existsSync(join(__dirname, 'node_modules', peer.package, 'package.json')))) {
    return;
  }
  execFileSync('npm', [
    'install', '--prefix', __dirname, '--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps',
    ...PEERS.map(peer => `${peer.package}@${peer.version}`),
  ], { stdio: 'inherit' });
}
