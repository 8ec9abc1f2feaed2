import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';
import { GitHub, WorkflowSteps } from 'projen/lib/github';
import { JobPermission } from 'projen/lib/github/workflows-model';
import { JsonFile } from 'projen/lib/json';

/** The website: the documentation, the reference of two languages, a page for each check, and two pages that search. */
export class Site extends Component {
  constructor(private readonly construct: AwsCdkConstructLibrary) {
    super(construct);
    construct.addDevDeps('vitepress@^1.6.4', 'github-slugger@^2', 'playwright-core@~1.65.0', 'axe-core@~4.14.0');
    const site = construct.addTask('site', { description: 'Build the website to site/.vitepress/dist, without a network' });
    const missing = (file: string) => `node -e "process.exit(fs.existsSync('${file}') ? 1 : 0)"`;
    site.spawn(construct.compileTask, { condition: missing('.jsii') });
    site.spawn(construct.tasks.tryFind('rosetta')!, { condition: missing('.jsii.tabl.json') }); // the reference contains translated examples
    site.exec('projen docs:api --language python');
    site.exec('ts-node --project projenrc/tsconfig.json projenrc/scripts/write-site.ts');
    site.exec('vitepress build site');
    new JsonFile(construct, 'jest.site.config.json', {
      obj: {
        ...construct.jest!.config,
        testMatch: ['<rootDir>/test/site/**/*.test.ts'],
        testPathIgnorePatterns: ['/node_modules/'],
        collectCoverage: false,
        coverageThreshold: undefined,
        reporters: ['default'],
        testTimeout: 60_000,
      },
    });
    const test = construct.addTask('test:site', { description: 'Build the website, and use it in a real browser: /usr/bin/chromium' });
    test.spawn(construct.compileTask);
    test.spawn(site);
    test.exec('jest --config jest.site.config.json --runInBand', { receiveArgs: true });
    construct.addTask('site:pictures', {
      description: 'Renew the screenshots in docs/images/ from the built website',
      env: { UPDATE_PICTURES: '1' },
      exec: "jest --config jest.site.config.json --runInBand --testNamePattern 'picture of'",
    });
    construct.npmignore!.exclude('/site/', '/jest.site.config.json', '/.site-*/');
    construct.gitignore.exclude('/site/pages/', ...['dist', 'cache', 'screenshots'].map(folder => `/site/.vitepress/${folder}/`), '/.site-*/');
    this.publish(construct.github!);
  }

  /** Builds the website from each commit on main, and publishes it to GitHub Pages. */
  private publish(github: GitHub): void {
    const workflow = github.addWorkflow('site');
    workflow.on({ push: { branches: ['main'] }, workflowDispatch: {} });
    workflow.addJob('build', {
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ },
      steps: [
        WorkflowSteps.checkout(),
        { uses: 'actions/setup-node', with: { 'node-version': this.construct.minNodeVersion!.split('.')[0] } },
        { run: 'npm ci' },
        { run: 'npx projen site' },
        { uses: 'actions/upload-pages-artifact', with: { path: 'site/.vitepress/dist' } },
      ],
    });
    // the code of the repository and of its dependencies never runs with these permissions
    workflow.addJob('deploy', {
      needs: ['build'],
      runsOn: ['ubuntu-latest'],
      permissions: { pages: JobPermission.WRITE, idToken: JobPermission.WRITE },
      environment: 'github-pages',
      steps: [{ uses: 'actions/deploy-pages' }],
    });
  }
}
