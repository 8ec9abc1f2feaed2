import { ServerFamily } from '../../container/server-family';
import { AcceleratorKind } from '../../instance/accelerator-kind';
import { InstanceShare } from '../../instance/instance-share';
import { knownInteger, knownValue, effectiveArgument, effectiveSetting } from '../../plan/effective-setting';
import { gibibytes, ModelMemory, modelMemory, OVERHEAD } from '../../plan/model-memory';
import { ModelPlan } from '../../plan/model-plan';
import { SettingName } from '../../server/definitions';
import { Check, finding, Finding, when } from '../finding';
import { basisOf, WeightsSize, weightsText } from '../weights-size';

const SOURCE = 'https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docs/lmi/deployment_guide/instance-type-selection.md';

/** The size of the weights, and the memory of an instance type for them. */
interface Fit extends WeightsSize {
  readonly availableBytes: number;
  readonly instanceType: string;
  readonly room: ModelMemory['room'];
}

const TOO_LARGE: Check<Fit> = {
  id: 'model-too-large',
  severity: 'error',
  what: 'the weights of `modelProfile` alone are larger than the memory of all accelerators, or of the instance if the image is for CPUs, '
    + 'and vLLM, SGLang, TGI '
    + 'or TEI is not configured to quantize or to offload them',
  why: 'the server runs out of memory while it loads the model',
  fix: 'use a larger instance type, or quantized weights',
  source: SOURCE,
  message: (prop, fit) => `${weightsText(fit)}, but the memory of ${roomText(prop, fit)} is only ${gibibytes(fit.availableBytes)}`,
};

const TIGHT: Check<Fit> = {
  id: 'model-may-not-fit',
  severity: 'warning',
  what: 'the weights and 20% more, which servers need for other data, are larger than the memory that the server can use; the size may be a '
    + 'guess from `modelId`, '
    + 'an estimate from `config.json`, or the result of the quantization that the server is configured with',
  why: 'the server may run out of memory while it loads the model',
  fix: 'use a larger instance type or quantized weights, or set `modelProfile`, which makes the size exact',
  source: 'https://github.com/aws/sagemaker-python-sdk/blob/master/sagemaker-serve/src/sagemaker/serve/utils/hardware_detector.py',
  message: (prop, fit) => `${weightsText(fit)}, but the server can use ${gibibytes(fit.availableBytes)} of the memory of ${roomText(prop, fit)}, `
    + 'and needs about 20% more than the weights',
};

/** A context, and the memory that is left for its cache. */
interface ContextFit {
  readonly tokens: number;
  readonly neededBytes: number;
  readonly availableBytes: number;

  /** The longest context that fits. */
  readonly longest: number;
}

const CONTEXT: Check<ContextFit> = {
  id: 'context-too-long',
  severity: 'warning',
  what: 'one sequence of the longest context does not fit into the memory that the weights of `modelProfile` leave',
  why: 'vLLM rejects it when it starts; other servers fail at long requests',
  fix: 'shorten the context (with vLLM, `maxModelLength: -1` is the longest one that fits), or use a larger instance type',
  source: SOURCE,
  message: (prop, { tokens, neededBytes, availableBytes, longest }) => `'${prop}' allows a context of ${tokens} tokens, which needs `
    + `${gibibytes(neededBytes)} of memory, `
    + `but the weights leave ${gibibytes(availableBytes)}, enough for ${longest} tokens`,
};

export const MEMORY_CHECKS = [TOO_LARGE, TIGHT, CONTEXT];

function roomText(prop: string, { instanceType, room }: Fit): string {
  const ofInstance = `'${prop}' ${instanceType}`;
  return { host: ofInstance, accelerators: `the accelerators of ${ofInstance}`, both: `${ofInstance} and its accelerators together` }[room];
}

/** Finds a model that does not fit into the memory. */
export function memoryFindings(model: ModelPlan, share: InstanceShare): Finding[] {
  const memory = modelMemory(model, share);
  const weightsBytes = memory?.loadedBytes;
  if (!memory || weightsBytes === undefined) {
    return [];
  }
  const fit = (availableBytes: number): Fit => ({
    weightsBytes,
    availableBytes,
    instanceType: share.instanceType.toString(),
    room: memory.room,
    basis: basisOf(model),
    loadedBits: memory.loadedBits,
  });
  if (memory.strict && weightsBytes > memory.totalBytes) {
    return [finding(TOO_LARGE, share.prop, fit(memory.totalBytes))];
  }
  if (weightsBytes * OVERHEAD > memory.usableBytes && !isGuessForCpu(memory, share)) {
    return [finding(TIGHT, share.prop, fit(memory.usableBytes))];
  }
  return contextFindings(model, memory, weightsBytes);
}

/** On a CPU, a guess says nothing about what the server holds in memory at a time. */
function isGuessForCpu({ guessed }: ModelMemory, { instanceType }: InstanceShare): boolean {
  return guessed && instanceType.acceleratorKind === AcceleratorKind.NONE;
}

function contextFindings(model: ModelPlan, { profile, usableBytes }: ModelMemory, weightsBytes: number): Finding[] {
  const name = model.server.traits.contextSetting as SettingName | undefined;
  const setting = name && effectiveSetting(model, name);
  const tokens = knownInteger(setting) ?? (model.server.family === ServerFamily.VLLM && !setting ? profile.contextLength : undefined);
  const cacheShare = cacheShareOf(model);
  if (profile.keyValueCacheBytesPerToken === undefined || cacheShare === undefined || tokens === undefined) {
    return [];
  }
  const bytesPerToken = profile.keyValueCacheBytesPerToken * cacheShare;
  const availableBytes = usableBytes - weightsBytes;
  return when(bytesPerToken * tokens > availableBytes, () => finding(CONTEXT, setting?.prop ?? 'modelProfile', {
    tokens, neededBytes: bytesPerToken * tokens, availableBytes, longest: Math.max(0, Math.floor(availableBytes / bytesPerToken)),
  }));
}

/** The size of the cache, as a part of one with 16 bits. Undefined if its data type is not known here. */
function cacheShareOf(model: ModelPlan): number | undefined {
  const setting = effectiveSetting(model, 'keyValueCacheDataType') ?? effectiveArgument(model, 'kv-cache-dtype');
  const dataType = setting ? knownValue(setting) ?? '' : 'auto';
  return /^(auto|float16|bfloat16|fp16|bf16|half)$/.test(dataType) ? 1 : /^fp8/.test(dataType) ? 0.5 : undefined;
}
