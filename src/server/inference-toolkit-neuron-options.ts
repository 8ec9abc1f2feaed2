import { InferenceToolkitOptions } from './inference-toolkit';

/**
 * The options of the Hugging Face inference toolkit on AWS Neuron.
 *
 * @see https://huggingface.co/docs/optimum-neuron/en/inference_tutorials/notebooks
 */
export interface InferenceToolkitNeuronOptions extends InferenceToolkitOptions {
  /**
   * The batch size that the model is compiled for: an integer of at least 1.
   *
   * @default - chosen by the server: 1
   */
  readonly batchSize?: number;

  /**
   * The sequence length that the model is compiled for, in tokens: an integer of at least 1. Required unless the model is already compiled.
   *
   * @default - none: the model is already compiled
   */
  readonly sequenceLength?: number;
}
