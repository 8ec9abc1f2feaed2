import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';
import { TypescriptConfig } from 'projen/lib/javascript';
import { JsonFile } from 'projen/lib/json';
import { Task } from 'projen/lib/task';

export interface LocalAwsOptions {
  /** The task that proves everything for which Node is enough. */
  readonly verify: Task;
}

/** The demo and the tests that create stacks on a local AWS: what needs Python in addition to Node.js. */
export class LocalAws extends Component {
  constructor(project: AwsCdkConstructLibrary, { verify }: LocalAwsOptions) {
    super(project);
    const tsconfig = new TypescriptConfig(project, {
      fileName: 'local-aws/tsconfig.json',
      include: ['**/*.ts'],
      compilerOptions: { noEmit: true, rootDir: '..' },
    });
    tsconfig.addExtends(project.tsconfig!);

    const demo = project.addTask('demo', {
      description: "Build the library and create the README's example on a local AWS, without an account or credentials",
      receiveArgs: true,
    });
    demo.spawn(project.compileTask);
    demo.exec(`ts-node --project ${tsconfig.fileName} local-aws/demo.ts`, { receiveArgs: true });

    new JsonFile(project, 'jest.deploy.config.json', {
      obj: {
        ...project.jest!.config,
        testMatch: ['<rootDir>/test/deploy/**/*.test.ts'],
        testPathIgnorePatterns: ['/node_modules/'],
        globalSetup: '<rootDir>/test/deploy/global-setup.ts',
        collectCoverage: false,
        coverageThreshold: undefined,
        reporters: ['default'],
        testTimeout: 120_000,
      },
    });
    const deploy = project.addTask('test:deploy', {
      description: 'Create and delete stacks on a local AWS, and hold templates against the API of AWS',
    });
    deploy.spawn(project.compileTask);
    deploy.exec('jest --config jest.deploy.config.json --runInBand', { receiveArgs: true });

    project.addTask('fuzz', {
      description: 'Check any number of random apps: --count 10000 --seed 1 --errors',
      // the library is not compiled one file at a time, as test/tsconfig.json demands of the tests
      exec: 'ts-node --transpile-only --project test/tsconfig.json test/fuzz/run.ts',
      receiveArgs: true,
    });

    project.addTask('test:integ', {
      description: 'Deploy to a real account, ask what only an account can answer, and destroy: all of it, or the parts that are named, at a cost',
      exec: 'ts-node --transpile-only --project test/tsconfig.json test/integ/run.ts',
      receiveArgs: true,
    });

    const all = project.addTask('test:all', { description: 'Every test there is' });
    all.spawn(verify);
    all.spawn(deploy);
    project.npmignore!.exclude('/jest.deploy.config.json');
  }
}
