import { constantName } from './source-text';
import { RegistryImage } from '../../src/container/registry-image';
import { CONSTANT_SPELLINGS } from '../scripts/constant-names';
import { Catalog } from '../update-data/catalog-types';

const CLASS = 'DeepLearningContainerImage';

/** An image on the website, with its constant in each language. */
export interface ImageOnPage {
  readonly repository: string;
  readonly tag: string;
  readonly server: string;
  readonly version: string;
  readonly accelerator: string;
  readonly cuda: string;
  readonly regions: readonly string[];
  readonly constants: Readonly<Record<string, string>>;
}

/** All images of the catalog, the newest of each repository first. */
export function imageRows({ images: { images }, registries: { regionSets } }: Catalog): ImageOnPage[] {
  return images.map(({ repository, tag, server, acceleratorKind, cudaVersion, regions }) => {
    const constant = constantName(repository, tag);
    return {
      repository,
      tag,
      server,
      version: new RegistryImage(repository, tag).profile?.serverVersion ?? '',
      accelerator: acceleratorKind ?? '',
      cuda: cudaVersion ?? '',
      regions: regions ? [...regionSets[regions]].sort() : [],
      constants: {
        typescript: `${CLASS}.${constant}`,
        python: `${CLASS}.${CONSTANT_SPELLINGS.python(constant, CLASS)}`,
        java: `${CLASS}.${CONSTANT_SPELLINGS.java(constant, CLASS)}`,
        go: `${CONSTANT_SPELLINGS.go(constant, CLASS)}()`,
      },
    };
  }).reverse();
}
