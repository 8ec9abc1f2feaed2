import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { SageMaker } from '@aws-sdk/client-sagemaker';
import { COMPONENT_STACK_NAME, Step } from './component-app';
import { invokeAndWait } from '../clients/wait';

// Deploys to the account of the credentials in the environment, which costs money: docs/deploying.md

const repository = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'integ-'));
const client = new SageMaker();
const REQUEST = { ContentType: 'application/json', Body: JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }], max_tokens: 8 }) };

interface Names {
  readonly EndpointName: string;
  readonly InferenceComponentName: string;
}

function cdk(step: Step, ...args: string[]): void {
  execFileSync(process.execPath, [
    join(repository, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...args,
    '--app', 'npx ts-node --project test/tsconfig.json test/integ/component-app.ts', '--no-notices', '--no-version-reporting',
  ], { cwd: repository, stdio: 'inherit', env: { ...process.env, INTEG_STEP: step } });
}

/** Deploys a step, and returns the names, or the error of the deployment. */
function deploy(step: Step): Names | string {
  const outputs = join(folder, `${step}.json`);
  try {
    cdk(step, 'deploy', '--require-approval', 'never', '--no-rollback', '--outputs-file', outputs);
    return JSON.parse(readFileSync(outputs, 'utf8'))[COMPONENT_STACK_NAME];
  } catch (error) {
    return (error as Error).message;
  }
}

/** The status and the number of copies of a component, or why it cannot be described. */
async function state({ InferenceComponentName }: Names): Promise<string> {
  try {
    const { InferenceComponentStatus: status, RuntimeConfig: runtime, FailureReason: reason = 'no failure' } =
      await client.describeInferenceComponent({ InferenceComponentName });
    return `${status}, ${runtime?.CurrentCopyCount} of ${runtime?.DesiredCopyCount} copies, ${reason}`;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Answers the questions of docs/components.md that an account can answer by itself. An unexpected answer is not an error. */
async function main(): Promise<void> {
  const answers: Record<string, string> = {};
  const answer = (question: string, found: string) => {
    answers[question] = found;
    console.log(`\n${question}\n  ${found}`);
  };
  try {
    const start = Date.now();
    const first = deploy('first');
    if (typeof first === 'string') {
      throw new Error(first);
    }
    answer('Is a component in service after its first deployment?', `${await state(first)}, after ${Math.round((Date.now() - start) / 1000)} seconds`);
    answer('Does it respond?', await invokeAndWait({ ...first, ...REQUEST }));

    const { InferenceComponentName } = first;
    await client.updateInferenceComponentRuntimeConfig({ InferenceComponentName, DesiredRuntimeConfig: { CopyCount: 2 } });
    const tagged = deploy('tagged');
    answer('Does CloudFormation send the number of copies again with another change (1 copy), or keep what scaling set (2 copies)?',
      typeof tagged === 'string' ? tagged : await state(tagged));

    const larger = deploy('larger');
    answer('What does a new endpoint configuration do to a running component?', typeof larger === 'string' ? larger : await state(larger));

    const renamed = deploy('renamed');
    answer('Is a component with another ID created before the old one is deleted?',
      typeof renamed === 'string' ? renamed : `new: ${await state(renamed)}; old: ${await state(first)}`);
  } finally {
    rmSync(folder, { recursive: true });
    cdk('renamed', 'destroy', '--force');
    console.log(`\n${JSON.stringify(answers, undefined, 2)}`);
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
