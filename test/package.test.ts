import { execFileSync } from 'child_process';
import { existsSync } from 'fs';
import { join } from 'path';

const repository = join(__dirname, '..');

/** What `npm publish` would put into the package, in bytes by file. */
function packedFiles(): Map<string, number> {
  expect(existsSync(join(repository, 'lib', 'index.js'))).toBe(true); // npm test compiles first
  const [{ files }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: repository, encoding: 'utf8' }));
  return new Map(files.map(({ path, size }: any) => [path, size]));
}

const files = packedFiles();

test('the package holds the library, its assembly and what a user reads first', () => {
  const others = [...files.keys()].filter(file => !/^lib\/.*\.(js|d\.ts)$/.test(file)).sort();
  expect(others).toEqual(['.jsii', '.jsii.gz', 'LICENSE', 'README.md', 'package.json']);
});

test('the code is one file for the library, and one for its command line', () => {
  expect([...files.keys()].filter(file => file.endsWith('.js')).sort()).toEqual(['lib/cli/index.js', 'lib/index.js']);
});

test('the package is below 1.5 MB, unpacked', () => {
  const size = [...files.values()].reduce((sum, bytes) => sum + bytes, 0);
  expect(size).toBeGreaterThan(100_000);
  expect(size).toBeLessThan(1_500_000);
});

test('the package needs nothing at run time but its peers', () => {
  const { dependencies, bundledDependencies, peerDependencies } = jest.requireActual('../package.json');
  expect([dependencies, bundledDependencies]).toEqual([undefined, undefined]);
  expect(Object.keys(peerDependencies)).toEqual(['aws-cdk-lib', 'constructs']);
});
