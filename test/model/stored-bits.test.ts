import { dataTypeBits, quantizedBits } from '../../src/model/stored-bits';

test.each<[object, number | undefined]>([
  [{ dtype: 'float64' }, 64], [{ dtype: 'double' }, 64], [{ dtype: 'float32' }, 32], [{ dtype: 'float' }, 32],
  [{ dtype: 'float16' }, 16], [{ dtype: 'half' }, 16], [{ dtype: 'bfloat16' }, 16],
  [{ torch_dtype: 'float32' }, 32], [{ torch_dtype: 'torch.float32' }, 32], [{ torch_dtype: 'floattorch.32' }, undefined],
  [{ dtype: 'auto', torch_dtype: 'float32' }, 32], [{ dtype: 32, torch_dtype: 'float16' }, 16], [{ dtype: 'constructor' }, undefined], [{}, undefined],
  [{ text_config: { dtype: 'float32' } }, 32], [{ llm_config: { dtype: 'float32' } }, 32], [{ thinker_config: { dtype: 'float32' } }, 32],
  [{ text_config: null, llm_config: { dtype: 'float32' } }, 32], [{ dtype: 'float16', text_config: { dtype: 'float32' } }, 16],
])('a parameter of %j has %p bits', (config, expected) => {
  expect(dataTypeBits(config as Record<string, unknown>)).toBe(expected);
});

const GROUPED = 4 + 20 / 128;
const NF4 = 4.127;
const MXFP4 = 4.25;
const NVFP4 = 4.5;

const AQLM = { quant_method: 'aqlm', num_codebooks: 2, nbits_per_codebook: 8, in_group_size: 8 };
const compressed = (weights: unknown, others: object = {}) => ({ quant_method: 'compressed-tensors', config_groups: { a: { weights } }, ...others });
const float4 = (others: object = {}) => ({ num_bits: 4, type: 'float', ...others });
const quark = (weight: unknown) => ({ quant_method: 'quark', global_quant_config: { weight } });

