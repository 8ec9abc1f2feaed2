import { Token } from 'aws-cdk-lib/core';
import { Check, finding, Finding } from '../finding';
import { ServerFamily } from '../../container/server-family';
import { AcceleratorKind } from '../../instance/accelerator-kind';
import { EndpointPlan } from '../../plan/endpoint-plan';
import { gibibytes, ModelMemory, modelMemory, OVERHEAD } from '../../plan/model-memory';
import { namesOf } from '../../server/server-setting';

const SOURCE = 'https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docs/lmi/deployment_guide/instance-type-selection.md';

const TOO_LARGE: Check = {
  id: 'model-too-large',
  severity: 'error',
  what: 'the weights of `modelProfile` alone are larger than the memory of all accelerators, or of the instance for an image for CPUs, and vLLM, SGLang, TGI '
    + 'or TEI is not told to quantize or to offload them',
  why: 'the server runs out of memory while it loads the model',
  fix: 'take a larger instance type, or quantized weights',
  source: SOURCE,
};

const TIGHT: Check = {
  id: 'model-may-not-fit',
  severity: 'warning',
  what: 'the weights, and a fifth more that servers need beside them, are larger than the memory that the server takes; the size may be a guess by `modelId`, an estimate by `config.json`, or what is left by the quantization that the server is told',
  why: 'the server may run out of memory while it loads the model',
  fix: 'take a larger instance type, or quantized weights; `modelProfile` makes the size exact',
  source: 'https://github.com/aws/sagemaker-python-sdk/blob/master/sagemaker-serve/src/sagemaker/serve/utils/hardware_detector.py',
};

const CONTEXT: Check = {
  id: 'context-too-long',
  severity: 'warning',
  what: 'one sequence of the longest context does not fit into the memory beside the weights, by `modelProfile`',
  why: 'vLLM refuses to start; other servers fail at long requests',
  fix: 'shorten the context, or take a larger instance type',
  source: SOURCE,
};

export const MEMORY_CHECKS = [TOO_LARGE, TIGHT, CONTEXT];

/** Checks that the model fits into the memory. */
export function memoryFindings(plan: EndpointPlan): Finding[] {
  const memory = modelMemory(plan);
  const weights = memory?.loadedBytes;
  if (!memory || weights === undefined) {
    return [];
  }
  const size = `${sizeOf(memory)} ${gibibytes(weights)} of weights`;
  if (memory.strict && weights > memory.totalBytes) {
    return [finding(TOO_LARGE, `${size}, and ${memory.memory} have ${gibibytes(memory.totalBytes)} of memory; take a larger instance type, or quantized weights`)];
  }
  if (weights * OVERHEAD > memory.usableBytes && !isCpuWithoutProfile(plan, memory)) {
    return [finding(TIGHT, `${size}, and the server has ${gibibytes(memory.usableBytes)} of the memory of ${memory.memory}, of which it needs a fifth more than that; `
      + "take a larger instance type, or quantized weights; 'modelProfile' makes the size exact")];
  }
  return context(plan, memory, weights);
}

/** What is said of the size, by how exact it is. */
function sizeOf({ guessed, profile, loadedBits }: ModelMemory): string {
  const known = guessed ? 'a guess by its id is that the model has' : profile._isEstimate ? 'by its configuration, the model has about' : 'the model has';
  return loadedBits === undefined ? known : `${known}, loaded with ${loadedBits} bits a parameter,`;
}

/** On a CPU, a guess says nothing of what the server holds in memory at a time. */
function isCpuWithoutProfile({ instanceType }: EndpointPlan, { guessed }: ModelMemory): boolean {
  return guessed && instanceType.acceleratorKind === AcceleratorKind.NONE;
}

function context(plan: EndpointPlan, { profile, usableBytes }: ModelMemory, weights: number): Finding[] {
  const share = cacheShare(plan);
  const perToken = profile.keyValueCacheBytesPerToken !== undefined && share !== undefined ? profile.keyValueCacheBytesPerToken * share : undefined;
  const length = contextLength(plan) ?? (plan.server.family === ServerFamily.VLLM ? profile.contextLength : undefined);
  if (perToken === undefined || length === undefined || weights + perToken * length <= usableBytes) {
    return [];
  }
  const fits = Math.max(0, Math.floor((usableBytes - weights) / perToken));
  return [finding(CONTEXT, `a sequence of ${length} tokens needs ${gibibytes(perToken * length)} of memory, and ${gibibytes(usableBytes - weights)} are left beside the weights; `
    + `shorten the context to at most ${fits} tokens (${CONTEXT_OPTIONS.join(', ')}), or take a larger instance type`)];
}

const CONTEXT_OPTIONS = ['maxModelLength', 'contextLength', 'maxTotalTokens'];

/** How much of a cache of 16 bits the server's takes; undefined where the data type that it is told is not known here. */
function cacheShare({ server, environment }: EndpointPlan): number | undefined {
  const setting = server.settings.find(({ name }) => name === 'keyValueCacheDataType');
  const names = setting ? namesOf(setting) : [server.argumentVariable?.('kv-cache-dtype') ?? ''];
  const dataType = names.map(name => environment[name]).find(text => text !== undefined) ?? 'auto';
  return /^(auto|float16|bfloat16|fp16|bf16|half)$/.test(dataType) ? 1 : /^fp8/.test(dataType) ? 0.5 : undefined;
}

/** The longest context that the server is told. */
function contextLength({ server, environment }: EndpointPlan): number | undefined {
  const setting = server.settings.find(({ name }) => CONTEXT_OPTIONS.includes(name));
  const value = setting && namesOf(setting).map(name => environment[name]).find(text => text !== undefined);
  return value === undefined || Token.isUnresolved(value) || !/^\d+$/.test(value) ? undefined : Number(value);
}
