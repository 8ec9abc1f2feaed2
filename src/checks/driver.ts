import { Token } from 'aws-cdk-lib/core';
import { error, Finding, warning } from './finding';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { InferenceAmiVersion } from '../instance/inference-ami-version';
import { EndpointPlan } from '../plan/endpoint-plan';
import { compareVersions } from '../version';

const NEURON = /neuron/;
const GPU = /gpu/;

/** Checks that the AMI has the driver that the image needs. */
export function driverFindings(plan: EndpointPlan): Finding[] {
  const ami = plan.props.inferenceAmiVersion?.toString();
  return ami === undefined || Token.isUnresolved(ami) ? [] : [...accelerator(plan, ami), ...cuda(plan, ami)];
}

function accelerator({ instanceType }: EndpointPlan, ami: string): Finding[] {
  const { acceleratorKind } = instanceType;
  const wrong = (NEURON.test(ami) && acceleratorKind !== AcceleratorKind.NEURON) || (GPU.test(ami) && acceleratorKind !== AcceleratorKind.GPU);
  return acceleratorKind !== undefined && wrong
    ? [error('ami-of-instance-type', `'inferenceAmiVersion' ${ami} is not for 'instanceType' ${instanceType}; leave it out, so that the right one is chosen`)]
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
  return [warning('ami-of-cuda', `'inferenceAmiVersion' ${ami} may not start 'container', which has CUDA ${cudaVersion}: `
    + (thirteen ? 'its driver is older' : 'images with CUDA 12 have been seen not to start on it') + '; leave it out, so that the right one is chosen')];
}

const AMIS = [
  InferenceAmiVersion.AL2_GPU_2, InferenceAmiVersion.AL2_GPU_2_1, InferenceAmiVersion.AL2_GPU_3_1, InferenceAmiVersion.AL2023_GPU_4_1,
].map(version => version.toString());
