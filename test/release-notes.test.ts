import { readFileSync } from 'fs';
import { join } from 'path';
import { releaseNotes } from '../projenrc/release-notes';

const REPOSITORY = 'https://github.com/owner/name.git';

const changelog = (unreleased: string, version: string, text: string) =>
  `# Changelog\n\n## [Unreleased]\n\n${unreleased}\n\n## [${version}] - 2026-12-01\n\n${text}\n\n## [0.1.0] - 2026-11-30\n\n- Old.\n`;

test('the notes of a release are those of its version only, with absolute links', () => {
  expect(releaseNotes(changelog('', '0.2.0', '### Added\n\n- [New](docs/new.md).'), '0.2.0', REPOSITORY))
    .toBe('### Added\n\n- [New](https://github.com/owner/name/blob/main/docs/new.md).\n');
});

test.each([
  ['the version is not in the changelog', changelog('', '0.2.0', '- New.'), '0.3.0', "must start with '## [Unreleased]' and '## [0.3.0]', got '## [Unreleased]' and '## [0.2.0] - 2026-12-01'"],
  ['the version is not the newest', changelog('', '0.2.0', '- New.'), '0.1.0', "and '## [0.1.0]', got"],
  ['the changelog has only unreleased changes', '# Changelog\n\n## [Unreleased]\n\n- New.\n', '0.1.0', "got '## [Unreleased]' and nothing"],
  ['a change is still unreleased', changelog('- Forgotten.', '0.2.0', '- New.'), '0.2.0', 'must be empty: move what is under it'],
  ['the version has no changes', changelog('', '0.2.0', ''), '0.2.0', "'## [0.2.0]' of CHANGELOG.md must not be empty"],
])('%s: no release', (_, text, version, message) => {
  expect(() => releaseNotes(text, version, REPOSITORY)).toThrow(message);
});

test('the changelog has the unreleased changes first, and then each version, down to the first', () => {
  const text = readFileSync(join(__dirname, '..', 'CHANGELOG.md'), 'utf8');
  const versions = Array.from(text.matchAll(/^## \[(.+?)\]/gm), ([, version]) => version);
  expect([versions[0], versions.at(-1)]).toEqual(['Unreleased', '0.1.0']);
  const notes = releaseNotes(`## [Unreleased]\n\n${text.slice(text.indexOf('## [0.1.0]'))}`, '0.1.0', REPOSITORY);
  expect(notes).toContain('The first release.');
  expect(notes).not.toMatch(/\]\((?!https:)/);
});
