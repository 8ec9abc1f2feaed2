import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';

/** Publishes the library and its command line as two files, and a small one that starts the command line: docs/adr/0012-two-published-files.md. */
export class Bundle extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    project.addDevDeps('@babel/core@^7', '@types/babel__core@^7', 'esbuild@~0.28.2', 'metro-transform-plugins@~0.83.8');
    // a module that has been moved must not stay: the bundle would find it first
    project.compileTask.prependExec('node -e "fs.rmSync(\'lib\', { recursive: true, force: true })"');
    project.compileTask.exec('ts-node --project projenrc/tsconfig.json projenrc/scripts/write-bundle.ts');
    project.npmignore!.exclude('/lib/**/*.js');
    project.npmignore!.include('/lib/index.js', '/lib/on-demand.js', '/lib/cli/index.js');
  }
}
