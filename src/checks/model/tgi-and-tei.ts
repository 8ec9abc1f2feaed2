import { Token } from 'aws-cdk-lib/core';
import { compareVersions } from '../../common/version-order';
import { ServerFamily } from '../../container/server-family';
import { Check, finding, Finding, EndpointPlan } from '../legacy';

const TGI_SOURCE = 'https://github.com/huggingface/text-generation-inference/blob/main/launcher/src/main.rs';
const ENDS = 'the server ends at once: billed minutes, and an endpoint that never becomes healthy';

const INPUT_BELOW_TOTAL: Check = {
  id: 'tgi-input-below-total',
  severity: 'error',
  what: 'the longest prompt of TGI is not below the longest context',
  why: ENDS,
  fix: 'lower `maxInputTokens`, or raise `maxTotalTokens`',
  source: TGI_SOURCE,
};

const INPUT_TWICE: Check = {
  id: 'tgi-input-twice',
  severity: 'error',
  what: '`MAX_INPUT_TOKENS` and `MAX_INPUT_LENGTH` are both set for TGI from 2.0.0',
  why: ENDS,
  fix: 'set one of them',
  source: TGI_SOURCE,
};

const TOTAL_IN_BATCH: Check = {
  id: 'tgi-total-in-batch',
  severity: 'error',
  what: 'the longest context of TGI is above the tokens of a batch',
  why: ENDS,
  fix: 'raise `maxBatchTotalTokens`, or leave it out',
  source: TGI_SOURCE,
};

const PREFILL: Check = {
  id: 'tgi-prefill',
  severity: 'error',
  what: 'the prefill tokens of TGI before 2.4.0 are below the longest prompt, or above the tokens of a batch',
  why: ENDS,
  fix: 'take a number between them, or leave it out',
  source: 'https://github.com/huggingface/text-generation-inference/blob/v2.3.1/launcher/src/main.rs',
};

const NEURON_INPUT: Check = {
  id: 'tgi-neuron-input-below-total',
  severity: 'warning',
  what: 'the longest prompt of TGI on AWS Neuron is not below the longest context',
  why: 'the server ends at once, unless the model is compiled for a longer context than it is told',
  fix: 'lower `maxInputTokens`, or raise `maxTotalTokens`',
  source: 'https://github.com/huggingface/text-generation-inference/blob/main/backends/neuron/server/text_generation_server/tgi_env.py',
};

const SHARDED: Check = {
  id: 'tgi-sharded-on-one',
  severity: 'error',
  what: '`SHARDED` is true for TGI with one GPU',
  why: ENDS,
  fix: 'leave it out',
  source: TGI_SOURCE,
};

const EXL2: Check = {
  id: 'tgi-exl2-shards',
  severity: 'error',
  what: 'TGI is told to split a model that is quantized by exl2',
  why: ENDS,
  fix: 'take an instance type with one GPU, or a `tensorParallelDegree` of 1',
  source: TGI_SOURCE,
};

const QUANTIZED_DATA_TYPE: Check = {
  id: 'tgi-quantization-and-data-type',
  severity: 'warning',
  what: 'TGI is told a quantization and a data type',
  why: 'its documentation says not to: the server may end',
  fix: 'set one of them',
  source: TGI_SOURCE,
};

const PROMPT_TWICE: Check = {
  id: 'tei-prompt-twice',
  severity: 'error',
  what: '`DEFAULT_PROMPT` and `DEFAULT_PROMPT_NAME` are both set for Text Embeddings Inference',
  why: ENDS,
  fix: 'set one of them',
  source: 'https://github.com/huggingface/text-embeddings-inference/blob/main/router/src/main.rs',
};

const TOKEN_TWICE: Check = {
  id: 'tei-token-twice',
  severity: 'warning',
  what: '`HF_TOKEN` and `HF_API_TOKEN` are both set for Text Embeddings Inference from 1.6.1',
  why: 'it takes them as contradictory arguments, and may end',
  fix: 'set `HF_TOKEN` alone',
  source: 'https://github.com/huggingface/text-embeddings-inference/blob/main/router/src/main.rs',
};

