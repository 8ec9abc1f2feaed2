import * as ecr from 'aws-cdk-lib/aws-ecr';
import { AcceleratorKind, ContainerImage, ModelProfile, ModelServer, SageMakerInstanceType } from '../../../src';
import { findingsOf } from '../../../src/checks';
import { shareParallelismFindings } from '../../../src/checks/model/parallelism';
import { IMAGES } from '../../images';
import { found, image, modelPlanOf, newStack, planOf, type } from '../../util';

const { SGLANG, TGI, TGI_NEURON, VLLM, VLLM_NEURON } = IMAGES;

type Props = Parameters<typeof planOf>[0];

const LMI_NEURON = image('djl-inference:0.30.0-neuronx-sdk2.20.1');

const heads = (attentionHeads: number, keyValueHeads?: number) => new ModelProfile({ attentionHeads, keyValueHeads });

function findings(props: Props) {
  return found(findingsOf(planOf(props))).filter(({ id }) => /shards|accelerators|heads/.test(id) && id !== 'image-of-other-accelerator');
}

function ids(props: Props): string[] {
  return findings(props).map(({ id }) => id);
}

describe('the library splits a model as its heads allow', () => {
  test.each<[string, number, number | undefined, string, string, string?]>([
    ['phi-4', 40, 10, 'g5.12xlarge', '2'],
    ['phi-4', 40, 10, 'g5.48xlarge', '2'],
    ['Qwen2.5-7B', 28, 4, 'g5.12xlarge', '4'],
    ['Qwen2.5-7B', 28, 4, 'g5.48xlarge', '4'],
    ['Qwen2.5-1.5B', 12, 2, 'g5.48xlarge', '4', '2'],
    ['SmolLM-360M', 15, 5, 'g5.12xlarge', '1'],
    ['Llama-3.1-8B', 32, 8, 'g5.48xlarge', '8'],
    ['Falcon 7B, with one key-value head', 71, 1, 'g5.48xlarge', '1'],
    ['a model with one key-value head', 48, 1, 'g5.48xlarge', '8'],
    ['a model whose key-value heads are not set', 40, undefined, 'g5.12xlarge', '4'],
  ])('%s, with %d and %j heads, on ml.%s', (_model, attention, keyValue, instance, expected, ofTgi = expected) => {
    const props = { instanceType: type(instance), modelProfile: heads(attention, keyValue) };
    expect(modelPlanOf({ ...props, container: VLLM }).environment.SM_VLLM_TENSOR_PARALLEL_SIZE).toBe(expected);
    expect(modelPlanOf({ ...props, container: SGLANG }).environment.SM_SGLANG_TP).toBe(expected);
    expect(modelPlanOf({ ...props, container: TGI }).environment.SM_NUM_GPUS).toBe(ofTgi);
    for (const container of [VLLM, SGLANG, TGI]) {
      expect(ids({ ...props, container }).filter(id => id !== 'idle-accelerators')).toEqual([]);
    }
  });

  test('and reports the accelerators that are not used', () => {
    const props = { container: VLLM, instanceType: type('g5.12xlarge') };
    const idle = { degree: 2, setting: 'server.tensorParallelDegree', available: 4, instanceType: 'ml.g5.12xlarge' };
    expect(findings({ ...props, modelProfile: heads(40, 10) }))
      .toMatchObject([{ id: 'idle-accelerators', prop: 'instanceType', values: { ...idle, splittable: false } }]);
    expect(findings({ ...props, modelProfile: heads(32, 8), server: ModelServer.vllm({ tensorParallelDegree: 2 }) }))
      .toMatchObject([{ id: 'idle-accelerators', prop: 'instanceType', values: { ...idle, splittable: true } }]);
  });
});

test.each([
  ['a variable of LMCache', { LMCACHE_MAX_LOCAL_CPU_SIZE: '20' }, 1], ['data parallelism', { SM_VLLM_DATA_PARALLEL_SIZE: '2' }, 0],
])('%s decides whether accelerators are idle', (_what, environment, count) => {
  const props = { container: VLLM, instanceType: type('g5.12xlarge'), modelProfile: heads(32, 8) };
  const all = findings({ ...props, environment: { ...environment, SM_VLLM_TENSOR_PARALLEL_SIZE: '2' } });
  expect(all.filter(({ id }) => id === 'idle-accelerators')).toHaveLength(count);
});

const KEY_VALUE_HEADS = { id: 'key-value-heads-not-divisible', values: { degree: 4, heads: 10, allowed: [1, 2, 5, 10, 20, 40] } };

