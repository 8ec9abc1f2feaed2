import { AcceleratorKind } from '../../instance/accelerator-kind';
import { InstanceShare } from '../../instance/instance-share';
import { canSplit, Heads } from '../../model/heads';
import { effectiveArgument, EffectiveSetting, effectiveSetting, knownInteger, knownValue } from '../../plan/effective-setting';
import { isSplitOtherwise } from '../../plan/gpu-model';
import { ModelPlan } from '../../plan/model-plan';
import { SettingName } from '../../server/definitions';
import { isFlagOn } from '../../server/flag';
import { Check, finding, Finding, when } from '../finding';

/** Over how many accelerators, or Neuron cores, a model is split, and how many there are. */
interface Split {
  readonly degree: number;

  /** The prop that sets the degree. */
  readonly setting: string;
  readonly available: number;
  readonly unit: 'accelerator' | 'Neuron core';
  readonly instanceType: string;

  /** Whether the model gets only these accelerators of the instance. */
  readonly isPart?: boolean;
}

const TOO_MANY: Check<Split> = {
  id: 'more-shards-than-accelerators',
  severity: 'error',
  what: 'the model is split over more accelerators, or Neuron cores, than the instance type has',
  why: 'a worker of the server finds no device and exits',
  fix: 'split the model over fewer of them, or use a larger instance type',
  source: 'https://github.com/huggingface/text-generation-inference/blob/main/launcher/src/main.rs',
  message: (prop, { degree, setting, available, unit, instanceType, isPart }) =>
    `${isPart ? "'acceleratorCount' of " : ''}'${prop}' ${instanceType} ${isPart ? 'provides' : 'has'} ${available} ${unit}`
    + `${available === 1 ? '' : 's'}, but the model is split over ${degree} ('${setting}')`,
};

const IDLE: Check<Split & { readonly splittable: boolean }> = {
  id: 'idle-accelerators',
  severity: 'warning',
  what: 'the model is split over fewer accelerators than the instance type has',
  why: 'you pay for accelerators that the server never uses',
  fix: 'use an instance type with fewer accelerators, split the model over all of them if this divides its number of attention heads, or set '
    + 'the data parallelism of vLLM or SGLang in `extraArguments`',
  source: 'https://github.com/aws/deep-learning-containers/blob/main/docs/vllm/configuration.md',
  message: (prop, { degree, setting, available, instanceType, isPart, splittable }) =>
    `${isPart ? "'acceleratorCount' of " : ''}'${prop}' ${instanceType} ${isPart ? 'provides' : 'has'} ${available} accelerators, `
    + `but the server uses only ${degree} of them ('${setting}')`
    + (splittable ? '' : ', because the attention heads of the model cannot be split over all of them'),
};

/** A degree that does not fit the heads of a model, and those that do. */
interface HeadSplit {
  readonly degree: number;
  readonly heads: number;
  readonly allowed: readonly number[];
}

const HEADS: Check<HeadSplit> = {
  id: 'attention-heads-not-divisible',
  severity: 'error',
  what: 'the tensor parallel degree does not divide the number of attention heads of `modelProfile`',
  why: 'the server rejects it and exits',
  fix: 'use a degree that divides the number of attention heads',
  source: 'https://github.com/vllm-project/vllm/issues/2652',
  message: (prop, { degree, heads, allowed }) =>
    `'${prop}' must be one of ${allowed.join(', ')} for a model with ${heads} attention heads, got ${degree}`,
};

const KEY_VALUE_HEADS: Check<HeadSplit> = {
  id: 'key-value-heads-not-divisible',
  severity: 'error',
  what: 'the tensor parallel degree neither divides the number of key-value heads of `modelProfile`, nor is a multiple of it, '
    + 'or is a multiple of it for TGI, which does not copy them',
  why: 'the server rejects it and exits',
  fix: 'use an allowed degree',
  source: 'https://github.com/vllm-project/vllm/issues/16021',
  message: (prop, { degree, heads, allowed }) =>
    `'${prop}' must be one of ${allowed.join(', ')} for a model with ${heads} key-value heads, got ${degree}`,
};

const UNKNOWN_HEADS: Check<{ readonly degree: number }> = {
  id: 'parallelism-of-unknown-heads',
  severity: 'warning',
  what: 'the library splits the model over more than four accelerators, and the number of attention heads is not known',
  why: 'the server rejects a degree that does not divide the number of attention heads',
  fix: 'set `modelProfile` with the number of heads, or `server` with a `tensorParallelDegree` that divides this number',
  source: 'https://github.com/vllm-project/vllm/issues/2652',
  message: (prop, { degree }) =>
    `'${prop}' is not set, so the model is split over all ${degree} accelerators, but the server only starts if ${degree} divides the number of `
    + 'attention heads, which the library does not know',
};

