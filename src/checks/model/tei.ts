import { knownHubId } from './hub-id';
import { compareVersions } from '../../common/version-order';
import { ServerFamily } from '../../container/server-family';
import { AcceleratorKind } from '../../instance/accelerator-kind';
import { gpuGeneration } from '../../instance/gpu-generation';
import { InstanceShare } from '../../instance/instance-share';
import { effectiveSetting, knownValue } from '../../plan/effective-setting';
import { modelProp } from '../../plan/given-props';
import { ModelPlan } from '../../plan/model-plan';
import { Check, finding, Finding } from '../finding';

const SOURCE = 'https://github.com/huggingface/text-embeddings-inference/blob/v1.9.3/backends/candle/src/lib.rs';

const DATA_TYPE: Check<{ readonly architecture: string; readonly got: string; readonly allowed: string }> = {
  id: 'tei-data-type-of-model',
  severity: 'warning',
  what: 'Text Embeddings Inference is configured with `float16` for Gemma 3, such as EmbeddingGemma, or with `float32` for Mistral or Qwen2 on a GPU',
  why: 'its implementation of the model supports only one data type, and the server exits when it starts',
  fix: 'remove the data type, so that the server chooses it',
  source: SOURCE,
  message: (prop, { architecture, got, allowed }) => `'${prop}' must be ${allowed} for ${architecture}, got ${got}`,
};

const GPU: Check<{ readonly architecture: string; readonly instanceType: string; readonly needed: string }> = {
  id: 'tei-model-needs-gpu',
  severity: 'warning',
  what: 'Text Embeddings Inference serves a model with the architecture of Mistral or Qwen2 on a CPU, or one of Mistral on a GPU of compute '
    + 'capability below 8.0',
  why: 'its implementation of the model needs a newer GPU, and the server exits when it starts, unless it finds an ONNX file for the CPU',
  fix: 'use an instance type with such a GPU, such as ml.g5 or ml.g6, and the image for GPUs',
  source: SOURCE,
  message: (prop, { architecture, instanceType, needed }) =>
    `'${prop}' has the architecture of ${architecture}, which needs ${needed}, and 'instanceType' ${instanceType}, or the image, has none`,
};

export const TEI_CHECKS = [DATA_TYPE, GPU];

/** What an implementation in the server supports. A model is known by its architecture, or by its name on the Hub. */
interface Implementation {
  readonly architecture: string;
  readonly classes: RegExp;
  readonly names: RegExp;
  readonly dataType: string;

  /** The least compute capability. Undefined if it runs on a CPU, too. */
  readonly least?: string;
}

const IMPLEMENTATIONS: readonly Implementation[] = [
  { architecture: 'Gemma 3', classes: /^Gemma3Text/, names: /embeddinggemma/i, dataType: 'float32' },
  { architecture: 'Mistral', classes: /^Mistral/, names: /e5-mistral|embedding-mistral|embed-mistral/i, dataType: 'float16', least: '8.0' },
  { architecture: 'Qwen2', classes: /^Qwen2(Model|ForCausalLM)$/, names: /gte-qwen(1\.5|2)/i, dataType: 'float16', least: '7.5' },
];

/** Finds a model that the server does not serve on the accelerator, or with the data type. */
export function teiFindings(model: ModelPlan, share: InstanceShare): Finding[] {
  const implementation = model.server.family === ServerFamily.TEI ? implementationOf(model) : undefined;
  return implementation ? [...dataTypeFindings(model, share, implementation), ...gpuFindings(model, share, implementation)] : [];
}

function implementationOf(model: ModelPlan): Implementation | undefined {
  const id = knownHubId(model);
  const architecture = model.profile?.architecture;
  return IMPLEMENTATIONS.find(({ classes, names }) => architecture === undefined ? id?.match(names) : classes.test(architecture));
}

function dataTypeFindings(model: ModelPlan, share: InstanceShare, { architecture, dataType, least }: Implementation): Finding[] {
  const setting = effectiveSetting(model, 'dataType');
  const got = knownValue(setting);
  return got?.match(/^float(16|32)$/) && got !== dataType && (least === undefined || !isOnCpu(model, share))
    ? [finding(DATA_TYPE, setting!.prop, { architecture, got, allowed: dataType })] : [];
}

function gpuFindings(model: ModelPlan, share: InstanceShare, { architecture, least }: Implementation): Finding[] {
  const instanceType = share.instanceType.toString();
  const capability = gpuGeneration(share.instanceType.acceleratorName)?.computeCapability;
  const isOld = least !== undefined && capability !== undefined && compareVersions(capability, '7.5') >= 0 && compareVersions(capability, least) < 0;
  return least !== undefined && (isOnCpu(model, share) || isOld)
    ? [finding(GPU, modelProp(model), { architecture, instanceType, needed: `a GPU of compute capability ${least} or later` })] : [];
}

function isOnCpu({ image }: ModelPlan, { instanceType }: InstanceShare): boolean {
  return image?.profile?.acceleratorKind === AcceleratorKind.NONE || instanceType.acceleratorKind === AcceleratorKind.NONE;
}
