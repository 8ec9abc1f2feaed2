import { readFileSync, writeFileSync } from 'fs';
import { createRequire } from 'module';
import { join } from 'path';

/**
 * Rewrites the compiled index, so that what it exports is loaded with its first use and not with the import.
 *
 * Each name is set to nothing first: by that Node finds the names that `import { … }` of an ES module may ask for.
 *
 * @see https://github.com/nodejs/cjs-module-lexer#grammar
 */
function main(): void {
  const folder = join(__dirname, '..', 'lib');
  const index = join(folder, 'index.js');
  const modules = [...readFileSync(index, 'utf8').matchAll(/require\("(\.\/[^"]+)"\)/g)].map(([, module]) => module);
  const load = createRequire(index);
  const exported = Object.keys(load(index));
  const moduleOf = new Map(modules.flatMap(module => Object.keys(load(module)).map(name => [name, module] as const)));
  const unknown = exported.filter(name => !moduleOf.has(name));
  if (unknown.length > 0) {
    throw new Error(`no module exports ${unknown.join(', ')}`);
  }
  writeFileSync(index, `${[
    '"use strict";',
    'Object.defineProperty(exports, "__esModule", { value: true });',
    ...exported.map(name => `exports.${name} = void 0;`),
    'function lazy(name, load) {',
    '    Object.defineProperty(exports, name, {',
    '        enumerable: true,',
    '        configurable: true,',
    '        get() {',
    '            const value = load();',
    '            Object.defineProperty(exports, name, { enumerable: true, configurable: true, value });',
    '            return value;',
    '        },',
    '    });',
    '}',
    ...exported.map(name => `lazy("${name}", () => require("${moduleOf.get(name)}").${name});`),
  ].join('\n')}\n`);
}

main();