export const TOKEN_CHECKS = [
  INPUT_BELOW_TOTAL, INPUT_TWICE, TOTAL_IN_BATCH, PREFILL, NEURON_INPUT, SHARDED, EXL2, QUANTIZED_DATA_TYPE, PROMPT_TWICE, TOKEN_TWICE,
];

/** Checks the rules that TGI and TEI have on their own settings. */
export function tokenFindings(plan: EndpointPlan): Finding[] {
  if (plan.server.neuron) {
    return plan.server.family === ServerFamily.TGI ? tgiNeuron(plan) : [];
  }
  switch (plan.server.family) {
    case ServerFamily.TGI:
      return [...tgiLengths(plan), ...tgiPrefill(plan), ...tgiShards(plan)];
    case ServerFamily.TEI:
      return tei(plan);
    default:
      return [];
  }
}

function tgiLengths({ environment, serverVersion }: EndpointPlan): Finding[] {
  const { input, total, batch } = tgiTokens(environment, serverVersion);
  const findings: Finding[] = [];
  if ('MAX_INPUT_TOKENS' in environment && 'MAX_INPUT_LENGTH' in environment && isAtLeast(serverVersion, '2.0.0')) {
    findings.push(finding(INPUT_TWICE, "'environment' sets MAX_INPUT_TOKENS and MAX_INPUT_LENGTH, of which TGI takes only one; leave one out"));
  }
  if (input && total && input.tokens >= total.tokens) {
    findings.push(finding(INPUT_BELOW_TOTAL, `the longest prompt must be below the longest context, got ${input.text} and ${total.text}; `
      + "lower 'maxInputTokens' (MAX_INPUT_TOKENS), or raise 'maxTotalTokens' (MAX_TOTAL_TOKENS)"));
  }
  if (total && batch && total.tokens > batch.tokens) {
    findings.push(finding(TOTAL_IN_BATCH, `the longest context must be at most the tokens of a batch, got ${total.text} and ${batch.text}; `
      + "raise 'maxBatchTotalTokens' (MAX_BATCH_TOTAL_TOKENS), or leave it out"));
  }
  return findings;
}

/** The rule is gone from 2.4.0. */
function tgiPrefill({ environment, serverVersion }: EndpointPlan): Finding[] {
  const { prefill, input, batch } = tgiTokens(environment, serverVersion);
  if (!prefill || serverVersion === undefined || isAtLeast(serverVersion, '2.4.0')) {
    return [];
  }
  const isBelow = input !== undefined && prefill.tokens < input.tokens;
  if (!isBelow && (!batch || prefill.tokens <= batch.tokens)) {
    return [];
  }
  return [finding(PREFILL, `the prefill tokens of TGI ${serverVersion} must be from the longest prompt to the tokens of a batch, got ${prefill.text}, `
    + `which is ${isBelow ? `below ${input.text}` : `above ${batch?.text}`}; `
    + `${prefill.isDefault ? 'set' : 'change'} 'maxBatchPrefillTokens' (MAX_BATCH_PREFILL_TOKENS)${prefill.isDefault ? '' : ', or leave it out'}`)];
}

/** A number of tokens, as the server is told it or takes it by itself. */
interface Tokens {
  readonly tokens: number;
  readonly isDefault: boolean;

  /** The number in a message. */
  readonly text: string;
}

/** What TGI takes from 0.9.4 until 2.0.0, from when on it reckons by the model: https://github.com/huggingface/text-generation-inference/blob/v1.4.5/launcher/src/main.rs */
const OLD_DEFAULTS = { input: 1024, total: 2048, prefill: 4096 };

