import { Size, Token } from 'aws-cdk-lib/core';
import { EndpointPlan } from './endpoint-plan';
import { ServerFamily } from '../container/server-family';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { ModelProfile } from '../model/model-profile';
import { guessProfile } from '../model/size-guess';
import { namesOf } from '../server/server-setting';

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

  /** What the memory is of, in words. */
  readonly memory: string;
}

/** How much of the memory a server takes by default. */
export const USABLE_SHARE: Partial<Record<ServerFamily, number>> = {
  [ServerFamily.VLLM]: 0.9, // https://github.com/aws/deep-learning-containers/blob/main/docs/vllm/configuration.md
  [ServerFamily.TGI]: 0.95, // https://github.com/huggingface/text-generation-inference: TGI_WIGGLE_ROOM
};

/** What servers need beside the weights: https://github.com/aws/sagemaker-python-sdk/blob/master/sagemaker-serve/src/sagemaker/serve/utils/hardware_detector.py */
export const OVERHEAD = 1.2;

/**
 * The servers that hold all weights in the memory of the accelerators. llama.cpp leaves layers in the memory of the instance, or in the file;
 * the inference toolkit, Large Model Inference and images that are not known may do so too, or run code of the user:
 * https://github.com/aws/sagemaker-huggingface-inference-toolkit/blob/main/src/sagemaker_huggingface_inference_toolkit/transformers_utils.py
 */
const STRICT_SERVERS: readonly (ServerFamily | undefined)[] = [ServerFamily.VLLM, ServerFamily.SGLANG, ServerFamily.TGI, ServerFamily.TEI];

/**
 * Arguments with which a part of the weights lies elsewhere, or takes less, by an amount that is not known here:
 * https://docs.vllm.ai/en/latest/configuration/engine_args/ and https://docs.sglang.io/advanced_features/server_arguments.html
 */
const ARGUMENTS_OF_UNKNOWN_SIZE = ['cpu-offload-gb', 'offload-group-size', 'torchao-config'];

/** The size of the model, and what room there is for it; undefined where one of them is not known. */
export function modelMemory(plan: EndpointPlan): ModelMemory | undefined {
  const { props, server, modelId } = plan;
  const guess = Token.isUnresolved(modelId) ? undefined : guessProfile(modelId);
  const profile = props.modelProfile ?? guess;
  const room = roomOf(plan);
  if (!profile || !room) {
    return undefined;
  }
  const share = server.family && room.onAccelerators ? gpuMemoryShare(plan) ?? 1 : 1;
  const stored = storedBits(profile);
  const loadedBits = bitsWhenLoaded(plan, stored, room.onAccelerators);
  const elsewhere = ARGUMENTS_OF_UNKNOWN_SIZE.some(argument => isTold(plan, argument));
  return {
    profile,
    guessed: props.modelProfile === undefined,
    loadedBytes: elsewhere || profile.weightsBytes === undefined ? undefined : profile.weightsBytes * (loadedBits ?? stored) / stored,
    loadedBits,
    strict: props.modelProfile !== undefined && !profile._isEstimate
      && (loadedBits ?? FULL_BITS) === FULL_BITS && STRICT_SERVERS.includes(server.family),
    totalBytes: room.bytes,
    usableBytes: room.bytes * share * (room.onAccelerators ? acceleratorsInUse(plan) : 1),
    memory: room.name,
  };
}

/** The memory in which the server may hold the weights. An image for CPUs does not use the accelerators of the instance. */
function roomOf({ instanceType, server, container }: EndpointPlan): { onAccelerators: boolean; bytes: number; name: string } | undefined {
  const { acceleratorKind, acceleratorCount, acceleratorName, totalAcceleratorMemory, memory } = instanceType;
  const accelerators = `the ${acceleratorCount} ${acceleratorName} of 'instanceType' ${instanceType}`;
  if (acceleratorKind === AcceleratorKind.NONE || container?.profile?.acceleratorKind === AcceleratorKind.NONE) {
    return memory && { onAccelerators: false, bytes: bytesOf(memory), name: `'instanceType' ${instanceType}` };
  }
  if (server.family === ServerFamily.LLAMA_CPP) {
    return memory && totalAcceleratorMemory
      && { onAccelerators: true, bytes: bytesOf(totalAcceleratorMemory) + bytesOf(memory), name: `${accelerators} and the instance together` };
  }
  return totalAcceleratorMemory && { onAccelerators: true, bytes: bytesOf(totalAcceleratorMemory), name: accelerators };
}

