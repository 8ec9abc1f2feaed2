import { join } from 'path';
import { updateStructures } from '../update-data/model-structures/update-structures';

const [wheel] = process.argv.slice(2);
if (!wheel) {
  throw new Error('the argument must be a wheel of Transformers, got none');
}
updateStructures(wheel, join(__dirname, '..', '..', 'data', 'model-structures.json'));
