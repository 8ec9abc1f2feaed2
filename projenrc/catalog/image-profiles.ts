import { fieldsText, quoted } from './source-text';
import { ImageProfile } from '../../src/container/image-profile';
import { profileOfTag } from '../../src/container/image-tag';
import { ServerFamily } from '../../src/container/server-family';
import { AcceleratorKind } from '../../src/instance/accelerator-kind';
import { ImageRow } from '../update-data/catalog-types';

/** The package that has the version of the server; where an image of LMI is older than LMI's own numbers, it is DJL Serving. */
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

/** The profile of an image by the catalogue. */
export function profileOfRow({ server, versions, acceleratorKind, cudaVersion }: ImageRow): ImageProfile {
  const serverPackage = SERVER_PACKAGES[server].find((name) => name in versions);
  return { server, serverVersion: serverPackage && versions[serverPackage], acceleratorKind, cudaVersion };
}

/** The profiles of the images whose repository and tag do not tell all that the catalogue knows. */
export function profileEntries(images: readonly ImageRow[]): string[] {
  return images
    .filter((image) => profileText(profileOfRow(image)) !== profileText(profileOfTag(image.repository, image.tag) ?? {}))
    .map((image) => `  ${quoted(`${image.repository}:${image.tag}`)}: ${profileText(profileOfRow(image))},`);
}

/** The constants by which the entries name members of enums, which would take much more room in full. */
export function enumAliases(entries: readonly string[]): string[] {
  return Object.keys(AcceleratorKind).map((name) => [name, `AcceleratorKind.${name}`])
    .filter(([name]) => entries.some((entry) => new RegExp(`: ${name}\\b`).test(entry)))
    .map(([name, member]) => `const ${name} = ${member};`);
}

/** The members of the enums have a name of their own in the generated file, save those of ServerFamily. */
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
