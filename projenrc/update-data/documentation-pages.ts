import { ImageList } from './catalog-types';
import { HUB_DOCS_FILE, OPTIMUM_NEURON_FILE, textOf, UpstreamFiles } from './upstream-files';
import { UpstreamImage } from './upstream-image';
import { REPOSITORIES } from '../../src/container/repositories';

const IMAGE_URI = /\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\/([a-z0-9._-]+):([\w.-]+)/g;

/** The images whose URIs are in Hugging Face's documentation. */
export function imagesOfDocumentation(files: UpstreamFiles): UpstreamImage[] {
  return [...imagesOfPage(files, HUB_DOCS_FILE, 'hub-docs'), ...imagesOfPage(files, OPTIMUM_NEURON_FILE, 'optimum-neuron')];
}

function imagesOfPage(files: UpstreamFiles, path: string, list: ImageList): UpstreamImage[] {
  const uris = [...textOf(files, path).matchAll(IMAGE_URI)];
  if (uris.length === 0) {
    throw new Error(`${path}: must name images as <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>, got none`);
  }
  return uris.filter(([, repository]) => repository in REPOSITORIES).map(([, repository, tag]) => ({ repository, tag, list, path }));
}

/**
 * The images without those that a page names with shortened versions while another list spells them out: hub-docs writes
 * `0.25.1-transformers5.10-...` where deep-learning-containers says `0.25.1-transformers5.10.2-...`.
 */
export function withoutShortenedTags(images: readonly UpstreamImage[]): UpstreamImage[] {
  return images.filter(image => image.list !== 'hub-docs' || !images.some(other => isShortened(image, other)));
}

function isShortened(short: UpstreamImage, long: UpstreamImage): boolean {
  const shortParts = short.tag.split('-');
  const longParts = long.tag.split('-');
  return short.repository === long.repository && short.tag !== long.tag && shortParts.length === longParts.length
    && shortParts.every((part, i) => part === longParts[i] || longParts[i].startsWith(`${part}.`));
}
