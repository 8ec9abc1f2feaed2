import { cpSync } from 'fs';
import { join } from 'path';
import { attempt, run } from './command';
import { runFinderCode } from './finder';
import { followGettingStarted } from './getting-started';
import { Language, Measurement, Workplace } from './language';
import { repository } from './repository';
import { synthesize } from './synthesize';
import { differences, Templates } from './templates';

/** What the library says of the program `bad-input`, whichever language it is written in. */
const EXPECTED_MESSAGES = [
  "'endpointName' must have 1 to 63 letters, digits and hyphens",
  "'instanceCount' must be an integer of at least 1, got 0",
];

export interface Passed {
  readonly templates: Templates;

  /** The template of docs/getting-started.md, if the page has steps for the language. */
  readonly firstSteps?: Templates;
  readonly measurements: Measurement[];
}

/** Proves the package of one language in a clean folder; throws what is wrong with it. */
export async function check(language: Language, folder: string, expected?: Omit<Passed, 'measurements'>): Promise<Passed> {
  cpSync(join(repository, 'examples', language.name), folder, { recursive: true, filter: source => !/node_modules|cdk\.out|\.venv|target$/.test(source.slice(repository.length)) });
  const workplace = await language.install(folder);

  const templates = await synthesize(workplace);
  rejectDifferences(expected?.templates, templates);
  await refusesBadInput(language, workplace);
  await listsInstanceTypes(language, workplace);
  if (language.propertyInjection) {
    await run(language.propertyInjection, { cwd: workplace.folder, env: workplace.env });
  }
  await runFinderCode(language.name, language.finder, workplace);

  const firstSteps = language.reader && { gettingStarted: await followGettingStarted(language.reader(), join(folder, 'first-steps')) };
  rejectDifferences(expected?.firstSteps, firstSteps);

  const measurements = await language.measure(workplace);
  const over = measurements.filter(({ value, below }) => !Number.isFinite(value) || (below !== undefined && value >= below));
  if (over.length > 0) {
    throw new Error(over.map(({ name, value, unit, below }) => `${name} must be below ${below} ${unit}, got ${value}`).join('\n'));
  }
  return { templates, firstSteps, measurements };
}

function rejectDifferences(expected: Templates | undefined, actual: Templates | undefined): void {
  const differing = expected && actual ? differences(expected, actual) : [];
  if (differing.length > 0) {
    throw new Error(`the templates must be those of the first language, got\n${differing.join('\n')}`);
  }
}

async function refusesBadInput({ badInput }: Language, { folder, env }: Workplace): Promise<void> {
  const { code, output } = await attempt(badInput, { cwd: folder, env });
  const missing = EXPECTED_MESSAGES.filter(message => !output.includes(message));
  if (code === 0 || missing.length > 0) {
    throw new Error(`${badInput.join(' ')} must fail and say ${missing.join(' and ')}, got exit code ${code} and\n${output}`);
  }
}

async function listsInstanceTypes({ commandLine }: Language, { folder, env }: Workplace): Promise<void> {
  if (commandLine) {
    const output = await run([...commandLine, 'instances', '--gpu'], { cwd: folder, env });
    if (!output.includes('ml.g5.2xlarge')) {
      throw new Error(`${commandLine.join(' ')} instances --gpu must list ml.g5.2xlarge, got\n${output}`);
    }
  }
}

/** What must be installed, and is not. */
export async function missingTools({ name, tools }: Language): Promise<string[]> {
  const missing: string[] = [];
  for (const { version, install } of tools) {
    const found = await attempt(version, { cwd: repository, timeout: 60 }).catch(error => ({ code: undefined, output: String(error) }));
    if (found.code !== 0) {
      missing.push(`${name} needs ${install}: ${version[0]} answered ${found.output.trim().split('\n').pop()}`);
    }
  }
  return missing;
}
