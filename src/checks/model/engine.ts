import { isVllmInLmi } from './lmi';
import { compareVersions } from '../../common/version-order';
import { ServerFamily } from '../../container/server-family';
import { gpuGeneration } from '../../instance/gpu-generation';
import { InstanceShare } from '../../instance/instance-share';
import { EffectiveSetting, effectiveArgument, effectiveSetting, knownAmount, knownInteger, knownValue } from '../../plan/effective-setting';
import { ModelPlan } from '../../plan/model-plan';
import { SettingName } from '../../server/definitions';
import { isFlagOn } from '../../server/flag';
import { Check, finding, Finding, when } from '../finding';

/** Two numbers of which the first must not be less than the second. */
interface TwoNumbers {
  readonly got: number;
  readonly least: number;

  /** The prop of the second one. */
  readonly other: string;
}

function leastMessage(prop: string, { got, least, other }: TwoNumbers): string {
  return `'${prop}' must be at least '${other}', got ${got} and ${least}`;
}

const TOOL_PARSER: Check<Record<string, never>> = {
  id: 'tool-choice-without-parser',
  severity: 'error',
  what: 'vLLM is configured to let the model choose tools, without a parser for the calls of tools',
  why: 'the server exits when it starts',
  fix: 'set `toolCallParser`, such as `hermes`',
  source: 'https://github.com/vllm-project/vllm/blob/v0.27.0/vllm/entrypoints/openai/cli_args.py',
  message: prop => `'${prop}' must be set together with 'toolCallParser'`,
};

const CPU_ADAPTERS: Check<TwoNumbers> = {
  id: 'cpu-adapters-below-adapters',
  severity: 'error',
  what: 'vLLM keeps fewer LoRA adapters in CPU memory than in one batch',
  why: 'the server exits when it starts',
  fix: 'increase the argument `max-cpu-loras`, or remove it',
  source: 'https://github.com/vllm-project/vllm/blob/v0.27.0/vllm/config/lora.py',
  message: leastMessage,
};

const BATCHED_TOKENS: Check<TwoNumbers> = {
  id: 'batched-tokens-below-sequences',
  severity: 'error',
  what: 'vLLM is configured with fewer tokens in one step than sequences',
  why: 'the server exits when it starts',
  fix: 'increase `maxBatchedTokens`, or decrease `maxConcurrentSequences`',
  source: 'https://github.com/vllm-project/vllm/blob/v0.27.0/vllm/config/scheduler.py',
  message: leastMessage,
};

const BATCHED_CONTEXT: Check<TwoNumbers> = {
  ...BATCHED_TOKENS,
  id: 'batched-tokens-below-context',
  what: 'vLLM is configured with fewer tokens in one step than the longest context has, and without chunked prefill',
  fix: 'increase `maxBatchedTokens`, or remove the argument `no-enable-chunked-prefill`',
};

/** The degrees of parallelism, of which each needs accelerators of its own. */
interface WorldSize {
  readonly tensor: number;
  readonly pipeline: number;
  readonly data: number;
  readonly available: number;
  readonly instanceType: string;
}

const WORLD_SIZE: Check<WorldSize> = {
  id: 'more-workers-than-accelerators',
  severity: 'error',
  what: 'the product of the tensor, pipeline and data parallel degrees of vLLM is greater than the number of accelerators of the instance type',
  why: 'the server exits when it starts',
  fix: 'decrease one of the degrees, or use a larger instance type',
  source: 'https://github.com/vllm-project/vllm/blob/v0.27.0/vllm/config/parallel.py',
  message: worldMessage,
};

function worldMessage(prop: string, { tensor, pipeline, data, available, instanceType }: WorldSize): string {
  const degrees = [`tensor parallelism of ${tensor}`, pipeline > 1 && `pipeline parallelism of ${pipeline}`,
    data > 1 && `data parallelism of ${data}`];
  const text = degrees.filter(each => each).join(', ').replace(/, ([^,]*)$/, ' and $1');
  return `'${prop}' ${instanceType} has ${available} accelerators, but ${text} need ${tensor * pipeline * data}`;
}

const CONTEXT: Check<{ readonly tokens: number; readonly contextLength: number; readonly server: string }> = {
  id: 'context-above-model',
  severity: 'warning',
  what: 'the context length of vLLM, also in Large Model Inference from version 15 on, or of SGLang is greater than that of `modelProfile`',
  why: 'the server exits when it starts, unless the configuration of the model allows a longer context',
  fix: 'decrease it, or, if the model supports a longer context, set it in `modelProfile` and set `hfOverrides` for its position embeddings',
  source: 'https://github.com/vllm-project/vllm/blob/v0.27.0/vllm/config/model.py',
  message: (prop, { tokens, contextLength, server }) =>
    `'${prop}' must be at most the context length ${contextLength} of the model for ${server}, got ${tokens}`,
};

