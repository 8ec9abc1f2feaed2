import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';

/** The main job on the README's example. */
export class Examples extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    const demo = project.addTask('demo', {
      description: "Build the library and synthesize the README's example, without an account or credentials",
      receiveArgs: true,
    });
    demo.spawn(project.compileTask);
    demo.exec('ts-node --project projenrc/tsconfig.json examples/demo.ts', { receiveArgs: true });
  }
}