test.each<[object, number | undefined]>([
  [{}, undefined],
  [{ quant_method: 'of-tomorrow', bits: 4 }, undefined],
  [{ quant_method: 'bitsandbytes' }, undefined],
  [{ quant_method: 'bitsandbytes', bits: 4 }, undefined],
  [{ quant_method: 'BitsAndBytes', load_in_4bit: true }, NF4],
  [{ load_in_4bit: true }, NF4],
  [{ load_in_8bit: true }, 8],
  [{ quant_method: 'gptq', load_in_4bit: 'true', load_in_8bit: 'true', bits: 3 }, 3 + 20 / 128],
  // https://github.com/vllm-project/vllm/blob/main/vllm/model_executor/layers/quantization/modelopt.py
  [{ quant_method: 'modelopt' }, undefined],
  [{ quant_method: 'modelopt_fp4' }, NVFP4],
  [{ quant_method: 'modelopt', quant_algo: 'MIXED_FP8' }, undefined],
  [{ quant_method: 'gptq', quant_algo: 'FP8' }, 8],
  ...['FP8', 'MXFP8', 'INT8_SQ', 'W8A8'].map((quant_algo): [object, number] => [{ quant_algo }, 8]),
  [{ quant_algo: 'MXFP4' }, MXFP4],
  [{ quant_algo: 'NVFP4' }, NVFP4],
  ...['W4A16_AWQ', 'W4A8_AWQ', 'INT4'].map((quant_algo): [object, number] => [{ quant_algo }, GROUPED]),
  [{ quant_algo: 'of-tomorrow' }, undefined],
  // https://github.com/vllm-project/compressed-tensors
  [{ quant_method: 'compressed-tensors' }, undefined],
  [{ quant_method: 'compressed-tensors', config_groups: null, sparsity_config: {} }, 16],
  [{ quant_method: 'compressed-tensors', config_groups: {}, sparsity_config: null }, undefined],
  [{ config_groups: { a: { weights: { num_bits: 8 } } } }, 8],
  [compressed({ num_bits: 8, type: 'float' }), 8],
  [compressed({ num_bits: 4, type: 'int', group_size: 64 }), 4 + 20 / 64],
  [compressed({ num_bits: 0 }), undefined],
  [compressed({ num_bits: '8' }), undefined],
  [compressed(null), undefined],
  [{ config_groups: { a: null, b: { weights: { num_bits: 8 } } } }, 8],
  [{ config_groups: { a: { weights: { num_bits: 4 } }, b: { weights: { num_bits: 8 } } } }, 8],
  [{ config_groups: { a: { weights: {} }, b: { weights: { num_bits: 8 } } } }, undefined],
  [compressed(float4()), NVFP4],
  [compressed(float4({ group_size: 16 })), NVFP4],
  [compressed(float4({ group_size: 32 })), MXFP4],
  [compressed(float4(), { format: 'mxfp4-pack-quantized' }), MXFP4],
  [{ format: 'mxfp4-pack-quantized', config_groups: { a: { weights: float4(), format: 'nvfp4-pack-quantized' } } }, NVFP4],
  // https://huggingface.co/docs/transformers/quantization/overview
  ...['gptq', 'awq', 'auto-round', 'auto_round', 'intel/auto-round', 'auto-gptq', 'marlin'].map((quant_method): [object, number] => [{ quant_method }, GROUPED]),
  [{ quant_method: 'gptq', bits: 8, group_size: 64 }, 8 + 20 / 64],
  [{ quant_method: 'gptq', group_size: -1 }, 4],
  [{ quant_method: 'gptq', group_size: 0 }, 4],
  ...['bits', 'nbits', 'w_bit', 'weight_bits', 'num_bits'].map((name): [object, number] => [{ quant_method: 'exl2', [name]: 3 }, 3]),
  [{ quant_method: 'exl3', bits: 0, nbits: '5', w_bit: 3 }, 3],
  [{ quant_method: 'exl2' }, undefined],
  [{ quant_method: 'hqq', nbits: 4, weight_quant_params: { nbits: 3 } }, 4.25],
  [{ quant_method: 'hqq', nbits: 8 }, 8],
  [{ quant_method: 'hqq', weight_quant_params: { nbits: 3 } }, 3.25],
  [{ quant_method: 'hqq', quant_config: { weight_quant_params: { nbits: 3 } } }, 3.25],
  [{ quant_method: 'hqq', quant_config: { nbits: 3 } }, 3.25],
  [{ quant_method: 'hqq', quant_config: { nbits: '3' } }, undefined],
  [{ quant_method: 'hqq' }, undefined],
  // 2 indexes of 8 bits for 8 weights, and the codebooks
  [AQLM, 2.1],
  [{ ...AQLM, out_group_size: 2 }, 1.1],
  [{ ...AQLM, in_group_size: 0 }, undefined],
  [{ ...AQLM, out_group_size: 0 }, undefined],
  [{ ...AQLM, num_codebooks: '2' }, undefined],
  [{ ...AQLM, nbits_per_codebook: '8' }, undefined],
  [{ ...AQLM, in_group_size: '8' }, undefined],
  [{ ...AQLM, out_group_size: '2' }, undefined],
  [{ quant_method: 'quanto', weights: 'int4' }, GROUPED],
  [{ quant_method: 'quanto', weights: 'int8', quant_type: 'int4' }, 8],
  [{ quant_method: 'quanto', weights: 'float8' }, 8],
  [{ quant_method: 'quanto', weights: 'int2' }, undefined],
  [{ quant_method: 'torchao', quant_type: { default: { _type: 'Int4WeightOnlyConfig' } } }, GROUPED],
  [{ quant_method: 'torchao' }, undefined],
  ...['eetq', 'fp8', 'fbgemm_fp8', 'finegrained_fp8'].map((quant_method): [object, number] => [{ quant_method }, 8]),
  [{ quant_method: 'quark' }, undefined],
  [quark(null), undefined],
  [quark({}), undefined],
  [quark({ dtype: 'FP8_e4m3' }), 8],
  [quark({ dtype: 'int8' }), 8],
  [quark({ dtype: 'fp4' }), MXFP4],
  [quark({ dtype: 'int4', group_size: 64 }), 4 + 20 / 64],
])('a parameter with the quantization %j has %p bits', (quantization, bits) => {
  expect(quantizedBits(quantization as Record<string, unknown>)).toEqual(bits === undefined ? undefined : { bits: expect.closeTo(bits, 10) });
});

test.each<[object, boolean]>([
  [{ quant_method: 'mxfp4' }, true],
  [compressed({ num_bits: 8 }, { ignore: ['lm_head', 're:.*self_attn.*'] }), true],
  [compressed({ num_bits: 8 }, { ignore: ['re:self_attn'] }), true],
  [compressed({ num_bits: 8 }, { ignore: ['re:.*attention'] }), true],
  [compressed({ num_bits: 8 }, { ignore: ['model.layers.0.self_attn'] }), false],
  [compressed({ num_bits: 8 }, { ignore: ['re:.*lm_head', 'model.layers.0.self_attn'] }), false],
  [compressed({ num_bits: 8 }, { ignore: 're:.*self_attn' }), false],
])('only the experts are quantized with %j: %p', (quantization, expected) => {
  expect(quantizedBits(quantization as Record<string, unknown>)).toEqual({ bits: expect.any(Number), ...expected && { expertsOnly: true } });
});
