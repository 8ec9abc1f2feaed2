import { existsSync, readFileSync } from 'fs';
import { join } from 'path';

/** The version of the package. The published code is in one file, in a different folder than this one. */
export function version(): string {
  const file = ['..', join('..', '..')].map(folder => join(__dirname, folder, 'package.json')).find(existsSync);
  return file === undefined ? 'unknown' : JSON.parse(readFileSync(file, 'utf8')).version;
}
