import { existsSync, readFileSync } from 'fs';
import { dirname, join, relative } from 'path';

const SOURCES = join(__dirname, '..', '..', 'src');

/** The modules that a module imports at run time, directly and indirectly. Imports of types are followed, too. */
function importedBy(module: string, found = new Set<string>()): Set<string> {
  for (const [, path] of readFileSync(module, 'utf8').matchAll(/ from '(\..*)';/g)) {
    const target = join(dirname(module), path);
    const file = existsSync(`${target}.ts`) ? `${target}.ts` : join(target, 'index.ts');
    if (!found.has(file)) {
      found.add(file);
      importedBy(file, found);
    }
  }
  return found;
}

test.each(['endpoint/huggingface-sagemaker-endpoint.ts', 'cli/main.ts'])('%s imports nothing of inference components', file => {
  const modules = [...importedBy(join(SOURCES, file))].map(module => relative(SOURCES, module));
  expect(modules.length).toBeGreaterThan(50);
  expect(modules.filter(module => /component|placement|scale-in|cop(y|ies)-/.test(module))).toEqual([]);
});
