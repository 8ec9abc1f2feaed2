import { helpfulSetting } from './memory-help';
import { ServerFamily } from '../../container/server-family';
import { AcceleratorKind } from '../../instance/accelerator-kind';
import { InstanceShare } from '../../instance/instance-share';
import { longestSequence, sequenceBytes } from '../../model/memory-formula';
import { knownInteger } from '../../plan/effective-setting';
import { contextSetting, ServedModel } from '../../plan/gpu-model';
import { gibibytes, ModelMemory, modelMemory } from '../../plan/model-memory';
import { ModelPlan } from '../../plan/model-plan';
import { Check, finding, Finding } from '../finding';
import { basisOf, WeightsSize, weightsText } from '../weights-size';

const SOURCE = 'https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docs/lmi/deployment_guide/instance-type-selection.md';

/** The size of the weights, and the memory of an instance type for them. */
interface Fit extends WeightsSize {
  readonly availableBytes: number;
  readonly instanceType: string;
  readonly room: ModelMemory['room'];

  /** The number of accelerators, if other models use the others. */
  readonly ofPart?: number;
}

const TOO_LARGE: Check<Fit> = {
  id: 'model-too-large',
  severity: 'error',
  what: 'the weights of `modelProfile` alone are larger than the memory of the accelerators that the server uses, or of the instance if the image '
    + 'is for CPUs, and vLLM, SGLang, TGI or TEI is not configured to quantize or to offload them. An estimate is never an error',
  why: 'the server runs out of memory while it loads the model',
  fix: 'use a larger instance type, or quantized weights',
  source: SOURCE,
  message: (prop, fit) => `${weightsText(fit)}, but the memory of ${roomText(prop, fit)} is only ${gibibytes(fit.availableBytes)}`,
};

/** What is needed of the memory of each GPU. */
interface GpuFit {
  readonly weightsPerGpu: number;
  readonly reserveBytes: number;
  readonly gpus: number;
}

const TIGHT: Check<Fit & Partial<GpuFit>> = {
  id: 'model-may-not-fit',
  severity: 'warning',
  what: 'the weights, and [what the server needs in addition](memory.md), are larger than the memory that the server can use; the size may be a '
    + 'guess from `modelId`, an estimate from `config.json`, or the result of the quantization that the server is configured with',
  why: 'the server may run out of memory while it loads the model, or leave none for the key-value cache',
  fix: 'use a larger instance type or quantized weights, or set `modelProfile`, which makes the size exact',
  source: 'https://docs.vllm.ai/en/latest/configuration/conserving_memory/',
  message: (prop, fit) => `${weightsText(fit)}, ${neededText(fit)}but the server can use ${gibibytes(fit.availableBytes)} of the memory of `
    + `${(fit.gpus ?? 1) > 1 ? 'each of ' : ''}${roomText(prop, fit)}`,
};

/** A context, and the memory that is left for its cache. */
interface ContextFit {
  readonly tokens: number;
  readonly neededBytes: number;
  readonly availableBytes: number;
  readonly weightsPerGpu: number;
  readonly reserveBytes: number;

  /** The longest context that fits. */
  readonly longest: number;
}

const CONTEXT: Check<ContextFit> = {
  id: 'context-too-long',
  severity: 'warning',
  what: 'one sequence of the longest context does not fit into the memory that the weights of `modelProfile`, and '
    + '[what the server needs in addition](memory.md), leave',
  why: 'vLLM rejects it when it starts; other servers fail at long requests',
  fix: 'shorten the context, or use a larger instance type',
  source: 'https://docs.vllm.ai/en/latest/configuration/conserving_memory/',
  message: (prop, { tokens, neededBytes, availableBytes, longest, weightsPerGpu, reserveBytes }) => `'${prop}' allows a context of ${tokens} tokens, `
    + `which needs ${gibibytes(neededBytes)} of memory on each GPU, but the weights (${gibibytes(weightsPerGpu)}) and the server's other data `
    + `(${gibibytes(reserveBytes)}) leave ${gibibytes(availableBytes)}, enough for ${longest} tokens`,
};

export const MEMORY_CHECKS = [TOO_LARGE, TIGHT, CONTEXT];

