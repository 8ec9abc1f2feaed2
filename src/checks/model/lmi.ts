import { isKnown } from '../../common/known';
import { ServerFamily } from '../../container/server-family';
import { InstanceShare } from '../../instance/instance-share';
import { canSplit } from '../../model/heads';
import { effectiveSetting, knownValue } from '../../plan/effective-setting';
import { variableProp } from '../../plan/given-props';
import { ModelPlan } from '../../plan/model-plan';
import { SettingName } from '../../server/definitions';
import { isWithin } from '../../server/server-setting';
import { Check, finding, Finding, when } from '../finding';
import { quoted } from '../ranges';

const PROPERTIES = 'https://github.com/deepjavalibrary/djl-serving/blob/v0.36.0/engines/python/setup/djl_python/properties_manager/vllm_rb_properties.py';

const OTHER_ENGINE: Check<Record<string, never>> = {
  id: 'lmi-option-of-vllm',
  severity: 'warning',
  what: 'an option of vLLM is set for Large Model Inference with TensorRT-LLM',
  why: 'the option has no effect, because TensorRT-LLM has other names',
  fix: 'remove it, or set an argument of TensorRT-LLM in `extraArguments`, such as `max-input-len` or `kv-cache-free-gpu-mem-fraction`',
  source: 'https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docs/lmi/user_guides/trt_llm_user_guide.md',
  message: prop => `'${prop}' has no effect with TensorRT-LLM`,
};

const PIPELINE: Check<{ readonly got: string }> = {
  id: 'lmi-pipeline-parallelism',
  severity: 'warning',
  what: 'Large Model Inference from version 15 on is configured with a pipeline parallel degree other than 1',
  why: 'its integration of vLLM rejects it, and the model is not loaded',
  fix: 'remove it, and use tensor parallelism',
  source: PROPERTIES,
  message: (prop, { got }) => `'${prop}' must be 1 for vLLM in Large Model Inference, got ${quoted(got)}`,
};

const CONTRADICTION: Check<{ readonly got: string; readonly other: string; readonly otherValue: string }> = {
  id: 'lmi-values-contradict',
  severity: 'warning',
  what: 'Large Model Inference from version 15 on gets one value under its own name, and another one under the name of vLLM',
  why: 'its integration of vLLM rejects them, and the model is not loaded',
  fix: 'remove the name of vLLM',
  source: PROPERTIES,
  message: (prop, { got, other, otherValue }) => `'${prop}' must not contradict '${other}', got ${quoted(got)} and ${quoted(otherValue)}`,
};

const HEADS: Check<{ readonly instanceType: string; readonly available: number; readonly attention: number; readonly keyValue: number }> = {
  id: 'lmi-default-degree',
  severity: 'warning',
  what: 'Large Model Inference splits the model over all accelerators by default, and the heads of `modelProfile` do not allow it',
  why: 'vLLM rejects the degree, and the model is not loaded',
  fix: 'set `server` with a `tensorParallelDegree` that the number of heads allows',
  source: 'https://github.com/deepjavalibrary/djl-serving/blob/master/wlm/src/main/java/ai/djl/serving/wlm/LmiConfigRecommender.java',
  message: (prop, { instanceType, available, attention, keyValue }) => `'${prop}' is not set, so the model is split over all ${available} `
    + `accelerators of 'instanceType' ${instanceType}, but it has ${attention} attention heads and ${keyValue} key-value heads`,
};

export const LMI_CHECKS = [OTHER_ENGINE, PIPELINE, CONTRADICTION, HEADS];

/** Options that only vLLM has. */
const OPTIONS_OF_VLLM: readonly SettingName[] = ['maxModelLength', 'gpuMemoryUtilization', 'toolCallParser', 'reasoningParser', 'enableLora'];

/** The version that replaced its own engine by vLLM: https://github.com/deepjavalibrary/djl-serving/tree/0.33.0-dlc */
const FIRST_VERSION = '15.0.0';

const PIPELINE_DEGREES = ['PIPELINE_PARALLEL_DEGREE', 'OPTION_PIPELINE_PARALLEL_DEGREE'];

/** The settings that LMI has a name of its own for, and the variable with the name of vLLM. */
const PAIRS: readonly [SettingName, string][] = [
  ['tensorParallelDegree', 'OPTION_TENSOR_PARALLEL_SIZE'], ['maxRollingBatchSize', 'OPTION_MAX_NUM_SEQS'],
];

/** Finds settings of Large Model Inference that its engine does not accept. The code of the model may load it in another way. */
export function lmiFindings(model: ModelPlan): Finding[] {
  if (model.server.family !== ServerFamily.LMI) {
    return [];
  }
  return isTensorRtLlm(model) ? otherEngineFindings(model)
    : isVllmInLmi(model) ? [...pipelineFindings(model), ...contradictionFindings(model)] : [];
}

/** Whether this is a version of Large Model Inference whose engine is vLLM. */
export function isVllmInLmi(model: ModelPlan): boolean {
  const { server: { family }, serverVersion: version } = model;
  return family === ServerFamily.LMI && version !== undefined && isWithin(version, FIRST_VERSION, undefined) && !isTensorRtLlm(model);
}

/** Finds a default degree that does not fit the model. */
export function shareLmiFindings(model: ModelPlan, { instanceType, acceleratorCount: available }: InstanceShare): Finding[] {
  const { server, profile, environment } = model;
  const heads = profile?._heads;
  const degree = effectiveSetting(model, 'tensorParallelDegree');
  const isDefault = degree === undefined || degree.value === 'max';
  const isSplitByStages = PIPELINE_DEGREES.some(name => Object.hasOwn(environment, name));
  if (server.family !== ServerFamily.LMI || isTensorRtLlm(model) || !heads || !isDefault || isSplitByStages || !available) {
    return [];
  }
  return when(!canSplit(heads, available, server.traits.copiesKeyValueHeads), () => finding(HEADS, 'server.tensorParallelDegree', {
    instanceType: instanceType.toString(), available, ...heads,
  }));
}

function isTensorRtLlm(model: ModelPlan): boolean {
  const tag = model.image?._reference?.tag;
  return tag?.includes('tensorrtllm') || knownValue(effectiveSetting(model, 'rollingBatch')) === 'trtllm';
}

function otherEngineFindings(model: ModelPlan): Finding[] {
  return OPTIONS_OF_VLLM.map(name => effectiveSetting(model, name)).flatMap(setting => setting ? [finding(OTHER_ENGINE, setting.prop, {})] : []);
}

function pipelineFindings(model: ModelPlan): Finding[] {
  return PIPELINE_DEGREES.flatMap(name => {
    const got: unknown = model.environment[name];
    return typeof got === 'string' && isKnown(got) && got !== '1' ? [finding(PIPELINE, variableProp(model, name), { got })] : [];
  });
}

function contradictionFindings(model: ModelPlan): Finding[] {
  return PAIRS.flatMap(([name, variable]) => {
    const setting = effectiveSetting(model, name);
    const otherValue = knownValue(setting);
    const got: unknown = model.environment[variable];
    return otherValue !== undefined && otherValue !== 'max' && typeof got === 'string' && isKnown(got) && got !== otherValue
      ? [finding(CONTRADICTION, variableProp(model, variable), { got, other: setting!.prop, otherValue })] : [];
  });
}
