import { effectiveArgument, EffectiveSetting, effectiveSetting, knownAmount, knownInteger, knownValue } from './effective-setting';
import { ModelPlan } from './model-plan';
import { ServerFamily } from '../container/server-family';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { InstanceShare } from '../instance/instance-share';
import { cacheValueBytes } from '../model/memory-estimate';
import { engineVersion, Gpu, gpuMemory, GpuMemory, hasMemoryFormula, MemorySettings } from '../model/memory-formula';
import { ModelStructure } from '../model/model-structure';
import { SettingName } from '../server/definitions';
import { isFlagOn } from '../server/flag';

/** A model on GPUs, with the settings of its server. */
export interface ServedModel {
  readonly structure: ModelStructure;
  readonly loadedBytes: number;
  readonly gpu: Gpu;
  readonly settings: MemorySettings;
  readonly memory: GpuMemory;
}

/** Arguments that replace what the formula calculates: https://docs.vllm.ai/en/latest/configuration/engine_args/ */
const OTHER_MEMORY = ['kv-cache-memory-bytes', 'num-gpu-blocks-override', 'block-size', 'speculative-config'];

/** The size of SGLang's cache. TGI has an argument of this name for its context: https://docs.sglang.io/advanced_features/server_arguments.html */
const CACHE_TOKENS = 'max-total-tokens';

/** The names of the settings of a batch, which differ between servers. */
const BATCH: Partial<Record<ServerFamily, { readonly tokens?: SettingName; readonly sequences?: SettingName; readonly share: SettingName }>> = {
  [ServerFamily.VLLM]: { tokens: 'maxBatchedTokens', sequences: 'maxConcurrentSequences', share: 'gpuMemoryUtilization' },
  [ServerFamily.LMI]: { sequences: 'maxRollingBatchSize', share: 'gpuMemoryUtilization' },
  [ServerFamily.SGLANG]: { share: 'staticMemoryFraction' },
  [ServerFamily.TGI]: { tokens: 'maxBatchPrefillTokens', share: 'gpuMemoryUtilization' },
};

/** The part of the memory that TGI uses of its share: https://github.com/huggingface/text-generation-inference, TGI_WIGGLE_ROOM */
const TGI_PART = 0.95;

/** The model on the GPUs of a share. Undefined if the formula does not describe its server, or if a setting is not known at synth. */
export function gpuModel(model: ModelPlan, share: InstanceShare, structure: ModelStructure, loadedBytes: number): ServedModel | undefined {
  const { family, neuron } = model.server;
  const { instanceType: { acceleratorKind, acceleratorName: name, _acceleratorMemoryBytes: memoryBytes }, acceleratorCount: count } = share;
  if (!hasMemoryFormula(family) || neuron || acceleratorKind !== AcceleratorKind.GPU || !memoryBytes || !count || runsOtherwise(model)) {
    return undefined;
  }
  const settings = settingsOf(model, family, count);
  const gpu = { name, memoryBytes };
  return settings && { structure, loadedBytes, gpu, settings, memory: gpuMemory(structure, loadedBytes, gpu, settings) };
}

/** Whether the server is configured in a way that the formula does not describe. */
function runsOtherwise(model: ModelPlan): boolean {
  const engine = effectiveSetting(model, 'rollingBatch')?.value ?? 'auto';
  const others = model.server.family === ServerFamily.SGLANG ? [...OTHER_MEMORY, CACHE_TOKENS] : OTHER_MEMORY;
  return isSplitOtherwise(model) || others.some(argument => effectiveArgument(model, argument))
    || !/^(auto|vllm|lmi-dist|disable)$/.test(engine);
}

function settingsOf(model: ModelPlan, server: ServerFamily, count: number): MemorySettings | undefined {
  const names = BATCH[server]!;
  const given = {
    share: effectiveSetting(model, names.share),
    tokens: names.tokens && effectiveSetting(model, names.tokens),
    sequences: names.sequences && effectiveSetting(model, names.sequences),
    cache: effectiveSetting(model, 'keyValueCacheDataType') ?? effectiveArgument(model, 'kv-cache-dtype'),
    degree: effectiveSetting(model, 'tensorParallelDegree'),
    context: contextSetting(model),
    eager: effectiveArgument(model, 'enforce-eager'),
  };
  // an image of Large Model Inference without a known version may be of any age
  const engine = server === ServerFamily.LMI && model.serverVersion === undefined ? undefined : engineVersion(server, model.serverVersion);
  const degree = knownInteger(given.degree) ?? count;
  const valueBytes = cacheValueBytes(knownValue(given.cache));
  const hasToken = Object.values(given).some(setting => setting !== undefined && knownValue(setting) === undefined);
  if (hasToken || !engine || !valueBytes || degree < 1 || degree > count) {
    return undefined;
  }
  return {
    server,
    ...engine,
    tensorParallelDegree: degree,
    memoryShare: shareOf(given.share, server),
    tokensPerStep: knownAmount(given.tokens) || undefined,
    maxSequences: knownInteger(given.sequences) || undefined,
    contextLength: knownAmount(given.context) ?? model.profile?.contextLength,
    cacheValueBytes: valueBytes,
    usesGraphs: !(given.eager && isFlagOn(model.server, model.serverVersion, knownValue(given.eager))),
  };
}

/** The share that is set; undefined if none is, or if another check rejects it. */
function shareOf(setting: EffectiveSetting | undefined, server: ServerFamily): number | undefined {
  const share = Number(knownValue(setting));
  return share > 0 && share <= 1 ? share * (server === ServerFamily.TGI ? TGI_PART : 1) : undefined;
}

/** The setting of the longest context. */
export function contextSetting(model: ModelPlan): EffectiveSetting | undefined {
  const name = model.server.traits.contextSetting as SettingName | undefined;
  return name && effectiveSetting(model, name);
}

/** Whether pipeline or data parallelism uses further accelerators: what replaces the default of the degree. */
export function isSplitOtherwise({ server: { settings, traits }, environment }: ModelPlan): boolean {
  const degree = settings.find(({ name }) => name === traits.degreeSetting);
  return degree?.unless?.some(name => Object.hasOwn(environment, name)) ?? false;
}
