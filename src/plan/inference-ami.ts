import { Token } from 'aws-cdk-lib/core';
import { ImageProfile } from '../container/image-profile';
import { ServerFamily } from '../container/server-family';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { FAMILIES_OF_GPU_4_1 } from '../instance/inference-ami-families.generated';
import { InferenceAmiVersion } from '../instance/inference-ami-version';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';
import { compareVersions } from '../common/version-order';

/**
 * The instance families whose default driver is older than 550, with CUDA 12.4.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/inference-gpu-drivers.html
 */
const FAMILIES_WITH_AN_OLD_DRIVER = ['g4dn', 'g5', 'g6', 'p4d', 'p4de', 'p5'];

/**
 * The first NVIDIA driver that supports the GPUs of an instance family. Only families are here that need a newer one than an AMI has.
 *
 * @see https://github.com/awslabs/amazon-eks-ami/blob/main/doc/usage/g7-ami.md
 */
const FIRST_DRIVERS: Readonly<Record<string, number>> = { g7: 595 };

/** The NVIDIA drivers of the AMIs: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html */
const AMI_DRIVERS: ReadonlyMap<string, number> = new Map([
  [InferenceAmiVersion.AL2_GPU_2.toString(), 535],
  [InferenceAmiVersion.AL2_GPU_2_1.toString(), 535],
  [InferenceAmiVersion.AL2_GPU_3_1.toString(), 550],
  [InferenceAmiVersion.AL2023_GPU_4_1.toString(), 580],
]);

/** The instance families of Inferentia2 and of the first Trainium, which the one AMI for Neuron is documented for. */
const NEURON_FAMILIES = ['inf2', 'trn1', 'trn1n'];

/**
 * The AMI whose driver an image needs on an instance type; undefined where the default of SageMaker serves.
 *
 * SageMaker does not choose it by itself, and an image whose CUDA is newer than the driver ends without a log:
 * https://github.com/aws/sagemaker-python-sdk/pull/6281. Which AMI AWS tests which CUDA with:
 * https://github.com/aws/deep-learning-containers/blob/main/test/test_utils/constants.py
 */
export function inferenceAmiFor(profile: ImageProfile | undefined, instanceType: SageMakerInstanceType): InferenceAmiVersion | undefined {
  const { acceleratorKind } = instanceType;
  const family = familyOf(instanceType);
  if (acceleratorKind === AcceleratorKind.NEURON && NEURON_FAMILIES.includes(family) && isTestedWithNeuronAmi(profile)) {
    return InferenceAmiVersion.AL2_NEURON_2;
  }
  if (!profile?.cudaVersion || (acceleratorKind ?? AcceleratorKind.GPU) !== AcceleratorKind.GPU) {
    return undefined;
  }
  const ami = gpuAmiFor(profile.cudaVersion, family);
  return ami && driverTooOld(ami, instanceType) ? undefined : ami;
}

function gpuAmiFor(cudaVersion: string, family: string): InferenceAmiVersion | undefined {
  if (compareVersions(cudaVersion, '13.0') >= 0) {
    return FAMILIES_OF_GPU_4_1.includes(family) ? InferenceAmiVersion.AL2023_GPU_4_1 : undefined;
  }
  return compareVersions(cudaVersion, '12.4') >= 0 && FAMILIES_WITH_AN_OLD_DRIVER.includes(family) ? InferenceAmiVersion.AL2_GPU_3_1 : undefined;
}

/** A driver that does not support a GPU, and the first one that does. */
interface OldDriver {
  readonly driver: number;
  readonly first: number;
}

/** The driver of an AMI, if it is known to be too old for the GPU of an instance type. */
export function driverTooOld(ami: InferenceAmiVersion, instanceType: SageMakerInstanceType): OldDriver | undefined {
  const driver = AMI_DRIVERS.get(ami.toString());
  const family = familyOf(instanceType);
  const first = Object.hasOwn(FIRST_DRIVERS, family) ? FIRST_DRIVERS[family] : undefined;
  return driver !== undefined && first !== undefined && driver < first ? { driver, first } : undefined;
}

/**
 * The images that Hugging Face and AWS use with this AMI: vLLM, and the versions of TGI that have a number of TGI itself.
 *
 * @see https://github.com/awslabs/llm-hosting-container/blob/main/tests/huggingface/sagemaker_dlc_test.py
 */
function isTestedWithNeuronAmi(profile: ImageProfile | undefined): boolean {
  const { server, serverVersion } = profile ?? {};
  return profile?.acceleratorKind === AcceleratorKind.NEURON
    && (server === ServerFamily.VLLM || (server === ServerFamily.TGI && serverVersion !== undefined));
}

/** `g5` of `ml.g5.2xlarge`. */
export function familyOf(instanceType: SageMakerInstanceType): string {
  const name = instanceType.toString();
  return Token.isUnresolved(name) ? '' : name.split('.')[1] ?? '';
}
