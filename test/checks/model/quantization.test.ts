import { CfnParameter } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, ModelServer } from '../../../src';
import { quantizationFindings, shareQuantizationFindings } from '../../../src/checks/model/quantization';
import { IMAGES } from '../../images';
import { found, image, newStack, planOf, type } from '../../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const vllm = (version: string) => image(`vllm:${version}-gpu-py312-cu129-ubuntu22.04-sagemaker`);
const quantized = (quantization: string, dataType?: string) => ModelServer.vllm({ quantization, dataType });
const TOKEN = new CfnParameter(newStack(), 'Value').valueAsString;

function findingsIn(props: Props) {
  const { models: [model], shares } = planOf({ container: vllm('0.19.0'), instanceType: type('g5.2xlarge'), ...props });
  return found([...quantizationFindings(model), ...shares.flatMap(share => shareQuantizationFindings(model, share))]);
}

// https://github.com/vllm-project/vllm/tree/v0.20.2/vllm/model_executor/layers/quantization
test.each<[string, Props, string, string, object]>([
  ['mxfp4 on a T4', { instanceType: type('g4dn.xlarge'), server: quantized('mxfp4') }, 'quantization-on-old-gpu', 'server.quantization',
    { method: 'mxfp4', least: '8.0', gpu: 'T4', computeCapability: '7.5' }],
  ['awq on a V100', { instanceType: type('p3.2xlarge'), environment: { SM_VLLM_QUANTIZATION: 'awq' } }, 'quantization-on-old-gpu',
    'environment.SM_VLLM_QUANTIZATION', { least: '7.5' }],
  ['fp_quant on an H100', { instanceType: type('p5.48xlarge'), server: quantized('fp_quant') }, 'quantization-on-old-gpu', 'server.quantization', { least: '10.0' }],
  ['awq with bfloat16', { server: quantized('awq', 'bfloat16') }, 'quantization-and-data-type', 'server.dataType', { method: 'awq', got: 'bfloat16' }],
  ['mxfp4 with half', { server: quantized('mxfp4', 'half') }, 'quantization-and-data-type', 'server.dataType', { allowed: ['auto', 'bfloat16'] }],
  ['fp8 with float32', { server: quantized('fp8', 'float32') }, 'quantization-and-data-type', 'server.dataType', {}],
  // the methods of a version are those of its package: https://pypi.org/project/vllm/#history
  ['the first version that was read', { container: vllm('0.14.0'), instanceType: type('g4dn.xlarge'), server: quantized('mxfp4') }, 'quantization-on-old-gpu',
    'server.quantization', {}],
  ['bitsandbytes by its name', { container: vllm('0.29.0'), modelId: 'org/model-BitsAndBytes' }, 'quantization-removed', 'modelId', {}],
  ['bitsandbytes with more digits', { container: vllm('0.29.0'), modelId: 'org/model-bnb-16bit' }, 'quantization-removed', 'modelId', {}],
  ['bitsandbytes in a new version', { container: vllm('0.29.0'), modelId: 'unsloth/Qwen3-8B-bnb-4bit' }, 'quantization-removed', 'modelId',
    { method: 'bitsandbytes', version: '0.29.0' }],
])('%s has a finding', (_what, props, id, prop, values) => {
  expect(findingsIn(props)).toEqual([{ id, prop, values: expect.objectContaining(values) }]);
});

