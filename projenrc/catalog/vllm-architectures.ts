import { fieldsText, markerLine, quoted } from './source-text';
import { ServerFamily } from '../../src/container/server-family';
import { AcceleratorKind } from '../../src/instance/accelerator-kind';
import { ArchitecturesData, ImageRow } from '../update-data/catalog-types';
import { compareNaturally } from '../update-data/natural-order';

/** The tables of the architectures that not every version of vLLM supports, and of the images with vLLM. */
export function vllmArchitecturesFile({ architectures, models }: ArchitecturesData, images: readonly ImageRow[]): string[] {
  return [
    markerLine('vllm-architectures.json and data/images.json'),
    'import { SupportedVersions } from \'./supported-versions\';',
    '',
    '/** The versions of vLLM that support an architecture; those that all versions support are not here. */',
    'export const VLLM_ARCHITECTURES: Readonly<Record<string, SupportedVersions>> = {',
    ...Object.entries(architectures).map(([name, { after, since, until, before }]) => `  ${name}: { ${fieldsText({
      after: after && quoted(after), since: since && quoted(since), until: until && quoted(until), before: before && quoted(before),
    })} },`),
    '};',
    '',
    '/** The architectures of models on the Hub. */',
    'export const ARCHITECTURES_OF_MODELS: Readonly<Record<string, readonly string[]>> = {',
    ...Object.entries(models).map(([id, names]) => `  ${quoted(id)}: [${names.map(quoted).join(', ')}],`),
    '};',
    '',
    '/** An image with each version of vLLM, from the oldest to the newest. */',
    'export const VLLM_IMAGES: ReadonlyArray<readonly [version: string, image: string]> = [',
    ...imagesByVersion(images).map(([version, image]) => `  [${quoted(version)}, ${quoted(image)}],`),
    '];',
    '',
  ];
}

/** Hugging Face's image comes first. */
const REPOSITORIES = ['huggingface-vllm', 'vllm'];

function imagesByVersion(images: readonly ImageRow[]): Array<[string, string]> {
  const byVersion = new Map<string, string>();
  const gpu = images.filter(({ server, acceleratorKind }) => server === ServerFamily.VLLM && acceleratorKind === AcceleratorKind.GPU);
  for (const name of REPOSITORIES) {
    for (const { repository, tag, versions: { vllm } } of gpu.filter(({ repository: other, listedBy }) => other === name && listedBy.length > 0)) {
      byVersion.set(vllm, byVersion.get(vllm) ?? `${repository}:${tag}`);
    }
  }
  return [...byVersion].sort(([left], [right]) => compareNaturally(left, right));
}
