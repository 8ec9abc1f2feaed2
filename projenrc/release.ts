import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';
import { Job, JobPermission, JobStep } from 'projen/lib/github/workflows-model';

/** What projen's release workflow does not do by itself. */
export class Release extends Component {
  constructor(private readonly construct: AwsCdkConstructLibrary) {
    super(construct);
    construct.tasks.tryFind('bump')!.exec('ts-node --project projenrc/tsconfig.json projenrc/scripts/write-release-notes.ts');
    construct.addTask('release:dry-run', {
      description: 'Do everything with the packages in dist/ that the release does, up to the registries: nothing is published',
      exec: 'ts-node --project test/tsconfig.json test/release/index.ts',
    });
    construct.release!.publisher.addGitHubPostPublishingSteps({
      name: 'Attach the API reference of each language',
      if: '${{ !inputs.dry_run }}',
      run: 'gh release upload "$(cat dist/releasetag.txt)" dist/api-reference/*.md --repo "$GITHUB_REPOSITORY" --clobber',
      env: { GITHUB_TOKEN: '${{ secrets.GITHUB_TOKEN }}' },
    });
  }

  /** The jobs exist only when projen's own components have been rendered. */
  public preSynthesize(): void {
    const workflow = this.construct.github!.tryFindWorkflow('release')!;
    // it builds and tests; the job that creates the release is another one
    workflow.updateJob('release', { ...workflow.getJob('release') as Job, permissions: { contents: JobPermission.READ } });
    const job = workflow.getJob('release_npm') as Job;
    workflow.updateJob('release_npm', {
      ...job,
      tools: { ...job.tools, node: { version: '24' } }, // trusted publishing takes npm 11.5, which Node 20 does not bring
      steps: job.steps.map(withoutRegistry),
    });
  }
}

/** publib knows the registry: no file of this repository names the host of one. */
function withoutRegistry(step: JobStep): JobStep {
  const { NPM_REGISTRY: _, ...env } = step.env ?? {};
  return step.env ? { ...step, env } : step;
}
