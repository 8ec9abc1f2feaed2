import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';
import { forbiddenImports } from './rooms';

/** Tests show what they expect on one line. */
const LONG_STRINGS = ['test/**', 'examples/**'];
const STRINGS = { ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true };

/** Keeps the structure of the source: files of a readable size, imports from lower tiers only, and no cycle. */
export class HouseRules extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    const eslint = project.eslint!;
    eslint.addRules({
      'max-lines': ['error', { max: 350 }],
      '@stylistic/arrow-parens': ['error', 'as-needed'],
      '@stylistic/max-len': ['error', { code: 150, ignoreUrls: true }],
      'import/no-cycle': ['error'],
      'import/no-restricted-paths': ['error', { zones: forbiddenImports() }],
      // the index of aws-cdk-lib loads more than a thousand modules: https://github.com/aws/jsii/issues/3389
      'no-restricted-imports': ['error', { paths: [{ name: 'aws-cdk-lib', message: 'import a sub-path of aws-cdk-lib' }] }],
    });
    eslint.addOverride({ files: ['**/*.generated.ts'], rules: { 'max-lines': 'off', '@stylistic/max-len': 'off' } });
    eslint.addOverride({
      files: LONG_STRINGS,
      rules: { 'max-lines': ['error', { max: 400 }], '@stylistic/max-len': ['error', { code: 150, ignoreUrls: true, ...STRINGS }] },
    });
    // an example imports the library as its users do
    eslint.addRules({ 'import/no-unresolved': ['error', { ignore: ['^cdk-huggingface-sagemaker$'] }] });
    eslint.addOverride({ files: ['test/**', 'examples/**'], rules: { 'no-restricted-imports': 'off' } });
  }
}
