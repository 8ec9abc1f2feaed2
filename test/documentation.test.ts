import { existsSync, readdirSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import { SURROUNDINGS } from '../projenrc/rooms';

const repository = join(__dirname, '..');
const FILES = filesIn('');

function filesIn(folder: string): string[] {
  return readdirSync(join(repository, folder), { withFileTypes: true })
    .filter(({ name }) => !/^(node_modules|lib|dist|coverage|cdk\.out|\..*)$/.test(name))
    .flatMap(entry => entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)]);
}

const FOLDERS = ['src', ...SURROUNDINGS.map(({ path }) => path).filter(path => !/[./]/.test(path))];
const PAGES = FILES.filter(file => /^(\w+|docs\/.*)\.md$/.test(file)).map(file => ({ file, text: readFileSync(join(repository, file), 'utf8') }));

/** Whether a path, in which `*` stands for a part of a name and `**` for folders, is that of a file or folder. */
function exists(path: string): boolean {
  const pattern = path.replace(/[.+]/g, '\\$&').replace(/\*\*\//g, '<folders>').replace(/\*/g, '[^/]*').replace('<folders>', '(?:.*/)?');
  return path.includes('*') ? FILES.some(file => new RegExp(`^${pattern}$`).test(file)) : existsSync(join(repository, path));
}

test('every path of the repository that a page names exists', () => {
  const named = PAGES.flatMap(({ file, text }) =>
    [...text.matchAll(new RegExp(`\`((?:${FOLDERS.join('|')})/[\\w./*-]*)\``, 'g'))].map(([, path]) => ({ file, path })));
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(({ path }) => !exists(path))).toEqual([]);
});

test('every file that a page links to exists', () => {
  const links = PAGES.flatMap(({ file, text }) =>
    [...text.matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g)].map(([, link]) => ({ file, path: join(dirname(file), link) })));
  expect(links.length).toBeGreaterThan(100);
  expect(links.filter(({ path }) => !existsSync(join(repository, path)))).toEqual([]);
});

test('the promise of a version names every experimental construct and method', () => {
  const promise = /^## What a version promises$(.*?)^## /ms.exec(readFileSync(join(repository, 'docs', 'releasing.md'), 'utf8'))![1];
  const experimental = FILES.filter(file => /^src\/.*\.ts$/.test(file)).flatMap(file =>
    [...readFileSync(join(repository, file), 'utf8').matchAll(/@stability experimental(?:(?!\*\/).)*\*\/\s+(?:export class (\w+) extends|public (\w+)\()/gs)]
      .map(([, construct, method]) => construct ?? method));
  expect(experimental).toEqual(expect.arrayContaining(['HubSnapshot', 'smokeTest']));
  expect(experimental.filter(name => !promise.includes(`\`${name}\``))).toEqual([]);
});

test.each(FILES.filter(file => /^docs\/images\/.*\.svg$/.test(file) && !file.endsWith('dashboard.svg')))('%s has colors for dark mode', file => {
  expect(readFileSync(join(repository, file), 'utf8')).toContain('@media (prefers-color-scheme: dark)'); // except the console of AWS, which is light
});
