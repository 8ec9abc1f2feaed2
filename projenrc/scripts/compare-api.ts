import { execFileSync, spawnSync } from 'child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { parseArgs } from 'util';
import { gunzipSync, gzipSync } from 'zlib';
import { loadAssemblyFromPath } from '@jsii/spec';

/**
 * Compares the public API with that of the last release, and fails on every change that breaks a user.
 *
 * Until there is a release, it is compared with a baseline that is committed. With the first release, remove the baseline.
 */
const repository = join(__dirname, '..', '..');
const baseline = join(repository, 'test', 'compatibility', 'baseline.json.gz');
const before = join(repository, '.compat'); // within the repository, so that its dependencies are found

const { values: options } = parseArgs({ options: { 'update-baseline': { type: 'boolean' } } });
if (options['update-baseline']) {
  const assembly = loadAssemblyFromPath(repository, false, ['intersection-types', 'class-covariant-overrides']);
  writeFileSync(baseline, gzipSync(JSON.stringify(withoutProse({ ...assembly, readme: undefined })), { level: 9 }));
}
rmSync(before, { recursive: true, force: true });
mkdirSync(before);
try {
  console.log(`compares the public API with ${lay()}`);
  const { status } = spawnSync('jsii-diff', [
    before, repository, '--error-on', 'all', '--keys', '--ignore-file', join(repository, '.compatignore'),
  ], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(before, { recursive: true });
}

/** Lays the earlier API into its folder, and answers what it is that of. */
function lay(): string {
  const [tag] = git('tag', '--list', 'v[0-9]*', '--sort=-version:refname').toString().split('\n');
  if (tag) {
    execFileSync('tar', ['-x', '-C', before], { input: git('archive', tag) });
    const silenced = ['reserved-word', 'metadata/missing-dev-dependency'].map(warning => `--silence-warnings=${warning}`);
    execFileSync('jsii', silenced, { cwd: before, stdio: 'inherit' });
    return `${tag}, compiled with the dependencies of today`;
  }
  if (existsSync(baseline)) {
    copyFileSync(join(repository, 'package.json'), join(before, 'package.json'));
    writeFileSync(join(before, '.jsii'), gunzipSync(readFileSync(baseline)));
    return 'the baseline, since no release is tagged in this clone';
  }
  throw new Error('nothing to compare the public API with: fetch the tags of the releases, git fetch --tags');
}

function git(...args: string[]): Buffer {
  return execFileSync('git', args, { cwd: repository, maxBuffer: 268_435_456 });
}

/** A copy that has of the docstrings only what jsii-diff compares. */
function withoutProse(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutProse);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => {
    return [key, key === 'docs' ? { stability: member.stability, deprecated: member.deprecated } : withoutProse(member)];
  }));
}
