import { isKnown } from '../../common/known';
import { ContainerImage } from '../../container/container-image';
import { completeTag } from '../../container/listed-image';
import { ACCELERATOR_KIND_NAMES } from '../../instance/accelerator-kind-names';
import { Architecture } from '../../instance/architecture';
import { InstanceShare } from '../../instance/instance-share';
import { NoImage } from '../../plan/image-choice';
import { ModelPlan } from '../../plan/model-plan';
import { Check, finding, Finding } from '../finding';
import { similarType } from '../known-types';
import { quoted } from '../ranges';

const NO_IMAGE: Check<NoImage> = {
  id: 'no-image',
  severity: 'error',
  what: '`container` is not set, and the library has no image for the task and the instance type',
  why: 'there is nothing to deploy',
  fix: 'set `container`, or use a task, a `server` and an instance type that the library has an image for',
  source: 'https://github.com/aws/sagemaker-python-sdk/blob/master/sagemaker-serve/src/sagemaker/serve/constants.py',
  message: (prop, noImage) => `'${prop}' must be set, because ${REASONS[noImage.reason](noImage)}`,
};

/** Why the library has no image. */
const REASONS: Record<NoImage['reason'], (noImage: NoImage) => string> = {
  'unresolved': () => "the choice of an image depends on 'task' and 'instanceType', and one of them is an unresolved token",
  'server': ({ server }) => `the library has no image with ${server}`,
  'task': ({ task }) => `the library has no image for 'task' ${task}`,
  'unknown-accelerator': ({ instanceType }) => {
    const similar = similarType(instanceType);
    return 'the choice of an image depends on the accelerator, which is not known for '
      + `'instanceType' ${instanceType}${similar === undefined ? '' : `, did you mean ${similar}?`}`;
  },
  'architecture': ({ instanceType }) => `the images that the library chooses are built for ${Architecture.X86_64}, `
    + `and 'instanceType' ${instanceType} is ${Architecture.ARM_64}`,
  'generation': ({ task, instanceType }) => `no image that the library chooses for 'task' ${task} supports the ${instanceType.acceleratorName} `
    + `of 'instanceType' ${instanceType}`,
  'cpu': ({ task, instanceType }) => `the images for 'task' ${task} need a GPU or AWS Neuron, and 'instanceType' ${instanceType} has neither `
    + '(a CPU is enough for llama.cpp, which the library chooses for a model whose ID contains GGUF)',
  'accelerator': ({ task, instanceType, acceleratorKinds }) => `the images for 'task' ${task} are built for instances with `
    + `${acceleratorKinds!.map(kind => ACCELERATOR_KIND_NAMES[kind]).join(' or ')}, which 'instanceType' ${instanceType} is not`,
};

/** An image that is missing in a region, and the regions that have it. */
interface MissingImage {
  readonly image: string;
  readonly region: string;
  readonly regions: readonly string[];
}

const REGISTRY_REGION: Check<MissingImage> = {
  id: 'image-registry-region',
  severity: 'error',
  what: 'the registry of the image has no known account in the region of the stack',
  why: 'SageMaker cannot pull the image',
  fix: 'use another region, or, if the image is in this region, set the account that has it: '
    + '`DeepLearningContainerImage.fromDeepLearningContainerImage(repositoryName, tag, accountId)`',
  source: 'https://github.com/aws/sagemaker-python-sdk/tree/master/sagemaker-core/src/sagemaker/core/image_uri_config',
  message: (prop, { image, region, regions }) => `'${prop}' ${image} is in a registry that has no known account in region ${region}, `
    + `only in ${regions.join(', ')}`,
};

const NOT_LISTED: Check<MissingImage> = {
  id: 'image-not-listed-in-region',
  severity: 'warning',
  what: "AWS's lists do not include the image for the region of the stack",
  why: 'the image may not exist there',
  fix: 'check whether the image exists in the region, because the lists may be out of date, or use another image',
  source: 'https://github.com/aws/sagemaker-python-sdk/tree/master/sagemaker-core/src/sagemaker/core/image_uri_config',
  message: (prop, { image, region, regions }) => `'${prop}' ${image} is not listed for region ${region}, only for ${regions.join(', ')}`,
};

const SHORTENED: Check<{ readonly image: string; readonly tag: string }> = {
  id: 'image-tag-shortened',
  severity: 'warning',
  what: 'the tag of an AWS image has one version without its last number, another version with it, and is not in the list of images',
  why: 'AWS publishes no image with such a tag, and SageMaker rejects the model',
  fix: 'use that tag, or a constant of `DeepLearningContainerImage`',
  source: 'https://github.com/philschmid/terraform-aws-sagemaker-huggingface/issues/15',
  message: (prop, { image, tag }) => `'${prop}' ${image} has a shortened version in its tag, did you mean ${tag}?`,
};

const ARCHITECTURE: Check<{ readonly image: Architecture; readonly instanceType: string; readonly instance: Architecture }> = {
  id: 'image-architecture',
  severity: 'error',
  what: 'the image is built for another processor architecture than the one of the instance type',
  why: 'the container cannot start',
  fix: 'use an image for that architecture, or another instance type',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-graviton.html',
  message: (prop, { image, instanceType, instance }) => `'container' is built for ${image}, but '${prop}' ${instanceType} is ${instance}`,
};

const DIRECTORY: Check<{ readonly directory: unknown }> = {
  id: 'image-directory',
  severity: 'error',
  what: '`container` is built from a directory or a Dockerfile that does not exist',
  why: 'the image cannot be built',
  fix: 'check the path, and `file` of the options',
  source: 'https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ecr_assets.DockerImageAsset.html',
  message: (prop, { directory }) => `'${prop}' must be built from a directory with a Dockerfile, got ${quoted(directory)}, which does not exist`,
};

export const IMAGE_CHECKS = [NO_IMAGE, DIRECTORY, REGISTRY_REGION, NOT_LISTED, SHORTENED, ARCHITECTURE];

/** Finds a missing image, and one that is not available in the region. */
export function imageFindings({ noImage, image, scope: { region } }: ModelPlan): Finding[] {
  if (noImage) {
    return [finding(NO_IMAGE, 'container', noImage)];
  }
  const directory = image!._missingDirectory;
  if (directory !== undefined) {
    return [finding(DIRECTORY, 'container', { directory })];
  }
  const tag = completeTag(image!);
  return [
    ...tag === undefined ? [] : [finding(SHORTENED, 'container', { image: image!._availability!.image, tag })],
    ...regionFindings(image!, region),
  ];
}

function regionFindings(image: ContainerImage, region: string): Finding[] {
  const availability = image._availability;
  if (!availability || !isKnown(region)) {
    return [];
  }
  const { image: name, registryRegions, listedRegions } = availability;
  if (registryRegions && !registryRegions.includes(region)) {
    return [finding(REGISTRY_REGION, 'container', { image: name, region, regions: registryRegions })];
  }
  return listedRegions && !listedRegions.includes(region)
    ? [finding(NOT_LISTED, 'container', { image: name, region, regions: listedRegions })]
    : [];
}

/** Finds an image that the processor of an instance type cannot run. */
export function imageOnShareFindings({ image }: ModelPlan, { instanceType, prop }: InstanceShare): Finding[] {
  const ofImage = image?.profile?.architecture;
  const ofInstance = instanceType.architecture;
  return ofImage && ofInstance && ofImage !== ofInstance
    ? [finding(ARCHITECTURE, prop, { image: ofImage, instanceType: instanceType.toString(), instance: ofInstance })]
    : [];
}
