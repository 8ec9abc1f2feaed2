import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { PAGE_GROUPS, SITE_URL } from '../projenrc/site-pages';

test('the sidebar of the website has each page of docs/ once', () => {
  const pages = readdirSync(join(__dirname, '..', 'docs')).filter(name => name.endsWith('.md')).map(name => name.slice(0, -'.md'.length));
  expect(PAGE_GROUPS.flatMap(group => group.pages).sort()).toEqual(pages.sort());
});

test('messages link to the pages of the website', () => {
  expect(readFileSync(join(__dirname, '..', 'src', 'checks', 'report.ts'), 'utf8')).toContain(`'${SITE_URL}checks'`);
});
