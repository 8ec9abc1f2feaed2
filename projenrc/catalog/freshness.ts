import { SERVERS } from './servers';
import { Catalog, ImageRow } from '../update-data/catalog-types';
import { compareNaturally } from '../update-data/natural-order';

/** Two tables in Markdown: how recent the lists of upstream are, and the newest image of each repository. */
export function freshnessTables({ images: { sources, images } }: Catalog): string[] {
  const repositories = [...new Set(images.map(({ repository }) => repository))];
  return [
    '| list | as of |',
    '|:--|:--|',
    ...sources.map(({ url, date }) => `| [${url.split('/').slice(3, 5).join('/')}](${url}) | ${date ?? 'not known'} |`),
    '',
    '| repository | images | newest version | in the lists | AWS patches it until |',
    '|:--|--:|:--|:--|:--|',
    ...repositories.map(repository => row(repository, images.filter(image => image.repository === repository))),
  ];
}

function row(repository: string, images: readonly ImageRow[]): string {
  const [newest] = [...images].sort((left, right) =>
    compareNaturally(versionOf(right) ?? '', versionOf(left) ?? '') || compareNaturally(right.tag, left.tag));
  const version = versionOf(newest);
  return `| \`${repository}\` | ${images.length} | ${version === undefined ? `\`${newest.tag}\`` : `${SERVERS[newest.server].name} ${version}`} `
    + `| ${newest.listedBy.join(', ')} | ${newest.supportedUntil ?? 'no date is published'} |`;
}

function versionOf({ server, versions }: ImageRow): string | undefined {
  return SERVERS[server].packages.map(name => versions[name]).find(version => version !== undefined);
}
