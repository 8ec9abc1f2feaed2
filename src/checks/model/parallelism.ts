import { Token } from 'aws-cdk-lib/core';
import { ServerFamily } from '../../container/server-family';
import { AcceleratorKind } from '../../instance/accelerator-kind';
import { canSplit, Heads } from '../../model/heads';
import { namesOf, ServerSetting, variablesFor } from '../../server/server-setting';
import { EndpointPlan, Check, finding, Finding } from '../legacy';

const TOO_MANY: Check = {
  id: 'more-shards-than-accelerators',
  severity: 'error',
  what: 'the model is split over more accelerators, or Neuron cores, than the instance type has',
  why: 'a worker of the server finds no device and ends',
  fix: 'split it over at most as many, or take a larger instance type',
  source: 'https://github.com/huggingface/text-generation-inference/blob/main/launcher/src/main.rs',
};

const IDLE: Check = {
  id: 'idle-accelerators',
  severity: 'warning',
  what: 'the model is split over fewer accelerators than the instance type has',
  why: 'the others are billed and never used',
  fix: 'split it over all, take a smaller instance type, or set data parallelism',
  source: 'https://github.com/aws/deep-learning-containers/blob/main/docs/vllm/configuration.md',
};

const HEADS: Check = {
  id: 'attention-heads-not-divisible',
  severity: 'error',
  what: 'the tensor parallel degree does not divide the number of attention heads of `modelProfile`',
  why: 'the server refuses it',
  fix: 'take a divisor',
  source: 'https://github.com/vllm-project/vllm/issues/2652',
};

const KEY_VALUE_HEADS: Check = {
  id: 'key-value-heads-not-divisible',
  severity: 'error',
  what: 'the tensor parallel degree neither divides the number of heads of keys and values of `modelProfile`, nor is a multiple of it',
  why: 'the server refuses it',
  fix: 'take a degree that the message names',
  source: 'https://github.com/vllm-project/vllm/issues/16021',
};

const UNKNOWN_HEADS: Check = {
  id: 'parallelism-of-unknown-heads',
  severity: 'warning',
  what: 'the library splits the model over more than four accelerators, and the number of attention heads is not known',
  why: 'the server refuses a number that does not divide the heads',
  fix: '`modelProfile`, or `server` with a `tensorParallelDegree`',
  source: 'https://github.com/vllm-project/vllm/issues/2652',
};

export const PARALLELISM_CHECKS = [TOO_MANY, IDLE, HEADS, KEY_VALUE_HEADS, UNKNOWN_HEADS];

/** The cores of a device: https://awsdocs-neuron.readthedocs-hosted.com/en/latest/about-neuron/arch/index.html */
const NEURON_CORES: Readonly<Record<string, number>> = { Inferentia: 4, Inferentia2: 2, Trainium: 2, Trainium2: 8 };

/** The servers whose degree is the number of accelerators in use; Large Model Inference starts more copies instead. */
const ONE_COPY: readonly (ServerFamily | undefined)[] = [ServerFamily.VLLM, ServerFamily.SGLANG, ServerFamily.TGI];

/** Checks over how many accelerators the model is split. */
export function parallelismFindings(plan: EndpointPlan): Finding[] {
  const setting = plan.server.settings.find(({ name }) => name === 'tensorParallelDegree' || name === 'cores');
  const degree = setting && (degreeOf(plan, setting) ?? ownDegree(plan, setting));
  if (!setting || degree === undefined) {
    return [];
  }
  return [...number(plan, degree), ...headFindings(plan, degree), ...unknownHeads(plan, setting, degree)];
}

/** The degree that the server is told; undefined where it is not a number that is known. */
export function degreeOf({ environment }: EndpointPlan, setting: ServerSetting): number | undefined {
  const value = namesOf(setting).map(name => environment[name]).find(text => text !== undefined);
  return value === undefined || Token.isUnresolved(value) || !/^\d+$/.test(value) ? undefined : Number(value);
}

