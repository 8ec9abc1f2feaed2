import { ImageList } from './catalog-types';
import { HUB_DOCS_FILE, OPTIMUM_NEURON_FILE, textOf, UpstreamFiles } from './upstream-files';
import { isKnownRepository, NamedImages } from './upstream-image';

const IMAGE_URI = /\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\/([a-z0-9._-]+):([\w.-]+)/g;

/** The images whose URIs are in Hugging Face's documentation. */
export function imagesOfDocumentation(files: UpstreamFiles): NamedImages[] {
  return [imagesOfPage(files, HUB_DOCS_FILE, 'hub-docs'), imagesOfPage(files, OPTIMUM_NEURON_FILE, 'optimum-neuron')];
}

function imagesOfPage(files: UpstreamFiles, path: string, list: ImageList): NamedImages {
  const uris = [...textOf(files, path).matchAll(IMAGE_URI)];
  if (uris.length === 0) {
    throw new Error(`${path}: must name images as <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>, got none`);
  }
  const images = uris.map(([, repository, tag]) => ({ repository, tag, list, path }));
  return {
    images: images.filter(({ repository }) => isKnownRepository(repository)),
    skipped: images.filter(({ repository }) => !isKnownRepository(repository)),
  };
}
