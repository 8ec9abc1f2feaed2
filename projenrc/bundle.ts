import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';

/** What Node starts with: the library and its command line. */
const ENTRIES = ['lib/index.js', 'lib/cli/index.js'];

/**
 * Makes one file of the compiled modules, so that an import reads one file and not all, and has each of them run with its first use:
 * docs/performance.md has what that saves.
 *
 * It comes after jsii, whose marks on the classes it keeps, and leaves names and comments as they are.
 */
export class Bundle extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    project.addDevDeps('esbuild@~0.28.2');
    project.compileTask.exec('ts-node --project projenrc/tsconfig.json projenrc/lazy-exports.ts');
    const peers = ['aws-cdk-lib', 'constructs'].map(name => `--external:${name}`).join(' ');
    project.compileTask.exec(
      `esbuild ${ENTRIES.join(' ')} --bundle --platform=node --target=node20 ${peers} --outdir=lib --outbase=lib --allow-overwrite --log-level=warning`,
    );
    project.npmignore!.exclude('/lib/**/*.js');
    project.npmignore!.include(...ENTRIES.map(entry => `/${entry}`));
  }
}
