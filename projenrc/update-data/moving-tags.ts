import { compareNaturally } from './natural-order';
import { UpstreamImage } from './upstream-image';

/** Tags that pass from one version of the server to the next: `0.29-gpu-...` of a version, and `server-sagemaker-cuda-v2` of a release. */
const MOVING = /^\d+(\.\d+)?-|-v\d+$/;

/** The images under tags that stay with a version, and a line for each moving tag whose full tag is not known. */
export interface FixedImages {
  readonly images: readonly UpstreamImage[];
  readonly unresolved: readonly string[];
}

/**
 * Replaces moving and shortened tags by the full tag of the same image, which another list names.
 *
 * deep-learning-containers writes `0.29-gpu-py312-cu130-ubuntu24.04` for the image that the SageMaker SDK calls
 * `0.29.0-transformers5.15.0-gpu-py312-cu130-ubuntu24.04-v1.0`.
 */
export function withFullTags(images: readonly UpstreamImage[]): FixedImages {
  const fixed: UpstreamImage[] = [];
  const unresolved = new Set<string>();
  for (const image of images) {
    const longer = images.filter(other => isShortened(image, other));
    const full = longer.filter(({ tag, repository }) => !MOVING.test(tag) && !images.some(other => isShortened({ tag, repository }, other)))
      .map(({ tag }) => tag).sort(compareNaturally).pop();
    if (full !== undefined) {
      // where a moving tag is available says nothing about the full one
      fixed.push({ ...image, tag: full, availability: undefined });
    } else if (longer.length === 0 && !MOVING.test(image.tag)) {
      fixed.push(image);
    } else {
      unresolved.add(`${image.path}: ${image.repository}:${image.tag} is a moving tag, and no list names its full tag`);
    }
  }
  return { images: fixed, unresolved: [...unresolved] };
}

/** Whether a tag has the parts of another one, in the same order, with a shorter version in at least one of them. */
function isShortened(short: ShortImage, long: Pick<UpstreamImage, 'repository' | 'tag'>): boolean {
  if (short.repository !== long.repository || (short.version !== undefined && !long.tag.startsWith(`${short.version}-`) && /^\d/.test(short.tag))) {
    return false;
  }
  const rest = long.tag.split('-');
  let isShorter = false;
  for (const part of short.tag.split('-')) {
    const index = rest.findIndex(other => other === part || other.startsWith(`${part}.`));
    if (index < 0) {
      return false;
    }
    isShorter ||= rest[index] !== part;
    rest.splice(0, index + 1);
  }
  return isShorter;
}

type ShortImage = Pick<UpstreamImage, 'repository' | 'tag' | 'version'>;
