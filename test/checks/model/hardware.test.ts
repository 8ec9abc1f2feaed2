import { CfnParameter } from 'aws-cdk-lib/core';
import { DeepLearningContainerImage, HuggingFaceSageMakerEndpointProps, ModelServer, SageMakerInstanceType } from '../../../src';
import { findingsOf } from '../../../src/checks';
import { hardwareFindings, HARDWARE_CHECKS } from '../../../src/checks/model/hardware';
import { IMAGES, tei } from '../../images';
import { found, image, newStack, planOf, type } from '../../util';

const { LMI, SGLANG, TEI_CPU, TOOLKIT_INFERENTIA1, VLLM, VLLM_NEURON } = IMAGES;

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const TEI_1_9_3 = DeepLearningContainerImage.TEI_2_0_1_TEI1_9_3_GPU_PY310_CU129_UBUNTU24_04;

const toolkit = (cuda: string) => image(`huggingface-pytorch-inference:1.9.1-transformers4.12.3-gpu-py38-cu${cuda}-ubuntu20.04`);

function findings(props: Props) {
  const { models: [model], shares } = planOf(props);
  return found(shares.flatMap(share => hardwareFindings(model, share)));
}

describe('code for a compute capability runs on every higher minor revision of it', () => {
  test.each([
    ['110', 'g5.xlarge'], ['110', 'g6.xlarge'], ['111', 'g6e.xlarge'], ['117', 'g6e.xlarge'], ['110', 'p4d.24xlarge'], ['118', 'p5.48xlarge'],
    ['128', 'p6-b200.48xlarge'], ['102', 'g4dn.xlarge'],
  ])('CUDA %s on ml.%s', (cuda, name) => {
    expect(findings({ container: toolkit(cuda), instanceType: type(name) })).toEqual([]);
  });

  test.each<[string, string, object]>([
    ['102', 'g5.xlarge', { gpu: 'A10G', cudaVersion: '10.2', firstCuda: '11.0' }],
    ['102', 'g6e.xlarge', { gpu: 'L40S', cudaVersion: '10.2', firstCuda: '11.0' }],
    ['117', 'p5.48xlarge', { gpu: 'H100', cudaVersion: '11.7', firstCuda: '11.8' }],
    ['126', 'p6-b200.48xlarge', { gpu: 'B200', cudaVersion: '12.6', firstCuda: '12.8' }],
    ['130', 'p3.2xlarge', { gpu: 'V100', cudaVersion: '13.0', firstCuda: '9.0', lastCudaMajor: 12 }],
  ])('but not CUDA %s on ml.%s', (cuda, name, values) => {
    expect(findings({ container: toolkit(cuda), instanceType: type(name) }))
      .toMatchObject([{ id: 'gpu-generation', prop: 'instanceType', values: { instanceType: `ml.${name}`, ...values } }]);
  });
});

describe('the start script of TEI supports some compute capabilities', () => {
  test.each(['g4dn.xlarge', 'g5.xlarge', 'g6e.xlarge', 'p5.48xlarge', 'p6-b200.48xlarge', 'g7e.2xlarge'])('that of ml.%s', name => {
    expect(findings({ container: TEI_1_9_3, instanceType: type(name) })).toEqual([]);
  });

  test('but not 10.3', () => {
    expect(findings({ container: TEI_1_9_3, instanceType: type('p6-b300.48xlarge') })).toEqual([{
      id: 'tei-compute-capability',
      prop: 'instanceType',
      values: { instanceType: 'ml.p6-b300.48xlarge', gpu: 'B300', computeCapability: '10.3', version: '1.9.3' },
    }]);
  });

  test('nor up to 1.9.4', () => {
    const server = ModelServer.tei({ version: '1.9.4' });
    expect(findings({ container: image('tei:latest'), server, instanceType: type('p6-b300.48xlarge') })).toMatchObject([{ values: { version: '1.9.4' } }]);
    expect(findings({ container: image('tei:latest'), instanceType: type('p6-b300.48xlarge') })).toEqual([]);
  });

  test('and no version supports 7.0', () => {
    const server = ModelServer.tei({ version: '1.9.4' });
    expect(findings({ container: image('tei:latest'), server, instanceType: type('p3.2xlarge') })).toEqual([
      { id: 'tei-compute-capability', prop: 'instanceType', values: { instanceType: 'ml.p3.2xlarge', gpu: 'V100', computeCapability: '7.0' } },
    ]);
  });

  test('that of a version up to 1.8.2 starts the wrong server on the H200', () => {
    expect(findings({ container: tei('1.8.2'), instanceType: type('p5en.48xlarge') })).toEqual([{
      id: 'tei-compute-capability',
      prop: 'instanceType',
      values: { instanceType: 'ml.p5en.48xlarge', gpu: 'H200', computeCapability: '9.0', version: '1.8.2', isUnknownName: true },
    }]);
    expect(findings({ container: tei('1.8.2'), instanceType: type('p5en.48xlarge'), environment: { CUDA_COMPUTE_CAP: '90' } })).toEqual([]);
    expect(findings({ container: tei('1.8.2'), instanceType: type('p5.48xlarge') })).toEqual([]);
    expect(findings({ container: TEI_1_9_3, instanceType: type('p5en.48xlarge') })).toEqual([]);
  });

  test('those of a later version are not known, nor is the GPU of an instance type that is an unresolved token', () => {
    const server = ModelServer.tei({ version: '1.9.5' });
    expect(findings({ container: image('tei:latest'), server, instanceType: type('p6-b300.48xlarge') })).toEqual([]);
    const token = SageMakerInstanceType.of(new CfnParameter(newStack(), 'Type').valueAsString);
    expect(findings({ container: TEI_1_9_3, instanceType: token })).toEqual([]);
  });
});

