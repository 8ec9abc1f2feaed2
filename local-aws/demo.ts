import { join } from 'path';
import { parseArgs } from 'util';
import { inventory } from './inventory';
import { LocalAws, ResourceEvent } from './local-aws';
import { howToLook, printEndpoint, printTemplate } from './report';
import { SetupError } from './setup-error';
import { createStack, deleteStack, StackToCreate } from './stacks';
import { synthesizeApp } from './synthesis';

const EXAMPLE = join(__dirname, '..', 'examples', 'typescript');

/** The secret that the stack `Gated` of the example refers to. */
const SECRET = { name: 'hugging-face', value: 'hf_local' };

const USAGE = `npm run demo [-- option]
  --synth-only   show what the stack would create, which needs Node alone
  --keep         leave the stack up, until Ctrl-C`;

/** Creates the stacks on a local AWS, shows what came of them, and deletes them. */
async function deploy(aws: LocalAws, stacks: StackToCreate[], keep: boolean): Promise<void> {
  console.log(`\nA local AWS listens on ${aws.endpoint} (process ${aws.pid})`);
  for (const region of new Set(stacks.map(stack => stack.region))) {
    await aws.during(aws.storeSecret(region, SECRET.name, SECRET.value), `while it stored the secret ${SECRET.name}`);
  }
  for (const stack of stacks) {
    console.log(`\nCreating the stack ${stack.name} in ${stack.region}`);
    const start = Date.now();
    const endpoints = await createStack(aws, stack);
    for (const endpoint of endpoints) {
      console.log(`  in service  ${endpoint}`);
      await printEndpoint(aws, stack, endpoint, (Date.now() - start) / 1000);
    }
    if (keep) {
      howToLook(aws, stack, endpoints);
    }
  }
  if (keep) {
    return aws.running();
  }
  for (const stack of [...stacks].reverse()) {
    console.log(`\nDeleting the stack ${stack.name}`);
    await deleteStack(aws, stack);
  }
  for (const region of new Set(stacks.map(stack => stack.region))) {
    await showNothingLeft(aws, region);
  }
}

async function showNothingLeft(aws: LocalAws, region: string): Promise<void> {
  const left = Object.entries(await inventory(aws, region));
  const isLeft = left.some(([, names]) => names.length > 0);
  console.log(`\n${isLeft ? 'Left' : 'Nothing is left'} in ${region}: ${left.map(([kind, names]) => `${names.length} ${kind}`).join(', ')}`);
  if (isLeft) {
    throw new Error(`the deletion left ${JSON.stringify(Object.fromEntries(left))}`);
  }
}

/** The local AWS; undefined, with a line that says why, where this machine cannot have it. */
async function startLocalAws(): Promise<LocalAws | undefined> {
  const onResource = ({ event, type, id }: ResourceEvent) => console.log(`  ${event.padEnd(10)}  ${type.padEnd(42)}  ${id}`);
  try {
    return await LocalAws.start({ print: console.log, onResource });
  } catch (error) {
    if (error instanceof SetupError) {
      console.error(`\nThe stack is synthesized only: ${error.message}`);
      return undefined;
    }
    throw error;
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'keep': { type: 'boolean' }, 'synth-only': { type: 'boolean' }, 'help': { type: 'boolean' } } });
  if (values.help) {
    return console.log(USAGE);
  }
  const stacks = synthesizeApp(EXAMPLE);
  const aws = values['synth-only'] ? undefined : await startLocalAws();
  if (!aws) {
    return stacks.forEach(printTemplate);
  }
  const interrupt = () => void aws.stop().then(() => process.exit(130));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    await deploy(aws, stacks, values.keep ?? false);
  } finally {
    await aws.stop();
  }
}

main().catch((error: Error) => {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
});
