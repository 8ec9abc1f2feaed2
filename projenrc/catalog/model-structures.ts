import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'zlib';
import { markerLine } from './source-text';
import { StructuresData } from '../update-data/model-structures/update-structures';

const FILE = 'src/model/model-structures.generated.ts';

/** The file with the types of models: compressed, because their text is 300 kB, and parsed on demand. */
export function modelStructuresFile({ types }: StructuresData): string[] {
  const text = JSON.stringify(types);
  const base64 = unchanged(text) ?? compressed(text);
  return [
    markerLine('model-structures.json'),
    '',
    '/** The types of models as JSON: compressed by Brotli, in Base64. */',
    'export const MODEL_STRUCTURES: string = `',
    ...base64.match(/.{1,160}/g)!,
    '`;',
    '',
  ];
}

/** The content of the file, if its text is the same: other versions of Node.js compress the same text to other bytes. */
function unchanged(text: string): string | undefined {
  const path = join(__dirname, '..', '..', FILE);
  const base64 = existsSync(path) ? /`([^`]*)`/.exec(readFileSync(path, 'utf8'))?.[1].replace(/\s/g, '') : undefined;
  return base64 && brotliDecompressSync(Buffer.from(base64, 'base64')).toString() === text ? base64 : undefined;
}

function compressed(text: string): string {
  return brotliCompressSync(text, {
    params: { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS, [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
  }).toString('base64');
}