test.each<[string, Props, object[]]>([
  ['a divisor of both', { instanceType: type('g5.2xlarge'), server: ModelServer.vllm({ tensorParallelDegree: 1 }), modelProfile: heads(40, 10) }, []],
  ['neither a divisor nor a multiple of the key-value heads', {
    server: ModelServer.vllm({ tensorParallelDegree: 4 }), modelProfile: heads(40, 10),
  }, [{ ...KEY_VALUE_HEADS, prop: 'server.tensorParallelDegree' }]],
  ['the same by an alias in the environment of TGI', { container: TGI, environment: { NUM_SHARD: '4' }, modelProfile: heads(40, 10) }, [
    { ...KEY_VALUE_HEADS, prop: 'environment.NUM_SHARD', values: { ...KEY_VALUE_HEADS.values, allowed: [1, 2, 5, 10] } },
  ]],
  ['the same by an argument of SGLang', {
    container: SGLANG, server: ModelServer.sglang({ extraArguments: { 'tp-size': '4' } }), modelProfile: heads(40, 10),
  }, [{ ...KEY_VALUE_HEADS, prop: 'server.extraArguments' }]],
  // https://github.com/huggingface/text-generation-inference/blob/v3.3.6/server/text_generation_server/models/custom_modeling/flash_llama_modeling.py
  ['a multiple of the key-value heads, which TGI does not copy', { container: TGI, environment: { NUM_SHARD: '4' }, modelProfile: heads(16, 2) }, [
    { id: 'key-value-heads-not-divisible', prop: 'environment.NUM_SHARD', values: { degree: 4, heads: 2, allowed: [1, 2] } },
  ]],
  ['a multiple of a single key-value head with TGI', { container: TGI, environment: { NUM_SHARD: '4' }, modelProfile: heads(16, 1) }, []],
  // https://docs.sglang.io/advanced_features/dp_dpa_smg_guide.html
  ['any with data parallel attention of SGLang', {
    container: SGLANG, server: ModelServer.sglang({ extraArguments: { 'tp-size': '4', 'enable-dp-attention': 'true' } }), modelProfile: heads(40, 10),
  }, []],
  ['a multiple of the key-value heads', { server: ModelServer.vllm({ tensorParallelDegree: 4 }), modelProfile: heads(12, 2) }, []],
  ['no divisor of the attention heads', {
    server: ModelServer.vllm({ tensorParallelDegree: 3, extraArguments: { 'data-parallel-size': '1' } }), modelProfile: heads(32, 8),
  }, [{
    id: 'attention-heads-not-divisible', prop: 'server.tensorParallelDegree', values: { degree: 3, heads: 32, allowed: [1, 2, 4, 8, 16, 32] },
  }]],
  ['an unresolved token', { environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '${Token[TOKEN.1]}' }, modelProfile: heads(40, 10) }, []],
  ['a model whose attention heads are not known', {
    server: ModelServer.vllm({ tensorParallelDegree: 4 }), modelProfile: new ModelProfile({ keyValueHeads: 10 }),
  }, []],
])('the degree may be %s', (_what, props, expected) => {
  expect(findings({ container: VLLM, instanceType: type('g5.12xlarge'), ...props })).toEqual(expected);
});

test.each<[string, Props]>([
  ['TGI', { container: TGI_NEURON, server: ModelServer.tgiNeuron({ cores: 24 }), modelProfile: heads(64, 8) }],
  ['vLLM', { container: VLLM_NEURON, server: ModelServer.vllmNeuron({ tensorParallelDegree: 24 }), modelProfile: heads(32, 8) }],
  ['Large Model Inference', { container: LMI_NEURON, server: ModelServer.lmi({ tensorParallelDegree: 24 }), modelProfile: heads(64, 8) }],
  ['Large Model Inference in an image of your own', {
    container: image('mine:1'), server: ModelServer.lmi({ tensorParallelDegree: 24 }), modelProfile: heads(64, 8),
  }],
])('on AWS Neuron, %s splits any number of heads', (_server, props) => {
  expect(findings({ instanceType: type('inf2.48xlarge'), ...props })).toEqual([]);
});

