import { execFileSync } from 'child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'fs';
import { arch, cpus, platform, tmpdir } from 'os';
import { join } from 'path';
import { parseArgs } from 'util';
import { check, missingTools, Passed } from './check';
import { go } from './go';
import { java } from './java';
import { Language, Measurement } from './language';
import { python } from './python';
import { repository } from './repository';
import { typescript } from './typescript';

/** The first that is picked is what the others are compared with. */
const LANGUAGES = [typescript, python, java, go];

async function main(): Promise<void> {
  const { values: { only = [] } } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const languages = only.length === 0 ? LANGUAGES : pick(only);
  const missing = (await Promise.all(languages.map(missingTools))).flat();
  if (missing.length > 0) {
    throw new Error([...missing, `install them, or pick other languages with --only ${LANGUAGES.map(({ name }) => name).join(', --only ')}`].join('\n'));
  }

  const tasks = only.length === 0 ? ['package-all'] : ['compile', ...languages.map(({ packageTask }) => packageTask)];
  tasks.forEach(task => execFileSync('npx', ['projen', task], { cwd: repository, stdio: 'inherit' }));

  const folder = mkdtempSync(join(tmpdir(), 'languages-'));
  try {
    await checkAll(languages, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pick(names: string[]): Language[] {
  return names.map(name => {
    const language = LANGUAGES.find(candidate => candidate.name === name);
    if (!language) {
      throw new Error(`--only must be one of ${LANGUAGES.map(candidate => candidate.name).join(', ')}, got ${name}`);
    }
    return language;
  });
}

async function checkAll(languages: Language[], folder: string): Promise<void> {
  let expected: Passed | undefined;
  let failed = 0;
  console.log(`\nOn ${platform()} ${arch()} with ${cpus().length} × ${cpus()[0].model.trim()}, Node ${process.version}`);
  for (const language of languages) {
    const start = Date.now();
    mkdirSync(join(folder, language.name));
    try {
      const passed = await check(language, join(folder, language.name), expected);
      console.log(`\n${language.name}: ok in ${Math.round((Date.now() - start) / 1000)} s, ${describe(passed, expected)}`);
      passed.measurements.forEach(measurement => console.log(`  ${line(measurement)}`));
      expected ??= passed;
    } catch (error) {
      failed++;
      console.error(`\n${language.name}: FAILED\n${error instanceof Error ? error.message : error}`);
    }
  }
  console.log(`\nlanguages: ${languages.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function describe({ templates, firstSteps }: Passed, expected: Passed | undefined): string {
  const count = `${Object.keys(templates).length} templates${firstSteps ? ' and the first steps' : ''}`;
  return expected ? `${count} identical to those of the first language` : count;
}

function line({ name, value, unit, below }: Measurement): string {
  return `${name.padEnd(60)} ${Math.round(value).toLocaleString('en').padStart(10)} ${unit}${below === undefined ? '' : `, of at most ${Math.floor(below).toLocaleString('en')}`}`;
}

main().catch(error => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
