import { writeFileSync } from 'fs';
import { join } from 'path';
import { formatJson } from '../update-data/data-folder';
import { architecturesOf } from '../update-data/vllm-architectures';

const [folder] = process.argv.slice(2);
if (!folder) {
  throw new Error('the argument must be a folder with the unpacked source of several versions of vLLM, got none');
}
writeFileSync(join(__dirname, '..', '..', 'data', 'vllm-architectures.json'), formatJson(architecturesOf(folder)));
