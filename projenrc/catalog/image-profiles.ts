import { fieldsText, quoted } from './source-text';
import { ImageProfile } from '../../src/container/image-profile';
import { profileOfTag } from '../../src/container/image-tag';
import { ServerFamily } from '../../src/container/server-family';
import { AcceleratorKind } from '../../src/instance/accelerator-kind';
import { ImageRow } from '../update-data/catalog-types';

/** The package with the version of each server. For LMI images that are older than LMI versions, it is DJL Serving. */
const SERVER_PACKAGES: Readonly<Record<ServerFamily, readonly string[]>> = {
  [ServerFamily.INFERENCE_TOOLKIT]: ['transformers'],
  [ServerFamily.LLAMA_CPP]: ['llamaCpp'],
  [ServerFamily.LMI]: ['lmi', 'djlServing'],
  [ServerFamily.SGLANG]: ['sglang'],
  [ServerFamily.TEI]: ['tei'],
  [ServerFamily.TGI]: ['tgi'],
  [ServerFamily.VLLM]: ['vllm'],
  [ServerFamily.VLLM_OMNI]: ['vllmOmni'],
};

/** The profile of an image in the catalog. */
export function profileOfRow({ server, versions, acceleratorKind, cudaVersion }: ImageRow): ImageProfile {
  const serverPackage = SERVER_PACKAGES[server].find((name) => name in versions);
  return { server, serverVersion: serverPackage && versions[serverPackage], acceleratorKind, cudaVersion };
}

/** The profiles of the images whose repository and tag do not contain all facts in the catalog. */
export function profileEntries(images: readonly ImageRow[]): string[] {
  return images
    .filter((image) => profileText(profileOfRow(image)) !== profileText(profileOfTag(image.repository, image.tag) ?? {}))
    .map((image) => `  ${quoted(`${image.repository}:${image.tag}`)}: ${profileText(profileOfRow(image))},`);
}

/** Short constants for the enum members in the entries, to keep the package small. */
export function enumAliases(entries: readonly string[]): string[] {
  return Object.keys(AcceleratorKind).map((name) => [name, `AcceleratorKind.${name}`])
    .filter(([name]) => entries.some((entry) => new RegExp(`: ${name}\\b`).test(entry)))
    .map(([name, member]) => `const ${name} = ${member};`);
}

/** In the generated file, the enum members have short constants, except those of ServerFamily. */
function profileText({ server, serverVersion, acceleratorKind, cudaVersion }: ImageProfile): string {
  const fields = fieldsText({
    server: server && `ServerFamily.${memberOf(ServerFamily, server)}`,
    serverVersion: serverVersion && quoted(serverVersion),
    acceleratorKind: acceleratorKind && memberOf(AcceleratorKind, acceleratorKind),
    cudaVersion: cudaVersion && quoted(cudaVersion),
  });
  return `{ ${fields} }`;
}

function memberOf(members: Readonly<Record<string, string>>, value: string): string {
  return Object.keys(members).find((name) => members[name] === value)!;
}
