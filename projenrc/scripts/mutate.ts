import { spawnSync } from 'child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join, sep } from 'path';
import { parseArgs } from 'util';

/**
 * Changes the code with Stryker and tests whether a test notices it: in the given files, or in a random sample of places.
 *
 * @see https://stryker-mutator.io/docs/stryker-js/configuration/
 */
const repository = join(__dirname, '..', '..');
const folder = '.mutation';

/** The rooms that a sample is drawn from. Each is tested by its own tests, by those of the endpoint, and by the snapshots of templates. */
const ROOMS = [
  'plan', 'server', 'model', 'container', 'checks', 'capacity', 'monitoring', 'requests', 'updates', 'network', 'component', 'endpoint',
];

/** The lines of a place of the sample: enough for a condition with its body. */
const PLACE_LINES = 3;

const { values: options, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    room: { type: 'string', multiple: true, default: ROOMS },
  },
});
const places = files.length > 0 ? files : sample(options.room, Number(options.sample), random(Number(options.seed)));
console.log(files.length > 0 ? files.join('\n') : `--sample ${options.sample} --seed ${options.seed}`);
rmSync(join(repository, folder), { recursive: true, force: true }); // what an earlier run that was interrupted left, too
mkdirSync(join(repository, folder));

const counts: Record<string, number> = {};
for (const room of new Set(places.map(place => place.split('/')[1]))) {
  test(room, places.filter(place => place.startsWith(`src/${room}/`)));
  const mutants = Object.values<any>(readJson(`${folder}/${room}.json`).files).flatMap(file => file.mutants);
  mutants.forEach(({ status }) => counts[status] = (counts[status] ?? 0) + 1);
}
const { Killed = 0, Timeout = 0, Survived = 0, NoCoverage = 0 } = counts;
const all = Killed + Timeout + Survived + NoCoverage;
console.log(`${Killed + Timeout} of ${all} mutants are killed: ${(100 * (Killed + Timeout) / all).toFixed(1)} %`);

/** Tests the mutants of places in a room. Mutants of tables are tested, too: a limit is a number of a table. */
function test(room: string, mutate: readonly string[]): void {
  const { reporters, coverageThreshold, preset, ...jest } = readJson('jest.config.json');
  const config = join(folder, 'stryker.json');
  writeFileSync(join(repository, config), JSON.stringify({
    mutate,
    testRunner: 'jest',
    plugins: ['@stryker-mutator/jest-runner'],
    jest: {
      config: {
        ...jest,
        testMatch: [...[...new Set([room, 'endpoint'])].map(name => `<rootDir>/test/${name}/**/*.test.ts`), '<rootDir>/test/snapshots.test.ts'],
        runner: '<rootDir>/projenrc/scripts/mutation-runner.ts',
        transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.dev.json', isolatedModules: true, diagnostics: false }] },
      },
    },
    coverageAnalysis: 'perTest',
    concurrency: 1,
    dryRunTimeoutMinutes: 60,
    timeoutMS: 60_000, // a mutant must not be killed by a busy machine
    disableTypeChecks: false, // the transform checks no types
    ignorePatterns: ['/lib', '/dist', '/apidocs', '/coverage', '/cdk.out'],
    tempDirName: `${folder}/sandboxes`,
    reporters: ['progress-append-only', 'clear-text', 'json'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    jsonReporter: { fileName: `${folder}/${room}.json` },
    allowEmpty: true,
  }, undefined, 2));
  const { status } = spawnSync('stryker', ['run', config], { cwd: repository, stdio: 'inherit' });
  if (status !== 0) {
    throw new Error(`Stryker failed for src/${room}`);
  }
}

/** Places of the code, of all rooms in proportion to their size. */
function sample(names: readonly string[], count: number, next: () => number): string[] {
  const lines = names.flatMap(name => codeLines(`src/${name}`));
  return Array.from({ length: count }, () => {
    const { file, line } = lines[Math.floor(next() * lines.length)];
    return `${file}:${line}-${line + PLACE_LINES - 1}`;
  });
}

/** The lines that can contain a mutant: no comments, imports or declarations of types. */
function codeLines(room: string): { file: string; line: number }[] {
  const paths = readdirSync(join(repository, room), { recursive: true, encoding: 'utf8' }).map(path => `${room}/${path.split(sep).join('/')}`);
  return paths.filter(path => /(?<!\.generated)\.ts$/.test(path)).sort().flatMap(file => readFileSync(join(repository, file), 'utf8').split('\n')
    .map((text, index) => ({ file, line: index + 1, text }))
    .filter(({ text }) => !/^\s*($|\/?\*|\/\/|import |export (\*|type|interface)|readonly [\w]+\??: |[})\];,]*$)/.test(text)));
}

/** Random numbers from 0 to below 1 that a seed repeats: https://en.wikipedia.org/wiki/Lehmer_random_number_generator. */
function random(seed: number): () => number {
  const modulus = 2 ** 31 - 1;
  let state = seed % modulus || 1;
  const next = () => (state = state * 48_271 % modulus) / modulus;
  next(); // of a small seed, the first number is small
  return next;
}

function readJson(path: string): Record<string, any> {
  return JSON.parse(readFileSync(join(repository, path), 'utf8'));
}
