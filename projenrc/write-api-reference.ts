import { execFileSync } from 'child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { parseArgs } from 'util';
import { spellConstants } from './constant-names';

/** Those whose reference is not committed, but written to this folder. */
const LANGUAGES = ['python', 'java', 'go', 'csharp'];
const FOLDER = 'dist/api-reference';

const { values: { language: picked = ['typescript'] } } = parseArgs({ options: { language: { type: 'string', multiple: true } } });
const languages = picked.includes('all') ? ['typescript', ...LANGUAGES] : picked;
const unknown = languages.filter(language => ![...LANGUAGES, 'typescript'].includes(language));
if (unknown.length > 0) {
  throw new Error(`--language must be typescript, ${LANGUAGES.join(', ')} or all, got ${unknown.join(', ')}`);
}
if (languages.includes('typescript')) {
  run('typedoc'); // typedoc.config.mjs
}
const others = LANGUAGES.filter(language => languages.includes(language));
if (others.length > 0) {
  writeReference(others);
}

function writeReference(of: string[]): void {
  mkdirSync(FOLDER, { recursive: true });
  const output = join(FOLDER, of.length === 1 ? `API.${of[0]}` : 'API'); // of several, jsii-docgen adds the language itself
  run('jsii-docgen', '--readme', '--output', output, '--language', ...of);
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

/** jsii-docgen writes constants as they are in TypeScript to two languages, and in a form of its own, which its links tell, to the others. */
function spelled(text: string, language: string): string {
  const shown = new Map(Array.from(text.matchAll(/\.property\.([A-Z0-9_]+)">(\w+)<\/a>/g), ([, constant, name]) => [constant, name]));
  return spellConstants(text, language, constant => shown.get(constant) ?? constant);
}

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, { stdio: 'inherit' });
}
