import { Size, Token } from 'aws-cdk-lib/core';
import { effectiveArgument, effectiveSetting, knownInteger, knownValue } from './effective-setting';
import { ModelPlan } from './model-plan';
import { ServerFamily } from '../container/server-family';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { InstanceShare } from '../instance/instance-share';
import { ModelProfile } from '../model/model-profile';
import { StoredWeights } from '../model/model-structure';
import { guessProfile } from '../model/size-guess';

/** What the weights of a model have room in. */
export interface ModelMemory {
  readonly profile: ModelProfile;

  /** Whether the size is only guessed of the model's id. */
  readonly guessed: boolean;

  /** What the weights take once they are loaded, in bytes; undefined where it is not known. */
  readonly loadedBytes?: number;

  /** The bits a parameter has once it is loaded, where they are fewer than it is stored with. */
  readonly loadedBits?: number;

  /** Whether weights that are larger than the memory cannot be served: their size is exact, and the server has no other place for them. */
  readonly strict: boolean;

  /** The memory in which the server holds the weights: of the accelerators, of the instance, or of both for llama.cpp on a GPU; in bytes. */
  readonly totalBytes: number;

  /** What of it the server takes, in bytes. */
  readonly usableBytes: number;

  /** Which memory that is. */
  readonly room: 'accelerators' | 'host' | 'both';
}

/** What servers need in addition to the weights: https://github.com/aws/sagemaker-python-sdk/blob/master/sagemaker-serve/src/sagemaker/serve/utils/hardware_detector.py */
export const OVERHEAD = 1.2;

/**
 * Arguments with which a part of the weights lies elsewhere, or takes less, by an amount that is not known here:
 * https://docs.vllm.ai/en/latest/configuration/engine_args/ and https://docs.sglang.io/advanced_features/server_arguments.html
 */
const ARGUMENTS_OF_UNKNOWN_SIZE = ['cpu-offload-gb', 'offload-group-size', 'torchao-config'];

/** The size of the model, and the memory that there is for it on a share of an instance. Undefined if one of them is not known. */
export function modelMemory(model: ModelPlan, share: InstanceShare): ModelMemory | undefined {
  const { server } = model;
  const profile = profileOf(model);
  const room = roomFor(model, share);
  if (!profile || !room) {
    return undefined;
  }
  const memoryShare = server.family && room.onAccelerators ? gpuMemoryShare(model) ?? 1 : 1;
  const { weights } = profile._structure;
  const stored = weights?.dataTypeBits ?? FULL_BITS;
  const loadedBits = bitsWhenLoaded(model, weights, room.onAccelerators);
  const elsewhere = ARGUMENTS_OF_UNKNOWN_SIZE.some(argument => isAboveZero(model, argument));
  return {
    profile,
    guessed: model.profile === undefined,
    loadedBytes: elsewhere || profile.weightsBytes === undefined ? undefined : profile.weightsBytes * (loadedBits ?? stored) / stored,
    loadedBits,
    strict: model.profile !== undefined && !profile._isEstimate
      && (loadedBits ?? FULL_BITS) === FULL_BITS && server.traits.holdsWeightsOnAccelerators,
    totalBytes: room.bytes,
    usableBytes: room.bytes * memoryShare * (room.onAccelerators ? acceleratorsInUse(model, share) : 1),
    room: room.kind,
  };
}

/** What the user says about the size of the model, or else a guess from the id of the model that the server loads. */
export function profileOf({ profile, weights, modelId }: ModelPlan): ModelProfile | undefined {
  const id = weights.kind === 'hub' ? weights.modelId : modelId;
  return profile ?? (Token.isUnresolved(id) ? undefined : guessProfile(id));
}

interface Room {
  readonly kind: ModelMemory['room'];
  readonly onAccelerators: boolean;
  readonly bytes: number;
}

/** The memory in which the server may hold the weights. An image for CPUs does not use the accelerators of the instance. */
function roomFor({ server, image }: ModelPlan, { instanceType, acceleratorMemoryBytes: onAccelerators }: InstanceShare): Room | undefined {
  const onHost = instanceType.memory && bytesOf(instanceType.memory);
  if (instanceType.acceleratorKind === AcceleratorKind.NONE || image?.profile?.acceleratorKind === AcceleratorKind.NONE) {
    return onHost === undefined ? undefined : { kind: 'host', onAccelerators: false, bytes: onHost };
  }
  if (onAccelerators === undefined) {
    return undefined;
  }
  if (server.family === ServerFamily.LLAMA_CPP) {
    return onHost === undefined ? undefined : { kind: 'both', onAccelerators: true, bytes: onAccelerators + onHost };
  }
  return { kind: 'accelerators', onAccelerators: true, bytes: onAccelerators };
}

function bytesOf(size: Size): number {
  return size.toMebibytes() * 1024 * 1024;
}

const FULL_BITS = 16;

/**
 * The bits of a parameter once the server has loaded it, if they are fewer than it is stored with.
 *
 * Methods of quantization have 8 bits, or 4: https://huggingface.co/docs/text-generation-inference/conceptual/quantization and
 * https://docs.vllm.ai/en/latest/features/quantization/. On a GPU, servers load weights of 32 bits with 16, unless they are configured otherwise:
 * https://docs.vllm.ai/en/latest/configuration/engine_args/, https://docs.sglang.io/advanced_features/server_arguments.html,
 * https://huggingface.co/docs/text-generation-inference/reference/launcher, https://huggingface.co/docs/text-embeddings-inference/cli_arguments
 */
function bitsWhenLoaded(model: ModelPlan, weights: StoredWeights | undefined, onAccelerators: boolean): number | undefined {
  const method = effectiveSetting(model, 'quantization')?.value;
  if (method !== undefined && method !== 'none' && weights?.quantized !== true) {
    return /fp8|int8|8bit|eetq/i.test(method) ? 8 : 4;
  }
  const isLarger = (weights?.dataTypeBits ?? FULL_BITS) > FULL_BITS && weights?.quantized !== true;
  const halved = isLarger && onAccelerators && model.server.traits.holdsWeightsOnAccelerators;
  return halved && !/^(float|float32|fp32)$/.test(effectiveSetting(model, 'dataType')?.value ?? 'auto') ? FULL_BITS : undefined;
}

/** Whether an argument is set, and not to zero. */
function isAboveZero(model: ModelPlan, argument: string): boolean {
  const setting = effectiveArgument(model, argument);
  return setting !== undefined && !(Number(setting.value) <= 0);
}

/** The share of the memory of the accelerators that the server uses. Undefined if it is not known. */
export function gpuMemoryShare(model: ModelPlan): number | undefined {
  const share = Number(knownValue(effectiveSetting(model, 'gpuMemoryUtilization')));
  return share > 0 && share <= 1 ? share : model.server.traits.memoryShare;
}

/** The part of the accelerators of the share that one copy of the model uses, for a server that runs a single copy. */
function acceleratorsInUse(model: ModelPlan, { acceleratorCount: count = 0 }: InstanceShare): number {
  if (count <= 1 || !model.server.traits.runsSingleCopy) {
    return 1;
  }
  const degree = knownInteger(effectiveSetting(model, 'tensorParallelDegree'));
  return degree === undefined || degree < 1 || isSplitOtherwise(model) ? 1 : Math.min(1, degree / count);
}

/** Whether pipeline or data parallelism uses further accelerators. */
export function isSplitOtherwise({ server, environment }: ModelPlan): boolean {
  return server.settings.some(({ unless = [] }) => unless.some(name => Object.hasOwn(environment, name)));
}

/** The text of a size, such as `14.5 GiB`. */
export function gibibytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}
