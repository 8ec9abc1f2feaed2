import * as fc from 'fast-check';
import { configurations, outcome, REGIONS } from './configurations';
import { TemplateCheck } from './templates';

/** What a number of configurations gave. */
export interface Summary {
  /** How many had templates. */
  readonly templates: number;

  /** How often each kind of error of the library was thrown. */
  readonly errors: ReadonlyMap<string, number>;

  /** The first configuration of each kind of failure, with what is wrong. */
  readonly failures: readonly string[];
}

/** Checks random configurations. The same seed gives the same ones. */
export async function checkConfigurations(count: number, seed: number): Promise<Summary> {
  const check = await TemplateCheck.load(REGIONS);
  const errors = new Map<string, number>();
  const failures = new Map<string, string>();
  let templates = 0;
  fc.sample(configurations, { numRuns: count, seed }).forEach((configuration, index, all) => {
    delete all[index]; // its constructs can be forgotten
    const { error, wrong: [wrong] } = outcome(configuration, check);
    templates += error === undefined ? 1 : 0;
    if (error !== undefined) {
      errors.set(kindOf(error), (errors.get(kindOf(error)) ?? 0) + 1);
    }
    if (wrong !== undefined && !failures.has(kindOf(wrong))) {
      failures.set(kindOf(wrong), `configuration ${index} of seed ${seed}: ${fc.stringify(configuration)}\n  ${wrong}`);
    }
  });
  return { templates, errors, failures: [...failures.values()] };
}

/** The beginning of a message, without its values. */
function kindOf(message: string): string {
  return message.split('\n').slice(0, 2).join(' ')
    .replace(/"(\\.|[^"\\])*"/g, '"…"').replace(/[\w/]*\/[\w/]+/g, '…').replace(/[0-9A-F]{8}|-?[\d.]+(e\+\d+)?/g, '#').slice(0, 160);
}
