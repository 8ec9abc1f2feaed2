import { VllmOptions } from './vllm-options';

/**
 * The options of vLLM-Omni.
 *
 * @see https://github.com/aws/deep-learning-containers/blob/main/docs/vllm/configuration.md
 */
export interface VllmOmniOptions extends VllmOptions {}
