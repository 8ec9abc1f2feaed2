import { ContainerImage } from './container-image';
import { DeepLearningContainerImage } from './deep-learning-container-image.generated';

/** Whether an image is in a registry of AWS, and not in one of the user's. */
export function isOfAws(image: ContainerImage | undefined): boolean {
  return image?._availability?.registryRegions !== undefined;
}

/** Whether the catalog has exactly this image in a registry of AWS, so that it contains the version that its tag names. */
export function isListed(image: ContainerImage): boolean {
  return isOfAws(image) && listedTags(image._reference?.repositoryName).includes(image._reference?.tag ?? '');
}

/** A complete version of a package, and a shortened one: `transformers4.26.0`, `1.13`. */
const COMPLETE = /^(transformers|tgi|tei|optimum|lmi|deepspeed)?\d+\.\d+\.\d+$/;
const SHORT = /^(transformers|tgi|tei|optimum|lmi|deepspeed)?\d+\.\d+$/;

/**
 * The listed tag that a tag means if it shortens one version and not another: `1.13.1-transformers4.26.0-cpu-py39-ubuntu20.04` for the same with
 * `1.13`. A tag with only short versions may be one that moves with each release.
 *
 * @see https://github.com/philschmid/terraform-aws-sagemaker-huggingface/issues/15
 */
export function completeTag(image: ContainerImage): string | undefined {
  const { repositoryName, tag: short } = image._reference ?? {};
  const parts = short?.split('-') ?? [];
  if (!isOfAws(image) || !parts.some(part => COMPLETE.test(part)) || !parts.some(part => SHORT.test(part))) {
    return undefined;
  }
  const tags = listedTags(repositoryName);
  return tags.includes(short!) ? undefined : tags.filter(tag => {
    const listed = tag.split('-');
    return listed.length === parts.length
      && parts.every((part, index) => part === listed[index] || (SHORT.test(part) && listed[index].startsWith(`${part}.`)));
  }).pop();
}

function listedTags(repositoryName: string | undefined): string[] {
  return Object.values(DeepLearningContainerImage as object)
    .flatMap(listed => listed instanceof ContainerImage && listed._reference?.repositoryName === repositoryName ? [listed._reference!.tag] : []);
}
