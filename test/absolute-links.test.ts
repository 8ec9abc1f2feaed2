import { readFileSync } from 'fs';
import { join } from 'path';
import { withAbsoluteLinks } from '../projenrc/scripts/absolute-links';

const REPOSITORY = 'https://github.com/owner/name.git';

test.each([
  ['[a page](docs/a.md#part)', '[a page](https://github.com/owner/name/blob/main/docs/a.md#part)'],
  ['![a picture](docs/a.svg)', '![a picture](https://raw.githubusercontent.com/owner/name/main/docs/a.svg)'],
  ['[`code[0]`](docs/a.md), [b](b.md)', '[`code[0]`](https://github.com/owner/name/blob/main/docs/a.md), [b](https://github.com/owner/name/blob/main/b.md)'],
  ['[here](#part), [there](https://example.com/a)', '[here](#part), [there](https://example.com/a)'],
  ['```md\n[a](b.md)\n```', '```md\n[a](b.md)\n```'],
])('%s', (relative, absolute) => {
  expect(withAbsoluteLinks(relative, REPOSITORY)).toBe(absolute);
});

test('the README of the packages has no relative link', () => {
  const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');
  const relative = /\]\((?![a-z]+:|#)/g;
  expect(readme.match(relative)!.length).toBeGreaterThan(50);
  expect(withAbsoluteLinks(readme, REPOSITORY).match(relative)).toBeNull();
});
