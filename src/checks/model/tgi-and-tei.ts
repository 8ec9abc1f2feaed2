import { isKnown } from '../../common/known';
import { compareVersions } from '../../common/version-order';
import { ServerFamily } from '../../container/server-family';
import { gpuGeneration } from '../../instance/gpu-generation';
import { InstanceShare } from '../../instance/instance-share';
import { effectiveArgument, EffectiveSetting, effectiveSetting, knownInteger, knownValue } from '../../plan/effective-setting';
import { ModelPlan } from '../../plan/model-plan';
import { SettingName } from '../../server/definitions';
import { Check, finding, Finding, when } from '../finding';

const TGI_SOURCE = 'https://github.com/huggingface/text-generation-inference/blob/main/launcher/src/main.rs';
const TEI_SOURCE = 'https://github.com/huggingface/text-embeddings-inference/blob/main/router/src/main.rs';
const EXITS = 'the server exits at once: you pay for minutes of an endpoint that never becomes healthy';

/** A number of tokens that the server uses. */
interface Tokens {
  readonly tokens: number;

  /** The prop that sets it. */
  readonly setting: string;

  /** Whether it is a default of the server. */
  readonly isDefault: boolean;
}

function tokensText({ tokens, isDefault }: Tokens): string {
  return isDefault ? `${tokens} (default)` : `${tokens}`;
}

/** A prompt, and the context that it must leave room in. */
interface PromptFound {
  readonly input: Tokens;
  readonly total: Tokens;
}

function promptMessage(_prop: string, { input, total }: PromptFound): string {
  return `'${input.setting}' must be less than '${total.setting}', got ${tokensText(input)} and ${tokensText(total)}`;
}

const INPUT_BELOW_TOTAL: Check<PromptFound> = {
  id: 'tgi-input-below-total',
  severity: 'error',
  what: 'the longest prompt of TGI is not shorter than the longest context',
  why: EXITS,
  fix: 'decrease `maxInputTokens`, or increase `maxTotalTokens`',
  source: TGI_SOURCE,
  message: promptMessage,
};

const INPUT_TWICE: Check<Twice> = {
  id: 'tgi-input-twice',
  severity: 'error',
  what: '`MAX_INPUT_TOKENS` and `MAX_INPUT_LENGTH` are both set for TGI 2.0.0 or later',
  why: EXITS,
  fix: 'set only one of them',
  source: TGI_SOURCE,
  message: twiceMessage,
};

const TOTAL_IN_BATCH: Check<{ readonly total: Tokens; readonly batch: Tokens }> = {
  id: 'tgi-total-in-batch',
  severity: 'error',
  what: 'the longest context of TGI has more tokens than a batch',
  why: EXITS,
  fix: 'increase `maxBatchTotalTokens`, or remove it',
  source: TGI_SOURCE,
  message: (_prop, { total, batch }) =>
    `'${total.setting}' must be at most '${batch.setting}', got ${tokensText(total)} and ${tokensText(batch)}`,
};

/** The tokens of a prefill, and the prompt for which they are too few, or the batch for which they are too many. */
interface PrefillFound {
  readonly version: string;
  readonly prefill: Tokens;
  readonly limit: Tokens;
  readonly isTooLow: boolean;
}

const PREFILL: Check<PrefillFound> = {
  id: 'tgi-prefill',
  severity: 'error',
  what: 'TGI before 2.4.0 has fewer prefill tokens than the longest prompt, or more than a batch',
  why: EXITS,
  fix: 'set `maxBatchPrefillTokens` to at least the tokens of the longest prompt, and at most the tokens of a batch',
  source: 'https://github.com/huggingface/text-generation-inference/blob/v2.3.1/launcher/src/main.rs',
  message: (_prop, { version, prefill, limit, isTooLow }) => `'${prefill.setting}' must be at ${isTooLow ? 'least' : 'most'} '${limit.setting}' `
    + `in TGI ${version}, got ${tokensText(prefill)} and ${tokensText(limit)}`,
};

const BATCH_PREFILL: Check<Omit<PrefillFound, 'version' | 'isTooLow'>> = {
  id: 'tgi-prefill-in-batch',
  severity: 'warning',
  what: 'TGI from 2.4.0 on has more prefill tokens than a batch',
  why: 'the server exits, unless it measures the tokens of a batch itself',
  fix: 'decrease `maxBatchPrefillTokens`, or remove `maxBatchTotalTokens`',
  source: 'https://github.com/huggingface/text-generation-inference/blob/v3.3.6/backends/v3/src/main.rs',
  message: (_prop, { prefill, limit }) =>
    `'${prefill.setting}' must be at most '${limit.setting}', got ${tokensText(prefill)} and ${tokensText(limit)}`,
};

