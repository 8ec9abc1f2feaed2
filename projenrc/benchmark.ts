import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';
import { TypescriptConfig } from 'projen/lib/javascript';

/** Where the benchmark is compiled to, so that what is measured runs without a compiler; and where the peers are installed. */
const COMPILED = '.bench';

/** Measures the library beside the same resources by hand: docs/performance.md. */
export class Benchmark extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    const tsconfig = new TypescriptConfig(project, {
      fileName: 'bench/tsconfig.json',
      include: ['**/*.ts'],
      compilerOptions: { rootDir: '.', outDir: `../${COMPILED}`, declaration: false },
    });
    tsconfig.addExtends(project.tsconfig!);

    const bench = project.addTask('bench', {
      description: 'Measure import, synth, memory and templates beside L1; --peers adds other constructs, --quick takes fewer rounds',
      receiveArgs: true,
    });
    bench.spawn(project.compileTask);
    bench.exec(`tsc --project ${tsconfig.fileName}`);
    bench.exec(`node ${COMPILED}/index.js`, { receiveArgs: true });

    // the peers are no dependencies of the project
    project.eslint!.addOverride({
      files: ['bench/subjects/**'],
      rules: { 'import/no-unresolved': ['error', { ignore: ['^@cdklabs/', '^@aws-cdk/'] }] },
    });

    project.gitignore.exclude(`/${COMPILED}/`);
    project.npmignore!.exclude('/bench/', `/${COMPILED}/`);
  }
}
