import { Token } from 'aws-cdk-lib/core';
import { Check, finding, Finding, REFUSED } from './finding';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { InferenceAmiVersion } from '../instance/inference-ami-version';
import { EndpointPlan } from '../plan/endpoint-plan';
import { driverTooOld } from '../plan/inference-ami';
import { compareVersions } from '../version';

const INSTANCE_TYPE: Check = {
  id: 'ami-of-instance-type',
  severity: 'error',
  what: '`inferenceAmiVersion` is for another accelerator than that of the instance type',
  why: REFUSED,
  fix: 'leave it out',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html',
};

const CUDA: Check = {
  id: 'ami-of-cuda',
  severity: 'warning',
  what: '`inferenceAmiVersion` has a driver that the CUDA of the image has been seen not to start on',
  why: 'the endpoint ends without a log, or stays in `Creating`',
  fix: 'leave it out, so that the right one is chosen',
  source: 'https://github.com/aws/deep-learning-containers/pull/6187',
};

const GPU_DRIVER: Check = {
  id: 'ami-of-gpu',
  severity: 'warning',
  what: '`inferenceAmiVersion` has a driver that does not support the GPU of the instance type',
  why: 'the server finds no GPU, and the endpoint never becomes healthy',
  fix: 'leave it out, so that SageMaker chooses the AMI',
  source: 'https://github.com/awslabs/amazon-eks-ami/blob/main/doc/usage/g7-ami.md',
};

export const DRIVER_CHECKS = [INSTANCE_TYPE, CUDA, GPU_DRIVER];

const NEURON = /neuron/;
const GPU = /gpu/;

/** Checks that the AMI has the driver that the image needs. */
export function driverFindings(plan: EndpointPlan): Finding[] {
  const ami = plan.props.inferenceAmiVersion?.toString();
  return ami === undefined || Token.isUnresolved(ami) ? [] : [...accelerator(plan, ami), ...cuda(plan, ami), ...gpu(plan)];
}

function accelerator({ instanceType }: EndpointPlan, ami: string): Finding[] {
  const { acceleratorKind } = instanceType;
  const wrong = (NEURON.test(ami) && acceleratorKind !== AcceleratorKind.NEURON) || (GPU.test(ami) && acceleratorKind !== AcceleratorKind.GPU);
  return acceleratorKind !== undefined && wrong
    ? [finding(INSTANCE_TYPE, `'inferenceAmiVersion' ${ami} is not for 'instanceType' ${instanceType}; leave it out, so that the right one is chosen`)]
    : [];
}

/** The evidence of both is thin, and of two kinds: docs/images.md. */
function cuda({ container }: EndpointPlan, ami: string): Finding[] {
  const cudaVersion = container?.profile?.cudaVersion;
  if (!cudaVersion || !GPU.test(ami)) {
    return [];
  }
  const newest = ami === InferenceAmiVersion.AL2023_GPU_4_1.toString();
  const thirteen = compareVersions(cudaVersion, '13.0') >= 0;
  if (!AMIS.includes(ami) || newest === thirteen) {
    return [];
  }
  return [finding(CUDA, `'inferenceAmiVersion' ${ami} may not start 'container', which has CUDA ${cudaVersion}: `
    + (thirteen ? 'its driver is older' : 'images with CUDA 12 have been seen not to start on it') + '; leave it out, so that the right one is chosen')];
}

function gpu({ instanceType, props: { inferenceAmiVersion } }: EndpointPlan): Finding[] {
  const tooOld = inferenceAmiVersion && driverTooOld(inferenceAmiVersion, instanceType);
  return tooOld ? [finding(GPU_DRIVER, `'inferenceAmiVersion' ${inferenceAmiVersion} has version ${tooOld.driver} of the NVIDIA driver, and the GPU of `
    + `'instanceType' ${instanceType} needs version ${tooOld.first} or later; leave it out, so that SageMaker chooses the AMI`)] : [];
}

const AMIS = [
  InferenceAmiVersion.AL2_GPU_2, InferenceAmiVersion.AL2_GPU_2_1, InferenceAmiVersion.AL2_GPU_3_1, InferenceAmiVersion.AL2023_GPU_4_1,
].map(version => version.toString());