const EXPERTS: Check<{ readonly architecture: string }> = {
  id: 'expert-parallelism-without-experts',
  severity: 'error',
  what: 'vLLM is configured to distribute experts over the accelerators, and the architecture of the model has none',
  why: 'the server exits when it starts',
  fix: 'remove `expertParallel`',
  source: 'https://github.com/vllm-project/vllm/blob/v0.27.0/vllm/config/model.py',
  message: (prop, { architecture }) => `'${prop}' must not be true for the architecture ${architecture}, which has no experts`,
};

const SGLANG_ON_OLD_GPU: Check<{ readonly instanceType: string; readonly gpu: string; readonly computeCapability: string }> = {
  id: 'sglang-on-old-gpu',
  severity: 'error',
  what: 'SGLang, on a GPU of compute capability below 7.5',
  why: 'the server exits when it starts',
  fix: 'use a newer instance type, such as ml.g5 or ml.g6',
  source: 'https://github.com/sgl-project/sglang/blob/v0.5.12/python/sglang/srt/model_executor/model_runner.py',
  message: (prop, { instanceType, gpu, computeCapability }) =>
    `'${prop}' ${instanceType} has a ${gpu} GPU of compute capability ${computeCapability}, but SGLang requires at least 7.5`,
};

const TEI_CONTEXT: Check<{ readonly got: number; readonly contextLength: number; readonly isDefault: boolean }> = {
  id: 'tei-batch-below-context',
  severity: 'warning',
  what: 'Text Embeddings Inference before 1.9.0 has fewer tokens in a batch than the context length of `modelProfile`',
  why: 'a longer input is never processed, and all requests after it wait indefinitely',
  fix: 'set `maxBatchTokens` to the context length, or use an image with version 1.9.0 or later',
  source: 'https://github.com/huggingface/text-embeddings-inference/pull/725',
  message: (prop, { got, contextLength, isDefault }) =>
    `'${prop}' must be at least the context length ${contextLength} of the model, got ${got}${isDefault ? ' (default)' : ''}`,
};

export const ENGINE_CHECKS = [
  TOOL_PARSER, CPU_ADAPTERS, BATCHED_TOKENS, BATCHED_CONTEXT, WORLD_SIZE, CONTEXT, EXPERTS, SGLANG_ON_OLD_GPU, TEI_CONTEXT,
];

/** Finds settings of an engine that contradict each other or the model. */
export function engineFindings(model: ModelPlan): Finding[] {
  return [...isVllm(model) ? vllmFindings(model) : [], ...contextFindings(model), ...teiFindings(model)];
}

/** Finds settings of an engine that contradict the accelerators. */
export function shareEngineFindings(model: ModelPlan, share: InstanceShare): Finding[] {
  return [...isVllm(model) ? workerFindings(model, share) : [], ...sglangFindings(model, share)];
}

function isVllm({ server }: ModelPlan): boolean {
  return server.family === ServerFamily.VLLM && !server.neuron;
}

function vllmFindings(model: ModelPlan): Finding[] {
  const choice = effectiveArgument(model, 'enable-auto-tool-choice');
  const isChosen = choice && isFlagOn(model.server, model.serverVersion, knownValue(choice));
  // a file may set the parser, too
  const hasParser = ['tool-call-parser', 'config'].some(argument => effectiveArgument(model, argument));
  return [
    ...choice && isChosen && !hasParser ? [finding(TOOL_PARSER, choice.prop, {})] : [],
    ...leastFindings(CPU_ADAPTERS, effectiveArgument(model, 'max-cpu-loras'), effectiveArgument(model, 'max-loras')),
    ...expertFindings(model),
    ...leastFindings(BATCHED_TOKENS, effectiveSetting(model, 'maxBatchedTokens'), effectiveSetting(model, 'maxConcurrentSequences')),
    ...isWhole(model) ? leastFindings(BATCHED_CONTEXT, effectiveSetting(model, 'maxBatchedTokens'), effectiveSetting(model, 'maxModelLength')) : [],
  ];
}

/** Whether prompts are processed as a whole: with chunked prefill, the default, a step has a part of one. */
function isWhole(model: ModelPlan): boolean {
  return isFlagOn(model.server, model.serverVersion, knownValue(effectiveArgument(model, 'no-enable-chunked-prefill')));
}

function leastFindings(check: Check<TwoNumbers>, setting: EffectiveSetting | undefined, limit: EffectiveSetting | undefined): Finding[] {
  const [got = Infinity, least = 0] = [knownAmount(setting), knownAmount(limit)];
  return when(got < least, () => finding(check, setting!.prop, { got, least, other: limit!.prop }));
}

