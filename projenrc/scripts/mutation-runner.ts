import { existsSync } from 'fs';
import { basename } from 'path';
import JestRunner, { Test, TestRunnerOptions, TestWatcher } from 'jest-runner';

/**
 * For each mutant, runs the test files that have the name of the mutated file, then those that are about no single file, until a test fails.
 *
 * Stryker can neither choose the test files nor end a run of Jest early: https://github.com/jestjs/jest/issues/11766.
 */
export default class MutationRunner extends JestRunner {
  public async runTests(tests: Test[], watcher: TestWatcher, options: TestRunnerOptions): Promise<void> {
    const mutated = this._globalConfig.nonFlagArgs.map(path => basename(path)); // without a mutant, all of them
    const sameName = tests.filter(({ path }) => mutated.includes(basename(sourceOf(path))));
    const general = tests.filter(({ path }) => !existsSync(sourceOf(path))).sort((a, b) => (a.duration ?? 0) - (b.duration ?? 0));
    let killed = false;
    this.on('test-file-success', ([, { numFailingTests }]) => {
      killed ||= numFailingTests > 0;
    });
    for (const test of [...sameName, ...general]) {
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
