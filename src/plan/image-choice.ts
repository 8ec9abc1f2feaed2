import { Token } from 'aws-cdk-lib/core';
import { ownEntry } from '../common/own-entry';
import { ContainerImage } from '../container/container-image';
import { ImageProfile } from '../container/image-profile';
import { RecommendedImage } from '../container/recommended-image';
import { RECOMMENDED_IMAGES } from '../container/recommended-images.generated';
import { RegistryImage } from '../container/registry-image';
import { ServerFamily } from '../container/server-family';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { gpuGeneration, servesCuda } from '../instance/gpu-generation';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';
import { serverOf } from '../server/definitions';
import { ServerDefinition } from '../server/server-definition';
import { taskMeant } from '../server/task-names';

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

/** What is known of an image that is chosen. */
function profileOf(image: RecommendedImage): ImageProfile {
  return IMAGES.get(image)!.profile!;
}

/** What else an image is chosen by. */
export interface ChoiceOptions {
  /** The server that the user names. */
  readonly server?: ServerDefinition;

  /** Whether the weights are known to be in GGUF format, which of these servers only llama.cpp loads. */
  readonly isGguf?: boolean;
}

/** Chooses the image for a task, or a server that the user names, on an instance type. */
export function chooseImage(task: string, instanceType: SageMakerInstanceType, { server: given, isGguf = false }: ChoiceOptions = {}): ImageChoice {
  const none = (reason: NoImage['reason'], details: Pick<NoImage, 'server' | 'acceleratorKinds'> = {}): NoImage =>
    ({ reason, task, instanceType, ...details });
  if (Token.isUnresolved(task) || Token.isUnresolved(instanceType.toString())) {
    return none('unresolved');
  }
  const server = given?.family ?? serverOfTask(meaning(task), isGguf);
  if (given && !RECOMMENDED_IMAGES.some(image => image.server === server)) {
    return none('server', { server: given.title });
  }
  const ofServer = RECOMMENDED_IMAGES.filter(image => image.server === server && servesTask(image, meaning(task), given));
  if (ofServer.length === 0) {
    return none('task');
  }
  const { acceleratorKind, acceleratorName, architecture } = instanceType;
  if (acceleratorKind === undefined) {
    return none('unknown-accelerator');
  }
  const ofKind = ofServer.filter(image => image.acceleratorKind === acceleratorKind);
  const candidates = ofKind.filter(image => architecture === undefined || profileOf(image).architecture === architecture);
  const chosen = candidates.find(candidate => runsOn(candidate, acceleratorName));
  if (chosen) {
    return { image: IMAGES.get(chosen)! };
  }
  if (ofKind.length > 0) {
    return none(candidates.length > 0 ? 'generation' : 'architecture');
  }
  const acceleratorKinds = [...new Set(ofServer.map(image => image.acceleratorKind))];
  return server === ServerFamily.VLLM ? none('cpu') : none('accelerator', { acceleratorKinds });
}

/** The task that a name means: the server of `Feature-Extraction` is that of `feature-extraction`. */
function meaning(task: string): string {
  return Object.hasOwn(SERVER_OF_TASK, task) ? task : taskMeant(task) ?? task;
}

function serverOfTask(task: string, isGguf: boolean): ServerFamily {
  const server = ownEntry(SERVER_OF_TASK, task) ?? ServerFamily.INFERENCE_TOOLKIT;
  return isGguf && server === ServerFamily.VLLM ? ServerFamily.LLAMA_CPP : server;
}

/** Whether an image serves a task. If the user names the server, the task is the user's business. */
function servesTask(image: RecommendedImage, task: string, given: ServerDefinition | undefined): boolean {
  const { server: family, acceleratorKind } = image;
  return given !== undefined
    || (serverOf({ server: family, acceleratorKind }).traits.servesTask?.(task, profileOf(image).serverVersion) ?? true);
}

function runsOn(image: RecommendedImage, acceleratorName: string | undefined): boolean {
  const { computeCapabilities, accelerators } = image;
  const { cudaVersion } = profileOf(image);
  if (accelerators && !accelerators.includes(acceleratorName ?? '')) {
    return false;
  }
  const generation = gpuGeneration(acceleratorName);
  if (!generation || !cudaVersion) {
    return true;
  }
  return servesCuda(generation, cudaVersion) && (computeCapabilities?.includes(generation.computeCapability) ?? true);
}
