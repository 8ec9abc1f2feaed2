import { compareVersions } from '../common/version-order';
import { gpuGeneration } from '../instance/gpu-generation';

/**
 * The first compute capability that vLLM supports for a quantization method.
 *
 * @see https://docs.vllm.ai/en/latest/features/quantization/
 */
const FIRST_CAPABILITIES: readonly (readonly [method: RegExp, capability: string])[] = [
  [/mxfp4|nvfp4|modelopt_fp4/i, '8.0'],
  [/fp8|modelopt|float-quantized/i, '8.0'],
  [/awq|gptq|compressed-tensors|auto-round|int8|w8a8/i, '7.5'],
  [/bitsandbytes/i, '7.0'],
];

/** Whether a GPU runs weights that are quantized with a method. Unknown methods and unknown GPUs count as supported. */
export function runsQuantization(gpuName: string | undefined, method: string | undefined): boolean {
  const generation = gpuGeneration(gpuName);
  const first = method === undefined ? undefined : FIRST_CAPABILITIES.find(([pattern]) => pattern.test(method))?.[1];
  return !generation || first === undefined || compareVersions(generation.computeCapability, first) >= 0;
}
