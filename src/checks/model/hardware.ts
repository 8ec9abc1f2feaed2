import { compareVersions } from '../../common/version-order';
import { ServerFamily } from '../../container/server-family';
import { AcceleratorKind } from '../../instance/accelerator-kind';
import { GpuGeneration, gpuGeneration, servesCuda } from '../../instance/gpu-generation';
import { Check, finding, Finding, EndpointPlan } from '../legacy';

const GPU_IMAGE_ON_CPU: Check = {
  id: 'gpu-image-on-cpu-instance',
  severity: 'error',
  what: 'the image is built for a GPU, and the instance type has none',
  why: 'the server finds no GPU and ends: billed minutes, and an endpoint that never becomes healthy',
  fix: 'take an instance type with a GPU, or the image for CPUs',
  source: 'https://github.com/aws/deep-learning-containers/blob/main/docker/tei/1.9.3/gpu/entrypoint.sh',
};

const CPU_IMAGE_ON_GPU: Check = {
  id: 'cpu-image-on-gpu-instance',
  severity: 'warning',
  what: 'the image is built for CPUs, and the instance type has a GPU',
  why: 'the GPU is billed and never used',
  fix: 'take the image for GPUs, or an instance type without one',
  source: 'https://github.com/aws/sagemaker-python-sdk/blob/master/sagemaker-serve/src/sagemaker/serve/validations/check_image_and_hardware_type.py',
};

const ACCELERATOR: Check = {
  id: 'image-of-other-accelerator',
  severity: 'error',
  what: 'the image is built for AWS Neuron, and the instance type has none, or for a GPU or CPU, and the instance type has AWS Neuron',
  why: 'the server finds no device and ends',
  fix: 'take an image for the accelerator of the instance type, or another instance type',
  source: 'https://huggingface.co/docs/optimum-neuron/en/containers',
};

const GENERATION: Check = {
  id: 'gpu-generation',
  severity: 'error',
  what: 'the CUDA version in the image does not serve the GPU of the instance type: too new for an old GPU, or too old for a new one',
  why: 'the server has no code for this GPU and ends',
  fix: 'take an image with a CUDA version that serves it, or another instance type',
  source: 'https://developer.nvidia.com/cuda-gpus',
};

const TEI_CAPABILITY: Check = {
  id: 'tei-compute-capability',
  severity: 'error',
  what: 'Text Embeddings Inference on a GPU of compute capability below 7.5, or up to version 1.9.3 on one that its start script does not name, such as 10.3',
  why: 'its start script refuses the GPU',
  fix: 'take ml.g4dn, ml.g5, ml.g6 or another family that it names',
  source: 'https://github.com/aws/deep-learning-containers/blob/main/docker/tei/1.9.3/gpu/entrypoint.sh',
};

const BFLOAT16: Check = {
  id: 'bfloat16-on-old-gpu',
  severity: 'error',
  what: 'vLLM or Large Model Inference is told to compute in bfloat16, on a GPU of compute capability below 8.0',
  why: 'the GPU has no bfloat16; the server refuses it',
  fix: 'take float16, or ml.g5 or a newer family',
  source: 'https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docs/lmi/deployment_guide/configurations.md',
};

const LMI_ON_T4: Check = {
  id: 'lmi-on-old-gpu',
  severity: 'warning',
  what: 'Large Model Inference with CUDA 12 or newer, on a GPU of compute capability below 8.0',
  why: 'it has been seen not to start there, without a log',
  fix: 'take ml.g5, ml.g6 or a newer family',
  source: 'https://github.com/aws/sagemaker-python-sdk/pull/6141',
};

const NEURON_GENERATION: Check = {
  id: 'neuron-generation',
  severity: 'error',
  what: 'an image of Neuron for Inferentia2 and Trainium (`neuronx`) on Inferentia, or one for Inferentia (`neuron`) elsewhere',
  why: 'the libraries in the image do not know the device',
  fix: 'take the image of that generation, or another instance type',
  source: 'https://awsdocs-neuron.readthedocs-hosted.com/en/latest/frameworks/torch/index.html',
};

export const HARDWARE_CHECKS = [GPU_IMAGE_ON_CPU, CPU_IMAGE_ON_GPU, ACCELERATOR, GENERATION, TEI_CAPABILITY, BFLOAT16, LMI_ON_T4, NEURON_GENERATION];

/** What a server calls the data type in which it computes. */
const DATA_TYPE_VARIABLES: Partial<Record<ServerFamily, string>> = {
  [ServerFamily.VLLM]: 'SM_VLLM_DTYPE',
  [ServerFamily.LMI]: 'OPTION_DTYPE',
};

/** Checks that the image runs on the accelerator. */
export function hardwareFindings(plan: EndpointPlan): Finding[] {
  const generation = gpuGeneration(plan.instanceType.acceleratorName);
  return [...accelerator(plan), ...neuronGeneration(plan), ...generation ? [...cuda(plan, generation), ...capability(plan, generation)] : []];
}

