import { compareVersions } from '../../common/version-order';
import { ServerFamily } from '../../container/server-family';
import { AcceleratorKind } from '../../instance/accelerator-kind';
import { GpuGeneration, gpuGeneration, servesCuda } from '../../instance/gpu-generation';
import { InstanceShare } from '../../instance/instance-share';
import { effectiveSetting, knownValue } from '../../plan/effective-setting';
import { ModelPlan } from '../../plan/model-plan';
import { Check, finding, Finding, when } from '../finding';

interface OnInstance {
  readonly instanceType: string;
}

const GPU_IMAGE_ON_CPU: Check<OnInstance> = {
  id: 'gpu-image-on-cpu-instance',
  severity: 'error',
  what: 'the image is built for GPUs, and the instance type has none',
  why: 'the server finds no GPU and exits: you pay for minutes of an endpoint that never becomes healthy',
  fix: 'use an instance type with a GPU, or the image for CPUs',
  source: 'https://github.com/aws/deep-learning-containers/blob/main/docker/tei/1.9.3/gpu/entrypoint.sh',
  message: (prop, { instanceType }) => `'${prop}' ${instanceType} has no GPU, but the image is built for GPUs`,
};

const CPU_IMAGE_ON_GPU: Check<OnInstance> = {
  id: 'cpu-image-on-gpu-instance',
  severity: 'warning',
  what: 'the image is built for CPUs, and the instance type has a GPU',
  why: 'you pay for a GPU that the server never uses',
  fix: 'use the image for GPUs, or an instance type without a GPU',
  source: 'https://github.com/aws/sagemaker-python-sdk/blob/master/sagemaker-serve/src/sagemaker/serve/validations/check_image_and_hardware_type.py',
  message: (prop, { instanceType }) => `'${prop}' ${instanceType} has a GPU, but the image is built for CPUs and does not use it`,
};

const OTHER_ACCELERATOR: Check<OnInstance & { readonly image: AcceleratorKind; readonly instance: AcceleratorKind }> = {
  id: 'image-of-other-accelerator',
  severity: 'error',
  what: 'the image is built for AWS Neuron, and the instance type has none, or for GPUs or CPUs, and the instance type has AWS Neuron',
  why: 'the server finds no device and exits',
  fix: 'use an image for the accelerator of the instance type, or another instance type',
  source: 'https://huggingface.co/docs/optimum-neuron/en/containers',
  message: (prop, { instanceType, image, instance }) =>
    `'${prop}' ${instanceType} has ${INSTANCES[instance]}, but the image is built for ${IMAGES[image]}`,
};

const INSTANCES: Record<AcceleratorKind, string> = {
  [AcceleratorKind.GPU]: 'a GPU',
  [AcceleratorKind.NEURON]: 'an accelerator for AWS Neuron',
  [AcceleratorKind.NONE]: 'no accelerator',
};

const IMAGES: Record<AcceleratorKind, string> = {
  [AcceleratorKind.GPU]: 'GPUs',
  [AcceleratorKind.NEURON]: 'AWS Neuron',
  [AcceleratorKind.NONE]: 'CPUs',
};

/** The GPU of an instance type. */
interface OnGpu extends OnInstance {
  /** The name of the GPU, such as `T4`. */
  readonly gpu: string;
  readonly computeCapability: string;
}

const GENERATION: Check<OnGpu & { readonly cudaVersion: string; readonly firstCuda: string; readonly lastCudaMajor?: number }> = {
  id: 'gpu-generation',
  severity: 'error',
  what: 'the GPU of the instance type does not support the CUDA version in the image: it is too new for an old GPU, or too old for a new one',
  why: 'the server has no code for this GPU and exits',
  fix: 'use an image with a CUDA version that the GPU supports, or another instance type',
  source: 'https://developer.nvidia.com/cuda-gpus',
  message: (prop, { cudaVersion, firstCuda, lastCudaMajor, ...gpu }) =>
    `${gpuText(prop, gpu)} supports CUDA ${firstCuda} ${lastCudaMajor === undefined ? 'and later' : `to ${lastCudaMajor}`}, `
    + `but the image has CUDA ${cudaVersion}`,
};

/** The version is that of the server if only some versions do not support the GPU. */
const TEI_CAPABILITY: Check<OnGpu & { readonly version?: string; readonly isUnknownName?: boolean }> = {
  id: 'tei-compute-capability',
  severity: 'error',
  what: 'Text Embeddings Inference runs on a GPU of compute capability below 7.5, or, up to version 1.9.4, '
    + 'on one that its start script does not support, such as 10.3, or, up to version 1.8.2, on the H200',
  why: 'its start script rejects the GPU and exits',
  fix: 'use an instance type with a supported GPU, such as ml.g4dn, ml.g5 or ml.g6',
  source: 'https://github.com/aws/deep-learning-containers/blob/main/docker/tei/1.9.3/gpu/entrypoint.sh',
  message: (prop, { version, isUnknownName, ...gpu }) => `${gpuText(prop, gpu)} has compute capability ${gpu.computeCapability}, but `
    + `Text Embeddings Inference ${teiText(version, isUnknownName)}`,
};