test.each<[string, Props]>([
  ['mxfp4 on an A10G', { server: quantized('mxfp4') }],
  ['awq on a T4', { instanceType: type('g4dn.xlarge'), server: quantized('awq', 'half') }],
  ['gptq on a V100', { instanceType: type('p3.2xlarge'), server: quantized('gptq') }],
  ['awq with bfloat16 in a newer version', { container: vllm('0.27.1'), server: quantized('awq', 'bfloat16') }],
  ['a version that was not read', { container: vllm('0.29.0'), instanceType: type('g4dn.xlarge'), server: quantized('mxfp4', 'half') }],
  ['bitsandbytes in an older version', { modelId: 'unsloth/Qwen3-8B-bnb-4bit' }],
  ['an unresolved token', { environment: { SM_VLLM_QUANTIZATION: TOKEN, SM_VLLM_DTYPE: TOKEN } }],
  ['a version before those that were read', { container: vllm('0.13.0'), instanceType: type('g4dn.xlarge'), server: quantized('mxfp4', 'half') }],
  ['a method that is not known', { instanceType: type('p3.2xlarge'), server: quantized('toString', 'float32') }],
  ['vLLM-Omni', { container: IMAGES.VLLM_OMNI, instanceType: type('g4dn.xlarge'), environment: { SM_VLLM_QUANTIZATION: 'mxfp4', SM_VLLM_DTYPE: 'half' } }],
  ['bitsandbytes in a version that was not read', { container: vllm('0.99.0'), modelId: 'unsloth/Qwen3-8B-bnb-4bit' }],
  ['vLLM on AWS Neuron', { container: IMAGES.VLLM_NEURON, instanceType: type('inf2.xlarge'), modelId: 'unsloth/Qwen3-8B-bnb-4bit' }],
  ['a model without bitsandbytes in a new version', { container: vllm('0.29.0'), modelId: 'unsloth/Qwen3-8B-bnb' }],
  ['a model in Amazon S3 in a new version', { container: vllm('0.29.0'), modelId: '/opt/ml/model/bnb-4bit' }],
  ['a GPU that is not known', { instanceType: type('z99.large'), server: quantized('mxfp4') }],
])('%s has no finding', (_what, props) => {
  expect(findingsIn(props)).toEqual([]);
});

// `get_min_capability` in https://github.com/vllm-project/vllm/tree/v0.20.2/vllm/model_executor/layers/quantization
test.each([
  ['awq', '7.5', 'p3.2xlarge', 'g4dn.xlarge'], ['fp8', '7.5', 'p3.2xlarge', 'g4dn.xlarge'], ['gptq_marlin', '7.5', 'p3.2xlarge', 'g4dn.xlarge'],
  ['modelopt_fp4', '7.5', 'p3.2xlarge', 'g4dn.xlarge'], ['experts_int8', '8.0', 'g4dn.xlarge', 'p4d.24xlarge'],
  ['fbgemm_fp8', '8.0', 'g4dn.xlarge', 'p4d.24xlarge'], ['modelopt', '8.0', 'g4dn.xlarge', 'p4d.24xlarge'], ['mxfp4', '8.0', 'g4dn.xlarge', 'p4d.24xlarge'],
  ['petit_nvfp4', '9.0', 'g6.xlarge', 'p5.48xlarge'], ['fp_quant', '10.0', 'p5.48xlarge', 'p6-b200.48xlarge'],
])('%s requires a GPU of compute capability %s', (method, least, older, sufficient) => {
  expect(findingsIn({ instanceType: type(older), server: quantized(method) })).toMatchObject([{ id: 'quantization-on-old-gpu', values: { method, least } }]);
  expect(findingsIn({ instanceType: type(sufficient), server: quantized(method) })).toEqual([]);
});

// `get_supported_act_dtypes` there
test.each([
  ['awq', ['auto', 'float16', 'half'], '0.20.2', '0.20.3'], ['gptq', ['auto', 'float16', 'half'], '0.20.2', '0.20.3'],
  ['fp8', ['auto', 'bfloat16', 'float16', 'half'], '0.27.1', '0.28.0'], ['mxfp4', ['auto', 'bfloat16'], '0.27.1', '0.28.0'],
])('%s has the data types %j up to vLLM %s', (method, allowed, last, next) => {
  const of = (version: string, dataType: string) => findingsIn({ container: vllm(version), server: quantized(method, dataType) });
  expect(of(last, 'float32')).toEqual([{ id: 'quantization-and-data-type', prop: 'server.dataType', values: { method, allowed, got: 'float32' } }]);
  expect(allowed.flatMap(dataType => of(last, dataType))).toEqual([]);
  expect(of(next, 'float32')).toEqual([]);
});
