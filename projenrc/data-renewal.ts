import { AwsCdkConstructLibrary } from 'projen/lib/awscdk';
import { Component } from 'projen/lib/component';
import { GithubWorkflow, WorkflowActions, WorkflowJobs, WorkflowSteps } from 'projen/lib/github';
import { JobPermission } from 'projen/lib/github/workflows-model';

const PATCH = { stepId: 'create_patch', outputName: 'patch_created' };

/** Renews data/ from upstream: by hand, and every week as a pull request that a person reviews. */
export class DataRenewal extends Component {
  constructor(project: AwsCdkConstructLibrary) {
    super(project);
    const task = project.addTask('update-data', {
      description: 'Renew data/ from the files of upstream: downloaded, or from a folder with --from',
      exec: 'ts-node --project projenrc/tsconfig.json projenrc/update-data/index.ts',
      receiveArgs: true,
    });

    project.addTask('update-architectures', {
      description: 'Renew data/vllm-architectures.json from a folder with the unpacked source of several versions of vLLM',
      exec: 'ts-node --project projenrc/tsconfig.json projenrc/scripts/update-architectures.ts',
      receiveArgs: true,
    });

    project.addTask('update-structures', {
      description: 'Renew data/model-structures.json from a wheel of Transformers',
      exec: 'ts-node --project projenrc/tsconfig.json projenrc/scripts/update-structures.ts',
      receiveArgs: true,
    });

    const workflow = new GithubWorkflow(project.github!, 'update-data');
    workflow.on({ schedule: [{ cron: '0 5 * * 1' }], workflowDispatch: {} });
    workflow.addJob('update', {
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ },
      outputs: { [PATCH.outputName]: PATCH },
      steps: [
        WorkflowSteps.checkout(),
        ...project.renderWorkflowSetup({ mutable: false }),
        { name: 'Renew the data', run: project.runTaskCommand(task) },
        { name: 'Generate what is made of it', run: project.runTaskCommand(project.defaultTask!) },
        ...WorkflowActions.uploadGitPatch(PATCH),
      ],
    });
    workflow.addJob('pull-request', WorkflowJobs.pullRequestFromPatch({
      patch: { jobId: 'update', outputName: PATCH.outputName },
      workflowName: workflow.name,
      credentials: workflow.projenCredentials,
      pullRequestTitle: 'Renew the images, instance types and regions',
      pullRequestDescription: 'Upstream has changed. Read the diff of data/: it is the source of truth for all that is generated.',
    }));
  }
}