export const PARALLELISM_CHECKS = [TOO_MANY, IDLE, HEADS, KEY_VALUE_HEADS, UNKNOWN_HEADS];

/** The cores of a device: https://awsdocs-neuron.readthedocs-hosted.com/en/latest/about-neuron/arch/index.html */
const NEURON_CORES: Readonly<Record<string, number | undefined>> = { Inferentia: 4, Inferentia2: 2, Trainium: 2, Trainium2: 8 };

/** The number of accelerators up to which models usually can be split. */
const USUAL_DEGREE = 4;

/** Finds a degree of parallelism that does not fit the model. */
export function parallelismFindings(model: ModelPlan): Finding[] {
  const setting = degreeSetting(model);
  const degree = knownInteger(setting);
  const heads = model.profile?._heads;
  if (degree === undefined) {
    return [];
  }
  if (heads) {
    return headFindings(model, setting!, degree, heads);
  }
  const isUnusual = setting!.origin === 'library' && degree > USUAL_DEGREE && !mayBeSetElsewhere(model);
  return when(isUnusual, () => finding(UNKNOWN_HEADS, setting!.prop, { degree }));
}

/** The start script of an image of the user's may read another variable, such as `OPTION_TENSOR_PARALLEL_SIZE`. */
function mayBeSetElsewhere({ image, environment, origins }: ModelPlan): boolean {
  return image?._availability === undefined
    && Object.keys(environment).some(name => origins[name] === 'environment' && /(^|_)(TENSOR_PARALLEL|TP)(_|$)/.test(name));
}

/** Finds a degree of parallelism that does not fit the accelerators. */
export function shareParallelismFindings(model: ModelPlan, { instanceType, prop, acceleratorCount: devices, isPart }: InstanceShare): Finding[] {
  const setting = degreeSetting(model);
  const degree = knownInteger(setting);
  const cores = instanceType.acceleratorKind === AcceleratorKind.NEURON ? NEURON_CORES[instanceType.acceleratorName!] : 1;
  if (degree === undefined || !devices || cores === undefined) {
    return [];
  }
  const split: Split = {
    degree,
    setting: setting!.prop,
    available: devices * cores,
    unit: cores > 1 ? 'Neuron core' : 'accelerator',
    instanceType: instanceType.toString(),
    isPart,
  };
  if (degree > split.available) {
    return [finding(TOO_MANY, prop, split)];
  }
  const isIdle = degree < devices && model.server.traits.runsSingleCopy && !isSplitOtherwise(model);
  return when(isIdle, () => finding(IDLE, prop, { ...split, splittable: isSplittable(model, devices) }));
}

function degreeSetting(model: ModelPlan): EffectiveSetting | undefined {
  const name = model.server.traits.degreeSetting as SettingName | undefined;
  return name && effectiveSetting(model, name);
}

function isSplittable({ profile, server: { traits } }: ModelPlan, degree: number): boolean {
  return profile?._heads === undefined || canSplit(profile._heads, degree, traits.copiesKeyValueHeads);
}

/**
 * On AWS Neuron, a model gets more heads until it can be split.
 *
 * @see https://github.com/aws-neuron/neuronx-distributed-inference/blob/main/src/neuronx_distributed_inference/modules/attention/gqa.py
 */
function headFindings(model: ModelPlan, { prop }: EffectiveSetting, degree: number, heads: Heads): Finding[] {
  const { server, serverVersion, acceleratorKind } = model;
  const { copiesKeyValueHeads: copies } = server.traits;
  const isOnNeuron = server.neuron || acceleratorKind === AcceleratorKind.NEURON;
  // SGLang then splits the attention over fewer accelerators: https://docs.sglang.io/advanced_features/dp_dpa_smg_guide.html
  const isSplitByData = isFlagOn(server, serverVersion, knownValue(effectiveArgument(model, 'enable-dp-attention')));
  if (isOnNeuron || isSplitByData || canSplit(heads, degree, copies)) {
    return [];
  }
  const { attention, keyValue } = heads;
  const allowed = splitsOf(heads, copies);
  return [attention % degree === 0
    ? finding(KEY_VALUE_HEADS, prop, { degree, heads: keyValue, allowed })
    : finding(HEADS, prop, { degree, heads: attention, allowed })];
}

/** Every degree that a model can be split over. */
function splitsOf(heads: Heads, copies: boolean): number[] {
  return Array.from({ length: heads.attention }, (_, index) => index + 1).filter(degree => canSplit(heads, degree, copies));
}
