import { AcceleratorKind } from './accelerator-kind';

/** What a message calls what an instance type has, or what an image needs. */
export const ACCELERATOR_KIND_NAMES: Record<AcceleratorKind, string> = {
  [AcceleratorKind.GPU]: 'a GPU',
  [AcceleratorKind.NEURON]: 'AWS Neuron',
  [AcceleratorKind.NONE]: 'only a CPU',
};
