import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';

/** The rooms of src, and what each may not know of. A path on the left never imports a path on the right. */
const CLOSED_DOORS: Record<string, string[]> = {
  './src/input': ['./src/instance', './src/container', './src/model', './src/server', './src/operations', './src/plan', './src/checks'],
  './src/container': ['./src/model', './src/server', './src/plan', './src/checks'],
  './src/instance': ['./src/container', './src/model', './src/server', './src/plan', './src/checks'],
  './src/operations': ['./src/container', './src/model', './src/server', './src/plan', './src/checks'],
  './src/model': ['./src/server', './src/plan', './src/checks'],
  './src/server': ['./src/plan', './src/checks'],
  './src/plan': ['./src/checks'],
};

/** Keeps the structure of the source: files of a readable size, imports that point downward, and no cycle. */
export class HouseRules extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    const eslint = project.eslint!;
    eslint.addRules({
      'max-lines': ['error', { max: 400 }],
      'import/no-cycle': ['error'],
      'import/no-restricted-paths': ['error', {
        zones: [
          ...Object.entries(CLOSED_DOORS).map(([target, from]) => ({ target, from, message: 'imports point downward: see CONTRIBUTING.md' })),
          { target: './src', from: ['./test', './projenrc', './examples', './src/index.ts'], message: 'a library does not know what surrounds it' },
        ],
      }],
      // the index of aws-cdk-lib loads more than a thousand modules: https://github.com/aws/jsii/issues/3389
      'no-restricted-imports': ['error', { paths: [{ name: 'aws-cdk-lib', message: 'import a sub-path of aws-cdk-lib' }] }],
    });
    eslint.addOverride({ files: ['**/*.generated.ts'], rules: { 'max-lines': 'off', '@stylistic/max-len': 'off' } });
    // an example imports the library as its users do
    eslint.addRules({ 'import/no-unresolved': ['error', { ignore: ['^cdk-huggingface-sagemaker$'] }] });
    eslint.addOverride({ files: ['test/**', 'examples/**'], rules: { 'no-restricted-imports': 'off' } });
  }
}
