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
  const tokens = new Tokens();
  let templates = 0;
  fc.sample(configurations, { numRuns: count, seed }).forEach((configuration, index, all) => {
    delete all[index]; // its constructs can be forgotten
    const { error, wrong: [wrong] } = outcome(configuration, check);
    tokens.forget(index);
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

/** How many apps use each module of aws-cdk-lib at least once, some of which have tokens of their own. */
const WARM_UP = 100;

/** The unresolved tokens of the process. Each holds its construct, and so a whole app: about a megabyte. */
class Tokens {
  private readonly kept = new Set<unknown>();

  /** Forgets the tokens of an app. */
  public forget(index: number): void {
    const { stringTokenMap, numberTokenMap } = (globalThis as any).__cdkTokenMap as Record<string, Map<unknown, unknown>>;
    for (const map of [stringTokenMap, numberTokenMap]) {
      const others = [...map.keys()].filter(key => !this.kept.has(key));
      others.forEach(key => index < WARM_UP ? this.kept.add(key) : map.delete(key));
    }
  }
}

/** The beginning of a message, without its values. */
function kindOf(message: string): string {
  return message.split('\n').slice(0, 2).join(' ')
    .replace(/"(\\.|[^"\\])*"/g, '"…"').replace(/[\w/]*\/[\w/]+/g, '…').replace(/[0-9A-F]{8}|-?[\d.]+(e\+\d+)?/g, '#').slice(0, 160);
}
