import { mkdirSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { REGISTRIES } from './registries';
import { attempt } from '../languages/command';

/** Rehearses what the release does with the packages in dist/, for each registry. Nothing leaves this machine, and nothing is published. */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dry-run-'));
  let failed = 0;
  try {
    for (const { name, tools, rehearse } of REGISTRIES) {
      try {
        const missing = (await Promise.all(tools.map(tool => exists(tool, folder)))).flat();
        if (missing.length > 0) {
          throw new Error(`install ${missing.join(', ')}`);
        }
        const place = join(folder, name.replace(/\W/g, ''));
        mkdirSync(place);
        console.log(`${name}: ${await rehearse(place)}`);
      } catch (error) {
        failed++;
        console.error(`${name}: FAILED\n${error instanceof Error ? error.message : error}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log('NuGet: not tried; the build needs the .NET SDK');
  process.exitCode = failed === 0 ? 0 : 1;
}

async function exists(tool: string, folder: string): Promise<string[]> {
  const { code } = await attempt(['which', tool], { cwd: folder });
  return code === 0 ? [] : [tool];
}

void main();
