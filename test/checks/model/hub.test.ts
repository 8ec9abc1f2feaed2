import * as s3 from 'aws-cdk-lib/aws-s3';
import { Aws, Lazy } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, ModelData, ModelServer } from '../../../src';
import { hubFindings } from '../../../src/checks/model/hub';
import { PlanScope } from '../../../src/plan/plan-scope';
import { IMAGES } from '../../images';
import { found, modelPlanOf, newStack } from '../../util';

const { AWS_VLLM, LLAMA_CPP, LMI, VLLM_NEURON } = IMAGES;

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const ID = 'mistralai/Mistral-7B-Instruct-v0.1';
const modelData = ModelData.s3Prefix(s3.Bucket.fromBucketName(newStack(), 'Bucket', 'weights'), 'model');

const findingsIn = (props: Props, scope: Partial<PlanScope> = {}) => found(hubFindings(modelPlanOf(props, scope)));

describe.each([['aws-iso', 'hub-out-of-reach'], ['aws-iso-b', 'hub-out-of-reach'], ['aws-cn', 'hub-hard-to-reach']])('in the partition %s', (partition, id) => {
  test.each<[string, Props, string, 'model' | 'adapters', string[]]>([
    ['the model of the props', {}, 'modelId', 'model', [ID]],
    ['the model of a variable', { environment: { HF_MODEL_ID: 'org/other' } }, 'environment.HF_MODEL_ID', 'model', ['org/other']],
    ['the model of an alias', {
      container: LMI, environment: { OPTION_MODEL_ID: 'org/other' },
    }, 'environment.OPTION_MODEL_ID', 'model', ['org/other']],
    ['the model of a variable instead of a path', { modelId: '/opt/ml/model', environment: { HF_MODEL_ID: ID } }, 'environment.HF_MODEL_ID', 'model', [ID]],
    ['adapters', {
      container: AWS_VLLM, modelData, server: ModelServer.vllm({ loraAdapters: { a: 'org/a', b: 'org/b', c: '/opt/ml/model/c' } }),
    }, 'server.loraAdapters', 'adapters', ['org/a', 'org/b']],
    ['an adapter of a variable', {
      container: AWS_VLLM, modelData, environment: { SM_VLLM_LORA_MODULES: 'a=org/a' },
    }, 'environment.SM_VLLM_LORA_MODULES', 'adapters', ['org/a']],
  ])('finds %s', (_what, props, prop, kind, ids) => {
    expect(findingsIn(props, { partition })).toEqual([{ id, prop, values: { kind, ids, partition } }]);
  });

  test.each<[string, Props]>([
    ['a mirror', { environment: { HF_ENDPOINT: 'https://hub.example.com' } }],
    ['weights in Amazon S3', { modelData }],
    ['a path in the environment', { environment: { HF_MODEL_ID: '/opt/ml/model' } }],
    ['a Hub that is switched off', { environment: { HF_HUB_OFFLINE: '1' } }],
  ])('finds nothing with %s', (_what, props) => {
    expect(findingsIn(props, { partition })).toEqual([]);
  });
});

test.each<[string, Props, string]>([
  ['the model', {}, "put the weights into Amazon S3 and set 'modelData', or "],
  ['an adapter', { container: AWS_VLLM, modelData, server: ModelServer.vllm({ loraAdapters: { a: 'org/a' } }) }, "put it into a folder of 'modelData' and "],
])('the message has the fix for %s', (_what, props, fix) => {
  for (const partition of ['aws-cn', 'aws-iso']) {
    expect(hubFindings(modelPlanOf(props, { partition }))[0].message).toContain(`; ${fix}`);
  }
});

test('finds nothing in another partition, or one that is not known', () => {
  expect(findingsIn({}, { partition: 'aws' })).toEqual([]);
  expect(findingsIn({}, { partition: Aws.PARTITION })).toEqual([]);
});

describe('a revision', () => {
  test.each<[string, Props, string]>([
    ['a path', { modelId: '/opt/ml/model' }, 'modelId'],
    ['weights in Amazon S3', { modelData }, 'modelData'],
  ])('is found with %s', (_what, props, from) => {
    expect(findingsIn({ ...props, modelRevision: 'main' })).toEqual([
      { id: 'model-revision-without-hub', prop: 'modelRevision', values: { from } },
    ]);
  });

  test('is not found if only a variable names a path', () => {
    expect(findingsIn({ modelRevision: 'main', environment: { HF_MODEL_ID: '/opt/ml/model' } })).toEqual([]);
  });

  test('is found for a server without a setting for it', () => {
    expect(findingsIn({ container: LLAMA_CPP, modelRevision: 'main' })).toEqual([
      { id: 'model-revision', prop: 'modelRevision', values: { server: 'llama.cpp' } },
    ]);
    // https://github.com/huggingface/optimum-neuron/blob/main/optimum/commands/neuron/serve.py
    expect(findingsIn({ container: VLLM_NEURON, modelRevision: 'main' })).toEqual([]);
  });

  test('is found without a name', () => {
    expect(findingsIn({ modelRevision: '' })).toEqual([{ id: 'model-revision-empty', prop: 'modelRevision', values: { modelRevision: '' } }]);
    expect(findingsIn({ modelRevision: 'a' })).toEqual([]);
    expect(findingsIn({ modelRevision: Lazy.string({ produce: () => 'main' }) })).toEqual([]);
  });
});
