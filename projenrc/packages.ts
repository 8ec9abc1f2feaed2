import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';

export interface PackagesOptions {
  /** The lowest version of each peer dependency, and of what the lowest aws-cdk-lib depends on in its turn. */
  readonly floor: Record<string, string>;
}

/** The folder in which the library is installed together with the lowest versions of its peers. */
const INSTALLED = '.packages';

/** Makes the packages of every language that this machine can build: docs/packages.md says what each of them needs. */
export class Packages extends Component {
  constructor(project: AwsCdkConstructLibrary, options: PackagesOptions) {
    super(project);
    const of = (language: string) => project.tasks.tryFind(`package:${language}`)!;
    const languages = ['java', 'python', 'go', 'dotnet'];

    // a Go module names exact versions: those that jsii-pacmak finds installed, which here are the newest
    of('go').reset(`node -e "fs.rmSync('${INSTALLED}', { recursive: true, force: true }); fs.mkdirSync('${INSTALLED}')"`);
    of('go').exec(`npm pack --silent --ignore-scripts --pack-destination ${INSTALLED}`);
    of('go').exec([
      'npm install', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', `--prefix ${INSTALLED}`, `${INSTALLED}/*.tgz`,
      ...Object.entries(options.floor).map(([name, version]) => `${name}@${version}`),
    ].join(' '));
    of('go').exec([
      'jsii-pacmak', '-v', '--target go', '--outdir "$PWD/dist"', '--rosetta-tablet .jsii.tabl.json', `${INSTALLED}/node_modules/${project.name}`,
    ].join(' '));

    const dotnetCode = project.addTask('package:dotnet-code', {
      description: "Create .NET's code without building it",
      steps: [
        { say: ".NET's code is generated to dist/dotnet, but not built: there is no dotnet on this machine" },
        { exec: 'jsii-pacmak -v --target dotnet --code-only' },
      ],
    });

    // the examples of the docstrings come translated out of what rosetta compiled
    const examples = project.tasks.tryFind('rosetta')!;
    const missing = 'node -e "process.exit(fs.existsSync(\'.jsii.tabl.json\') ? 1 : 0)"';
    [...languages.map(of), dotnetCode].forEach(task => task.prependSpawn(examples, { condition: missing }));

    const all = project.tasks.tryFind('package-all')!;
    all.reset();
    const folders = JSON.stringify(['js', ...languages]).replace(/"/g, "'");
    all.exec(`node -e "${folders}.forEach(of => fs.rmSync('dist/' + of, { recursive: true, force: true }))"`);
    all.spawn(project.compileTask);
    [of('js'), of('python'), of('java'), of('go')].forEach(task => all.spawn(task));
    all.spawn(of('dotnet'), { condition: 'which dotnet' });
    all.spawn(dotnetCode, { condition: '! which dotnet' });

    project.addTask('test:languages', {
      description: 'Build the packages, and test them with the example app of each language; --only python selects one',
      exec: 'ts-node --project test/tsconfig.json test/languages/index.ts',
      receiveArgs: true,
    });

    project.gitignore.exclude(`/${INSTALLED}/`);
    project.npmignore!.exclude(`/${INSTALLED}/`);
  }
}