const PROMPT_PREFILL: Check<Omit<PrefillFound, 'version' | 'isTooLow'>> = {
  id: 'tgi-prompt-in-prefill',
  severity: 'warning',
  what: 'TGI from 2.4.0 on has fewer prefill tokens than the longest prompt, and does not divide a prompt: it is version 2.4, or '
    + '`PREFILL_CHUNKING` or speculative decoding prevents it',
  why: EXITS,
  fix: 'set `maxBatchPrefillTokens` to at least the tokens of the longest prompt',
  source: 'https://github.com/huggingface/text-generation-inference/blob/v3.3.6/backends/v3/src/main.rs',
  message: (_prop, { prefill, limit }) =>
    `'${prefill.setting}' must be at least '${limit.setting}', got ${tokensText(prefill)} and ${tokensText(limit)}`,
};

const OLD_GPU: Check<{ readonly degree: number; readonly instanceType: string; readonly gpu: string; readonly computeCapability: string }> = {
  id: 'tgi-shards-on-old-gpu',
  severity: 'warning',
  what: 'TGI is configured to split the model over GPUs of compute capability below 7.5',
  why: 'it has no flash attention on such a GPU, without which it cannot split most models, and exits',
  fix: 'use a newer instance type, such as ml.g5 or ml.g6, or a `tensorParallelDegree` of 1',
  source: 'https://github.com/huggingface/text-generation-inference/blob/v3.3.6/server/text_generation_server/models/__init__.py',
  message: (prop, { degree, instanceType, gpu, computeCapability }) => `'${prop}' ${instanceType} has ${gpu} GPUs of compute capability `
    + `${computeCapability}, over which TGI cannot split most models, got ${degree} GPUs`,
};

const NEURON_INPUT: Check<PromptFound> = {
  id: 'tgi-neuron-input-below-total',
  severity: 'warning',
  what: 'the longest prompt of TGI on AWS Neuron is not shorter than the longest context',
  why: 'the server exits at once, unless the model is compiled for a longer context',
  fix: 'decrease `maxInputTokens`, or increase `maxTotalTokens`',
  source: 'https://github.com/huggingface/text-generation-inference/blob/main/backends/neuron/server/text_generation_server/tgi_env.py',
  message: promptMessage,
};

/** What the only GPU comes from. */
interface OneGpu {
  readonly setting: string;
  readonly instanceType?: string;
}

const SHARDED: Check<OneGpu> = {
  id: 'tgi-sharded-on-one',
  severity: 'error',
  what: '`SHARDED` is true for TGI with one GPU',
  why: EXITS,
  fix: 'remove it',
  source: TGI_SOURCE,
  message: (prop, { setting, instanceType }) => `'${prop}' must not be true with one GPU ('${setting}' ${instanceType ?? 1})`,
};

const EXL2: Check<{ readonly degree: number; readonly setting: string }> = {
  id: 'tgi-exl2-shards',
  severity: 'error',
  what: 'TGI is configured to split a model that is quantized with exl2',
  why: EXITS,
  fix: 'use an instance type with one GPU, or a `tensorParallelDegree` of 1',
  source: TGI_SOURCE,
  message: (prop, { degree, setting }) => `'${prop}' must not be exl2 if the model is split, got ${degree} GPUs ('${setting}')`,
};

const QUANTIZED_DATA_TYPE: Check<{ readonly other: string }> = {
  id: 'tgi-quantization-and-data-type',
  severity: 'error',
  what: 'TGI is configured with both a data type and a quantization other than bitsandbytes',
  why: EXITS,
  fix: 'set only one of them',
  source: 'https://github.com/huggingface/text-generation-inference/blob/v3.3.6/server/text_generation_server/cli.py',
  message: togetherMessage,
};

const PROMPT_TWICE: Check<{ readonly other: string }> = {
  id: 'tei-prompt-twice',
  severity: 'error',
  what: '`DEFAULT_PROMPT` and `DEFAULT_PROMPT_NAME` are both set for Text Embeddings Inference',
  why: EXITS,
  fix: 'set only one of them',
  source: TEI_SOURCE,
  message: togetherMessage,
};

