import { ownEntry } from '../common/own-entry';
import { compareVersions } from '../common/version-order';

/** The compute capability of a GPU, and the CUDA versions that support it. */
export interface GpuGeneration {
  /** The compute capability, such as `8.6`. */
  readonly computeCapability: string;

  /** The first CUDA version that supports it. */
  readonly firstCuda: string;

  /** The last major CUDA version that supports it; undefined if the latest version does. */
  readonly lastCudaMajor?: number;
}

/**
 * The GPUs of SageMaker instance types, by name.
 *
 * Compute capabilities: https://developer.nvidia.com/cuda-gpus and https://developer.nvidia.com/cuda-legacy-gpus.
 * First versions: release notes at https://docs.nvidia.com/cuda/archive/ (8.0 for Kepler and earlier, 9.0 for Volta, 10.0 for Turing, 11.0 for
 * Ampere, 11.8 for Hopper, 12.8 and 12.9 for Blackwell). Code for a compute capability runs on higher minor revisions of the same major one, so
 * code that CUDA 11.0 compiles for 8.0 runs on 8.6 and 8.9: https://docs.nvidia.com/cuda/ada-compatibility-guide/. The first versions for
 * Blackwell are those in the release notes. Last versions: the release notes of CUDA 12.0 remove Kepler, and those of 13.0 remove Volta.
 */
const GPU_GENERATIONS: Readonly<Record<string, GpuGeneration>> = {
  'K80': { computeCapability: '3.7', firstCuda: '6.5', lastCudaMajor: 11 },
  'V100': { computeCapability: '7.0', firstCuda: '9.0', lastCudaMajor: 12 },
  'T4': { computeCapability: '7.5', firstCuda: '10.0' },
  'A100': { computeCapability: '8.0', firstCuda: '11.0' },
  'A10G': { computeCapability: '8.6', firstCuda: '11.0' },
  'L4': { computeCapability: '8.9', firstCuda: '11.0' },
  'L40S': { computeCapability: '8.9', firstCuda: '11.0' },
  'H100': { computeCapability: '9.0', firstCuda: '11.8' },
  'H200': { computeCapability: '9.0', firstCuda: '11.8' },
  'B200': { computeCapability: '10.0', firstCuda: '12.8' },
  'B300': { computeCapability: '10.3', firstCuda: '12.9' },
  'RTX PRO 4500': { computeCapability: '12.0', firstCuda: '12.8' },
  'RTX PRO 6000': { computeCapability: '12.0', firstCuda: '12.8' },
};

/** The generation of an accelerator; undefined if it is unknown or not a GPU. */
export function gpuGeneration(acceleratorName: string | undefined): GpuGeneration | undefined {
  return ownEntry(GPU_GENERATIONS, acceleratorName);
}

/** Whether a CUDA version supports a GPU. */
export function servesCuda({ firstCuda, lastCudaMajor }: GpuGeneration, cudaVersion: string): boolean {
  return compareVersions(cudaVersion, firstCuda) >= 0 && (lastCudaMajor === undefined || Number.parseInt(cudaVersion, 10) <= lastCudaMajor);
}
