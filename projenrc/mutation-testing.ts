import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';

/** Measures whether the tests notice a change of the code: by hand, because it takes hours. */
export class MutationTesting extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    project.addTask('mutate', {
      description: 'Change the code in a sample of places and test whether a test fails; or in all of the given files',
      exec: 'ts-node --project projenrc/tsconfig.json projenrc/scripts/mutate.ts',
      receiveArgs: true,
    });
    project.gitignore.exclude('/.mutation/');
    project.npmignore!.exclude('/.mutation/');
  }
}
