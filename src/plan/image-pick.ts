import { Token } from 'aws-cdk-lib/core';
import { ContainerImage } from '../container/container-image';
import { RecommendedImage } from '../container/recommended-image';
import { RECOMMENDED_IMAGES } from '../container/recommended-images.generated';
import { RegistryImage } from '../container/registry-image';
import { ServerFamily } from '../container/server-family';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { Architecture } from '../instance/architecture';
import { gpuGeneration, servesCuda } from '../instance/gpu-generation';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';
import { TASKS_WITHOUT_PIPELINE } from '../server/inference-toolkit';
import { ServerDefinition } from '../server/server-definition';

/** The image that the library takes, or why it takes none. */
export type ImagePick = { readonly container: ContainerImage } | { readonly problem: string };

/**
 * The servers of the tasks that the inference toolkit is not the server of.
 *
 * @see https://github.com/aws/sagemaker-python-sdk/blob/master/sagemaker-serve/src/sagemaker/serve/constants.py
 */
const SERVER_OF_TASK: Readonly<Record<string, ServerFamily>> = {
  'text-generation': ServerFamily.VLLM,
  'image-text-to-text': ServerFamily.VLLM,
  'audio-text-to-text': ServerFamily.VLLM,
  'any-to-any': ServerFamily.VLLM_OMNI,
  'feature-extraction': ServerFamily.TEI,
  'sentence-similarity': ServerFamily.TEI,
  'text-ranking': ServerFamily.TEI,
};

/** One for all endpoints, so that its tag is read once. */
const CONTAINERS = new Map(RECOMMENDED_IMAGES.map(image => [image, new RegistryImage(image.repository, image.tag)]));

const NAME_AN_IMAGE = "name the image with 'container'";

/** Picks the image for a task, or a server that is named, on an instance type. */
export function pickImage(task: string, instanceType: SageMakerInstanceType, given?: ServerDefinition): ImagePick {
  if (Token.isUnresolved(task) || Token.isUnresolved(instanceType.toString())) {
    return { problem: `which image serves the model depends on 'task' and 'instanceType', which are not known yet; ${NAME_AN_IMAGE}` };
  }
  const server = given?.family ?? (Object.hasOwn(SERVER_OF_TASK, task) ? SERVER_OF_TASK[task] : ServerFamily.INFERENCE_TOOLKIT);
  if (given && !RECOMMENDED_IMAGES.some(image => image.server === server)) {
    return { problem: `no image with ${given.title} is picked by the library; ${NAME_AN_IMAGE}` };
  }
  if (!given && server === ServerFamily.INFERENCE_TOOLKIT && TASKS_WITHOUT_PIPELINE.includes(task)) {
    return { problem: `no image that the library would take serves the task ${task}; ${NAME_AN_IMAGE}, or a server that serves it with 'server'` };
  }
  const { acceleratorKind, acceleratorName, architecture } = instanceType;
  if (acceleratorKind === undefined) {
    return { problem: `which image serves the model depends on the accelerator of 'instanceType', which is not known of ${instanceType}; ${NAME_AN_IMAGE}` };
  }
  if (architecture === Architecture.ARM_64) {
    return {
      problem: `no image of AWS for the task ${task} is built for ${Architecture.ARM_64}, which 'instanceType' ${instanceType} is; `
      + `take an instance type of ${Architecture.X86_64}, or ${NAME_AN_IMAGE}`,
    };
  }
  const candidates = RECOMMENDED_IMAGES.filter(image => image.server === server && image.acceleratorKind === acceleratorKind);
  const image = candidates.find(candidate => runsOn(candidate, CONTAINERS.get(candidate)!, acceleratorName));
  return image ? { container: CONTAINERS.get(image)! } : { problem: noImage(task, server, instanceType, candidates.length > 0) };
}

function runsOn({ computeCapabilities, accelerators }: RecommendedImage, { profile }: ContainerImage, acceleratorName: string | undefined): boolean {
  if (accelerators && !accelerators.includes(acceleratorName ?? '')) {
    return false;
  }
  const generation = gpuGeneration(acceleratorName);
  if (!generation || !profile?.cudaVersion) {
    return true;
  }
  return servesCuda(generation, profile.cudaVersion) && (computeCapabilities?.includes(generation.computeCapability) ?? true);
}

function noImage(task: string, server: ServerFamily, instanceType: SageMakerInstanceType, otherAccelerators: boolean): string {
  const where = `'instanceType' ${instanceType}`;
  if (otherAccelerators) {
    return `no image for the task ${task} that the library would take runs on the ${instanceType.acceleratorName} of ${where}; `
      + `take another instance type, or ${NAME_AN_IMAGE}`;
  }
  if (server === ServerFamily.VLLM) {
    return `the task ${task} is served on a GPU or AWS Neuron, and ${where} has neither; take another instance type, `
      + `or ${NAME_AN_IMAGE}: llama.cpp serves weights in GGUF form on a CPU, which a model id does not tell`;
  }
  const accelerators = RECOMMENDED_IMAGES.filter(image => image.server === server).map(({ acceleratorKind }) => KIND_TEXTS[acceleratorKind]);
  return `the task ${task} is served on ${[...new Set(accelerators)].join(' or ')}, which ${where} does not have; `
    + `take another instance type, or ${NAME_AN_IMAGE}`;
}

const KIND_TEXTS: Record<AcceleratorKind, string> = {
  [AcceleratorKind.GPU]: 'a GPU',
  [AcceleratorKind.NEURON]: 'AWS Neuron',
  [AcceleratorKind.NONE]: 'a CPU alone',
};
