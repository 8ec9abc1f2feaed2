import { ContainerImage } from './container-image';
import { DeepLearningContainerImage } from './deep-learning-container-image.generated';

/** Whether the catalog has exactly this image in a registry of AWS, so that it contains the version that its tag names. */
export function isListed({ _reference: image, _availability: availability }: ContainerImage): boolean {
  return availability?.registryRegions !== undefined && Object.values(DeepLearningContainerImage as object).some(listed =>
    listed instanceof ContainerImage && listed._reference?.repositoryName === image?.repositoryName && listed._reference?.tag === image?.tag);
}