function accelerator({ container, instanceType }: EndpointPlan): Finding[] {
  const image = container?.profile?.acceleratorKind;
  const instance = instanceType.acceleratorKind;
  if (!image || !instance || image === instance) {
    return [];
  }
  if (image === AcceleratorKind.GPU && instance === AcceleratorKind.NONE) {
    return [finding(GPU_IMAGE_ON_CPU, `'container' is built for a GPU, which 'instanceType' ${instanceType} does not have; `
      + 'take an instance type with a GPU, or the image for CPUs')];
  }
  if (image === AcceleratorKind.NONE && instance === AcceleratorKind.GPU) {
    return [finding(CPU_IMAGE_ON_GPU, `'container' is built for CPUs, so that the GPU of 'instanceType' ${instanceType} is billed and not used; `
      + 'take the image for GPUs, or an instance type without one')];
  }
  return [finding(ACCELERATOR, `'container' is built for ${NAMES[image]}, and 'instanceType' ${instanceType} has ${NAMES[instance]}; `
    + `take an image for ${NAMES[instance]}, or another instance type`)];
}

function neuronGeneration({ container, instanceType }: EndpointPlan): Finding[] {
  const name = container?._availability?.image ?? '';
  const generation = /neuronx/.test(name) ? 'neuronx' : /-neuron\b/.test(name) ? 'neuron' : undefined;
  const device = instanceType.acceleratorName;
  if (!generation || !device || instanceType.acceleratorKind !== AcceleratorKind.NEURON || (device === 'Inferentia') === (generation === 'neuron')) {
    return [];
  }
  return [finding(NEURON_GENERATION, `'container' ${name} is not for the ${device} of 'instanceType' ${instanceType}; take an image for it, or another instance type`)];
}

const NAMES: Record<AcceleratorKind, string> = {
  [AcceleratorKind.GPU]: 'a GPU',
  [AcceleratorKind.NEURON]: 'AWS Neuron',
  [AcceleratorKind.NONE]: 'a CPU alone',
};

function cuda({ container, instanceType }: EndpointPlan, generation: GpuGeneration): Finding[] {
  const version = container?.profile?.cudaVersion;
  if (!version || servesCuda(generation, version)) {
    return [];
  }
  const { firstCuda, lastCudaMajor } = generation;
  const served = compareVersions(version, firstCuda) < 0 ? `CUDA ${firstCuda} and newer` : `CUDA ${lastCudaMajor} and older`;
  return [finding(GENERATION, `'container' has CUDA ${version}, which does not serve the ${instanceType.acceleratorName} of 'instanceType' ${instanceType}: `
    + `${served} does; take another image, or another instance type`)];
}

/**
 * What the start scripts of all versions up to this one take.
 *
 * @see https://github.com/aws/deep-learning-containers/blob/main/docker/tei/1.9.3/gpu/entrypoint.sh
 */
const TEI_CAPABILITIES = /^(7\.5|8\.\d|9\.0|10\.0|12\.0)$/;
const LAST_TEI = '1.9.3';

function capability({ server, serverVersion, environment, container, instanceType }: EndpointPlan, { computeCapability }: GpuGeneration): Finding[] {
  const gpu = `the ${instanceType.acceleratorName} of 'instanceType' ${instanceType}`;
  const findings: Finding[] = [];
  if (server.family === ServerFamily.TEI && compareVersions(computeCapability, '7.5') < 0) {
    findings.push(finding(TEI_CAPABILITY, `Text Embeddings Inference does not run on ${gpu}, whose compute capability is ${computeCapability}: 7.5 is the least; `
      + 'take ml.g4dn, ml.g5 or a newer family'));
  } else if (server.family === ServerFamily.TEI && serverVersion && compareVersions(serverVersion, LAST_TEI) <= 0
    && !TEI_CAPABILITIES.test(computeCapability)) {
    findings.push(finding(TEI_CAPABILITY, `Text Embeddings Inference ${serverVersion} does not run on ${gpu}, whose compute capability is ${computeCapability}: `
      + 'its start script takes 7.5, 8.0 to 8.9, 9.0, 10.0 and 12.0; take another instance type'));
  }
  if (compareVersions(computeCapability, '8.0') >= 0) {
    return findings;
  }
  const variable = server.family && !server.neuron ? DATA_TYPE_VARIABLES[server.family] : undefined;
  if (variable && /^(bf16|bfloat16)$/.test(environment[variable])) {
    findings.push(finding(BFLOAT16, `'${variable}' is ${environment[variable]}, which ${gpu} does not have; take float16, or ml.g5 or a newer family`));
  }
  if (server.family === ServerFamily.LMI && compareVersions(container?.profile?.cudaVersion ?? '0', '12.0') >= 0) {
    findings.push(finding(LMI_ON_T4, `Large Model Inference may not start on ${gpu}; take ml.g5, ml.g6 or a newer family`));
  }
  return findings;
}
