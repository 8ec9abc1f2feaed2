import { knownHubId } from './hub-id';
import { compareVersions } from '../../common/version-order';
import { ServerFamily } from '../../container/server-family';
import { gpuGeneration } from '../../instance/gpu-generation';
import { InstanceShare } from '../../instance/instance-share';
import { effectiveSetting, knownValue } from '../../plan/effective-setting';
import { modelProp } from '../../plan/given-props';
import { ModelPlan } from '../../plan/model-plan';
import { argumentOf } from '../../server/argument-table';
import { isWithin } from '../../server/server-setting';
import { Check, finding, Finding, when } from '../finding';

/** A method of quantization, and the GPU that it does not run on. */
interface OnGpu {
  readonly method: string;
  readonly least: string;
  readonly instanceType: string;
  readonly gpu: string;
  readonly computeCapability: string;
}

const SOURCE = 'https://github.com/vllm-project/vllm/tree/v0.20.2/vllm/model_executor/layers/quantization';

const OLD_GPU: Check<OnGpu> = {
  id: 'quantization-on-old-gpu',
  severity: 'error',
  what: 'vLLM 0.14.0 to 0.27.1 is configured with a quantization that the GPU of the instance type does not support',
  why: 'the server exits when it starts',
  fix: 'use another quantization, or a newer instance type',
  source: SOURCE,
  message: (prop, { method, least, instanceType, gpu, computeCapability }) => `'${prop}' ${method} requires a GPU of compute capability `
    + `${least} or later, but 'instanceType' ${instanceType} has a ${gpu} GPU of ${computeCapability}`,
};

const DATA_TYPE: Check<{ readonly method: string; readonly allowed: readonly string[]; readonly got: string }> = {
  id: 'quantization-and-data-type',
  severity: 'error',
  what: 'vLLM 0.14.0 to 0.27.1 is configured with a data type that the quantization does not support',
  why: 'the server exits when it starts',
  fix: 'remove the data type, so that vLLM chooses it, or use an allowed one',
  source: SOURCE,
  message: (prop, { method, allowed, got }) => `'${prop}' must be one of ${allowed.join(', ')} with the quantization ${method}, got ${got}`,
};

const REMOVED: Check<{ readonly modelId: string; readonly method: string; readonly version: string }> = {
  id: 'quantization-removed',
  severity: 'warning',
  what: 'the ID of the model says that it is quantized with bitsandbytes, which the version of vLLM in the image no longer has',
  why: 'the server exits when it starts',
  fix: 'use the original model with another quantization, or an image with an older version',
  source: 'https://github.com/vllm-project/vllm/releases',
  message: (prop, { modelId, method, version }) => `'${prop}' ${modelId} is quantized with ${method}, which vLLM ${version} does not have`,
};

export const QUANTIZATION_CHECKS = [OLD_GPU, DATA_TYPE, REMOVED];

/** The least compute capability of each method: `get_min_capability` in the file of the method. */
const CAPABILITIES: Readonly<Record<string, string>> = {
  awq: '7.5',
  fp8: '7.5',
  gptq_marlin: '7.5',
  modelopt_fp4: '7.5',
  experts_int8: '8.0',
  fbgemm_fp8: '8.0',
  modelopt: '8.0',
  mxfp4: '8.0',
  petit_nvfp4: '9.0',
  fp_quant: '10.0',
};

/** The data types of each method: `get_supported_act_dtypes` in the file of the method, and before which version. */
const DATA_TYPES: Readonly<Record<string, { readonly allowed: readonly string[]; readonly before: string }>> = {
  awq: { allowed: ['auto', 'float16', 'half'], before: '0.20.3' },
  gptq: { allowed: ['auto', 'float16', 'half'], before: '0.20.3' },
  fp8: { allowed: ['auto', 'bfloat16', 'float16', 'half'], before: '0.28.0' },
  mxfp4: { allowed: ['auto', 'bfloat16'], before: '0.28.0' },
};

/** The versions whose files were compared. */
const READ = { since: '0.14.0', before: '0.28.0' };

/** Finds a quantization that contradicts the data type, or that this version of vLLM no longer has. */
export function quantizationFindings(model: ModelPlan): Finding[] {
  return [...dataTypeFindings(model), ...removedFindings(model)];
}

/** Finds a quantization that the GPU does not support. */
export function shareQuantizationFindings(model: ModelPlan, { instanceType }: InstanceShare): Finding[] {
  const setting = effectiveSetting(model, 'quantization');
  const method = methodOf(model);
  const { acceleratorName: gpu } = instanceType;
  const computeCapability = gpuGeneration(gpu)?.computeCapability;
  if (method === undefined || computeCapability === undefined || !Object.hasOwn(CAPABILITIES, method)) {
    return [];
  }
  const least = CAPABILITIES[method];
  return when(compareVersions(computeCapability, least) < 0, () =>
    finding(OLD_GPU, setting!.prop, { method, least, instanceType: instanceType.toString(), gpu: gpu!, computeCapability }));
}

/** The method of a version that was read. */
function methodOf(model: ModelPlan): string | undefined {
  const { serverVersion: version } = model;
  return isVllm(model) && version !== undefined && isWithin(version, READ.since, READ.before)
    ? knownValue(effectiveSetting(model, 'quantization')) : undefined;
}

function isVllm({ server }: ModelPlan): boolean {
  return server.family === ServerFamily.VLLM && !server.neuron;
}

function dataTypeFindings(model: ModelPlan): Finding[] {
  const method = methodOf(model);
  const setting = effectiveSetting(model, 'dataType');
  const got = knownValue(setting);
  if (method === undefined || !Object.hasOwn(DATA_TYPES, method) || got === undefined) {
    return [];
  }
  const { allowed, before } = DATA_TYPES[method];
  return when(isWithin(model.serverVersion!, undefined, before) && !allowed.includes(got), () =>
    finding(DATA_TYPE, setting!.prop, { method, allowed, got }));
}

function removedFindings(model: ModelPlan): Finding[] {
  const { server, serverVersion: version } = model;
  const modelId = knownHubId(model);
  // the table of arguments is parsed only if a name calls for it
  if (!isVllm(model) || !modelId?.match(/bnb-\d+bit|bitsandbytes/i)) {
    return [];
  }
  const found = argumentOf(server, version, 'quantization');
  const isRemoved = found.status === 'known' && found.argument.values?.includes('bitsandbytes') === false;
  return when(isRemoved, () => finding(REMOVED, modelProp(model), { modelId, method: 'bitsandbytes', version: version! }));
}
