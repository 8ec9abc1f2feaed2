import * as assert from 'assert/strict';
import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { SageMaker } from '@aws-sdk/client-sagemaker';
import { DIMENSIONS, STACK_NAME } from './app';
import { invoke } from './invoke';
import { askQuestions } from './questions';

// Deploys to the account of the credentials in the environment, which costs money: docs/deploying.md

const repository = join(__dirname, '..', '..');
const MINUTES = 60_000;

function cdk(...args: string[]): void {
  execFileSync(process.execPath, [
    join(repository, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...args,
    '--app', 'npx ts-node --project test/tsconfig.json test/integ/app.ts', '--no-notices', '--no-version-reporting',
  ], { cwd: repository, stdio: 'inherit', timeout: 60 * MINUTES });
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'integ-'));
  const outputs = join(folder, 'outputs.json');
  let endpointName: string | undefined;
  try {
    cdk('deploy', '--require-approval', 'never', '--outputs-file', outputs); // which waits until the endpoint is in service
    endpointName = JSON.parse(readFileSync(outputs, 'utf8'))[STACK_NAME].EndpointName as string;

    const embeddings = await invoke(endpointName, { inputs: ['a dog', 'a puppy', 'an invoice'] }) as number[][];
    assert.deepEqual(embeddings.map(({ length }) => length), [DIMENSIONS, DIMENSIONS, DIMENSIONS]);
    const [dog, puppy, invoice] = embeddings;
    const similarity = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
    assert.ok(similarity(dog, puppy) > similarity(dog, invoice), 'a puppy is more like a dog than an invoice is');
    console.log(`${endpointName} answers as it should`);
    askQuestions(endpointName, process.env.CDK_DEFAULT_REGION ?? process.env.AWS_REGION ?? 'us-east-1');
  } finally {
    rmSync(folder, { recursive: true });
    cdk('destroy', '--force');
  }
  await assert.rejects(new SageMaker().describeEndpoint({ EndpointName: endpointName }), /Could not find endpoint/);
  console.log('Nothing is left');
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
