import { compareVersions } from '../common/version-order';
import { gpuGeneration } from '../instance/gpu-generation';

/**
 * The first compute capability that vLLM supports for a quantization method.
 *
 * @see https://docs.vllm.ai/en/latest/features/quantization/
 */
const FIRST_CAPABILITIES: readonly (readonly [method: RegExp, capability: string])[] = [
  [/mxfp4|nvfp4|fp8|modelopt|float-quantized/i, '8.0'],
  [/awq|gptq|compressed-tensors|auto-round|int8|w8a8/i, '7.5'],
  [/bitsandbytes/i, '7.0'],
];

/** The methods of vLLM, SGLang and TGI, and the forms of their names. */
const METHODS = /fp[48]|int[48]|w8a8|w4a|awq|gptq|bitsandbytes|bnb|eetq|exl2|hqq|torchao|quark|gguf|marlin|modelopt|compressed|auto-round|inc|none/i;

/** Whether this is the name of a quantization method. */
export function isQuantization(method: string): boolean {
  return METHODS.test(method);
}

/** Whether a GPU runs weights that are quantized with a method. Unknown methods and unknown GPUs count as supported. */
export function runsQuantization(gpuName: string | undefined, method: string | undefined): boolean {
  const generation = gpuGeneration(gpuName);
  const first = FIRST_CAPABILITIES.find(([pattern]) => pattern.test(method ?? ''))?.[1];
  return !generation || first === undefined || compareVersions(generation.computeCapability, first) >= 0;
}