describe('the accelerators of each instance type', () => {
  const props: Props = { container: VLLM, instanceType: type('g5.12xlarge'), modelProfile: heads(32, 8) };

  test('are compared with the degree that the library computes for the first one', () => {
    const split = { degree: 4, setting: 'server.tensorParallelDegree' };
    expect(findings({ ...props, fallbackInstanceTypes: [type('g5.2xlarge'), type('g6.12xlarge'), type('g5.48xlarge')] })).toEqual([
      {
        id: 'more-shards-than-accelerators',
        prop: 'fallbackInstanceTypes',
        values: { ...split, available: 1, unit: 'accelerator', instanceType: 'ml.g5.2xlarge' },
      },
      {
        id: 'idle-accelerators',
        prop: 'fallbackInstanceTypes',
        values: { ...split, available: 8, unit: 'accelerator', instanceType: 'ml.g5.48xlarge', splittable: true },
      },
    ]);
  });

  test('are compared with the degree that the server uses by default', () => {
    expect(findings({ ...props, instanceType: type('g5.2xlarge'), fallbackInstanceTypes: [type('g5.12xlarge')] })).toMatchObject([
      { id: 'idle-accelerators', prop: 'fallbackInstanceTypes', values: { degree: 1, available: 4 } },
    ]);
  });

  test('are Neuron cores on AWS Neuron', () => {
    expect(findings({ container: VLLM_NEURON, instanceType: type('inf2.xlarge'), environment: { SM_ON_TENSOR_PARALLEL_SIZE: '3' } })).toMatchObject([{
      id: 'more-shards-than-accelerators',
      prop: 'instanceType',
      values: { degree: 3, setting: 'environment.SM_ON_TENSOR_PARALLEL_SIZE', available: 2, unit: 'Neuron core' },
    }]);
  });

  test('may be none, or not be known', () => {
    const environment = { SM_VLLM_TENSOR_PARALLEL_SIZE: '1' };
    expect(findings({ container: VLLM, instanceType: type('m5.xlarge'), environment })).toEqual([]);
    expect(findings({ container: VLLM, instanceType: type('g5.12xlarge'), environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '${Token[TOKEN.1]}' } })).toEqual([]);
    const { models: [model], shares: [share] } = planOf({ container: VLLM, instanceType: type('g5.2xlarge'), environment });
    const instanceType = { acceleratorKind: AcceleratorKind.NEURON, acceleratorName: 'Trainium9' } as SageMakerInstanceType;
    expect(shareParallelismFindings(model, { ...share, instanceType, acceleratorCount: 8 })).toEqual([]);
  });

  test('may be used by data parallelism', () => {
    expect(findings({ ...props, environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '2', SM_VLLM_DATA_PARALLEL_SIZE: '2' } })).toEqual([]);
  });

  test('do not repeat what concerns the heads', () => {
    const server = ModelServer.vllm({ tensorParallelDegree: 3, extraArguments: { 'data-parallel-size': '1' } });
    expect(ids({ ...props, server, fallbackInstanceTypes: [type('g6.12xlarge')] })).toEqual(['attention-heads-not-divisible']);
  });

  test('must divide heads that are not known', () => {
    const unknown: Props = { container: VLLM, instanceType: type('p5.48xlarge'), fallbackInstanceTypes: [type('p4d.24xlarge')] };
    expect(findings(unknown)).toEqual([{ id: 'parallelism-of-unknown-heads', prop: 'server.tensorParallelDegree', values: { degree: 8 } }]);
    expect(findings({ ...unknown, environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '8' } })).toEqual([]);
    expect(findings({ ...unknown, modelProfile: heads(64) })).toEqual([]);
    expect(findings({ container: VLLM, instanceType: type('g5.12xlarge') })).toEqual([]);
    expect(ids({ ...unknown, environment: { TP_SIZE: '8' } })).toEqual(['parallelism-of-unknown-heads']);
    expect(ids({ instanceType: type('p5.48xlarge'), container: undefined, server: ModelServer.sglang(), environment: { TP_SIZE: '8' } })).toEqual([]);
  });
});

test.each([
  ['another name of the degree', { OPTION_TENSOR_PARALLEL_SIZE: '8' }, []],
  ['a short name of it', { SGLANG_TP: '8' }, []],
  ['no name of it', { OPTION_MAX_MODEL_LEN: '1024' }, ['parallelism-of-unknown-heads']],
  ['a name that begins with a short one', { TP_SIZE: '8' }, []],
  ['a name that has its letters at the end of a word', { HTTP_PROXY: 'a' }, ['parallelism-of-unknown-heads']],
  ['a name that has its letters at the beginning of a word', { MY_TPU: '1' }, ['parallelism-of-unknown-heads']],
])('the start script of an image of the user may read %s', (_what, environment, expected) => {
  const container = ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(newStack(), 'Own', 'vllm'), 'v0.10.1');
  expect(found(findingsOf(planOf({ container, instanceType: type('p5.48xlarge'), modelId: 'org/model', environment }))).map(({ id }) => id)).toEqual(expected);
});