function roomText(prop: string, { instanceType, room, ofPart }: Fit): string {
  const ofInstance = `'${prop}' ${instanceType}`;
  const accelerators = ofPart === undefined ? 'the accelerators' : `${ofPart} accelerator${ofPart === 1 ? '' : 's'} ('acceleratorCount')`;
  const both = `${ofInstance} and ${ofPart === undefined ? 'its accelerators' : accelerators} together`;
  return { host: ofInstance, accelerators: `${accelerators} of ${ofInstance}`, both }[room];
}

function neededText({ weightsPerGpu, reserveBytes, gpus }: Partial<GpuFit>): string {
  if (reserveBytes === undefined) {
    return '';
  }
  const each = gpus === 1 ? '' : `${gibibytes(weightsPerGpu!)} on each of ${gpus} GPUs, `;
  return `${each}and the server needs ${gibibytes(reserveBytes)} for other data, `;
}

/** Finds a model that does not fit into the memory. */
export function memoryFindings(model: ModelPlan, share: InstanceShare): Finding[] {
  const memory = modelMemory(model, share);
  if (memory?.loadedBytes === undefined) {
    return [];
  }
  const { loadedBytes: weightsBytes } = memory;
  const fit = (availableBytes: number): Fit => ({
    weightsBytes,
    availableBytes,
    instanceType: share.instanceType.toString(),
    room: memory.room,
    ofPart: share.isPart ? share.acceleratorCount : undefined,
    basis: basisOf(model),
    loadedBits: memory.loadedBits,
  });
  if (memory.strict && Math.min(weightsBytes, memory.profile.weightsBytes!) > memory.totalBytes) {
    return [finding(TOO_LARGE, share.prop, fit(memory.totalBytes))];
  }
  const { served } = memory;
  if (served && served.memory.cacheBytes <= 0) {
    const { usableBytes, weightsBytes: weightsPerGpu, reserveBytes } = served.memory;
    const values = { ...fit(usableBytes), weightsPerGpu, reserveBytes, gpus: served.settings.tensorParallelDegree };
    return [finding(TIGHT, share.prop, values, fixOf(model, served, 1, TIGHT.fix))];
  }
  if (!served) {
    return weightsBytes > memory.usableBytes && !isGuessForCpu(memory, model, share) ? [finding(TIGHT, share.prop, fit(memory.usableBytes))] : [];
  }
  return contextFindings(model, served);
}

/**
 * On a CPU, a guess says little about what the server holds in memory at a time: llama.cpp reads its file when it needs it, and others may quantize.
 * But with the fewest bits that they quantize to, the weights must fit.
 */
function isGuessForCpu({ guessed, loadedBytes = 0, totalBytes }: ModelMemory, { server }: ModelPlan, { instanceType }: InstanceShare): boolean {
  return guessed && instanceType.acceleratorKind === AcceleratorKind.NONE
    && (server.traits.loadsOnlyGguf || loadedBytes * FEWEST_BITS / FULL_BITS <= totalBytes);
}

/** Of a parameter: https://huggingface.co/docs/transformers/quantization/overview */
const FEWEST_BITS = 4;
const FULL_BITS = 16;

function contextFindings(model: ModelPlan, served: ServedModel): Finding[] {
  const { structure, gpu, settings, memory: { cacheBytes: availableBytes, weightsBytes: weightsPerGpu, reserveBytes } } = served;
  const setting = contextSetting(model);
  const tokens = knownInteger(setting) ?? (model.server.family === ServerFamily.VLLM && !setting ? structure.contextLength : undefined);
  const neededBytes = tokens && sequenceBytes(structure, tokens, gpu, settings);
  if (!neededBytes || neededBytes <= availableBytes) {
    return [];
  }
  const longest = longestSequence(structure, served.memory, tokens, gpu, settings)!;
  return [finding(CONTEXT, setting?.prop ?? 'modelProfile', {
    tokens, neededBytes, availableBytes, weightsPerGpu, reserveBytes, longest,
  }, fixOf(model, served, tokens, CONTEXT.fix))];
}

/** The fix of a check, and before it the setting with which the model fits. */
function fixOf(model: ModelPlan, served: ServedModel, tokens: number, fix: string): string {
  const setting = helpfulSetting(model, served, tokens);
  return setting === undefined ? fix : `set ${setting}, ${fix}`;
}