/** The lengths of TGI; undefined where they are not known. */
function tgiTokens(environment: Readonly<Record<string, string>>, version: string | undefined): Record<'input' | 'total' | 'prefill' | 'batch', Tokens | undefined> {
  const isOld = version !== undefined && !isAtLeast(version, '2.0.0');
  const defaults: Partial<typeof OLD_DEFAULTS> = isOld && isAtLeast(version, '0.9.4') ? OLD_DEFAULTS : {};
  const tokens = (names: string[], byDefault?: number): Tokens | undefined => {
    const isDefault = !names.some(name => name in environment);
    const number = isDefault ? byDefault : names.map(name => numberOf(environment, name)).find(told => told !== undefined);
    return number === undefined ? undefined : { tokens: number, isDefault, text: isDefault ? `${number} by default` : `${number}` };
  };
  return {
    input: tokens(isOld ? ['MAX_INPUT_LENGTH'] : ['MAX_INPUT_TOKENS', 'MAX_INPUT_LENGTH'], defaults.input),
    total: tokens(['MAX_TOTAL_TOKENS'], defaults.total),
    prefill: tokens(['MAX_BATCH_PREFILL_TOKENS'], defaults.prefill),
    batch: tokens(['MAX_BATCH_TOTAL_TOKENS']),
  };
}

/** A model that is compiled for a longer context takes the prompt: the length that it is compiled for becomes the longest context. */
function tgiNeuron({ environment }: EndpointPlan): Finding[] {
  const input = numberOf(environment, 'MAX_INPUT_TOKENS') ?? numberOf(environment, 'MAX_INPUT_LENGTH');
  const total = numberOf(environment, 'MAX_TOTAL_TOKENS');
  return input === undefined || total === undefined || input < total ? [] : [finding(NEURON_INPUT,
    `the longest prompt must be below the longest context that the model is compiled for, got ${input} and ${total}; `
    + "lower 'maxInputTokens' (MAX_INPUT_TOKENS), or raise 'maxTotalTokens' (MAX_TOTAL_TOKENS)")];
}

function tgiShards({ environment, instanceType }: EndpointPlan): Finding[] {
  const shards = numberOf(environment, 'SM_NUM_GPUS') ?? numberOf(environment, 'NUM_SHARD');
  const quantization = environment.HF_MODEL_QUANTIZE ?? environment.QUANTIZE;
  const findings: Finding[] = [];
  if (environment.SHARDED === 'true' && (shards ?? instanceType.acceleratorCount) === 1) {
    findings.push(finding(SHARDED, "'environment.SHARDED' is true, with one GPU; leave it out"));
  }
  if (quantization === 'exl2' && shards !== undefined && shards > 1) {
    findings.push(finding(EXL2, `a model that is quantized by exl2 must not be split, got ${shards} GPUs; set 'server' with a 'tensorParallelDegree' of 1`));
  }
  if (quantization !== undefined && environment.DTYPE !== undefined) {
    findings.push(finding(QUANTIZED_DATA_TYPE, "TGI takes 'quantization' or 'dataType' (HF_MODEL_QUANTIZE or DTYPE), got both; leave one out"));
  }
  return findings;
}

function tei({ environment, serverVersion }: EndpointPlan): Finding[] {
  const findings: Finding[] = [];
  if ('DEFAULT_PROMPT' in environment && 'DEFAULT_PROMPT_NAME' in environment) {
    findings.push(finding(PROMPT_TWICE, "'environment' sets DEFAULT_PROMPT and DEFAULT_PROMPT_NAME, of which only one may be set; leave one out"));
  }
  if ('HF_TOKEN' in environment && 'HF_API_TOKEN' in environment && isAtLeast(serverVersion, '1.6.1')) {
    findings.push(finding(TOKEN_TWICE, "'environment' sets HF_TOKEN and HF_API_TOKEN, which the server takes as contradictory; set HF_TOKEN alone"));
  }
  return findings;
}

function numberOf(environment: Readonly<Record<string, string>>, name: string): number | undefined {
  const value = environment[name];
  return value === undefined || Token.isUnresolved(value) || !/^\d+$/.test(value) ? undefined : Number(value);
}

/** The newest rules hold where the version is not known. */
function isAtLeast(version: string | undefined, least: string): boolean {
  return version === undefined || compareVersions(version, least) >= 0;
}
