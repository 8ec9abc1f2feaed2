import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';

/** Makes a breaking change of the public API a decision: a line of .compatignore, with its reason. */
export class Compatibility extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    const compare = project.tasks.tryFind('compat')!; // projen's compares with a published version
    compare.description = 'Compare the public API with the last release; --update-baseline renews what it is compared with before the first';
    compare.reset('ts-node --project projenrc/tsconfig.json projenrc/scripts/compare-api.ts', { receiveArgs: true });
    project.postCompileTask.spawn(compare);
    project.gitignore.exclude('/.compat/');
    project.npmignore!.exclude('/.compat/', '/.compatignore');
  }
}
