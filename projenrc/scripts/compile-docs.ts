import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { basename, join } from 'path';
import { loadAssemblyFromPath } from '@jsii/spec';

/**
 * Compiles the TypeScript blocks of docs/*.md strictly.
 *
 * jsii-rosetta compiles the examples of an assembly: its README and its docstrings. So the pages are given to it as the READMEs of
 * modules of an assembly that is otherwise ours. A block of language `mts` is code that runs elsewhere than in an app: a test looks at it.
 */
const repository = join(__dirname, '..', '..');
const shadow = mkdtempSync(join(tmpdir(), 'docs-'));
try {
  for (const name of ['lib', 'node_modules', 'rosetta', 'package.json']) {
    symlinkSync(join(repository, name), join(shadow, name));
  }
  writeFileSync(join(shadow, '.jsii'), JSON.stringify(assemblyOfPages()));
  execFileSync('jsii-rosetta', ['extract', '--strict', shadow], { stdio: 'inherit' });
} finally {
  rmSync(shadow, { recursive: true });
}

function assemblyOfPages(): object {
  const { readme: _, types, ...assembly } = loadAssemblyFromPath(repository, false, ['intersection-types', 'class-covariant-overrides']);
  const folder = join(repository, 'docs');
  const pages = readdirSync(folder).filter(file => file.endsWith('.md')).sort();
  return {
    ...assembly,
    types: withoutDocs(types),
    submodules: Object.fromEntries(pages.map(page => [
      `${assembly.name}.${basename(page, '.md').replace(/\W/g, '_')}`,
      { readme: { markdown: readFileSync(join(folder, page), 'utf8') } },
    ])),
  };
}

/** A copy without the docstrings, whose examples are compiled with the assembly itself. */
function withoutDocs(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutDocs);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'docs').map(([key, member]) => [key, withoutDocs(member)]));
}
