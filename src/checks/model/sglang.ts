import { ServerFamily } from '../../container/server-family';
import { EffectiveSetting, effectiveArgument, effectiveSetting, knownInteger, knownValue } from '../../plan/effective-setting';
import { ModelPlan } from '../../plan/model-plan';
import { isFlagOn } from '../../server/flag';
import { isWithin } from '../../server/server-setting';
import { Check, finding, Finding, when } from '../finding';
import { quoted } from '../ranges';

const MODEL: Check<Record<string, never>> = {
  id: 'sglang-model-variable',
  severity: 'warning',
  what: '`environment` sets `SM_SGLANG_MODEL`, another name of the argument that the library sets with `SM_SGLANG_MODEL_PATH`',
  why: 'the server uses the last one of both in an order that is not fixed',
  fix: 'set `modelId`, or `SM_SGLANG_MODEL_PATH` in `environment`',
  source: 'https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/sglang/sagemaker_entrypoint.sh',
  message: prop => `'${prop}' may have no effect, because SM_SGLANG_MODEL_PATH sets the model, too`,
};

const MODEL_NAME: Check<{ readonly got: string }> = {
  id: 'sglang-served-model-name',
  severity: 'error',
  what: 'the name of the model in requests has a colon, for SGLang 0.5.8 to 0.5.21',
  why: 'the server exits when it starts',
  fix: 'use a name without a colon',
  source: 'https://github.com/sgl-project/sglang/blob/v0.5.12/python/sglang/srt/server_args.py',
  message: (prop, { got }) => `'${prop}' must not contain a colon, got ${quoted(got)}`,
};

/** Two numbers of which the first must be a multiple of the second. */
interface Multiple {
  readonly got: number;
  readonly divisor: number;
  readonly other: string;
}

const multipleMessage = (prop: string, { got, divisor, other }: Multiple): string =>
  `'${prop}' must be a multiple of '${other}', got ${got} and ${divisor}`;

const DATA_PARALLEL_ATTENTION: Check<Multiple> = {
  id: 'sglang-data-parallel-attention',
  severity: 'error',
  what: 'SGLang 0.5.8 to 0.5.21 uses data parallelism for attention, and the tensor parallel degree is not a multiple of the data parallel degree',
  why: 'the server exits when it starts',
  fix: 'set `tensorParallelDegree` to a multiple of `dataParallelDegree`, such as the number of GPUs',
  source: 'https://github.com/sgl-project/sglang/blob/v0.5.12/python/sglang/srt/server_args.py',
  message: multipleMessage,
};

const CHUNKED_PREFILL: Check<Multiple> = {
  id: 'sglang-chunked-prefill',
  severity: 'warning',
  what: 'the argument `chunked-prefill-size` of SGLang 0.5.8 to 0.5.21 is not a multiple of the argument `page-size`',
  why: 'the server exits when it starts, unless its attention backend sets another page size',
  fix: 'set a multiple, or remove one of them',
  source: 'https://github.com/sgl-project/sglang/blob/v0.5.12/python/sglang/srt/server_args.py',
  message: multipleMessage,
};

export const SGLANG_CHECKS = [MODEL, MODEL_NAME, DATA_PARALLEL_ATTENTION, CHUNKED_PREFILL];

/** The versions whose packages were compared: https://pypi.org/project/sglang/#history */
const READ = { since: '0.5.8', before: '0.5.22' };

/** Finds arguments of SGLang that it rejects together. */
export function sglangFindings(model: ModelPlan): Finding[] {
  const { server, serverVersion: version } = model;
  if (server.family !== ServerFamily.SGLANG) {
    return [];
  }
  const isRead = version !== undefined && isWithin(version, READ.since, READ.before);
  return [...modelFindings(model), ...isRead ? [...nameFindings(model), ...attentionFindings(model), ...prefillFindings(model)] : []];
}

/** The start script of your own image may use any variable. */
function modelFindings(model: ModelPlan): Finding[] {
  const setting = effectiveArgument(model, 'model');
  return setting && model.image?._availability ? [finding(MODEL, setting.prop, {})] : [];
}

function nameFindings(model: ModelPlan): Finding[] {
  const setting = effectiveSetting(model, 'servedModelName');
  const got = knownValue(setting);
  // an address of an object store is allowed
  return got?.match(/:(?!\/\/)/) ? [finding(MODEL_NAME, setting!.prop, { got })] : [];
}

/** Without a tensor parallel degree, it is 1: the library sets none if data parallelism is set. */
function attentionFindings(model: ModelPlan): Finding[] {
  const tensor = effectiveSetting(model, 'tensorParallelDegree');
  const data = effectiveSetting(model, 'dataParallelDegree');
  const isOn = splitsAttention(model);
  const got = tensor ? knownInteger(tensor) : 1;
  const divisor = knownInteger(data);
  return isOn && got !== undefined && divisor
    ? multipleFindings(DATA_PARALLEL_ATTENTION, tensor?.prop ?? 'server.tensorParallelDegree', got, divisor, data!) : [];
}

function splitsAttention(model: ModelPlan): boolean {
  return isFlagOn(model.server, model.serverVersion, knownValue(effectiveSetting(model, 'dataParallelAttention')));
}

/** With data parallelism for attention, SGLang divides the size first. */
function prefillFindings(model: ModelPlan): Finding[] {
  const setting = effectiveArgument(model, 'chunked-prefill-size');
  const page = effectiveArgument(model, 'page-size');
  const [got, divisor] = [knownInteger(setting), knownInteger(page)];
  const isChecked = !splitsAttention(model) && !effectiveArgument(model, 'disaggregation-mode');
  return got && divisor && isChecked ? multipleFindings(CHUNKED_PREFILL, setting!.prop, got, divisor, page!) : [];
}

function multipleFindings(check: Check<Multiple>, prop: string, got: number, divisor: number, other: EffectiveSetting): Finding[] {
  return when(got % divisor !== 0, () => finding(check, prop, { got, divisor, other: other.prop }));
}
