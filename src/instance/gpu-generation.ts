import { compareVersions } from '../common/version-order';

/** What a GPU can compute, and which versions of CUDA serve it. */
export interface GpuGeneration {
  /** The compute capability, such as `8.6`. */
  readonly computeCapability: string;

  /** The first version of CUDA whose code can run on it. */
  readonly firstCuda: string;

  /** The last major version of CUDA that serves it; undefined where the newest does. */
  readonly lastCudaMajor?: number;
}

/**
 * The generations of the GPUs in SageMaker's instance types, by the name of the accelerator.
 *
 * Compute capabilities: https://developer.nvidia.com/cuda-gpus and https://developer.nvidia.com/cuda-legacy-gpus.
 * First versions: https://docs.nvidia.com/cuda/archive/ (release notes of 8.0 Kepler and before, 9.0 Volta, 10.0 Turing, 11.0 Ampere, 11.8
 * Hopper, 12.8 and 12.9 Blackwell). Code for a compute capability runs on every higher minor revision of the same major one, so that the code
 * for 8.0 of CUDA 11.0 runs on 8.6 and 8.9: https://docs.nvidia.com/cuda/ada-compatibility-guide/. Blackwell keeps the versions of its release
 * notes. Last versions: the release notes of CUDA 12.0 end Kepler, those of 13.0 Volta.
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

/** The generation of an accelerator; undefined where it is no GPU or not known. */
export function gpuGeneration(acceleratorName: string | undefined): GpuGeneration | undefined {
  return acceleratorName !== undefined && Object.hasOwn(GPU_GENERATIONS, acceleratorName) ? GPU_GENERATIONS[acceleratorName] : undefined;
}

/** Whether a version of CUDA serves a GPU. */
export function servesCuda({ firstCuda, lastCudaMajor }: GpuGeneration, cudaVersion: string): boolean {
  return compareVersions(cudaVersion, firstCuda) >= 0 && (lastCudaMajor === undefined || Number.parseInt(cudaVersion, 10) <= lastCudaMajor);
}
