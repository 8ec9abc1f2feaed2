import { readFileSync } from 'fs';
import { join } from 'path';
import { RecommendedImageRow } from './recommended-images';
import { Catalog } from '../update-data/catalog-types';
import { readCatalog } from '../update-data/data-folder';

const folder = join(__dirname, '..', '..', 'data');

/** The committed data, from which the code is generated. */
export function catalogData(): Catalog {
  const catalog = readCatalog(folder);
  if (!catalog) {
    throw new Error(`${folder}: must contain images.json, registries.json and instance-types.json (written by projen update-data)`);
  }
  return catalog;
}

/** The images that the library chooses by default. */
export function recommendedImages(): RecommendedImageRow[] {
  return JSON.parse(readFileSync(join(folder, 'recommended-images.json'), 'utf8')).images;
}
