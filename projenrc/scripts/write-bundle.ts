import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { createRequire } from 'module';
import { dirname, join, relative, sep } from 'path';
import { gunzipSync, gzipSync } from 'zlib';
import { PluginObj, transformAsync } from '@babel/core';
import { build, BuildOptions, Metafile, Plugin } from 'esbuild';
import { inlineRequiresPlugin } from 'metro-transform-plugins';
import { withAbsoluteLinks } from './absolute-links';
import { defaultModules } from './default-modules';

const REPOSITORY = join(__dirname, '..', '..');
const FOLDER = join(REPOSITORY, 'lib');
const INDEX = join(FOLDER, 'index.js');
const ASSEMBLY = join(REPOSITORY, '.jsii.gz');

/** Programs in Python that the library deploys. */
const PROGRAMS = ['snapshot/copy/copy_snapshot.py', 'snapshot/function/index.py'];

/** The command line, which uses the code and the tables of the library's files. */
const COMMAND_LINE = { file: join(FOLDER, 'cli', 'index.js'), module: './cli/main', requires: 'require("./main")', export: '_commandLine' };

/** One of the two files, which gives the other one its modules: `require(file)[member][module]()`. */
interface Part {
  readonly file: string;
  readonly member: string;
}

/** What an import and a default endpoint run. */
const MAIN: Part = { file: './index.js', member: '_modules' };

/** Everything else, which is loaded with its first use. */
const ON_DEMAND: Part = { file: './on-demand.js', member: 'modules' };

const BUILD: BuildOptions = {
  absWorkingDir: REPOSITORY,
  bundle: true,
  platform: 'node',
  target: 'node20',
  minifyWhitespace: true,
  lineLimit: 160,
  logLevel: 'warning',
};

/**
 * Makes two files of the compiled modules, so that an import reads one file and not all, and has each module run with its first use:
 * docs/performance.md has what that saves.
 *
 * It comes after jsii, whose marks on the classes it keeps, and leaves names as they are. Comments and indentation are left out: what users read is
 * in the declarations.
 */
async function main(): Promise<void> {
  const whole = join(FOLDER, 'whole.js');
  const { metafile } = await build({ ...BUILD, entryPoints: [INDEX], outfile: whole, plugins: [lazyModules, peers], metafile: true });
  const used = defaultModules(whole);
  rmSync(whole);
  const isMain = (module: string) => module === nameOf(INDEX) || used.has(module);
  const imported = importsBetween(metafile!, isMain);
  await build({
    ...BUILD,
    stdin: { contents: given(ON_DEMAND, imported.filter(name => !isMain(name))), resolveDir: FOLDER },
    outfile: join(FOLDER, ON_DEMAND.file),
    plugins: [elsewhere(MAIN, isMain), lazyModules, peers],
  });
  await build({
    ...BUILD,
    stdin: { contents: `${lazyIndex()}\n${given(MAIN, imported.filter(isMain))}`, resolveDir: FOLDER },
    outfile: INDEX,
    allowOverwrite: true,
    plugins: [elsewhere(ON_DEMAND, name => !isMain(name)), lazyModules, peers],
  });
  writeCommandLine();
  removeInternalDeclarations();
  PROGRAMS.forEach(file => cpSync(join(REPOSITORY, 'src', file), join(FOLDER, file)));
  writeReadme();
}

/** The modules that a module of the other part imports. */
function importsBetween({ inputs }: Metafile, isMain: (module: string) => boolean): string[] {
  const imported = Object.entries(inputs).flatMap(([from, { imports }]) =>
    imports.map(({ path }) => path).filter(path => path.startsWith('lib/') && isMain(path) !== isMain(from)));
  return [...new Set(imported)].sort();
}

/** The code by which a part gives modules to the other one. */
function given({ member }: Part, names: readonly string[]): string {
  const modules = names.map(name => `"${name}": () => require("${name.replace(/^lib(.*)\.js$/, '.$1')}")`);
  return `Object.defineProperty(exports, "${member}", { value: { ${modules.join(', ')} } });`;
}

/** The name that esbuild gives to a module: its path in the repository. */
function nameOf(path: string): string {
  return relative(REPOSITORY, path).split(sep).join('/');
}

/** Has the README of the packages, which jsii keeps in its assembly, link to the pages of the repository. */
function writeReadme(): void {
  const assembly = JSON.parse(gunzipSync(readFileSync(ASSEMBLY)).toString());
  const { readme: { markdown }, repository: { url } } = assembly;
  const readme = { ...assembly.readme, markdown: withAbsoluteLinks(markdown, url) };
  writeFileSync(ASSEMBLY, gzipSync(JSON.stringify({ ...assembly, readme })));
}

/** Keeps the declarations that those of the index import, directly or not: no user can import the others. */
function removeInternalDeclarations(): void {
  const kept = new Set<string>();
  const keep = (path: string): void => {
    const file = [`${path}.d.ts`, join(path, 'index.d.ts')].find(existsSync)!;
    if (!kept.has(file)) {
      kept.add(file);
      const imports = readFileSync(file, 'utf8').matchAll(/(?:from |import\()['"](\.[^'"]+)['"]/g);
      Array.from(imports, ([, target]) => keep(join(dirname(file), target)));
    }
  };
  keep(join(FOLDER, 'index'));
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).map(name => join(FOLDER, name))
    .filter(file => file.endsWith('.d.ts') && !kept.has(file)).forEach(file => rmSync(file));
}