/** Architectures of text models that never have experts. */
const WITHOUT_EXPERTS = [
  'Gemma2ForCausalLM', 'Gemma3ForCausalLM', 'LlamaForCausalLM', 'MistralForCausalLM', 'Phi3ForCausalLM', 'Qwen2ForCausalLM', 'Qwen3ForCausalLM',
];

function expertFindings(model: ModelPlan): Finding[] {
  const { server, serverVersion, profile } = model;
  const setting = effectiveArgument(model, 'enable-expert-parallel');
  const isOn = isFlagOn(server, serverVersion, knownValue(setting));
  const architecture = WITHOUT_EXPERTS.find(each => each === profile?.architecture);
  return isOn && architecture ? [finding(EXPERTS, setting!.prop, { architecture })] : [];
}

/** What makes the context of a model longer than its configuration says. */
const LONGER_CONTEXT = {
  arguments: ['config', 'hf-config-path', 'hf-overrides', 'json-model-override-args', 'rope-scaling', 'rope-theta'],
  // https://docs.vllm.ai/en/latest/configuration/env_vars/ and https://docs.sglang.io/references/environment_variables.html
  variables: ['SGLANG_ALLOW_OVERWRITE_LONGER_CONTEXT_LEN', 'VLLM_ALLOW_LONG_MAX_MODEL_LEN'],
};

function contextFindings(model: ModelPlan): Finding[] {
  const { server, environment, profile } = model;
  const name = server.traits.contextSetting as SettingName | undefined;
  const setting = name && effectiveSetting(model, name);
  const tokens = knownAmount(setting) ?? -Infinity;
  const contextLength = profile?.contextLength ?? Infinity;
  const isLonger = LONGER_CONTEXT.arguments.some(argument => effectiveArgument(model, argument))
    || LONGER_CONTEXT.variables.some(variable => Object.hasOwn(environment, variable));
  const isStrict = isVllm(model) || server.family === ServerFamily.SGLANG || isVllmInLmi(model);
  return when(isStrict && tokens > contextLength && !isLonger, () =>
    finding(CONTEXT, setting!.prop, { tokens, contextLength, server: server.title }));
}

/** Arguments with which the copies of data parallelism are elsewhere, too. Several nodes need arguments of their own. */
const OTHER_NODES = [
  'nnodes', 'data-parallel-address', 'data-parallel-backend', 'data-parallel-external-lb', 'data-parallel-hybrid-lb', 'data-parallel-rank',
  'data-parallel-size-local', 'data-parallel-start-rank',
];

/** With tensor parallelism only, `more-shards-than-accelerators` compares the degree. */
function workerFindings(model: ModelPlan, { instanceType, prop, acceleratorCount: available = 0 }: InstanceShare): Finding[] {
  const pipeline = knownInteger(effectiveArgument(model, 'pipeline-parallel-size')) ?? 1;
  const data = knownInteger(effectiveArgument(model, 'data-parallel-size')) ?? 1;
  const degree = effectiveSetting(model, 'tensorParallelDegree');
  const tensor = degree ? knownInteger(degree) ?? Infinity : 1;
  const isElsewhere = OTHER_NODES.some(argument => effectiveArgument(model, argument));
  return when(tensor <= available && tensor * pipeline * data > available && !isElsewhere, () =>
    finding(WORLD_SIZE, prop, { tensor, pipeline, data, available, instanceType: instanceType.toString() }));
}

function sglangFindings({ server }: ModelPlan, { instanceType, prop }: InstanceShare): Finding[] {
  const { acceleratorName: gpu } = instanceType;
  const computeCapability = gpuGeneration(gpu)?.computeCapability;
  if (server.family !== ServerFamily.SGLANG || computeCapability === undefined) {
    return [];
  }
  return when(compareVersions(computeCapability, '7.5') < 0, () =>
    finding(SGLANG_ON_OLD_GPU, prop, { instanceType: instanceType.toString(), gpu: gpu!, computeCapability }));
}

/** What Text Embeddings Inference puts into a batch by default: https://huggingface.co/docs/text-embeddings-inference/cli_arguments */
const TEI_BATCH_TOKENS = 16_384;

function teiFindings(model: ModelPlan): Finding[] {
  const { server, serverVersion: version, profile } = model;
  const setting = effectiveSetting(model, 'maxBatchTokens');
  const got = setting ? knownInteger(setting) ?? Infinity : TEI_BATCH_TOKENS;
  if (server.family !== ServerFamily.TEI || version === undefined || compareVersions(version, '1.9.0') >= 0) {
    return [];
  }
  const contextLength = profile?.contextLength ?? 0;
  return when(got < contextLength, () =>
    finding(TEI_CONTEXT, setting?.prop ?? 'server.maxBatchTokens', { got, contextLength, isDefault: !setting }));
}