function teiText(version: string | undefined, isUnknownName = false): string {
  return version === undefined ? `supports only ${TEI.least} and later`
    : isUnknownName ? `${version} starts the server for 8.0 on GPUs whose name it does not know`
      : `${version} supports only 7.5, 8.0 to 8.9, 9.0, 10.0 and 12.0`;
}

const BFLOAT16: Check<OnGpu & { readonly setting: string; readonly dataType: string }> = {
  id: 'bfloat16-on-old-gpu',
  severity: 'error',
  what: 'vLLM is configured to compute in bfloat16, on a GPU of compute capability below 8.0',
  why: 'the GPU does not support bfloat16, and the server rejects it',
  fix: 'use float16, or ml.g5 or a newer family',
  source: 'https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docs/lmi/deployment_guide/configurations.md',
  message: (prop, { setting, dataType, ...gpu }) => `${gpuText(prop, gpu)} does not support bfloat16, but '${setting}' is ${dataType}`,
};

const LMI_BFLOAT16: Check<OnGpu & { readonly setting: string; readonly dataType: string }> = {
  ...BFLOAT16,
  id: 'lmi-bfloat16-on-old-gpu',
  severity: 'warning',
  what: 'Large Model Inference is configured to compute in bfloat16, on a GPU of compute capability below 8.0',
  why: 'vLLM rejects it; only models that do not generate text run without vLLM, and slowly',
};

const LMI_ON_OLD_GPU: Check<OnGpu & { readonly cudaVersion: string }> = {
  id: 'lmi-on-old-gpu',
  severity: 'warning',
  what: 'Large Model Inference with CUDA 12.8 or later, on a GPU of compute capability below 8.0',
  why: 'it has been seen to fail at start on such a GPU, without a log',
  fix: 'use ml.g5, ml.g6 or a newer family',
  source: 'https://github.com/aws/sagemaker-python-sdk/pull/6141',
  message: (prop, { cudaVersion, ...gpu }) => `Large Model Inference with CUDA ${cudaVersion} may not start on ${gpuText(prop, gpu)}`,
};

const NEURON_GENERATION: Check<OnInstance & { readonly device: string; readonly image: string }> = {
  id: 'neuron-generation',
  severity: 'error',
  what: 'an image for Inferentia2 and Trainium (`neuronx`) runs on Inferentia, or one for Inferentia (`neuron`) runs on another device',
  why: 'the libraries in the image do not support the device',
  fix: 'use an image for this device, or another instance type',
  source: 'https://awsdocs-neuron.readthedocs-hosted.com/en/latest/frameworks/torch/index.html',
  message: (prop, { instanceType, device, image }) => `'${prop}' ${instanceType} has ${device}, but the image ${image} is built for other devices`,
};

export const HARDWARE_CHECKS = [
  GPU_IMAGE_ON_CPU, CPU_IMAGE_ON_GPU, OTHER_ACCELERATOR, GENERATION, TEI_CAPABILITY, BFLOAT16, LMI_BFLOAT16, LMI_ON_OLD_GPU, NEURON_GENERATION,
];

function gpuText(prop: string, { instanceType, gpu }: OnGpu): string {
  return `the ${gpu} GPU of '${prop}' ${instanceType}`;
}

/**
 * The first version of CUDA in an image of Large Model Inference that may not start on an older GPU. AWS publishes images with CUDA 12.1 and 12.4 on
 * such GPUs, and the image that failed is newer.
 *
 * @see https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docs/lmi/user_guides/embedding-user-guide.md
 */
const FIRST_CUDA_WITHOUT_OLD_GPUS = '12.8';

/** Finds an image, or a server, that does not run on the accelerator. */
export function hardwareFindings(model: ModelPlan, share: InstanceShare): Finding[] {
  return [...acceleratorFindings(model, share), ...neuronFindings(model, share), ...gpuFindings(model, share)];
}

function acceleratorFindings(model: ModelPlan, { instanceType, prop }: InstanceShare): Finding[] {
  const image = model.image?.profile?.acceleratorKind;
  const instance = instanceType.acceleratorKind;
  if (!image || !instance || image === instance) {
    return [];
  }
  const values: OnInstance = { instanceType: instanceType.toString() };
  if (image === AcceleratorKind.GPU && instance === AcceleratorKind.NONE) {
    return [finding(GPU_IMAGE_ON_CPU, prop, values)];
  }
  if (image === AcceleratorKind.NONE && instance === AcceleratorKind.GPU) {
    return [finding(CPU_IMAGE_ON_GPU, prop, values)];
  }
  return [finding(OTHER_ACCELERATOR, prop, { ...values, image, instance })];
}