function bytesOf(size: Size): number {
  return size.toMebibytes() * 1024 * 1024;
}

/** Weights of fewer bits are quantized already. */
const FULL_BITS = 16;
const LEAST_FULL_BITS = 12;

function storedBits({ parameterCount, weightsBytes }: ModelProfile): number {
  return parameterCount === undefined || weightsBytes === undefined ? FULL_BITS : weightsBytes * 8 / parameterCount;
}

/**
 * The bits of a parameter once the server has loaded it, where they are fewer than it is stored with.
 *
 * Methods of quantization have 8 bits, or 4: https://huggingface.co/docs/text-generation-inference/conceptual/quantization and
 * https://docs.vllm.ai/en/latest/features/quantization/. On a GPU, weights of 32 bits become such of 16, unless the server is told otherwise:
 * https://docs.vllm.ai/en/latest/configuration/engine_args/, https://docs.sglang.io/advanced_features/server_arguments.html,
 * https://huggingface.co/docs/text-generation-inference/reference/launcher, https://huggingface.co/docs/text-embeddings-inference/cli_arguments
 */
function bitsWhenLoaded(plan: EndpointPlan, stored: number, onAccelerators: boolean): number | undefined {
  const method = toldBy(plan, 'quantization');
  if (method !== undefined && method !== 'none' && stored >= LEAST_FULL_BITS) {
    return /fp8|int8|8bit|eetq/i.test(method) ? 8 : 4;
  }
  const halved = stored > 1.5 * FULL_BITS && onAccelerators && STRICT_SERVERS.includes(plan.server.family);
  return halved && !/^(float|float32|fp32)$/.test(toldBy(plan, 'dataType') ?? 'auto') ? FULL_BITS : undefined;
}

/** What the server is told by a setting. */
function toldBy({ server, environment }: EndpointPlan, setting: string): string | undefined {
  const found = server.settings.find(({ name }) => name === setting);
  return found && namesOf(found).map(name => environment[name]).find(text => text !== undefined);
}

/** Whether the server is told an argument, to something else than zero. */
function isTold({ server, environment }: EndpointPlan, argument: string): boolean {
  const value = server.argumentVariable && environment[server.argumentVariable(argument)];
  return value !== undefined && !(Number(value) <= 0);
}

/** The share of the memory of the accelerators that the server takes: what it is told, or its default; undefined where neither is known. */
export function gpuMemoryShare({ server, environment }: EndpointPlan): number | undefined {
  const setting = server.settings.find(({ name }) => name === 'gpuMemoryUtilization');
  const told = setting && namesOf(setting).map(name => Number(environment[name])).find(value => value > 0 && value <= 1);
  return told ?? (server.family && USABLE_SHARE[server.family]);
}

/** The share of the accelerators that one copy of the model is split over. */
function acceleratorsInUse({ server, environment, instanceType }: EndpointPlan): number {
  const count = instanceType.acceleratorCount ?? 0;
  const setting = server.settings.find(({ name }) => name === 'tensorParallelDegree');
  if (count <= 1 || server.neuron || !setting || (server.family !== ServerFamily.VLLM && server.family !== ServerFamily.SGLANG)) {
    return 1;
  }
  const several = setting.unless?.some(name => name in environment);
  const degree = Number(namesOf(setting).map(name => environment[name]).find(text => text !== undefined) ?? 1);
  return several || !(degree >= 1) ? 1 : Math.min(1, degree / count);
}

/** The text of a size, such as `14.5 GiB`. */
export function gibibytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}
