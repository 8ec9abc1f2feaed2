import * as assert from 'assert/strict';
import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { CloudFormation, StackEvent } from '@aws-sdk/client-cloudformation';
import { SageMaker } from '@aws-sdk/client-sagemaker';
import { DIMENSIONS, STACK_NAME, UNKNOWN_COMMIT } from './app';
import { invoke } from './invoke';
import { askQuestions } from './questions';

// Deploys to the account of the credentials in the environment, which costs money: docs/deploying.md

const repository = join(__dirname, '..', '..');
const MINUTES = 60_000;
const DEPLOY = ['deploy', '--require-approval', 'never'];

function cdk(args: string[], variables: NodeJS.ProcessEnv = {}): void {
  execFileSync(process.execPath, [
    join(repository, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...args,
    '--app', 'npx ts-node --project test/tsconfig.json test/integ/app.ts', '--no-notices', '--no-version-reporting',
  ], { cwd: repository, stdio: 'inherit', timeout: 60 * MINUTES, env: { ...process.env, ...variables } });
}

/** What CloudFormation reports about the copies of the snapshot. */
async function copyEvents(): Promise<StackEvent[]> {
  const { StackEvents: events = [] } = await new CloudFormation().describeStackEvents({ StackName: STACK_NAME });
  return events.filter(({ ResourceType }) => ResourceType === 'Custom::HuggingFaceHubSnapshot');
}

/** What only an account can answer about snapshots: docs/deploying.md. */
async function changeSnapshot(): Promise<void> {
  // another prefix: the files of the old one are deleted, which its policy must still allow
  cdk(DEPLOY, { INTEG_EXCLUDE: 'vocab.txt' });
  const failed = (await copyEvents()).filter(({ ResourceStatus: status }) => status?.endsWith('_FAILED'));
  assert.deepEqual(failed, []);
  // a commit that does not exist: the reason is that of the copy program, and the rollback keeps what is deployed
  assert.throws(() => cdk(DEPLOY, { INTEG_COMMIT: UNKNOWN_COMMIT }));
  const reasons = (await copyEvents()).map(({ ResourceStatusReason: reason }) => reason ?? '');
  assert.ok(reasons.some(reason => reason.includes(`has no commit ${UNKNOWN_COMMIT}`)), reasons.join('\n'));
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'integ-'));
  const outputs = join(folder, 'outputs.json');
  let endpointName: string | undefined;
  try {
    cdk([...DEPLOY, '--outputs-file', outputs]); // which waits until the endpoint is in service
    endpointName = JSON.parse(readFileSync(outputs, 'utf8'))[STACK_NAME].EndpointName as string;

    const embeddings = await invoke(endpointName, { inputs: ['a dog', 'a puppy', 'an invoice'] }) as number[][];
    assert.deepEqual(embeddings.map(({ length }) => length), [DIMENSIONS, DIMENSIONS, DIMENSIONS]);
    const [dog, puppy, invoice] = embeddings;
    const similarity = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
    assert.ok(similarity(dog, puppy) > similarity(dog, invoice), 'a puppy is more like a dog than an invoice is');
    console.log(`${endpointName} answers as it should`);
    await changeSnapshot();
    askQuestions(endpointName, process.env.CDK_DEFAULT_REGION ?? process.env.AWS_REGION ?? 'us-east-1');
  } finally {
    rmSync(folder, { recursive: true });
    cdk(['destroy', '--force']);
  }
  await assert.rejects(new SageMaker().describeEndpoint({ EndpointName: endpointName }), /Could not find endpoint/);
  console.log('Nothing is left');
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
