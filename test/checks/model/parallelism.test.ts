import { ModelProfile, ModelServer, SageMakerInstanceType } from '../../../src';
import { findingsOf } from '../../../src/checks';
import { image, planOf } from '../../util';

type Props = Parameters<typeof planOf>[0];

const VLLM = image('huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04');
const SGLANG = image('sglang:0.5.17-gpu-py312-cu130-ubuntu24.04-sagemaker');
const TGI = image('huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04');
const LMI_NEURON = image('djl-inference:0.30.0-neuronx-sdk2.20.1');
const VLLM_NEURON = image('huggingface-vllm-inference-neuronx:0.11.0-optimum0.4.4-neuronx-py310-sdk2.26.1-ubuntu22.04');
const TGI_NEURON = image('huggingface-pytorch-tgi-inference:2.1.2-optimum0.0.28-neuronx-py310-ubuntu22.04');

const type = (name: string) => SageMakerInstanceType.of(`ml.${name}`);
const heads = (attentionHeads: number, keyValueHeads?: number) => new ModelProfile({ attentionHeads, keyValueHeads });

function messages(props: Props, part = 'heads-not-divisible'): string[] {
  return findingsOf(planOf(props)).filter(({ id }) => id.includes(part)).map(({ message }) => message);
}

describe('the library splits a model as its heads allow', () => {
  test.each<[string, number, number | undefined, string, string]>([
    ['phi-4', 40, 10, 'g5.12xlarge', '2'],
    ['phi-4', 40, 10, 'g5.48xlarge', '2'],
    ['Qwen2.5-7B', 28, 4, 'g5.12xlarge', '4'],
    ['Qwen2.5-7B', 28, 4, 'g5.48xlarge', '4'],
    ['Qwen2.5-1.5B', 12, 2, 'g5.48xlarge', '4'],
    ['SmolLM-360M', 15, 5, 'g5.12xlarge', '1'],
    ['Llama-3.1-8B', 32, 8, 'g5.48xlarge', '8'],
    ['Falcon 7B, with one head of keys and values', 71, 1, 'g5.48xlarge', '1'],
    ['a model with one head of keys and values', 48, 1, 'g5.48xlarge', '8'],
    ['a model whose heads of keys and values are not said', 40, undefined, 'g5.12xlarge', '4'],
  ])('%s, with %d and %j heads, on ml.%s', (_model, attention, keyValue, instance, expected) => {
    const props = { instanceType: type(instance), modelProfile: heads(attention, keyValue) };
    expect(planOf({ ...props, container: VLLM }).environment.SM_VLLM_TENSOR_PARALLEL_SIZE).toBe(expected);
    expect(planOf({ ...props, container: SGLANG }).environment.SM_SGLANG_TP).toBe(expected);
    expect(planOf({ ...props, container: TGI }).environment.SM_NUM_GPUS).toBe(expected);
    for (const container of [VLLM, SGLANG, TGI]) {
      expect(messages({ ...props, container })).toEqual([]);
    }
  });

  test('and says that the other accelerators are not used', () => {
    const props = { container: VLLM, instanceType: type('g5.12xlarge') };
    expect(messages({ ...props, modelProfile: heads(40, 10) }, 'idle-accelerators')).toEqual([
      "the model is split over 2 of the 4 accelerators of 'instanceType' ml.g5.12xlarge, so that the others are billed and not used; "
      + 'its heads cannot be split over all; take a smaller instance type',
    ]);
    expect(messages({ ...props, modelProfile: heads(32, 8), server: ModelServer.vllm({ tensorParallelDegree: 2 }) }, 'idle-accelerators')).toEqual([
      expect.stringContaining('split it over all, or take a smaller instance type'),
    ]);
  });
});

test.each<[string, Props, string[]]>([
  ['a divisor of both', { server: ModelServer.vllm({ tensorParallelDegree: 2 }), modelProfile: heads(40, 10) }, []],
  ['no divisor of the heads of keys and values', { server: ModelServer.vllm({ tensorParallelDegree: 4 }), modelProfile: heads(40, 10) }, [
    'the model is split over 4, which neither divides its 10 heads of keys and values, nor is a multiple of them; take one of 1, 2',
  ]],
  ['the same, in the environment of TGI', { container: TGI, environment: { NUM_SHARD: '4' }, modelProfile: heads(40, 10) }, [
    'the model is split over 4, which neither divides its 10 heads of keys and values, nor is a multiple of them; take one of 1, 2',
  ]],
  ['a multiple of them', { server: ModelServer.vllm({ tensorParallelDegree: 4 }), modelProfile: heads(12, 2) }, []],
  ['no divisor of the attention heads', { server: ModelServer.vllm({ tensorParallelDegree: 3 }), modelProfile: heads(32, 8) }, [
    'the model is split over 3, which does not divide its 32 attention heads; take one of 1, 2, 4',
  ]],
  ['a number that is not known', { environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '${Token[TOKEN.1]}' }, modelProfile: heads(40, 10) }, []],
  ['a model of which the heads of keys and values alone are known', {
    server: ModelServer.vllm({ tensorParallelDegree: 4 }), modelProfile: new ModelProfile({ keyValueHeads: 10 }),
  }, []],
])('with %s', (_what, props, expected) => {
  expect(messages({ container: VLLM, instanceType: type('g5.12xlarge'), ...props })).toEqual(expected);
});

test.each<[string, Props]>([
  ['TGI', { container: TGI_NEURON, server: ModelServer.tgiNeuron({ cores: 24 }), modelProfile: heads(64, 8) }],
  ['vLLM', { container: VLLM_NEURON, server: ModelServer.vllmNeuron({ tensorParallelDegree: 24 }), modelProfile: heads(32, 8) }],
  ['Large Model Inference', { container: LMI_NEURON, server: ModelServer.lmi({ tensorParallelDegree: 24 }), modelProfile: heads(64, 8) }],
])('on AWS Neuron, %s splits any number of heads', (_server, props) => {
  expect(messages({ instanceType: type('inf2.48xlarge'), ...props })).toEqual([]);
});
