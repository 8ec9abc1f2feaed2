import * as assert from 'assert/strict';
import { CloudFormation, StackEvent } from '@aws-sdk/client-cloudformation';
import { SageMaker } from '@aws-sdk/client-sagemaker';
import { Part } from './answers';
import { DIMENSIONS, STACK_NAME, UNKNOWN_COMMIT } from './app';
import { DeployedApp } from './cdk';
import { invoke } from './invoke';

const app = new DeployedApp('app.ts', STACK_NAME);

/** What CloudFormation reports about the copies of the snapshot. */
async function copyEvents(): Promise<StackEvent[]> {
  const { StackEvents: events = [] } = await new CloudFormation().describeStackEvents({ StackName: STACK_NAME });
  return events.filter(({ ResourceType }) => ResourceType === 'Custom::HuggingFaceHubSnapshot');
}

/** What only an account can answer about snapshots: docs/deploying.md. */
async function changeSnapshot(): Promise<void> {
  // another prefix: the files of the old one are deleted, which its policy must still allow
  app.deploy({ INTEG_EXCLUDE: 'vocab.txt' });
  const failed = (await copyEvents()).filter(({ ResourceStatus: status }) => status?.endsWith('_FAILED'));
  assert.deepEqual(failed, []);
  // a commit that does not exist: the reason is that of the copy program, and the rollback keeps what is deployed
  assert.throws(() => app.deploy({ INTEG_COMMIT: UNKNOWN_COMMIT }));
  const reasons = (await copyEvents()).map(({ ResourceStatusReason: reason }) => reason ?? '');
  assert.ok(reasons.some(reason => reason.includes(`has no commit ${UNKNOWN_COMMIT}`)), reasons.join('\n'));
}

/** An endpoint of embeddings with a snapshot and a smoke test. Here, an unexpected answer is an error. */
export const ENDPOINT: Part = {
  what: 'an endpoint with a snapshot and a smoke test responds, changes, and is deleted',
  async run(answer) {
    let endpointName: string | undefined;
    try {
      ({ EndpointName: endpointName } = app.deploy()); // which waits until the endpoint is in service
      const embeddings = await invoke(endpointName, { inputs: ['a dog', 'a puppy', 'an invoice'] }) as number[][];
      assert.deepEqual(embeddings.map(({ length }) => length), [DIMENSIONS, DIMENSIONS, DIMENSIONS]);
      const [dog, puppy, invoice] = embeddings;
      const similarity = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
      assert.ok(similarity(dog, puppy) > similarity(dog, invoice), 'a puppy is more like a dog than an invoice is');
      answer('Does the endpoint respond?', 'yes');
      await changeSnapshot();
      answer('Can the snapshot change, and does a wrong commit fail with its reason?', 'yes');
    } finally {
      app.destroy();
    }
    await assert.rejects(new SageMaker().describeEndpoint({ EndpointName: endpointName }), /Could not find endpoint/);
    answer('Is nothing left?', 'yes');
  },
};
