/**
 * The Amazon Machine Image (AMI) of the instances, which contains the accelerator driver. There is a constant for each version that AWS documents,
 * and `of` for any other.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
 */
export class InferenceAmiVersion {
  /** NVIDIA driver 535 with CUDA 12.2. Mounts the CUDA compatibility libraries of the image. */
  public static readonly AL2_GPU_2 = new InferenceAmiVersion('al2-ami-sagemaker-inference-gpu-2');

  /** NVIDIA driver 535 with CUDA 12.2. */
  public static readonly AL2_GPU_2_1 = new InferenceAmiVersion('al2-ami-sagemaker-inference-gpu-2-1');

  /** NVIDIA driver 550 with CUDA 12.4. */
  public static readonly AL2_GPU_3_1 = new InferenceAmiVersion('al2-ami-sagemaker-inference-gpu-3-1');

  /** AWS Neuron driver 2.19, for AWS Inferentia2 and AWS Trainium. */
  public static readonly AL2_NEURON_2 = new InferenceAmiVersion('al2-ami-sagemaker-inference-neuron-2');

  /** NVIDIA driver 580 with CUDA 13.0. */
  public static readonly AL2023_GPU_4_1 = new InferenceAmiVersion('al2023-ami-sagemaker-inference-gpu-4-1');

  /**
   * Any version, including one that this version of the library has no constant for.
   *
   * @param inferenceAmiVersion the name of the version
   */
  public static of(inferenceAmiVersion: string): InferenceAmiVersion {
    return new InferenceAmiVersion(inferenceAmiVersion);
  }

  private constructor(private readonly name: string) {}

  /** The name of the version, such as `al2023-ami-sagemaker-inference-gpu-4-1`. */
  public toString(): string {
    return this.name;
  }
}
