import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';
import { TypescriptConfig } from 'projen/lib/javascript';
import { JsonFile } from 'projen/lib/json';
import { Task } from 'projen/lib/task';

export interface PeerFloorOptions {
  /** The lowest version of each peer dependency that the library promises to work with. */
  readonly versions: Record<string, string>;

  /** Tests whose result is that of the newest version. */
  readonly newestOnly: string[];
}

/**
 * Proves the floor of the peer range: the library is developed against the newest aws-cdk-lib, and type-checked and tested against
 * the lowest, too, which is installed under another name.
 */
export class PeerFloor extends Component {
  public readonly task: Task;

  constructor(project: AwsCdkConstructLibrary, options: PeerFloorOptions) {
    super(project);
    const peers = Object.keys(options.versions);
    project.addDevDeps(...peers.map(name => `${floorOf(name)}@npm:${name}@${options.versions[name]}`));

    const tsconfig = new TypescriptConfig(project, {
      fileName: 'tsconfig.floor.json',
      include: ['src/**/*.ts'],
      compilerOptions: {
        noEmit: true,
        paths: Object.fromEntries(peers.flatMap(name => [
          [name, [`./node_modules/${floorOf(name)}`]],
          [`${name}/*`, [`./node_modules/${floorOf(name)}/*`]],
        ])),
      },
    });
    tsconfig.addExtends(project.tsconfig!);

    new JsonFile(project, 'jest.floor.config.json', {
      obj: {
        ...project.jest!.config,
        collectCoverage: false,
        coverageThreshold: undefined,
        reporters: ['default'],
        testPathIgnorePatterns: ['/node_modules/', ...options.newestOnly],
        moduleNameMapper: Object.fromEntries(peers.map(name => [`^${name}(/.*)?$`, `<rootDir>/node_modules/${floorOf(name)}$1`])),
      },
    });

    this.task = project.addTask('test:floor', { description: 'Type-check and test against the lowest versions of the peer dependencies' });
    this.task.exec(`tsc --project ${tsconfig.fileName}`);
    this.task.exec('jest --config jest.floor.config.json');
    project.npmignore!.exclude('/tsconfig.floor.json', '/jest.floor.config.json');
  }
}

function floorOf(name: string): string {
  return `${name}-floor`;
}