describe('bfloat16 on a GPU that does not support it', () => {
  const gpu = { instanceType: 'ml.g4dn.xlarge', gpu: 'T4', computeCapability: '7.5' };
  const bfloat16 = (setting: string, dataType: string) =>
    ({ id: 'bfloat16-on-old-gpu', prop: 'instanceType', values: { ...gpu, setting, dataType } });

  test.each<[string, Props, object[]]>([
    ['by an option', { container: VLLM, server: ModelServer.vllm({ dataType: 'bfloat16' }) }, [bfloat16('server.dataType', 'bfloat16')]],
    ['by a variable', { container: VLLM, environment: { SM_VLLM_DTYPE: 'bfloat16' } }, [bfloat16('environment.SM_VLLM_DTYPE', 'bfloat16')]],
    ['in Large Model Inference', { container: LMI, environment: { OPTION_DTYPE: 'bf16' } }, [
      // models that do not generate text run without vLLM:
      // https://github.com/deepjavalibrary/djl-serving/blob/master/wlm/src/main/java/ai/djl/serving/wlm/LmiConfigRecommender.java
      { ...bfloat16('environment.OPTION_DTYPE', 'bf16'), id: 'lmi-bfloat16-on-old-gpu' },
      { id: 'lmi-on-old-gpu', prop: 'instanceType', values: { ...gpu, cudaVersion: '12.9' } },
    ]],
    ['in SGLang, which may support it', { container: SGLANG, environment: { SM_SGLANG_DTYPE: 'bfloat16' } }, []],
    ['by default, which the library replaces', { container: VLLM }, []],
    ['on an A100, which supports it', { container: VLLM, instanceType: type('p4d.24xlarge'), environment: { SM_VLLM_DTYPE: 'bfloat16' } }, []],
    ['in an image of Large Model Inference that is not known', { container: image('mine:1'), server: ModelServer.lmi({ dataType: 'bf16' }) }, [
      { ...bfloat16('server.dataType', 'bf16'), id: 'lmi-bfloat16-on-old-gpu' },
    ]],
    ['float16', { container: VLLM, environment: { SM_VLLM_DTYPE: 'float16' } }, []],
    ['by an unresolved token', { container: VLLM, environment: { SM_VLLM_DTYPE: new CfnParameter(newStack(), 'Type').valueAsString } }, []],
  ])('%s', (_case, props, expected) => {
    expect(findings({ instanceType: type('g4dn.xlarge'), ...props })).toEqual(expected);
  });
});

