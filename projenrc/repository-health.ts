import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';
import { WorkflowSteps } from 'projen/lib/github';
import { JobPermission } from 'projen/lib/github/workflows-model';
import { YamlFile } from 'projen/lib/yaml';

/** The versions of Node.js that the tests run with, in addition to the oldest one. */
const NODE_VERSIONS = ['22', '24'];

/** What keeps the repository healthy: tests with several versions of Node.js, and updates of dependencies and actions. */
export class RepositoryHealth extends Component {
  constructor(construct: AwsCdkConstructLibrary) {
    super(construct);
    const weekly = { interval: 'weekly' };
    new YamlFile(construct, '.github/dependabot.yml', {
      obj: {
        version: 2,
        updates: [
          // the versions of npm packages are in .projenrc.ts, so these pull requests show what to change there
          { 'package-ecosystem': 'npm', 'directory': '/', 'schedule': weekly, 'open-pull-requests-limit': 3 },
          { 'package-ecosystem': 'github-actions', 'directory': '/', 'schedule': weekly },
        ],
      },
      committed: true,
      marker: true,
    });
    construct.github!.tryFindWorkflow('build')!.addJob('node', {
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ },
      strategy: { failFast: false, matrix: { domain: { version: NODE_VERSIONS } } },
      tools: { node: { version: '${{ matrix.version }}' } },
      env: { CI: 'true' },
      steps: [
        WorkflowSteps.checkout(),
        { name: 'Install what the lock file lists', run: 'npm ci' },
        { name: 'Compile', run: 'npx projen compile' },
        { name: 'Test', run: 'npx jest --ci --coverage=false' },
      ],
    });
  }
}
