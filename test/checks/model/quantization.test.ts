import { CfnParameter } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, ModelServer } from '../../../src';
import { quantizationFindings, shareQuantizationFindings } from '../../../src/checks/model/quantization';
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
  ['a GPU that is not known', { instanceType: type('z99.large'), server: quantized('mxfp4') }],
])('%s has no finding', (_what, props) => {
  expect(findingsIn(props)).toEqual([]);
});
