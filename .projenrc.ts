import { awscdk, github, javascript, release } from 'projen';
import {
  ApiReference, Benchmark, Bundle, Catalog, Compatibility, DataRenewal, DocumentationTables, HouseRules, LocalAws, MutationTesting, Packages,
  PeerFloor, Pictures, PinnedActions, Release, RepositoryHealth, Site,
} from './projenrc';

const nodeMajor = '20';
const floorVersions = { 'aws-cdk-lib': '2.263.0', 'constructs': '10.6.0' };

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-huggingface-sagemaker',
  description: 'Deploys Hugging Face models on Amazon SageMaker with the AWS CDK: '
    + 'the right container image in every region, and checks for known mistakes at synth',
  keywords: ['cdk', 'aws-cdk', 'awscdk', 'huggingface', 'hugging-face', 'sagemaker', 'inference', 'llm', 'tgi', 'tei', 'vllm', 'sglang'],
  author: 'The cdk-huggingface-sagemaker authors',
  authorAddress: 'https://github.com/cdk-huggingface-sagemaker/cdk-huggingface-sagemaker',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-huggingface-sagemaker/cdk-huggingface-sagemaker.git',
  homepage: 'https://github.com/cdk-huggingface-sagemaker/cdk-huggingface-sagemaker', // else the address of the clone, with .git
  license: 'Apache-2.0',
  stability: 'experimental',

  // docs/adr/0002-versions.md says how these were chosen
  cdkVersion: floorVersions['aws-cdk-lib'],
  constructsVersion: floorVersions.constructs,
  jsiiVersion: '~6.0.16',
  typescriptVersion: '~6.0.3',
  peerDependencyOptions: { pinnedDevDependency: false },
  minNodeVersion: '20.0.0',
  workflowNodeVersion: nodeMajor,
  bumpPackage: 'commit-and-tag-version@^12', // 13 needs Node 22
  devDeps: [
    'aws-cdk-lib@2.276.0',
    'aws-cdk@~2.1148.1', // 3.0.0 is older inside, and rejects the cloud assembly of this aws-cdk-lib
    'cdk-nag@~3.0.2',
    'codemaker@^1.140.0', // which jsii-pacmak spells names with
    'fast-check@~4.10.2',
    'jsii-docgen@~10.12.6',
    'typedoc@~0.28.20',
    'typedoc-plugin-markdown@~4.14.1',
    '@huggingface/tasks@0.21.54',
    '@jsii/spec@^1',
    'yaml@^2',
    'ajv@~8.20.0',
    '@aws-cdk/cloudformation-diff@~2.187.5',
    ...['core', 'jest-runner'].map(part => `@stryker-mutator/${part}@~9.6.1`), // 10 needs Node 22
    'jest-runner@^30.5.2', // whose order of test files the mutation tests change
    ...['cloudformation', 'iam', 'sagemaker', 'sagemaker-runtime', 'ssm'].map(service => `@aws-sdk/client-${service}@3.1142.0`),
    '@aws-sdk/core@3.981.0', // whose table of regions the data is renewed with
    'openai@6.49.0', // the client of docs/invoking.md; 7.0.0 and later need Node.js 22
    `@types/node@^${nodeMajor}`,
  ],

  bin: { 'cdk-huggingface-sagemaker': 'lib/cli/index.js' },
  projenrcTs: true,
  sampleCode: false,
  packageManager: javascript.NodePackageManager.NPM,
  defaultReleaseBranch: 'main',
  buildWorkflowOptions: {
    mutableBuild: false, // a pull request must not write to the repository, and gets what the lock file lists
    permissions: { contents: github.workflows.JobPermission.READ },
    preBuildSteps: [{
      name: 'Fetch the releases that the public API is compared with',
      run: "git fetch --depth=1 ${{ github.server_url }}/${{ github.repository }} 'refs/tags/v*:refs/tags/v*'",
    }],
  },
  release: true,
  releaseTrigger: release.ReleaseTrigger.workflowDispatch(),
  nextVersionCommand: 'echo minor', // before 1.0 every release may break someone's app
  postBuildSteps: [{ name: 'Write the API reference of each language', run: 'npx projen docs:api --language all' }],
  jsiiReleaseVersion: '0.2.1061', // of publib
  npmTrustedPublishing: true,
  publishToPypi: { distName: 'cdk-huggingface-sagemaker', module: 'cdk_huggingface_sagemaker', trustedPublishing: true },
  publishToMaven: {
    javaPackage: 'io.github.cdkhuggingfacesagemaker',
    mavenGroupId: 'io.github.cdk-huggingface-sagemaker', // the namespace that Maven Central gives to the GitHub organization
    mavenArtifactId: 'cdk-huggingface-sagemaker',
  },
  publishToGo: { moduleName: 'github.com/cdk-huggingface-sagemaker/cdk-huggingface-sagemaker-go', packageName: 'cdkhuggingfacesagemaker' },
  publishToNuget: { dotNetNamespace: 'CdkHuggingFaceSageMaker', packageId: 'CdkHuggingFaceSageMaker', trustedPublishing: true },
  depsUpgrade: false,
  githubOptions: { mergify: false, pullRequestLint: false },
  docgen: false, // the reference is written to apidocs/ by ApiReference
  compressAssembly: true,
  tsconfig: {
    // source maps inside the JavaScript would triple the size of the package
    compilerOptions: { inlineSourceMap: false, inlineSources: false },
  },

  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER, // a snapshot changes on purpose: npx jest --updateSnapshot
    configFilePath: 'jest.config.json',
    jestConfig: {
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['<rootDir>/test/deploy/', '<rootDir>/test/site/'], // jest.deploy.config.json, jest.site.config.json
      setupFiles: ['<rootDir>/test/setup.ts'],
      collectCoverageFrom: ['src/**/*.ts', 'projenrc/update-data/**/*.ts', '!**/*.generated.ts', '!src/index.ts'],
      coverageReporters: ['text', 'lcov'],
      coverageThreshold: { branches: 95 },
      // one process for all files keeps what each of them loads of aws-cdk-lib: at 4 GB, it only collects garbage
      maxWorkers: '100%',
      workerIdleMemoryLimit: '2GB',
    },
  },
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'projenrc', 'examples', 'local-aws', 'bench'] },

  gitignore: [
    '/.idea/', '/.vscode/', '*.tsbuildinfo', '.jsii.tabl.json', 'cdk.out', '/.floor/', '/test-reports/', '/coverage/', '/.jsii.gz', '/.local-aws/',
    '__pycache__/',
  ],
});

