import { execFileSync } from 'child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parseArgs } from 'util';
import { spellConstants } from './constant-names';

/** Those whose reference is not committed, but written to this folder. */
const LANGUAGES = ['python', 'java', 'go', 'csharp'];
const repository = join(__dirname, '..', '..');
const FOLDER = join(repository, 'dist', 'api-reference');

const { values: { language: picked = ['typescript'] } } = parseArgs({ options: { language: { type: 'string', multiple: true } } });
const languages = picked.includes('all') ? ['typescript', ...LANGUAGES] : picked;
const unknown = languages.filter(language => ![...LANGUAGES, 'typescript'].includes(language));
if (unknown.length > 0) {
  throw new Error(`--language must be typescript, ${LANGUAGES.join(', ')} or all, got ${unknown.join(', ')}`);
}
if (languages.includes('typescript')) {
  execFileSync('typedoc', { cwd: repository, stdio: 'inherit' }); // typedoc.config.mjs
}
const others = LANGUAGES.filter(language => languages.includes(language));
if (others.length > 0) {
  writeReference(others);
}

function writeReference(of: string[]): void {
  mkdirSync(FOLDER, { recursive: true });
  const output = join(FOLDER, of.length === 1 ? `API.${of[0]}` : 'API'); // of several, jsii-docgen adds the language itself
  runApart('jsii-docgen', '--readme', '--output', output, '--language', ...of);
  for (const language of of) {
    const file = join(FOLDER, `API.${language}.md`);
    const text = readFileSync(file, 'utf8');
    if (text.includes('May contain errors')) {
      throw new Error(`${file}: has an example that does not compile`);
    }
    writeFileSync(file, spelled(text, language));
    console.log(`wrote ${file}`);
  }
}

/** jsii-docgen writes constants as they are in TypeScript to two languages, and in a different form, which its links show, to the others. */
function spelled(text: string, language: string): string {
  const shown = new Map(Array.from(text.matchAll(/\.property\.([A-Z0-9_]+)">(\w+)<\/a>/g), ([, constant, name]) => [constant, name]));
  return spellConstants(text, language, constant => shown.get(constant) ?? constant);
}

/**
 * Runs jsii-docgen where only the package and its dependencies are.
 *
 * It looks for assemblies in every folder below, through links too, and an example has a link to the repository itself.
 */
function runApart(command: string, ...args: string[]): void {
  const shadow = mkdtempSync(join(tmpdir(), 'reference-'));
  try {
    ['.jsii', '.jsii.gz', '.jsii.tabl.json', 'package.json'].forEach(name => copyFileSync(join(repository, name), join(shadow, name)));
    symlinkSync(join(repository, 'node_modules'), join(shadow, 'node_modules'));
    execFileSync(command, args, { cwd: shadow, stdio: 'inherit', timeout: 300_000 });
  } finally {
    rmSync(shadow, { recursive: true });
  }
}
