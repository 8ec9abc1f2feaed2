import { readFileSync } from 'fs';
import { join } from 'path';
import { RecommendedImageRow } from './recommended-images';
import { Catalog } from '../update-data/catalog-types';
import { readCatalog } from '../update-data/data-folder';

const folder = join(__dirname, '..', '..', 'data');

/** The committed data, of which the generated code is made. */
export function catalogData(): Catalog {
  const catalog = readCatalog(folder);
  if (!catalog) {
    throw new Error(`${folder}: must hold images.json, registries.json and instance-types.json (projen update-data writes them)`);
  }
  return catalog;
}

/** The images that the library takes by itself. */
export function recommendedImages(): RecommendedImageRow[] {
  return JSON.parse(readFileSync(join(folder, 'recommended-images.json'), 'utf8')).images;
}
