import { run } from './command';
import { Measurement, Workplace } from './language';

const ROUNDS = 3;

/** What the programs `synth_times` call the two, and what it is called here. */
const SUBJECTS = { l1: 'L1', library: 'the library' };

/** What it takes to load the library and to synthesize ten endpoints with it, beside the same by hand: medians of processes that take turns. */
export async function synthTimes(program: (subject: string) => string[], { folder: cwd, env }: Workplace): Promise<Measurement[]> {
  const times = new Map<string, number[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [subject, title] of Object.entries(SUBJECTS)) {
      const output = await run(program(subject), { cwd, env: { ...env, CDK_VALIDATION: 'false' } });
      for (const [phase, what] of [['load', 'load'], ['synth', '10 endpoints with']]) {
        const name = `${what} ${title}`;
        times.set(name, [...times.get(name) ?? [], Number(new RegExp(`^${phase} (\\d+)$`, 'm').exec(output)![1])]);
      }
    }
  }
  return [...times].map(([name, values]) => ({ name, value: values.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)], unit: 'ms' as const }));
}