const TOKEN_TWICE: Check<Twice> = {
  id: 'tei-token-twice',
  severity: 'warning',
  what: '`HF_TOKEN` and `HF_API_TOKEN` are both set for Text Embeddings Inference 1.6.1 or later',
  why: 'the server reads them as contradictory arguments, and may exit',
  fix: 'remove `HF_API_TOKEN`',
  source: TEI_SOURCE,
  message: (prop, values) => `${twiceMessage(prop, values)}, with which Text Embeddings Inference may exit`,
};

export const TOKEN_CHECKS = [
  INPUT_BELOW_TOTAL, INPUT_TWICE, TOTAL_IN_BATCH, PREFILL, BATCH_PREFILL, PROMPT_PREFILL, OLD_GPU, NEURON_INPUT, SHARDED, EXL2,
  QUANTIZED_DATA_TYPE, PROMPT_TWICE, TOKEN_TWICE,
];

/** Two names of the same setting. */
interface Twice {
  readonly variables: readonly [string, string];
}

function twiceMessage(prop: string, { variables }: Twice): string {
  return `'${prop}' must not set ${variables.join(' together with ')}`;
}

function togetherMessage(prop: string, { other }: { readonly other: string }): string {
  return `'${prop}' must not be set together with '${other}'`;
}

/** Finds settings of TGI and TEI that contradict each other. */
export function tokenFindings(model: ModelPlan): Finding[] {
  const { family, neuron } = model.server;
  if (family === ServerFamily.TGI) {
    return neuron ? promptFindings(NEURON_INPUT, model) : tgiFindings(model);
  }
  return family === ServerFamily.TEI ? teiFindings(model) : [];
}

/** Finds settings of TGI that contradict the GPUs. */
export function shareTokenFindings(model: ModelPlan, share: InstanceShare): Finding[] {
  const { acceleratorCount, instanceType, prop } = share;
  const usesAllGpus = isTgi(model) && effectiveSetting(model, 'tensorParallelDegree') === undefined;
  return [
    ...usesAllGpus ? shardedFindings(model, acceleratorCount, { setting: prop, instanceType: instanceType.toString() }) : [],
    ...isTgi(model) ? oldGpuFindings(model, share) : [],
  ];
}

function oldGpuFindings(model: ModelPlan, { instanceType, prop }: InstanceShare): Finding[] {
  const degree = knownInteger(effectiveSetting(model, 'tensorParallelDegree')) ?? 1;
  const gpu = instanceType.acceleratorName;
  const computeCapability = gpuGeneration(gpu)?.computeCapability;
  return degree > 1 && computeCapability !== undefined && compareVersions(computeCapability, '7.5') < 0
    ? [finding(OLD_GPU, prop, { degree, instanceType: instanceType.toString(), gpu: gpu!, computeCapability })] : [];
}

function isTgi({ server }: ModelPlan): boolean {
  return server.family === ServerFamily.TGI && !server.neuron;
}

function tgiFindings(model: ModelPlan): Finding[] {
  const degree = effectiveSetting(model, 'tensorParallelDegree');
  return [
    ...isAtLeast(model.serverVersion, '2.0.0') ? twiceFindings(INPUT_TWICE, model, ['MAX_INPUT_TOKENS', 'MAX_INPUT_LENGTH']) : [],
    ...promptFindings(INPUT_BELOW_TOTAL, model),
    ...batchFindings(model),
    ...prefillFindings(model),
    ...degree ? degreeFindings(model, degree) : [],
    ...dataTypeFindings(model),
  ];
}

function promptFindings(check: Check<PromptFound>, model: ModelPlan): Finding[] {
  const input = tokensOf(model, 'maxInputTokens');
  const total = tokensOf(model, 'maxTotalTokens');
  return input && total && input.tokens >= total.tokens ? [finding(check, propOf(input, total), { input, total })] : [];
}

function batchFindings(model: ModelPlan): Finding[] {
  const total = tokensOf(model, 'maxTotalTokens');
  const batch = tokensOf(model, 'maxBatchTotalTokens');
  return total && batch && total.tokens > batch.tokens ? [finding(TOTAL_IN_BATCH, propOf(total, batch), { total, batch })] : [];
}