function neuronFindings({ image }: ModelPlan, { instanceType, prop }: InstanceShare): Finding[] {
  const name = image?._availability?.image;
  const generation = name && /neuronx|-neuron\b/.exec(name)?.[0];
  const { acceleratorName: device, acceleratorKind } = instanceType;
  if (!generation || acceleratorKind !== AcceleratorKind.NEURON) {
    return [];
  }
  return when((device === 'Inferentia') !== (generation === '-neuron'), () =>
    finding(NEURON_GENERATION, prop, { instanceType: instanceType.toString(), device: device!, image: name }));
}

function gpuFindings(model: ModelPlan, { instanceType, prop }: InstanceShare): Finding[] {
  const { acceleratorName: gpu } = instanceType;
  const generation = gpuGeneration(gpu);
  if (generation === undefined) {
    return [];
  }
  const values: OnGpu = { instanceType: instanceType.toString(), gpu: gpu!, computeCapability: generation.computeCapability };
  return [
    ...cudaFindings(model, generation, prop, values),
    ...teiFindings(model, prop, values),
    ...compareVersions(generation.computeCapability, '8.0') < 0 ? oldGpuFindings(model, prop, values) : [],
  ];
}

function cudaFindings({ image }: ModelPlan, generation: GpuGeneration, prop: string, gpu: OnGpu): Finding[] {
  const cudaVersion = image?.profile?.cudaVersion;
  const { firstCuda, lastCudaMajor } = generation;
  return cudaVersion === undefined || servesCuda(generation, cudaVersion) ? []
    : [finding(GENERATION, prop, { ...gpu, cudaVersion, firstCuda, lastCudaMajor })];
}

/**
 * What the start scripts of all versions up to this one support.
 *
 * @see https://github.com/aws/deep-learning-containers/blob/main/docker/tei/1.9.3/gpu/entrypoint.sh
 * @see https://github.com/aws/deep-learning-containers/blob/main/docker/tei/gpu/entrypoint.sh
 */
const TEI = { lastVersion: '1.9.4', capabilities: /^(7\.5|8\.\d|9\.0|10\.0|12\.0)$/, least: '7.5' };

/**
 * The last version whose start script selects the server by the name of the GPU, unless a variable names its compute capability, and a GPU whose name
 * it does not know. The server for compute capability 8.0 exits on one of 9.0.
 *
 * @see https://github.com/huggingface/text-embeddings-inference/blob/v1.8.2/sagemaker-entrypoint-cuda-all.sh
 * @see https://github.com/huggingface/text-embeddings-inference/blob/v1.8.2/backends/candle/src/lib.rs#L192
 */
const TEI_BY_NAME = { lastVersion: '1.8.2', variable: 'CUDA_COMPUTE_CAP', unknown: 'H200' };

function teiFindings({ server, serverVersion: version, environment }: ModelPlan, prop: string, gpu: OnGpu): Finding[] {
  if (server.family !== ServerFamily.TEI) {
    return [];
  }
  if (compareVersions(gpu.computeCapability, TEI.least) < 0) {
    return [finding(TEI_CAPABILITY, prop, gpu)];
  }
  if (version !== undefined && compareVersions(version, TEI_BY_NAME.lastVersion) <= 0 && gpu.gpu === TEI_BY_NAME.unknown) {
    return when(!Object.hasOwn(environment, TEI_BY_NAME.variable), () => finding(TEI_CAPABILITY, prop, { ...gpu, version, isUnknownName: true }));
  }
  const isListed = version === undefined || compareVersions(version, TEI.lastVersion) > 0 || TEI.capabilities.test(gpu.computeCapability);
  return when(!isListed, () => finding(TEI_CAPABILITY, prop, { ...gpu, version }));
}

/** What does not run on a GPU of compute capability below 8.0. */
function oldGpuFindings(model: ModelPlan, prop: string, gpu: OnGpu): Finding[] {
  const { server: { family, traits }, image } = model;
  const setting = effectiveSetting(model, 'dataType');
  const dataType = ['bf16', 'bfloat16'].find(each => each === knownValue(setting));
  const cudaVersion = image?.profile?.cudaVersion;
  return [
    ...traits.rejectsBfloat16OnOldGpus && dataType
      ? [finding(family === ServerFamily.LMI ? LMI_BFLOAT16 : BFLOAT16, prop, { ...gpu, setting: setting!.prop, dataType })] : [],
    ...family === ServerFamily.LMI && cudaVersion !== undefined && compareVersions(cudaVersion, FIRST_CUDA_WITHOUT_OLD_GPUS) >= 0
      ? [finding(LMI_ON_OLD_GPU, prop, { ...gpu, cudaVersion })] : [],
  ];
}
