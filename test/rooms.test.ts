import { readdirSync, readFileSync } from 'fs';
import { dirname, join, relative } from 'path';
import { loadESLint } from 'eslint';
import { SURROUNDINGS, TIERS } from '../projenrc/rooms';

const RULE = 'import/no-restricted-paths';
const repository = join(__dirname, '..');

/** A room, or a part of one, and the rooms that it may import. */
interface Place {
  readonly path: string;
  readonly allowed: readonly string[];
}

const ROOMS: readonly Place[] = TIERS.flatMap(({ rooms }, index) => rooms.flatMap(({ path, parts = [path] }) =>
  parts.map(part => ({ path: part, allowed: [part, ...TIERS.slice(index + 1).flatMap(lower => lower.rooms.map(room => room.path))] }))));

/** Every file that can be imported from TypeScript. */
function sources(folder: string): string[] {
  // the demo links a folder of examples/ to the repository, so links are not followed
  return readdirSync(join(repository, folder), { withFileTypes: true }).flatMap(entry => {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) {
      return entry.name === 'node_modules' ? [] : sources(file);
    }
    return entry.isFile() && /(?<!\.d)\.ts$/.test(file) ? [file] : [];
  }).sort();
}

function isIn(place: string, file: string): boolean {
  return file === place || file.startsWith(`${place}/`);
}

/** ESLint with the project's rule for rooms alone. */
async function lint() {
  const { parser, settings, rules } = JSON.parse(readFileSync(join(repository, '.eslintrc.json'), 'utf8').replace(/^\/\/.*$/m, ''));
  const ESLint = await loadESLint({ useFlatConfig: false });
  return new ESLint({
    cwd: repository,
    ignore: false,
    useEslintrc: false,
    overrideConfig: { parser, settings, plugins: ['import'], parserOptions: { sourceType: 'module' }, rules: { [RULE]: rules[RULE] } },
  } as object);
}

/** The imported files that ESLint rejects when a file imports them. */
async function rejected(file: string, imports: readonly string[]): Promise<string[]> {
  const importOf = (other: string) => {
    const path = relative(dirname(file), other).replace(/\.ts$/, '');
    return `import '${path.startsWith('.') ? path : `./${path}`}';`;
  };
  const [{ messages }] = await (await lint()).lintText(imports.map(importOf).join('\n'), { filePath: join(repository, file) });
  expect(messages.filter(({ ruleId }) => ruleId !== RULE)).toEqual([]);
  return [...new Set(messages.map(({ line }) => imports[line - 1]))];
}

const SOURCES = sources('src');
const OUTSIDE = SURROUNDINGS.flatMap(({ path }) => path.endsWith('.ts') ? [path] : sources(path).slice(0, 1));

test.each(ROOMS)('$path imports only from the tiers below it', async ({ path, allowed }) => {
  const importer = path.endsWith('.ts') ? path : join(path, 'another-file.ts');
  const others = SOURCES.filter(file => file !== path);
  const common = others.filter(file => isIn('src/checks', path) && dirname(file) === 'src/checks');
  const expected = others.filter(file => !allowed.some(room => isIn(room, file)) && !common.includes(file));
  expect(await rejected(importer, [...others, ...OUTSIDE])).toEqual([...expected, ...OUTSIDE]);
});

test('a file that the parts of a room share imports both', async () => {
  expect(await rejected('src/checks/another-file.ts', SOURCES.filter(file => isIn('src/checks', file)))).toEqual([]);
});

test('generated files import like those by hand', async () => {
  const results = await (await lint()).lintFiles('src/**/*.generated.ts');
  expect(results.length).toBeGreaterThan(5);
  expect(results.flatMap(({ filePath, messages }) => messages.map(({ message }) => `${filePath}: ${message}`))).toEqual([]);
});

test('every source file is in one room, and every room has a file', () => {
  const rooms = TIERS.flatMap(tier => tier.rooms.map(({ path }) => path));
  expect(SOURCES.filter(file => rooms.filter(room => isIn(room, file)).length !== 1)).toEqual([]);
  expect(rooms.filter(room => !SOURCES.some(file => isIn(room, file)))).toEqual([]);
});

test('the index is sorted by path', () => {
  const paths = [...readFileSync(join(repository, 'src', 'index.ts'), 'utf8').matchAll(/ from '(.*)';/g)].map(([, path]) => path);
  expect(paths.length).toBeGreaterThan(40);
  expect(paths).toEqual([...paths].sort());
});
