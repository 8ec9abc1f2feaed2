import { existsSync } from 'fs';
import { basename } from 'path';
import JestRunner, { Test, TestRunnerOptions, TestWatcher } from 'jest-runner';

/**
 * For each mutant, runs the test files of the name of the mutated file, then those that are about no single file, until a test fails. If there is
 * no test file of that name, it runs all of them.
 *
 * Stryker can neither choose the test files nor end a run of Jest early: https://github.com/jestjs/jest/issues/11766.
 */
export default class MutationRunner extends JestRunner {
  public async runTests(tests: Test[], watcher: TestWatcher, options: TestRunnerOptions): Promise<void> {
    const tested = new Set(tests.map(({ path }) => basename(sourceOf(path))));
    const mutated = this._globalConfig.nonFlagArgs.map(path => basename(path)); // one file, or all in the initial run
    const ofName = tests.filter(({ path }) => mutated.includes(basename(sourceOf(path))));
    const general = tests.filter(({ path }) => !existsSync(sourceOf(path)) || !mutated.every(name => tested.has(name)));
    const others = general.filter(test => !ofName.includes(test)).sort((a, b) => (a.duration ?? 0) - (b.duration ?? 0));
    let killed = false;
    this.on('test-file-success', ([, { numFailingTests }]) => {
      killed ||= numFailingTests > 0;
    });
    for (const test of [...ofName, ...others]) {
      if (!killed) {
        await super.runTests([test], watcher, options);
      }
    }
  }
}

/** The source file that a test file has its name from. */
function sourceOf(test: string): string {
  return test.replace('/test/', '/src/').replace('.test.ts', '.ts');
}
