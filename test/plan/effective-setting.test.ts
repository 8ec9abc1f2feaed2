import * as s3 from 'aws-cdk-lib/aws-s3';
import { Token } from 'aws-cdk-lib/core';
import { ModelData, ModelServer, SageMakerInstanceType } from '../../src';
import { effectiveArgument, effectiveSetting, knownInteger, knownValue } from '../../src/plan/effective-setting';
import { IMAGES } from '../images';
import { image, modelPlanOf, newStack } from '../util';

const { OLD_TGI, TGI, TOOLKIT, VLLM } = IMAGES;

const FOUR_GPUS = SageMakerInstanceType.ML_G5_12XLARGE;

function degree(props: Parameters<typeof modelPlanOf>[0]) {
  return effectiveSetting(modelPlanOf({ container: TGI, instanceType: FOUR_GPUS, ...props }), 'tensorParallelDegree');
}

describe('a setting comes from', () => {
  test('the environment, under the name that the library uses', () => {
    expect(degree({ environment: { SM_NUM_GPUS: '2' } })).toEqual({
      value: '2', origin: 'environment', variable: 'SM_NUM_GPUS', prop: 'environment.SM_NUM_GPUS',
    });
  });

  test('the environment, under an alias', () => {
    expect(degree({ environment: { NUM_SHARD: '2' } })).toEqual({
      value: '2', origin: 'environment', variable: 'NUM_SHARD', prop: 'environment.NUM_SHARD',
    });
  });

  test('the environment rather than a typed option', () => {
    expect(degree({ environment: { NUM_SHARD: '2' }, server: ModelServer.tgi({ tensorParallelDegree: 4 }) })).toMatchObject({
      value: '2', origin: 'environment',
    });
  });

  test('a typed option', () => {
    expect(degree({ server: ModelServer.tgi({ tensorParallelDegree: 2 }) })).toEqual({
      value: '2', origin: 'option', variable: 'SM_NUM_GPUS', prop: 'server.tensorParallelDegree',
    });
  });

  test('an argument without a typed option that is one of its names', () => {
    expect(degree({ server: ModelServer.tgi({ extraArguments: { 'num-shard': '2' } }) })).toMatchObject({
      value: '2', origin: 'argument', variable: 'NUM_SHARD', prop: 'server.extraArguments',
    });
  });

  test('the default of the library', () => {
    expect(degree({})).toEqual({ value: '4', origin: 'library', variable: 'SM_NUM_GPUS', prop: 'server.tensorParallelDegree' });
  });

  test('the default of the server', () => {
    expect(effectiveSetting(modelPlanOf({ container: VLLM }), 'gpuMemoryUtilization')).toEqual({
      value: '0.92', origin: 'server', prop: 'server.gpuMemoryUtilization',
    });
    // https://github.com/vllm-project/vllm/blob/v0.17.0/vllm/config/cache.py
    const old = image('vllm:0.17.0-gpu-py312-cu129-ubuntu22.04-sagemaker');
    expect(effectiveSetting(modelPlanOf({ container: old }), 'gpuMemoryUtilization')?.value).toBe('0.9');
  });

  test('the default of the server in that version', () => {
    expect(effectiveSetting(modelPlanOf({ container: OLD_TGI }), 'maxTotalTokens')).toMatchObject({ value: '2048', origin: 'server' });
    expect(effectiveSetting(modelPlanOf({ container: TGI }), 'maxTotalTokens')).toBeUndefined();
  });
});

test('a server without a setting gets nothing for it', () => {
  expect(effectiveSetting(modelPlanOf({ container: TGI }), 'contextSize')).toBeUndefined();
});

test('a name that the version does not read does not set the setting', () => {
  const environment = { MAX_INPUT_TOKENS: '7', MAX_INPUT_LENGTH: '5' };
  expect(effectiveSetting(modelPlanOf({ container: OLD_TGI, environment }), 'maxInputTokens')).toMatchObject({ variable: 'MAX_INPUT_LENGTH' });
  expect(effectiveSetting(modelPlanOf({ container: TGI, environment }), 'maxInputTokens')).toMatchObject({ variable: 'MAX_INPUT_TOKENS' });
});

test('the default of a server does not apply if another variable decides', () => {
  const plan = (environment: Record<string, string>) => modelPlanOf({ container: VLLM, environment });
  expect(effectiveSetting(plan({}), 'tensorParallelDegree')).toMatchObject({ value: '1' });
  expect(effectiveSetting(plan({ SM_VLLM_DATA_PARALLEL_SIZE: '2' }), 'tensorParallelDegree')).toBeUndefined();
});

test('an argument without a setting is read, whichever way it is set', () => {
  const option = modelPlanOf({ container: VLLM, server: ModelServer.vllm({ extraArguments: { 'cpu-offload-gb': '4' } }) });
  expect(effectiveArgument(option, 'cpu-offload-gb')).toMatchObject({ value: '4', prop: 'server.extraArguments' });
  const variable = modelPlanOf({ container: VLLM, environment: { SM_VLLM_CPU_OFFLOAD_GB: '4' } });
  expect(effectiveArgument(variable, 'cpu-offload-gb')).toMatchObject({ value: '4', prop: 'environment.SM_VLLM_CPU_OFFLOAD_GB' });
  expect(effectiveArgument(variable, 'max-loras')).toBeUndefined();
});

test('an unresolved token is not a known value', () => {
  const setting = degree({ environment: { NUM_SHARD: Token.asString({ Ref: 'Shards' }) } });
  expect(setting).toMatchObject({ origin: 'environment' });
  expect(knownValue(setting)).toBeUndefined();
  expect(knownInteger(setting)).toBeUndefined();
  expect(knownInteger(degree({ environment: { NUM_SHARD: 'two' } }))).toBeUndefined();
});

describe('the weights are those that the server really loads', () => {
  const bucket = s3.Bucket.fromBucketName(newStack(), 'Bucket', 'weights');
  const modelData = ModelData.s3Prefix(bucket, 'model');

  test.each([
    ['another model on the Hub', { environment: { HF_MODEL_ID: 'org/other' } }, { kind: 'hub', modelId: 'org/other' }],
    ['a path in the container', { environment: { HF_MODEL_ID: '/models/other' } }, { kind: 'local', path: '/models/other', fromS3: false }],
    ['a model on the Hub instead of modelData', { modelData, environment: { HF_MODEL_ID: 'org/other' } }, { kind: 'hub', modelId: 'org/other' }],
    ['the files of modelData', { modelData, environment: { HF_MODEL_ID: '/opt/ml/model/v1' } }, { kind: 'local', path: '/opt/ml/model/v1', fromS3: true }],
    ['modelId', {}, { kind: 'hub', modelId: 'mistralai/Mistral-7B-Instruct-v0.1' }],
  ])('%s', (_, props, weights) => {
    expect(modelPlanOf({ container: TGI, ...props }).weights).toEqual(weights);
  });

  test('a Hub id of vLLM loses against the files of modelData', () => {
    expect(modelPlanOf({ container: VLLM, modelData, environment: { HF_MODEL_ID: 'org/other' } }).weights).toMatchObject({ kind: 'local', fromS3: true });
    expect(modelPlanOf({ container: VLLM, modelData, environment: { SM_VLLM_MODEL: 'org/other' } }).weights).toEqual({ kind: 'hub', modelId: 'org/other' });
  });
});

test('the task is the one that the server gets', () => {
  const toolkit = TOOLKIT;
  expect(modelPlanOf({ container: toolkit, environment: { HF_TASK: 'fill-mask' } }).task).toBe('fill-mask');
});