/** Has the file that starts the command line require the file of the library, which has its code under a name for it alone. */
function writeCommandLine(): void {
  const { file, requires, export: name } = COMMAND_LINE;
  const code = readFileSync(file, 'utf8');
  if (!code.includes(requires)) {
    throw new Error(`${file}: must contain ${requires}`);
  }
  writeFileSync(file, code.replace(requires, `require("../index.js").${name}`));
  chmodSync(file, 0o755);
}

/** Has modules loaded with the first use of what they export: by the index, and by each other. */
const lazyModules: Plugin = {
  name: 'lazy-modules',
  setup({ onLoad }) {
    onLoad({ filter: /\.js$/, namespace: 'file' }, async ({ path }) => ({ contents: path === INDEX ? lazyIndex() : await lazyRequires(path) }));
  },
};

/** Requires the modules of the other file from there. */
function elsewhere({ file, member }: Part, isThere: (module: string) => boolean): Plugin {
  return {
    name: 'elsewhere',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir, namespace }) => {
        if (namespace === 'elsewhere') {
          return { path, external: true };
        }
        const name = nameOf([`${join(resolveDir, path)}.js`, join(resolveDir, path, 'index.js')].find(existsSync)!);
        return isThere(name) ? { path: name, namespace: 'elsewhere' } : undefined;
      });
      onLoad({ filter: /.*/, namespace: 'elsewhere' }, ({ path }) => ({ contents: `module.exports = require("${file}").${member}["${path}"]();` }));
    },
  };
}

/**
 * Each name is set to nothing first: by that Node finds the names that `import { … }` of an ES module may ask for.
 *
 * @see https://github.com/nodejs/cjs-module-lexer#grammar
 */
function lazyIndex(): string {
  const modules = [...readFileSync(INDEX, 'utf8').matchAll(/require\("(\.\/[^"]+)"\)/g)].map(([, module]) => module);
  const load = createRequire(INDEX);
  const exported = Object.keys(load(INDEX));
  const moduleOf = new Map(modules.flatMap(module => Object.keys(load(module)).map(name => [name, module] as const)));
  const unknown = exported.filter(name => !moduleOf.has(name));
  if (unknown.length > 0) {
    throw new Error(`no module exports ${unknown.join(', ')}`);
  }
  return [
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
    // not enumerable, and no name that `import { … }` finds
    `Object.defineProperty(exports, "${COMMAND_LINE.export}", { get: () => require("${COMMAND_LINE.module}") });`,
  ].join('\n');
}

async function lazyRequires(path: string): Promise<string> {
  // aws-cdk-lib and constructs are marked as ES modules, which `__importStar` hands through
  const code = readFileSync(path, 'utf8').replace(/__importStar\((require\("[^"]+"\))\)/g, '$1');
  const options = { plugins: [inlineRequiresPlugin, withoutImportHelpers, withoutDocumentation], compact: false };
  const transformed = await transformAsync(code, { ...options, babelrc: false, configFile: false });
  return transformed!.code!;
}

/** The helpers that TypeScript writes into each module that imports a namespace, each of which uses the next ones. */
const IMPORT_HELPERS = ['__importStar', '__setModuleDefault', '__createBinding'];

/** Removes these helpers where no call of them is left: they would be a tenth of the file. */
function withoutImportHelpers(): PluginObj {
  return {
    visitor: {
      Program: {
        exit(program) {
          for (const name of IMPORT_HELPERS) {
            program.scope.crawl();
            const helper = program.scope.getBinding(name);
            if (helper && !helper.referenced) {
              helper.path.remove();
            }
          }
        },
      },
    },
  };
}

/** The members of a check that only the documentation has. */
const DOCUMENTATION = ['what', 'why', 'source'];

/** Removes what only docs/checks.md shows of the checks: it would be a twelfth of the file. */
function withoutDocumentation(): PluginObj {
  const keyOf = (member: unknown) => (member as { readonly key?: { readonly name?: string } }).key?.name ?? '';
  return {
    visitor: {
      ObjectExpression({ node }) {
        const names = node.properties.map(keyOf);
        // a variant of a check has only what differs
        if (names.includes('id') && names.includes('what') && (names.includes('why') || names.includes('fix'))) {
          node.properties = node.properties.filter(member => !DOCUMENTATION.includes(keyOf(member)));
        }
      },
    },
  };
}

/** Looks up each peer once: if another package loaded a module first, Node.js looks it up again for each `require`. */
const peers: Plugin = {
  name: 'peers',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(aws-cdk-lib|constructs)(\/|$)/ }, ({ path, namespace }) =>
      namespace === 'peer' ? { path, external: true } : { path, namespace: 'peer' });
    onLoad({ filter: /.*/, namespace: 'peer' }, ({ path }) => ({ contents: `module.exports = require("${path}");` }));
  },
};

void main();
