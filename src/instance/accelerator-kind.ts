/** The kind of accelerator that an instance type has, or that a container image requires. */
export enum AcceleratorKind {
  /** An NVIDIA GPU. */
  GPU = 'gpu',

  /** An AWS Inferentia or AWS Trainium device. */
  NEURON = 'neuron',

  /** No accelerator, only CPUs. */
  NONE = 'none',
}
