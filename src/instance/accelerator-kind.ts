/** What computes beside the CPU: what an instance type has, and what a container image needs. */
export enum AcceleratorKind {
  /** An NVIDIA GPU. */
  GPU = 'gpu',

  /** An AWS Inferentia or AWS Trainium device. */
  NEURON = 'neuron',

  /** Nothing but the CPU. */
  NONE = 'none',
}
