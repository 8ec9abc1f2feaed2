import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';
import { TypescriptConfig } from 'projen/lib/javascript';

/** Where the benchmark is compiled to, so that what is measured runs without a compiler; and where the peers are installed. */
const COMPILED = '.bench';

/** Measures the library, compared with the same resources in handwritten code: docs/performance.md. */
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
      description: 'Measure import, synth, memory and templates, compared with L1; --peers adds other constructs, --quick measures fewer rounds',
      receiveArgs: true,
    });
    bench.spawn(project.compileTask);
    bench.exec(`tsc --project ${tsconfig.fileName}`);
    bench.exec(`node ${COMPILED}/index.js`, { receiveArgs: true });

    // the project does not depend on the peers
    project.eslint!.addOverride({
      files: ['bench/subjects/**'],
      rules: { 'import/no-unresolved': ['error', { ignore: ['^@cdklabs/', '^@aws-cdk/'] }] },
    });

    project.gitignore.exclude(`/${COMPILED}/`);
    project.npmignore!.exclude('/bench/', `/${COMPILED}/`);
  }
}
