import { readFileSync } from 'fs';
import { join } from 'path';
import { RecommendedImageRow } from './recommended-images';
import { Catalogue } from '../update-data/catalog-types';
import { readCatalogue } from '../update-data/data-folder';

const folder = join(__dirname, '..', '..', 'data');

/** The committed data, of which the generated code is made. */
export function catalogueData(): Catalogue {
  const catalogue = readCatalogue(folder);
  if (!catalogue) {
    throw new Error(`${folder}: must hold images.json, registries.json and instance-types.json (projen update-data writes them)`);
  }
  return catalogue;
}

/** The images that the library takes by itself. */
export function recommendedImages(): RecommendedImageRow[] {
  return JSON.parse(readFileSync(join(folder, 'recommended-images.json'), 'utf8')).images;
}
