import { isQuantization, runsQuantization } from '../../src/model/gpu-support';

test.each([
  ['T4', 'mxfp4', false], ['T4', 'nvfp4', false], ['T4', 'modelopt_fp4', false], ['T4', 'fp8', false], ['T4', 'FP8', false],
  ['T4', 'compressed-tensors float-quantized', false], ['T4', 'awq', true], ['V100', 'awq', false], ['V100', 'w8a8', false], ['V100', 'bitsandbytes', true],
  ['K80', 'bitsandbytes', false], ['A100', 'fp8', true], ['L4', 'nvfp4', true], ['T4', 'of-tomorrow', true], ['T4', undefined, true],
  ['of tomorrow', 'fp8', true], [undefined, 'fp8', true],
])('whether %s runs %s: %s', (gpu, method, runs) => {
  expect(runsQuantization(gpu, method)).toBe(runs);
});

test.each([
  ['fp4', true], ['FP8', true], ['fp16', false], ['int4', true], ['int8', true], ['int16', false], ['compressed-tensors', true], ['none', true], ['of-tomorrow', false],
])('%s is a quantization method: %p', (method, expected) => {
  expect(isQuantization(method)).toBe(expected);
});