/** From version 2.4.0 on, the server checks the numbers only after it has measured the tokens of a batch. */
function prefillFindings(model: ModelPlan): Finding[] {
  const { serverVersion: version } = model;
  const prefill = tokensOf(model, 'maxBatchPrefillTokens');
  const batch = tokensOf(model, 'maxBatchTotalTokens');
  if (!prefill || version === undefined) {
    return [];
  }
  const input = tokensOf(model, 'maxInputTokens');
  if (isAtLeast(version, '2.4.0')) {
    return [
      ...batch && prefill.tokens > batch.tokens ? [finding(BATCH_PREFILL, propOf(prefill, batch), { prefill, limit: batch })] : [],
      ...input && prefill.tokens < input.tokens && !dividesPrompts(model, version)
        ? [finding(PROMPT_PREFILL, propOf(prefill, input), { prefill, limit: input })] : [],
    ];
  }
  if (input && prefill.tokens < input.tokens) {
    return [finding(PREFILL, propOf(prefill, input), { version, prefill, limit: input, isTooLow: true })];
  }
  return batch && prefill.tokens > batch.tokens
    ? [finding(PREFILL, propOf(prefill, batch), { version, prefill, limit: batch, isTooLow: false })] : [];
}

/**
 * Whether a prompt may have more tokens than a prefill: by default from version 3 on, and not together with speculative decoding.
 *
 * @see https://github.com/huggingface/text-generation-inference/blob/v3.3.6/server/text_generation_server/models/model.py
 */
function dividesPrompts(model: ModelPlan, version: string): boolean {
  const chunking: unknown = model.environment.PREFILL_CHUNKING;
  const isOn = typeof chunking === 'string' ? !isKnown(chunking) || /^(1|true)$/i.test(chunking) : isAtLeast(version, '3.0.0');
  return isOn && (knownInteger(effectiveSetting(model, 'speculativeTokens')) ?? 0) === 0;
}

function degreeFindings(model: ModelPlan, degreeSetting: EffectiveSetting): Finding[] {
  const { prop: setting } = degreeSetting;
  const degree = knownInteger(degreeSetting) ?? 0;
  const quantization = effectiveSetting(model, 'quantization');
  return [
    ...shardedFindings(model, degree, { setting }),
    ...when(degree > 1 && knownValue(quantization) === 'exl2', () => finding(EXL2, quantization!.prop, { degree, setting })),
  ];
}

function shardedFindings(model: ModelPlan, count: number | undefined, values: OneGpu): Finding[] {
  const sharded = effectiveArgument(model, 'sharded');
  return when(count === 1 && knownValue(sharded) === 'true', () => finding(SHARDED, sharded!.prop, values));
}

function dataTypeFindings(model: ModelPlan): Finding[] {
  const quantization = effectiveSetting(model, 'quantization');
  const dataType = effectiveSetting(model, 'dataType');
  const method = knownValue(quantization);
  return method && !method.startsWith('bitsandbytes') && dataType
    ? [finding(QUANTIZED_DATA_TYPE, quantization!.prop, { other: dataType.prop })] : [];
}

function teiFindings(model: ModelPlan): Finding[] {
  const prompt = effectiveSetting(model, 'defaultPrompt');
  const name = effectiveSetting(model, 'defaultPromptName');
  return [
    ...prompt && name ? [finding(PROMPT_TWICE, prompt.prop, { other: name.prop })] : [],
    ...isAtLeast(model.serverVersion, '1.6.1') ? twiceFindings(TOKEN_TWICE, model, ['HF_TOKEN', 'HF_API_TOKEN']) : [],
  ];
}

/** Finds two variables of one setting that are both set: the server reads each of them as an argument of its own. */
function twiceFindings(check: Check<Twice>, { environment }: ModelPlan, variables: readonly [string, string]): Finding[] {
  return when(variables.every(name => Object.hasOwn(environment, name)), () => finding(check, 'environment', { variables }));
}

/** The number of tokens that the server uses for a setting. Undefined if it is not known. */
function tokensOf(model: ModelPlan, name: SettingName): Tokens | undefined {
  const setting = effectiveSetting(model, name);
  const tokens = knownInteger(setting);
  return tokens === undefined ? undefined : { tokens, setting: setting!.prop, isDefault: setting!.origin === 'server' };
}

/** The prop of two that is not a default. */
function propOf(first: Tokens, second: Tokens): string {
  return first.isDefault ? second.setting : first.setting;
}

/** The newest rules apply if the version is not known. */
function isAtLeast(version: string | undefined, least: string): boolean {
  return version === undefined || compareVersions(version, least) >= 0;
}
