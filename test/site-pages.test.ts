import { readdirSync } from 'fs';
import { join } from 'path';
import { PAGE_GROUPS } from '../projenrc/site-pages';

test('the sidebar of the website has each page of docs/ once', () => {
  const pages = readdirSync(join(__dirname, '..', 'docs')).filter(name => name.endsWith('.md')).map(name => name.slice(0, -'.md'.length));
  expect(PAGE_GROUPS.flatMap(group => group.pages).sort()).toEqual(pages.sort());
});
