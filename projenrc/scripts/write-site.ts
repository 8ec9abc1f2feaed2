import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { dirname, join, posix } from 'path';
import { SUBJECTS } from '../../src/checks/all-subjects';
import { catalogData } from '../catalog/data';
import { imageRows } from '../catalog/image-rows';
import { newestImages } from '../catalog/newest-images';
import { PAGE_GROUPS, SITE_URL } from '../site-pages';

const repository = join(__dirname, '..', '..');
const OUTPUT = join(repository, 'site', 'pages');
const REPOSITORY_URL = 'https://github.com/cdk-huggingface-sagemaker/cdk-huggingface-sagemaker/blob/main/';

/** Pages that have a different name on the website. VitePress can rename pages too, but does not change the links to them. */
const RENAMED: Readonly<Record<string, string>> = { 'README.md': 'readme.md', 'apidocs/README.md': 'apidocs/index.md' };

/** Writes the pages of the website to site/pages, from the documentation, the checks and the data. VitePress builds it from there. */
function main(): void {
  rmSync(OUTPUT, { recursive: true, force: true });
  cpSync(join(repository, 'site', 'content'), OUTPUT, { recursive: true });
  const pages = new Set([
    'README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...filesIn('docs', '.md'), ...filesIn('apidocs', '.md'),
  ]);
  pages.forEach(page => write(RENAMED[page] ?? page, withLinks(page, readFileSync(join(repository, page), 'utf8'), pages)));
  const python = readFileSync(join(repository, 'dist', 'api-reference', 'API.python.md'), 'utf8');
  write('apidocs/python.md', python.slice(python.indexOf('# API Reference'))); // which comes after the README
  filesIn('docs', '.svg').concat(filesIn('docs', '.png')).forEach(copy);
  writeChecks();
  const images = imageRows(catalogData());
  write('images.json', JSON.stringify(images));
  write('newest-images.json', JSON.stringify(newestImages(images)));
  write('public/llms.txt', languageModelIndex());
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(OUTPUT, path)), { recursive: true });
  writeFileSync(join(OUTPUT, path), text);
}

function copy(path: string): void {
  mkdirSync(dirname(join(OUTPUT, path)), { recursive: true });
  copyFileSync(join(repository, path), join(OUTPUT, path));
}

function filesIn(folder: string, end: string): string[] {
  return readdirSync(join(repository, folder), { withFileTypes: true }).flatMap(entry => {
    const path = posix.join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path, end) : path.endsWith(end) ? [path] : [];
  }).sort();
}

/** Has the links to pages lead to their names on the website, and those to other files to the repository. */
function withLinks(page: string, text: string, pages: ReadonlySet<string>): string {
  return text.replace(/\]\((?!https?:|#|mailto:)([^)#\s]+)(#[^)\s]*)?\)/g, (whole, target: string, anchor = '') => {
    const path = posix.normalize(posix.join(posix.dirname(page), target));
    if (pages.has(path)) {
      return path in RENAMED ? `](${posix.relative(posix.dirname(page), RENAMED[path])}${anchor})` : whole;
    }
    if (/\.(svg|png)$/.test(path)) {
      return whole;
    }
    if (!existsSync(join(repository, path))) {
      throw new Error(`${page}: links to ${target}, which does not exist`);
    }
    return `](${REPOSITORY_URL}${path}${anchor})`;
  });
}

/** A page for each check, which its messages link to. */
function writeChecks(): void {
  for (const { title, checks } of SUBJECTS) {
    for (const { id, severity, what, why, fix, source } of checks) {
      write(`checks/${id}.md`, [
        `# ${id}`,
        '',
        `${severity === 'error' ? 'An **error**' : 'A **warning**'} at synth. Subject: [${title}](../docs/checks.md).`,
        '',
        '| | |',
        '|:--|:--|',
        `| what is found | ${what} |`,
        `| why it matters | ${why} |`,
        `| how to fix it | ${fix} |`,
        `| source | <${source}> |`,
        '',
        ...severity === 'error' ? [] : [
          'If the configuration is intended, acknowledge the warning:',
          '',
          '```ts',
          `Annotations.of(endpoint).acknowledgeWarning('huggingface-sagemaker:${id}', 'why it is intended');`,
          '```',
        ],
      ].join('\n').replace(/\]\((?=[\w-]+\.md)/g, '](../docs/')); // the tables of docs/checks.md link to other pages of docs/
    }
  }
}

/** What a language model reads first: https://llmstxt.org */
function languageModelIndex(): string {
  const line = (page: string) => {
    const text = readFileSync(join(repository, 'docs', `${page}.md`), 'utf8');
    const [, title] = /^# (.+)/.exec(text)!;
    return `- [${title}](${SITE_URL}docs/${page}.html): ${firstParagraph(text)}`;
  };
  const checks = SUBJECTS.flatMap(subject => subject.checks).map(({ id, what }) => `- [${id}](${SITE_URL}checks/${id}.html): ${withoutLinks(what)}`);
  return [
    '# cdk-huggingface-sagemaker',
    '',
    `> ${firstParagraph(readFileSync(join(repository, 'README.md'), 'utf8'))}`,
    '',
    ...PAGE_GROUPS.flatMap(({ title, pages }) => [`## ${title}`, '', ...pages.map(line), '']),
    '## Reference',
    '',
    `- [Which machine?](${SITE_URL}finder.html): The machines that fit a model, with their memory, number of sequences and code.`,
    `- [Which image?](${SITE_URL}images.html): All images by server, version, accelerator, CUDA version and region.`,
    `- [TypeScript](${SITE_URL}apidocs/index.html): Every class, struct and enum.`,
    `- [Python](${SITE_URL}apidocs/python.html): The same in Python.`,
    `- [Changelog](${SITE_URL}CHANGELOG.html): What each version changes.`,
    '',
    '## Optional',
    '',
    ...checks,
    '',
  ].join('\n');
}

/** The first paragraph of a page, on one line. */
function firstParagraph(page: string): string {
  const prose = page.replace(/^```.*?^```$/gms, '');
  return withoutLinks(prose.split(/\n{2,}/).find(paragraph => /^[A-Za-z`*]/.test(paragraph))!).replace(/:$/, '.');
}

function withoutLinks(markdown: string): string {
  return markdown.trim().replace(/\n/g, ' ').replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');
}

main();
