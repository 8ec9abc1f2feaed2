import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';

/**
 * Writes the API reference from the docstrings, of which TypeScript's is committed, and compiles every example of README, docs and
 * docstrings.
 *
 * docs/adr/0004-api-reference.md says why typedoc.
 */
export class ApiReference extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);

    const examples = project.addTask('rosetta', { description: 'Compile the examples of README, docs and docstrings' });
    examples.exec('jsii-rosetta extract --strict');
    examples.exec('ts-node --project projenrc/tsconfig.json projenrc/scripts/spell-examples.ts');
    examples.exec('ts-node --project projenrc/tsconfig.json projenrc/scripts/compile-docs.ts');
    const reference = project.addTask('docs:api', {
      description: 'Write the API reference to apidocs/; of another language to dist/api-reference/: --language python, java, go, csharp or all',
      exec: 'ts-node --project projenrc/tsconfig.json projenrc/scripts/write-api-reference.ts',
      receiveArgs: true,
    });
    project.npmignore!.exclude('/typedoc.config.mjs');
    project.postCompileTask.spawn(examples);
    project.postCompileTask.spawn(reference);
  }
}
