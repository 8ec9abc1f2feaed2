import { isKnown } from '../../common/known';
import { compareVersions } from '../../common/version-order';
import { AcceleratorKind } from '../../instance/accelerator-kind';
import { InferenceAmiVersion } from '../../instance/inference-ami-version';
import { familyOf } from '../../instance/instance-family';
import { InstanceShare } from '../../instance/instance-share';
import { EndpointPlan } from '../../plan/endpoint-plan';
import { driverTooOld } from '../../plan/inference-ami';
import { Check, finding, Finding, REJECTED, when } from '../finding';

/** An AMI, and an instance type that it does not serve. */
interface AmiOnInstance {
  readonly ami: string;

  /** The prop that names the instance type. */
  readonly instanceProp: string;
  readonly instanceType: string;
}

const INSTANCE_TYPE: Check<AmiOnInstance> = {
  id: 'ami-of-instance-type',
  severity: 'error',
  what: '`inferenceAmiVersion` is for another accelerator than the one of an instance type',
  why: REJECTED,
  fix: 'remove `inferenceAmiVersion`, so the library chooses the AMI',
  source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html',
  message: (prop, { ami, instanceProp, instanceType }) => `'${prop}' ${ami} is not for the accelerator of '${instanceProp}' ${instanceType}`,
};

const CUDA: Check<AmiOnInstance & { readonly cudaVersion: string }> = {
  id: 'ami-of-cuda',
  severity: 'warning',
  what: '`inferenceAmiVersion` has a driver on which images with the CUDA version of this image are known to fail',
  why: 'the container exits without a log, or the endpoint stays in `Creating`',
  fix: 'remove `inferenceAmiVersion`, so the library chooses the AMI',
  source: 'https://github.com/aws/deep-learning-containers/pull/6187',
  message: (prop, { ami, instanceProp, instanceType, cudaVersion }) => `'container' with CUDA ${cudaVersion} may not start with '${prop}' ${ami} `
    + `on '${instanceProp}' ${instanceType}: an image with CUDA 12 is known to fail with its NVIDIA driver`,
};

const GPU_DRIVER: Check<AmiOnInstance & { readonly driver: number; readonly first: number }> = {
  id: 'ami-of-gpu',
  severity: 'warning',
  what: '`inferenceAmiVersion` has a driver that does not support the GPU of an instance type',
  why: 'the server does not find a GPU, and the endpoint never becomes healthy',
  fix: 'remove `inferenceAmiVersion`, so SageMaker chooses the AMI',
  source: 'https://github.com/awslabs/amazon-eks-ami/blob/main/doc/usage/g7-ami.md',
  message: (prop, { ami, instanceProp, instanceType, driver, first }) => `'${prop}' ${ami} has version ${driver} of the NVIDIA driver, `
    + `but the GPU of '${instanceProp}' ${instanceType} requires version ${first} or later`,
};

export const DRIVER_CHECKS = [INSTANCE_TYPE, CUDA, GPU_DRIVER];

/**
 * The instance families on which the AMI for CUDA 13 is known to start an image with CUDA 12.
 *
 * @see https://github.com/aws-samples/sagemaker-genai-hosting-examples/tree/main/01-models/black-forest-labs
 */
const FAMILIES_FOR_CUDA_12 = ['g7e'];

/** Finds an AMI of the user's whose driver does not serve an image or an instance type. */
export function driverFindings({ hasOwnAmi, inferenceAmiVersion, models, shares }: EndpointPlan): Finding[] {
  const ami = hasOwnAmi ? inferenceAmiVersion : undefined;
  if (!ami || !isKnown(ami.toString())) {
    return [];
  }
  const cudaVersions = new Set(models.map(({ image }) => image?.profile?.cudaVersion));
  return [
    ...shares.flatMap(share => [...acceleratorFindings(ami, share), ...gpuFindings(ami, share)]),
    ...[...cudaVersions].flatMap(cudaVersion => cudaFindings(ami, shares, cudaVersion)),
  ];
}

function acceleratorFindings(ami: InferenceAmiVersion, share: InstanceShare): Finding[] {
  const { acceleratorKind } = share.instanceType;
  const ofAmi = /neuron/.test(ami.toString()) ? AcceleratorKind.NEURON : /gpu/.test(ami.toString()) ? AcceleratorKind.GPU : undefined;
  return when(acceleratorKind !== undefined && ofAmi !== undefined && acceleratorKind !== ofAmi, () => finding(
    INSTANCE_TYPE, 'inferenceAmiVersion', amiOnInstance(ami, share),
  ));
}

function gpuFindings(ami: InferenceAmiVersion, share: InstanceShare): Finding[] {
  const tooOld = driverTooOld(ami, share.instanceType);
  return tooOld ? [finding(GPU_DRIVER, 'inferenceAmiVersion', { ...amiOnInstance(ami, share), ...tooOld })] : [];
}

/** Only what was seen to fail: an older AMI starts images with CUDA 13, which have compatibility libraries. */
function cudaFindings(ami: InferenceAmiVersion, shares: readonly InstanceShare[], cudaVersion: string | undefined): Finding[] {
  const isCuda12 = cudaVersion !== undefined && compareVersions(cudaVersion, '12.0') >= 0 && compareVersions(cudaVersion, '13.0') < 0;
  if (!isCuda12 || ami.toString() !== InferenceAmiVersion.AL2023_GPU_4_1.toString()) {
    return [];
  }
  const share = shares.find(({ instanceType }) => !FAMILIES_FOR_CUDA_12.includes(familyOf(instanceType)));
  return share ? [finding(CUDA, 'inferenceAmiVersion', { ...amiOnInstance(ami, share), cudaVersion })] : [];
}

function amiOnInstance(ami: InferenceAmiVersion, { prop, instanceType }: InstanceShare): AmiOnInstance {
  return { ami: ami.toString(), instanceProp: prop, instanceType: instanceType.toString() };
}
