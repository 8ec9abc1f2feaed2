import { ADAPTERS } from './adapters';
import { Part } from './answers';
import { COMPONENTS } from './components';
import { ENDPOINT } from './endpoint';
import { MEMORY } from './memory';
import { OBSERVED } from './observed';

// Deploys to the account of the credentials in the environment, which costs money: docs/deploying.md

const PARTS: Readonly<Record<string, Part>> = {
  endpoint: ENDPOINT, components: COMPONENTS, adapters: ADAPTERS, memory: MEMORY, observed: OBSERVED,
};

/** Runs the parts that the command line names, or all of them. A part that fails does not keep the others from running. */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter(name => !Object.hasOwn(PARTS, name));
  if (unknown.length > 0) {
    const list = Object.entries(PARTS).map(([name, { what }]) => `  ${name}: ${what}`);
    throw new Error(`${unknown.join(', ')} is not a part of the test. The parts are:\n${list.join('\n')}`);
  }
  const answers: Record<string, Record<string, string>> = {};
  for (const name of names.length > 0 ? names : Object.keys(PARTS)) {
    answers[name] = {};
    const answer = (question: string, found: string) => {
      answers[name][question] = found;
      console.log(`\n${question}\n  ${found}`);
    };
    try {
      await PARTS[name].run(answer);
    } catch (error) {
      process.exitCode = 1;
      answer('Which error ended this part?', (error as Error).message);
    }
  }
  console.log(`\n${JSON.stringify(answers, undefined, 2)}`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
