import { join } from 'path';
import { Catalogue } from '../update-data/catalogue-types';
import { readCatalogue } from '../update-data/data-folder';

/** The committed data, of which the generated code is made. */
export function catalogueData(): Catalogue {
  const folder = join(__dirname, '..', '..', 'data');
  const catalogue = readCatalogue(folder);
  if (!catalogue) {
    throw new Error(`${folder}: must hold images.json, registries.json and instance-types.json (projen update-data writes them)`);
  }
  return catalogue;
}
