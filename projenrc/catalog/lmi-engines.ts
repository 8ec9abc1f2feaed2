import { markerLine } from './source-text';
import { ImageRow } from '../update-data/catalog-types';

/** The version of vLLM in each version of Large Model Inference. */
export function lmiEnginesFile(images: readonly ImageRow[]): string[] {
  const versions = images.flatMap(({ versions: { lmi, vllm } }) => lmi !== undefined && vllm !== undefined ? [`  '${lmi}': '${vllm}',`] : []);
  return [
    markerLine('images.json'),
    '/** The version of vLLM, by the version of Large Model Inference that contains it. */',
    'export const VLLM_IN_LMI: Readonly<Record<string, string>> = {',
    ...new Set(versions),
    '};',
    '',
  ];
}
