import { ownEntry } from '../common/own-entry';
import { compareVersions } from '../common/version-order';
import { ImageProfile } from '../container/image-profile';
import { ServerFamily } from '../container/server-family';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { FAMILIES_OF_GPU_4_1 } from '../instance/inference-ami-families.generated';
import { InferenceAmiVersion } from '../instance/inference-ami-version';
import { familyOf } from '../instance/instance-family';
import { SageMakerInstanceType } from '../instance/sagemaker-instance-type.generated';

/**
 * The instance families whose default driver is older than 550, with CUDA 12.4.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/inference-gpu-drivers.html
 */
const FAMILIES_WITH_AN_OLD_DRIVER = ['g4dn', 'g5', 'g6', 'p4d', 'p4de', 'p5'];

/**
 * The first NVIDIA driver that supports the GPUs of an instance family. Contains only the families that need a newer driver than that of an AMI.
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

/** The instance families of Inferentia2 and the first Trainium, for which the only AMI for AWS Neuron is documented. */
const NEURON_FAMILIES = ['inf2', 'trn1', 'trn1n'];

/**
 * The AMI whose driver an image needs on an instance type. Undefined if the default AMI of SageMaker is sufficient.
 *
 * SageMaker does not choose it, and a container whose CUDA is newer than the driver exits without a log:
 * https://github.com/aws/sagemaker-python-sdk/pull/6281. The AMIs with which AWS tests each version of CUDA:
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
  const first = ownEntry(FIRST_DRIVERS, family);
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