project.addDevDeps('constructs@10.8.1');

const typeCheck = project.addTask('type-check', { exec: 'tsc --project tsconfig.dev.json' });
const verify = project.addTask('verify', { description: 'Compile, lint and run every test' });
[project.preCompileTask, project.compileTask, typeCheck, project.postCompileTask, project.testTask].forEach(task => verify.spawn(task));
project.setScript('test', 'projen verify');

// jsii asks for development against the floor of the peer range; PeerFloor tests that floor instead
project.compileTask.reset('jsii --silence-warnings=reserved-word --silence-warnings=metadata/missing-dev-dependency --compress-assembly');
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', nodeMajor);
project.tasks.addEnvironment('CDK_DISABLE_CLI_TELEMETRY', '1');

// unrs-resolver 1.13 lacks binaries of its platforms, so that npm leaves them out of the lock file and `npm ci` rejects it
project.package.addPackageResolutions('unrs-resolver@1.12.2');
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');

for (const path of [
  '/apidocs/', '/data/', '/docs/', '/examples/', '/local-aws/', '/rosetta/', '/.ci/', '/.npmrc', '/CHANGELOG.md', '/CODE_OF_CONDUCT.md',
  '/CONTRIBUTING.md', '/SECURITY.md',
  '/jest.config.json', '/tsconfig.dev.json', '.jsii.tabl.json', '/.floor/', '/.local-aws/',
]) {
  project.npmignore!.exclude(path);
}

project.npmignore!.include('.jsii.gz');

const devTsconfig = new javascript.TypescriptConfig(project, {
  fileName: 'tsconfig.dev.json',
  include: ['src/**/*.ts', 'test/**/*.ts', 'projenrc/**/*.ts', 'examples/**/*.ts', 'local-aws/**/*.ts', 'bench/**/*.ts', '.projenrc.ts'],
  exclude: ['node_modules', '**/node_modules', 'cdk.out'],
  compilerOptions: { noEmit: true, rootDir: '.', paths: { 'cdk-huggingface-sagemaker': ['./src/index.ts'] } },
});
devTsconfig.addExtends(project.tsconfig!);

new Bundle(project);
new HouseRules(project);
new Catalog(project);
new DataRenewal(project);
new DocumentationTables(project);
new Pictures(project);
new ApiReference(project);
new LocalAws(project, { verify });
new Compatibility(project);
new Benchmark(project);
new MutationTesting(project);
new Packages(project, {
  floor: { ...floorVersions, '@aws-cdk/asset-node-proxy-agent-v6': '2.1.2', '@aws-cdk/cloud-assembly-schema': '54.11.0' },
});
const floor = new PeerFloor(project, {
  versions: floorVersions,
  newestOnly: [
    'test/snapshots.test.ts', 'test/template-validation.test.ts', 'test/nag.test.ts', 'test/updates.test.ts', 'test/update-data/', 'test/catalog/',
    'test/cli/', 'test/fuzz.test.ts', 'test/deploy/', 'test/site/', 'test/api-model/',
  ],
});
verify.spawn(floor.task);
new PinnedActions(project);
new Release(project);
new Site(project);
new RepositoryHealth(project);
project.synth();
