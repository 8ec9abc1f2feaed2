import { existsSync } from 'fs';
import { basename } from 'path';
import JestRunner, { Test, TestRunnerOptions, TestWatcher } from 'jest-runner';

/** The names of the tests of each test file, from the initial run. */
const NAMES = new Map<string, string[]>();

/**
 * For each mutant, runs the test files of the name of the mutated file, then those that are about no single file, until a test fails. If there is
 * no test file of that name, it runs all of the room. It leaves out the files without a test that runs the mutant.
 *
 * Stryker can neither choose the test files nor end a run of Jest early: https://github.com/jestjs/jest/issues/11766.
 */
export default class MutationRunner extends JestRunner {
  public async runTests(tests: Test[], watcher: TestWatcher, options: TestRunnerOptions): Promise<void> {
    const tested = new Set(tests.map(({ path }) => basename(sourceOf(path))));
    const mutated = this._globalConfig.nonFlagArgs; // one file, or all in the initial run
    const ofName = tests.filter(({ path }) => mutated.some(file => basename(file) === basename(sourceOf(path))));
    const rooms = mutated.filter(file => !tested.has(basename(file))).map(roomOf);
    const general = tests.filter(({ path }) => !existsSync(sourceOf(path)) || rooms.includes(roomOf(path)));
    const others = general.filter(test => !ofName.includes(test)).sort((a, b) => (a.duration ?? 0) - (b.duration ?? 0));
    let killed = false;
    this.on('test-file-success', ([{ path }, { numFailingTests, testResults }]) => {
      killed ||= numFailingTests > 0;
      NAMES.set(path, testResults.map(({ fullName }) => fullName));
    });
    const { testNamePattern } = this._globalConfig; // the tests that run the mutant, if Stryker knows them
    const names = new RegExp(testNamePattern ?? '', 'i');
    for (const test of [...ofName, ...others]) {
      if (!killed && (NAMES.get(test.path)?.some(name => names.test(name)) ?? true)) {
        await super.runTests([test], watcher, options);
      }
    }
  }
}

/** The source file that a test file has its name from. */
function sourceOf(test: string): string {
  return test.replace('/test/', '/src/').replace('.test.ts', '.ts');
}

/** The folder in `src` or `test`. */
function roomOf(path: string): string | undefined {
  return /\/(?:src|test)\/([^/]+)\//.exec(path)?.[1];
}
