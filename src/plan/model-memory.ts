import { Size, Token } from 'aws-cdk-lib/core';
import { effectiveArgument, effectiveSetting, knownInteger, knownValue } from './effective-setting';
import { gpuModel, isSplitOtherwise, ServedModel } from './gpu-model';
import { ModelPlan } from './model-plan';
import { ServerFamily } from '../container/server-family';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { InstanceShare } from '../instance/instance-share';
import { loadedWeights } from '../model/loaded-weights';
import { ModelProfile } from '../model/model-profile';
import { ModelStructure } from '../model/model-structure';
import { guessProfile } from '../model/size-guess';

/** The memory for the weights of a model. */
export interface ModelMemory {
  readonly profile: ModelProfile;

  /** Whether the size is only guessed from the ID of the model. */
  readonly guessed: boolean;

  /** The size of the weights once they are loaded, in bytes. Undefined if unknown. */
  readonly loadedBytes?: number;

  /** The bits of a parameter once it is loaded, if they are fewer than it is stored with. */
  readonly loadedBits?: number;

  /** Whether weights that are larger than the memory cannot be served: their size is exact, and the server has no other place for them. */
  readonly strict: boolean;

  /** The memory that holds the weights: of the accelerators that the server uses, of the instance, or of both for llama.cpp on a GPU; in bytes. */
  readonly totalBytes: number;

  /** The part of it that the server uses, in bytes. */
  readonly usableBytes: number;

  /** Which memory that is. */
  readonly room: 'accelerators' | 'host' | 'both';

  /** The model on the GPUs. Undefined if the memory that the server needs is unknown. */
  readonly served?: ServedModel;
}

/**
 * Arguments that keep a part of the weights elsewhere, or make it smaller, by an amount that is unknown here:
 * https://docs.vllm.ai/en/latest/configuration/engine_args/ and https://docs.sglang.io/advanced_features/server_arguments.html
 */
const ARGUMENTS_OF_UNKNOWN_SIZE = ['cpu-offload-gb', 'offload-group-size', 'torchao-config'];

/** The size of the model, and the memory that there is for it on a share of an instance. Undefined if one of them is unknown. */
export function modelMemory(model: ModelPlan, share: InstanceShare): ModelMemory | undefined {
  const { server: { traits } } = model;
  const profile = profileOf(model);
  const room = roomFor(model, share);
  if (!profile || !room) {
    return undefined;
  }
  const loaded = loadedWeights(profile._structure, {
    quantization: effectiveSetting(model, 'quantization')?.value,
    dataType: effectiveSetting(model, 'dataType')?.value,
    halves: room.onAccelerators && traits.holdsWeightsOnAccelerators,
  });
  const elsewhere = ARGUMENTS_OF_UNKNOWN_SIZE.some(argument => isAboveZero(model, argument));
  const loadedBytes = elsewhere ? undefined : loaded?.bytes;
  const used = room.onAccelerators ? acceleratorsInUse(model, share) : 1;
  const served = room.kind === 'accelerators' && loadedBytes !== undefined ? gpuModel(model, share, profile._structure, loadedBytes) : undefined;
  return {
    profile,
    guessed: model.profile === undefined,
    loadedBytes,
    loadedBits: loaded?.bits,
    strict: model.profile !== undefined && !profile._isEstimate && isProof(profile._structure)
      && (loaded?.bits ?? FULL_BITS) === FULL_BITS && traits.holdsWeightsOnAccelerators,
    totalBytes: room.bytes * used,
    usableBytes: room.bytes * (room.onAccelerators ? gpuMemoryShare(model) ?? 1 : 1) * used,
    room: room.kind,
    served,
  };
}

const FULL_BITS = 16;

/** Files that are larger than this, compared with the parameters, have another data type, or layers that the server does not load. */
const MOST_EXTRA = 1.2;

/** Whether the size of the weights is exact, and it is known that the server does not load them with fewer bits, or only a part of them. */
function isProof({ weights, parameters = Infinity }: ModelStructure): boolean {
  return weights !== undefined && weights.exact
    && (weights.quantized || (weights.dataTypeBits !== undefined && weights.bytes * 8 <= parameters * weights.dataTypeBits * MOST_EXTRA));
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
  if (!model.server.traits.runsSingleCopy) {
    return 1;
  }
  const degree = knownInteger(effectiveSetting(model, 'tensorParallelDegree'));
  return degree === undefined || degree < 1 || isSplitOtherwise(model) ? 1 : Math.min(1, degree / count);
}

/** The text of a size, such as `14.5 GiB`. */
export function gibibytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}
