import { SERVERS } from './servers';
import { fieldsText, quoted } from './source-text';
import { ImageProfile } from '../../src/container/image-profile';
import { profileOfTag } from '../../src/container/image-tag';
import { ServerFamily } from '../../src/container/server-family';
import { AcceleratorKind } from '../../src/instance/accelerator-kind';
import { ImageRow } from '../update-data/catalog-types';

/** The profile of an image in the catalog. */
export function profileOfRow({ server, versions, acceleratorKind, cudaVersion }: ImageRow): ImageProfile {
  const serverPackage = SERVERS[server].packages.find(name => name in versions);
  return { server, serverVersion: serverPackage && versions[serverPackage], acceleratorKind, cudaVersion };
}

/** The images whose repository and tag do not say all that the catalog knows. */
export function imagesWithProfile(images: readonly ImageRow[]): ImageRow[] {
  return images.filter(image => profileText(profileOfRow(image)) !== profileText(profileOfTag(image.repository, image.tag) ?? {}));
}

/** The entry of an image in the table of profiles. */
export function profileEntry(image: ImageRow): string {
  return `  ${quoted(`${image.repository}:${image.tag}`)}: ${profileText(profileOfRow(image))},`;
}

/** The constants that the entries use for the members of an enum, which would be much longer. */
export function enumAliases(images: readonly ImageRow[]): string[] {
  const kinds = new Set(images.map(image => profileOfRow(image).acceleratorKind));
  return Object.entries(AcceleratorKind).filter(([, kind]) => kinds.has(kind)).map(([name]) => `const ${name} = AcceleratorKind.${name};`);
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
  return Object.keys(members).find(name => members[name] === value)!;
}
