import { existsSync, readdirSync, readFileSync } from 'fs';
import { join, posix } from 'path';
import { SITE_URL } from '../../projenrc/site-pages';

const ROOT = join(__dirname, '..', '..');
const DIST = join(ROOT, 'site', '.vitepress', 'dist');
const ORIGIN = 'https://site.example';
const BASE = '/cdk-huggingface-sagemaker/';

const FILES = new Set(readdirSync(DIST, { recursive: true, encoding: 'utf8' }).map(file => file.replaceAll('\\', '/')));
const PAGES = [...FILES].filter(file => file.endsWith('.html')).sort();

interface Page {
  readonly anchors: ReadonlySet<string>;

  /** What the page links to, or shows, as complete addresses. */
  readonly targets: readonly URL[];
}

const unescaped = (text: string) => text.replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
const values = (html: string, pattern: RegExp) => Array.from(html.matchAll(pattern), ([, value]) => unescaped(value));

/** The complete address of a link. The documentation links to the published website, too. */
const addressIn = (path: string, target: string) => new URL(target.replace(SITE_URL, ORIGIN + BASE), `${ORIGIN}${BASE}${path}`);

const pages = new Map(PAGES.map((path): [string, Page] => {
  const html = readFileSync(join(DIST, path), 'utf8');
  return [path, {
    anchors: new Set(values(html, /\s(?:id|name)="([^"]*)"/g)),
    targets: values(html, /<(?:a|img|source)\b[^>]*?\s(?:href|src|srcset)="([^"]*)"/g).map(target => addressIn(path, target)),
  }];
}));

/** The file of an address of the website. */
function fileOf({ pathname }: URL): string {
  const path = decodeURIComponent(pathname.slice(BASE.length));
  return path === '' || path.endsWith('/') ? `${path}index.html` : FILES.has(`${path}.html`) ? `${path}.html` : path;
}

const internal = [...pages].flatMap(([from, { targets }]) => targets.filter(({ origin }) => origin === ORIGIN).map(target => ({ from, target })));

/** The pages in the list for language models. */
const listed = values(readFileSync(join(DIST, 'llms.txt'), 'utf8'), /\]\(([^)]+)\)/g).map(address => ({ from: 'llms.txt', target: addressIn('llms.txt', address) }));

test('the list for language models has every page, with a sentence', () => {
  const complete = PAGES.filter(page => /^(docs\/(?!adr)|checks\/)/.test(page));
  const files = listed.map(({ target }) => fileOf(target));
  expect(complete.filter(page => !files.includes(page))).toEqual([]);
  expect(new Set(files).size).toBe(files.length);
  const lines = readFileSync(join(DIST, 'llms.txt'), 'utf8').split('\n').filter(line => line.startsWith('- '));
  expect(lines.filter(line => !/^- \[[^\]]+\]\([^)]+\): [^\s].{15,}$/.test(line) || line.includes('```'))).toEqual([]);
});

test('every page, picture and file that a page of the website links to is a part of it', () => {
  expect(PAGES.length).toBeGreaterThan(100);
  expect(internal.length).toBeGreaterThan(5_000);
  const missing = [...internal, ...listed].filter(({ target }) => !target.pathname.startsWith(BASE) || !FILES.has(fileOf(target)));
  expect(missing.map(({ from, target }) => `${from}: ${target.pathname}`)).toEqual([]);
});

test('every anchor that a page of the website links to exists', () => {
  const withAnchor = internal.filter(({ target }) => target.hash.length > 1 && pages.has(fileOf(target)));
  expect(withAnchor.length).toBeGreaterThan(1_000);
  const missing = withAnchor.filter(({ target }) => !pages.get(fileOf(target))!.anchors.has(decodeURIComponent(target.hash.slice(1))));
  expect([...new Set(missing.map(({ from, target }) => `${from}: ${fileOf(target)}${target.hash}`))]).toEqual([]);
});

test('every file of the repository that a page of the website links to exists', () => {
  const files = [...pages].flatMap(([from, { targets }]) => targets.flatMap(({ href }) => {
    const [, path] = /^https:\/\/github\.com\/cdk-huggingface-sagemaker\/cdk-huggingface-sagemaker\/(?:blob|tree)\/main\/([^#?]*)/.exec(href) ?? [];
    return path === undefined ? [] : [{ from, path: posix.normalize(decodeURIComponent(path)) }];
  }));
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter(({ path }) => !existsSync(join(ROOT, path)))).toEqual([]);
});
