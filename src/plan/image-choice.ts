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

/** The image that the library chooses, or why there is none to choose. */
export type ImageChoice = { readonly image: ContainerImage } | NoImage;

/** Why the library cannot choose an image. */
export interface NoImage {
  readonly reason: 'unresolved' | 'server' | 'task' | 'unknown-accelerator' | 'architecture' | 'generation' | 'cpu' | 'accelerator';
  readonly task: string;
  readonly instanceType: SageMakerInstanceType;

  /** The server that the user names. */
  readonly server?: string;

  /** The kinds of accelerator that there are images for. */
  readonly acceleratorKinds?: readonly AcceleratorKind[];
}

/**
 * The servers of the tasks that another server than the inference toolkit serves.
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
const IMAGES = new Map(RECOMMENDED_IMAGES.map(image => [image, new RegistryImage(image.repository, image.tag)]));

/** Chooses the image for a task, or a server that the user names, on an instance type. */
export function chooseImage(task: string, instanceType: SageMakerInstanceType, given?: ServerDefinition): ImageChoice {
  const none = (reason: NoImage['reason'], details: Pick<NoImage, 'server' | 'acceleratorKinds'> = {}): NoImage =>
    ({ reason, task, instanceType, ...details });
  if (Token.isUnresolved(task) || Token.isUnresolved(instanceType.toString())) {
    return none('unresolved');
  }
  const server = given?.family ?? (Object.hasOwn(SERVER_OF_TASK, task) ? SERVER_OF_TASK[task] : ServerFamily.INFERENCE_TOOLKIT);
  if (given && !RECOMMENDED_IMAGES.some(image => image.server === server)) {
    return none('server', { server: given.title });
  }
  if (!given && server === ServerFamily.INFERENCE_TOOLKIT && TASKS_WITHOUT_PIPELINE.includes(task)) {
    return none('task');
  }
  const { acceleratorKind, acceleratorName, architecture } = instanceType;
  if (acceleratorKind === undefined) {
    return none('unknown-accelerator');
  }
  if (architecture === Architecture.ARM_64) {
    return none('architecture');
  }
  const ofServer = RECOMMENDED_IMAGES.filter(image => image.server === server);
  const candidates = ofServer.filter(image => image.acceleratorKind === acceleratorKind);
  const chosen = candidates.find(candidate => runsOn(candidate, IMAGES.get(candidate)!, acceleratorName));
  if (chosen) {
    return { image: IMAGES.get(chosen)! };
  }
  if (candidates.length > 0) {
    return none('generation');
  }
  const acceleratorKinds = [...new Set(ofServer.map(image => image.acceleratorKind))];
  return server === ServerFamily.VLLM ? none('cpu') : none('accelerator', { acceleratorKinds });
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
