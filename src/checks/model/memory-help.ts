import { compareVersions } from '../../common/version-order';
import { ServerFamily } from '../../container/server-family';
import { gpuGeneration } from '../../instance/gpu-generation';
import { gpuMemory, MemorySettings, sequenceBytes } from '../../model/memory-formula';
import { ServedModel } from '../../plan/gpu-model';
import { ModelPlan } from '../../plan/model-plan';

/** A setting that needs less memory, and how a user writes it. */
interface Remedy {
  readonly text: string;
  readonly settings: Partial<MemorySettings>;
}

/** The options of each server that need less memory, from the one that costs the least. Most numbers of sequences are more than a GPU can serve. */
const REMEDIES: Partial<Record<ServerFamily, readonly Remedy[]>> = {
  [ServerFamily.VLLM]: [
    { text: '`server.maxConcurrentSequences` to 64', settings: { maxSequences: 64 } },
    { text: '`server.maxBatchedTokens` to 2048', settings: { tokensPerStep: 2048 } },
    { text: '`server.maxConcurrentSequences` to 16 and `server.maxBatchedTokens` to 2048', settings: { maxSequences: 16, tokensPerStep: 2048 } },
    { text: '`server.keyValueCacheDataType` to fp8', settings: { cacheValueBytes: 1 } },
    { text: '`server.gpuMemoryUtilization` to 0.95', settings: { memoryShare: 0.95 } },
  ],
  [ServerFamily.TGI]: [{ text: '`server.maxBatchPrefillTokens` to 2048', settings: { tokensPerStep: 2048 } }],
};

/** The first capability with hardware support of fp8: https://docs.vllm.ai/en/latest/features/quantization/quantized_kvcache/ */
const FP8_CAPABILITY = '8.9';

/** A setting with which one sequence of this length fits; undefined if there is none. */
export function helpfulSetting({ server: { family } }: ModelPlan, served: ServedModel, tokens: number): string | undefined {
  return family && REMEDIES[family]?.find(({ settings }) => isPossible(settings, served) && fits(served, settings, tokens))?.text;
}

/** Whether the GPU supports a setting, and it increases no number of tokens. Any other setting that needs more memory does not fit. */
function isPossible({ tokensPerStep, cacheValueBytes }: Partial<MemorySettings>, { settings, gpu }: ServedModel): boolean {
  const capability = gpuGeneration(gpu.name)?.computeCapability;
  const isSupported = cacheValueBytes === undefined || (capability !== undefined && compareVersions(capability, FP8_CAPABILITY) >= 0);
  return isSupported && !(tokensPerStep! >= settings.tokensPerStep!);
}

function fits({ structure, loadedBytes, gpu, settings }: ServedModel, remedy: Partial<MemorySettings>, tokens: number): boolean {
  const changed = { ...settings, ...remedy };
  const { cacheBytes } = gpuMemory(structure, loadedBytes, gpu, changed);
  return (sequenceBytes(structure, tokens, gpu, changed) ?? 0) <= cacheBytes;
}
