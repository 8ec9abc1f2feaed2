import { enumAliases, imagesWithProfile, profileEntry } from './image-profiles';
import { assertDistinct, constantName, markerLine, quoted } from './source-text';
import { Catalog, ImageRow } from '../update-data/catalog-types';

/** The tables of facts about images that their names do not contain. */
export function imageCatalogFile({ images: { images }, registries: { regionSets } }: Catalog): string[] {
  assertDistinct(Object.keys(regionSets).map(name => [constantName(name), `the region set '${name}'`]));
  const profiled = imagesWithProfile(images);
  return [
    markerLine('images.json and data/registries.json'),
    'import { ImageProfile } from \'./image-profile\';',
    'import { ServerFamily } from \'./server-family\';',
    'import { AcceleratorKind } from \'../instance/accelerator-kind\';',
    '',
    ...enumAliases(profiled),
    '',
    ...Object.entries(regionSets).map(([name, regions]) => `const ${constantName(name)}: readonly string[] = [${regions.map(quoted).join(', ')}];`),
    '',
    '/** The regions of each image in the SageMaker Python SDK, by `repository:tag`. */',
    'export const IMAGE_REGIONS: Readonly<Record<string, readonly string[]>> = {',
    ...images.filter(image => image.regions).map(regionsEntry),
    '};',
    '',
    '/** The profiles of the images whose repository and tag do not contain all known facts, by `repository:tag`. */',
    'export const IMAGE_PROFILES: Readonly<Record<string, ImageProfile>> = {',
    ...profiled.map(profileEntry),
    '};',
    '',
  ];
}

function regionsEntry({ repository, tag, regions }: ImageRow): string {
  return `  ${quoted(`${repository}:${tag}`)}: ${constantName(regions!)},`;
}
