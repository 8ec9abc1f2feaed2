import { readdirSync, statSync } from 'fs';
import { join } from 'path';

export const repository = join(__dirname, '..', '..');
export const programs = join(__dirname, 'programs');

/** The one file of a folder of dist/ whose name ends so. */
export function artifact(folder: string, suffix: string): string {
  const files = readdirSync(join(repository, 'dist', folder)).filter(file => file.endsWith(suffix));
  if (files.length !== 1) {
    throw new Error(`dist/${folder} must have one file *${suffix}, got ${files.length}: ${files.join(', ')}`);
  }
  return join(repository, 'dist', folder, files[0]);
}

/** The bytes of a file, or of all files in a folder. */
export function sizeOf(path: string): number {
  const stat = statSync(path);
  return stat.isDirectory() ? readdirSync(path).reduce((sum, entry) => sum + sizeOf(join(path, entry)), 0) : stat.size;
}