// https://github.com/aws-samples/foundation-model-benchmarking-tool/blob/main/fmbench/configs/llama2/7b/config-llama2-7b-g4dn-g5-trt.yml and
// https://github.com/deepjavalibrary/djl-serving/blob/master/serving/docs/lmi/user_guides/embedding-user-guide.md use older images on a T4
test.each([
  ['0.26.0-deepspeed0.12.6-cu121', 0], ['0.29.0-lmi11.0.0-cu124', 0], ['0.33.0-lmi15.0.0-cu128', 1], ['0.38.0-lmi29.0.0-cu130', 1],
])('Large Model Inference %s has %i findings on a T4', (tag, count) => {
  const all = findings({ container: image(`djl-inference:${tag}`), instanceType: type('g4dn.xlarge') });
  expect(all.filter(({ id }) => id === 'lmi-on-old-gpu')).toHaveLength(count);
});

test.each<[string, Props, object[]]>([
  ['a GPU that a fallback type does not have', { container: VLLM, instanceType: type('g5.xlarge'), fallbackInstanceTypes: [type('m5.xlarge')] }, [
    { id: 'gpu-image-on-cpu-instance', prop: 'fallbackInstanceTypes', values: { instanceType: 'ml.m5.xlarge' } },
  ]],
  ['a GPU that a fallback type has for nothing', {
    container: TEI_CPU, instanceType: type('m5.xlarge'), fallbackInstanceTypes: [type('g5.xlarge')],
  }, [{ id: 'cpu-image-on-gpu-instance', prop: 'fallbackInstanceTypes', values: { instanceType: 'ml.g5.xlarge' } }]],
  ['AWS Neuron', { container: VLLM, instanceType: type('inf2.xlarge') }, [
    { id: 'image-of-other-accelerator', prop: 'instanceType', values: { instanceType: 'ml.inf2.xlarge', image: 'gpu', instance: 'neuron' } },
  ]],
  ['AWS Neuron without it', { container: VLLM_NEURON, instanceType: type('m5.xlarge') }, [
    { id: 'image-of-other-accelerator', prop: 'instanceType', values: { instanceType: 'ml.m5.xlarge', image: 'neuron', instance: 'none' } },
  ]],
  ['a GPU without AWS Neuron', { container: VLLM_NEURON, instanceType: type('g5.xlarge') }, [
    { id: 'image-of-other-accelerator', prop: 'instanceType', values: { instanceType: 'ml.g5.xlarge', image: 'neuron', instance: 'gpu' } },
  ]],
  ['AWS Neuron without an image for it', { container: TEI_CPU, instanceType: type('inf2.xlarge') }, [
    { id: 'image-of-other-accelerator', prop: 'instanceType', values: { instanceType: 'ml.inf2.xlarge', image: 'none', instance: 'neuron' } },
  ]],
  ['a GPU without Inferentia', { container: TOOLKIT_INFERENTIA1, instanceType: type('g5.xlarge') }, [
    { id: 'image-of-other-accelerator', prop: 'instanceType', values: { instanceType: 'ml.g5.xlarge', image: 'neuron', instance: 'gpu' } },
  ]],
  ['the first generation of AWS Neuron', { container: TOOLKIT_INFERENTIA1, instanceType: type('inf1.xlarge'), fallbackInstanceTypes: [type('trn1.2xlarge')] }, [{
    id: 'neuron-generation', prop: 'fallbackInstanceTypes', values: { instanceType: 'ml.trn1.2xlarge', device: 'Trainium' },
  }]],
  ['no image', { container: undefined, server: ModelServer.sglang(), instanceType: type('g4dn.xlarge') }, []],
  ['another generation of AWS Neuron', { container: VLLM_NEURON, instanceType: type('inf2.xlarge'), fallbackInstanceTypes: [type('inf1.xlarge')] }, [{
    id: 'neuron-generation',
    prop: 'fallbackInstanceTypes',
    values: { instanceType: 'ml.inf1.xlarge', device: 'Inferentia', image: expect.stringContaining('neuronx') },
  }]],
  ['bfloat16 on a fallback type', {
    container: VLLM, instanceType: type('g5.xlarge'), fallbackInstanceTypes: [type('g4dn.xlarge')], environment: { SM_VLLM_DTYPE: 'bfloat16' },
  }, [{ id: 'bfloat16-on-old-gpu', prop: 'fallbackInstanceTypes' }]],
])('%s is found for each instance type', (_case, props, expected) => {
  expect(findings(props)).toMatchObject(expected);
  const ids = HARDWARE_CHECKS.map(({ id }) => id);
  expect(found(findingsOf(planOf(props))).filter(({ id }) => ids.includes(id))).toMatchObject(expected);
});
