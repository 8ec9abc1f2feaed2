import { execFileSync } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { SUBJECTS } from '../src/checks/all-subjects';

const repository = join(__dirname, '..');

/** A file of the package. */
interface PackedFile {
  readonly path: string;
  readonly size: number;
  readonly mode: number;
}

/** What `npm publish` would put into the package. */
function packedFiles(): PackedFile[] {
  expect(existsSync(join(repository, 'lib', 'index.js'))).toBe(true); // npm test compiles first
  const [{ files }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: repository, encoding: 'utf8' }));
  return files;
}

const files = packedFiles();

test('the package holds the library, its assembly, the programs that it deploys and what a user reads first', () => {
  const others = files.map(({ path }) => path).filter(file => !/^lib\/.*\.(js|d\.ts)$/.test(file)).sort();
  expect(others).toEqual([
    '.jsii', '.jsii.gz', 'LICENSE', 'README.md', 'lib/snapshot/copy/copy_snapshot.py', 'lib/snapshot/function/index.py', 'package.json',
  ]);
});

test('the code is two files, and one that starts its command line', () => {
  expect(files.map(({ path }) => path).filter(file => file.endsWith('.js')).sort()).toEqual(['lib/cli/index.js', 'lib/index.js', 'lib/on-demand.js']);
  expect(files.find(({ path }) => path === 'lib/cli/index.js')!.size).toBeLessThan(1_000);
});

test('the files have what users see of a check, and not what only the documentation shows', () => {
  const code = ['index.js', 'on-demand.js'].map(file => readFileSync(join(repository, 'lib', file), 'utf8').replace(/\\?\n/g, '')).join();
  const checks = SUBJECTS.flatMap(subject => subject.checks);
  expect(checks.length).toBeGreaterThan(250);
  expect(checks.filter(({ id }) => !code.includes(`"${id}"`)).map(({ id }) => id)).toEqual([]);
  expect(checks.filter(({ what }) => code.includes(what)).map(({ id }) => id)).toEqual([]);
});

test('the command line is a program that runs from the files of the library', () => {
  expect(execFileSync(join(repository, 'lib', 'cli', 'index.js'), ['instances', '--gpu'], { encoding: 'utf8' })).toContain('ml.g5.xlarge');
});

test('the package is below 1.5 MB, unpacked', () => {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  expect(size).toBeGreaterThan(100_000);
  expect(size).toBeLessThan(1_500_000);
});

test('the command line is executable in the package, as the script that the wheel installs needs it', () => {
  const { bin } = jest.requireActual('../package.json');
  const modes = Object.values(bin).map(file => files.find(({ path }) => path === file)!.mode.toString(8));
  expect(modes).toEqual([expect.stringMatching(/755$/)]);
});

test('the package needs nothing at run time but its peers', () => {
  const { dependencies, bundledDependencies, peerDependencies } = jest.requireActual('../package.json');
  expect([dependencies, bundledDependencies]).toEqual([undefined, undefined]);
  expect(Object.keys(peerDependencies)).toEqual(['aws-cdk-lib', 'constructs']);
});

describe('an import', () => {
  const script = (kind: string, code: string) =>
    execFileSync(process.execPath, [`--input-type=${kind}`, '--eval', code], { cwd: join(repository, 'test'), encoding: 'utf8' }).trim();
  /** What is there at run time: the compiler that the tests run with also keeps the names of types. */
  const exported = Object.entries(jest.requireActual('../src')).filter(([, value]) => value !== undefined).map(([name]) => name).sort();

  test('by name, in an ES module, finds everything', () => {
    const names = exported.join(', ');
    expect(script('module', `import { ${names} } from '../lib/index.js'; console.log(Object.keys({ ${names} }).join());`).split(',')).toEqual(exported);
  });

  test('in CommonJS finds everything, each with its first use', () => {
    const [names, loaded, later, instanceType] = script('commonjs', `
      const library = require('../lib');
      const loaded = () => Object.keys(require.cache).some(file => file.endsWith('aws-cdk-lib/core/lib/resource.js'));
      const names = Object.keys(library).sort().join();
      const before = loaded();
      library.HuggingFaceSageMakerEndpoint;
      console.log(names, before, loaded(), library.SageMakerInstanceType.ML_G5_XLARGE.toString());
    `).split(' ');
    expect(names.split(',')).toEqual(exported);
    expect([loaded, later, instanceType]).toEqual(['false', 'true', 'ml.g5.xlarge']);
  });

  test('and a default endpoint load one file, and a dashboard loads the other one, which uses the same modules', () => {
    const [imported, built, monitored, isSame] = script('commonjs', `
      const { App, Stack } = require('aws-cdk-lib/core');
      const library = require('../lib');
      const loaded = () => Object.keys(require.cache).some(file => file.endsWith('on-demand.js'));
      const before = loaded();
      const props = { modelId: 'Qwen/Qwen3-4B', instanceType: library.SageMakerInstanceType.ML_G5_XLARGE };
      const app = new App({ builtInCloudFormationValidation: false, outdir: require('fs').mkdtempSync(require('path').join(require('os').tmpdir(), 'cdk.out-')) });
      const endpoint = new library.HuggingFaceSageMakerEndpoint(new Stack(app, 'Stack'), 'Endpoint', props);
      app.synth();
      const built = loaded();
      endpoint.monitor();
      const images = Object.values(library.DeepLearningContainerImage);
      console.log(before, built, loaded(), images.every(image => image instanceof library.ContainerImage));
    `).split(' ');
    expect({ imported, built, monitored, isSame }).toEqual({ imported: 'false', built: 'false', monitored: 'true', isSame: 'true' });
  });
});