/** What vLLM and SGLang take where they are told nothing, as on an instance with one accelerator. */
function ownDegree({ server, environment }: EndpointPlan, setting: ServerSetting): number | undefined {
  const isOne = !server.neuron && (server.family === ServerFamily.VLLM || server.family === ServerFamily.SGLANG);
  return isOne && !namesOf(setting).some(name => name in environment) ? 1 : undefined;
}

function number({ instanceType, server, environment, props }: EndpointPlan, degree: number): Finding[] {
  const devices = instanceType.acceleratorCount;
  const cores = instanceType.acceleratorKind === AcceleratorKind.NEURON ? NEURON_CORES[instanceType.acceleratorName ?? ''] : 1;
  if (devices === undefined || devices === 0 || cores === undefined) {
    return [];
  }
  const units = `${devices * cores} ${cores > 1 ? 'Neuron cores' : 'accelerators'}`;
  if (degree > devices * cores) {
    return [finding(TOO_MANY, `the model is split over ${degree}, but 'instanceType' ${instanceType} has ${units}; `
      + 'split it over at most as many, or take a larger instance type')];
  }
  const others = server.settings.flatMap(({ unless }) => unless ?? []);
  if (degree < devices && !server.neuron && ONE_COPY.includes(server.family) && !others.some(name => name in environment)) {
    return [finding(IDLE, `the model is split over ${degree} of the ${units} of 'instanceType' ${instanceType}, so that the others are billed and not used; `
      + `${canSplitOverAll(props.modelProfile?._heads, devices) ? 'split it over all, or take' : 'its heads cannot be split over all; take'} a smaller instance type`)];
  }
  return [];
}

function canSplitOverAll(heads: Heads | undefined, devices: number): boolean {
  return heads === undefined || canSplit(heads, devices);
}

/** On AWS Neuron, a model gets more heads until it can be split: https://github.com/aws-neuron/neuronx-distributed-inference/blob/main/src/neuronx_distributed_inference/modules/attention/gqa.py */
function headFindings({ props, instanceType, server }: EndpointPlan, degree: number): Finding[] {
  const heads = props.modelProfile?._heads;
  if (!heads || server.neuron || instanceType.acceleratorKind === AcceleratorKind.NEURON || canSplit(heads, degree)) {
    return [];
  }
  const { attention, keyValue } = heads;
  const others = `take one of ${splits(heads, instanceType.acceleratorCount || attention).join(', ')}`;
  return [attention % degree === 0
    ? finding(KEY_VALUE_HEADS, `the model is split over ${degree}, which neither divides its ${keyValue} heads of keys and values, nor is a multiple of them; ${others}`)
    : finding(HEADS, `the model is split over ${degree}, which does not divide its ${attention} attention heads; ${others}`)];
}

function unknownHeads(plan: EndpointPlan, setting: ServerSetting, degree: number): Finding[] {
  const { server, environment, userEnvironment, props, instanceType, serverVersion } = plan;
  const count = instanceType.acceleratorCount ?? 0;
  const known = props.modelProfile?.attentionHeads !== undefined || props.server?._options[setting.name] !== undefined;
  if (!setting.default || count <= 4 || degree < count || known) {
    return [];
  }
  const chosenByLibrary = variablesFor(setting, serverVersion).some(name => name in environment && !Object.hasOwn(userEnvironment, name));
  return chosenByLibrary ? [finding(UNKNOWN_HEADS,
    `the model is split over the ${count} accelerators of 'instanceType' ${instanceType}, which must divide the number of its attention heads; `
    + `if it does not start, name the heads with 'modelProfile', or set 'server' with a '${setting.name}' that divides them (${server.title})`)] : [];
}

function splits(heads: Heads, limit: number): number[] {
  return Array.from({ length: limit }, (_, index) => index + 1).filter(degree => canSplit(heads, degree));
}
