import { withAbsoluteLinks } from './scripts/absolute-links';

/**
 * What the changelog says of a version, for its release on GitHub. The links are absolute, because a release does not know where relative links lead.
 *
 * The version must be the newest of the changelog, and nothing must be left under `Unreleased`: it would be in the release, but not in its notes.
 */
export function releaseNotes(changelog: string, version: string, repository: string): string {
  const [unreleased, newest] = changelog.split(/^## /m).slice(1);
  const heading = newest?.split('\n', 1)[0] ?? '';
  if (!unreleased.startsWith('[Unreleased]') || !heading.startsWith(`[${version}]`)) {
    throw new Error(`CHANGELOG.md must start with '## [Unreleased]' and '## [${version}]', got ${[unreleased, newest].map(title).join(' and ')}`);
  }
  if (body(unreleased) !== '') {
    throw new Error(`'## [Unreleased]' of CHANGELOG.md must be empty: move what is under it below '## [${version}]'`);
  }
  if (body(newest) === '') {
    throw new Error(`'## [${version}]' of CHANGELOG.md must not be empty`);
  }
  return `${withAbsoluteLinks(body(newest), repository)}\n`;
}

function title(section: string | undefined): string {
  return section === undefined ? 'nothing' : `'## ${section.split('\n', 1)[0]}'`;
}

function body(section: string): string {
  return section.slice(section.indexOf('\n')).trim();
}
