import { fieldsText, markerLine, quoted } from './source-text';
import { ServerFamily } from '../../src/container/server-family';
import { AcceleratorKind } from '../../src/instance/accelerator-kind';
import { ImageRow } from '../update-data/catalog-types';

/** A row of data/recommended-images.json, which is maintained by hand. */
export interface RecommendedImageRow {
  readonly server: ServerFamily;
  readonly acceleratorKind: AcceleratorKind;
  readonly repository: string;
  readonly tag: string;
  readonly computeCapabilities?: readonly string[];
  readonly accelerators?: readonly string[];
  readonly evidence: string;
}

/** The table of the images that the library chooses by default. */
export function recommendedImagesFile(rows: readonly RecommendedImageRow[], images: readonly ImageRow[]): string[] {
  return [
    markerLine('recommended-images.json'),
    'import { RecommendedImage } from \'./recommended-image\';',
    'import { AcceleratorKind } from \'../instance/accelerator-kind\';',
    'import { ServerFamily } from \'./server-family\';',
    '',
    '/** The images that the library chooses by default, in order of preference. */',
    'export const RECOMMENDED_IMAGES: readonly RecommendedImage[] = [',
    ...rows.map(row => `  { ${rowText(row, images)} },`),
    '];',
    '',
  ];
}

function rowText(row: RecommendedImageRow, images: readonly ImageRow[]): string {
  const { server, acceleratorKind, repository, tag, computeCapabilities, accelerators, evidence } = row;
  const image = images.find(candidate => candidate.repository === repository && candidate.tag === tag);
  if (!image || image.server !== server || image.acceleratorKind !== acceleratorKind || !evidence) {
    throw new Error(`data/recommended-images.json: ${repository}:${tag}: `
      + `must be in data/images.json, for ${server} on ${acceleratorKind}, with evidence`);
  }
  return fieldsText({
    server: `ServerFamily.${memberOf(ServerFamily, server)}`,
    acceleratorKind: `AcceleratorKind.${memberOf(AcceleratorKind, acceleratorKind)}`,
    repository: quoted(repository),
    tag: quoted(tag),
    computeCapabilities: listText(computeCapabilities),
    accelerators: listText(accelerators),
  });
}

function listText(texts: readonly string[] | undefined): string | undefined {
  return texts && `[${texts.map(quoted).join(', ')}]`;
}

function memberOf(members: Readonly<Record<string, string>>, value: string): string {
  return Object.keys(members).find(name => members[name] === value)!;
}
