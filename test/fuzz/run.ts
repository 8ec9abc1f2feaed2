import { parseArgs } from 'util';
import { checkConfigurations } from './check-configurations';

/** Checks as many random configurations as you like: `npx projen fuzz --count 10000 --seed 1 --errors`. */
async function run(): Promise<void> {
  const { values } = parseArgs({
    options: { count: { type: 'string', default: '2000' }, seed: { type: 'string', default: String(Date.now() % 1e9) }, errors: { type: 'boolean' } },
  });
  process.env.CDK_VALIDATION = 'false'; // it takes seconds for each app
  const [count, seed, start] = [Number(values.count), Number(values.seed), Date.now()];
  const { templates, errors, failures } = await checkConfigurations(count, seed);
  console.log(`${count} configurations of seed ${seed} in ${Math.round((Date.now() - start) / 1000)} s: ${templates} have templates, and the others `
    + `${errors.size} kinds of errors`);
  if (values.errors) {
    [...errors].sort(([, one], [, other]) => other - one).forEach(([error, times]) => console.log(`${times} ${error}`));
  }
  failures.forEach(failure => console.log(`\n${failure}`));
  process.exitCode = failures.length > 0 ? 1 : 0;
}

run().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
