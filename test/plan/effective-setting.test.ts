import * as s3 from 'aws-cdk-lib/aws-s3';
import { Token } from 'aws-cdk-lib/core';
import { ModelData, ModelServer, SageMakerInstanceType } from '../../src';
import {
  ConfiguredServer, effectiveArgument, EffectiveSetting, effectiveSetting, knownAmount, knownInteger, knownValue,
} from '../../src/plan/effective-setting';
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

const SERVER = {
  settings: [
    { name: 'maxTotalTokens', form: 'count', typed: true, variables: [{ name: 'A' }], aliases: ['B'], unless: ['X'], serverDefaults: [{ value: '9' }] },
    { name: 'dataType', form: 'text', variables: [{ name: 'C' }], serverDefaults: [{ value: 'auto' }] },
    { name: 'task', form: 'flag', typed: true, variables: [{ name: 'ON' }, { name: 'OFF', isNegative: true }] },
  ],
  argumentVariable: (argument: string) => argument.toUpperCase(),
};

function configured(environment: Record<string, unknown>, others: object = {}): ConfiguredServer {
  const origins = Object.fromEntries(Object.keys(environment).map(name => [name, 'environment']));
  return { server: SERVER, environment, origins, ...others } as any;
}

test.each<[string, 'maxTotalTokens' | 'dataType' | 'task', ConfiguredServer, Partial<EffectiveSetting> | undefined]>([
  ['what the user sets', 'maxTotalTokens', configured({ A: '1', B: '2' }, { origins: { A: 'library', B: 'environment' } }),
    { value: '2', variable: 'B', prop: 'environment.B' }],
  ['what the library sets', 'maxTotalTokens', configured({ A: '1', B: '2' }, { origins: { A: 'library', B: 'library' } }),
    { value: '1', variable: 'A', prop: 'server.maxTotalTokens' }],
  ['an argument', 'maxTotalTokens', configured({ A: '1' }, { origins: { A: 'argument' } }), { value: '1', prop: 'server.extraArguments' }],
  ['its default', 'maxTotalTokens', configured({}), { value: '9', origin: 'server', prop: 'server.maxTotalTokens' }],
  ['its default, instead of a value of another type', 'maxTotalTokens', configured({ A: 7, B: undefined }), { value: '9' }],
  ['its default, instead of an inherited value', 'maxTotalTokens', configured(Object.create({ A: '1' })), { value: '9' }],
  ['nothing, if another variable decides', 'maxTotalTokens', configured({ X: '1' }), undefined],
  ['its default without an option', 'dataType', configured({ X: '1' }), { value: 'auto', origin: 'server', prop: 'server' }],
  ['what the library sets without an option', 'dataType', configured({ C: 'c' }, { origins: { C: 'library' } }), { value: 'c', prop: 'server' }],
  ['a flag', 'task', configured({ ON: 'true' }), { value: 'true' }],
  ['the opposite of a flag', 'task', configured({ OFF: 'true' }), { value: 'false' }],
  ['the opposite of a flag that is off', 'task', configured({ OFF: 'false' }), { value: 'true' }],
  ['nothing', 'task', configured({}), undefined],
  ['what its start script makes of the value', 'dataType', configured({ C: "'a b'" }, { startScript: { joinsWords: 'without quotes' } }), { value: 'a b' }],
])('a server gets %s', (_what, name, server, expected) => {
  const setting = effectiveSetting(server, name);
  expect(setting && { ...setting, ...expected }).toEqual(expected && setting);
});

test.each<[string, ConfiguredServer, EffectiveSetting | undefined]>([
  ['by a variable', configured({ A: '1' }), { value: '1', origin: 'environment', variable: 'A', prop: 'environment.A' }],
  ['by an option', configured({ A: '1' }, { origins: { A: 'option' } }), { value: '1', origin: 'option', variable: 'A', prop: 'server.maxTotalTokens' }],
  ['by an argument', configured({ A: '1' }, { origins: { A: 'argument' } }), { value: '1', origin: 'argument', variable: 'A', prop: 'server.extraArguments' }],
  ['with a start script', configured({ A: "'a b'" }, { startScript: { joinsWords: 'without quotes' } }),
    { value: 'a b', origin: 'environment', variable: 'A', prop: 'environment.A' }],
  ['by nothing', configured({ B: '1' }), undefined],
  ['by a value of another type', configured({ A: 7 }), undefined],
  ['by an inherited value', configured(Object.create({ A: '1' })), undefined],
  ['by a server without arguments', configured({ A: '1', undefined: '2' }, { server: { settings: [] } }), undefined],
])('an argument is set %s', (_what, server, expected) => {
  expect(effectiveArgument(server, 'a')).toEqual(expected);
});

test.each(['c', 'd'])('an argument %s without an option is set by extra arguments', argument => {
  const server = configured({ C: '1', D: '1' }, { origins: { C: 'library', D: 'library' } });
  expect(effectiveArgument(server, argument)?.prop).toBe('server.extraArguments');
});

test('an argument is set by an option with several variables', () => {
  expect(effectiveArgument(configured({ ON: '1' }, { origins: { ON: 'option' } }), 'on')?.prop).toBe('server.task');
});

const TOKEN = Token.asString({ Ref: 'Value' });

// https://github.com/vllm-project/vllm/blob/main/vllm/utils/argparse_utils.py
test.each<[string | undefined, number | undefined, number | undefined]>([
  ['12', 12, 12], ['0', 0, 0], ['', undefined, undefined], ['1.5', undefined, undefined], ['-1', undefined, undefined], ['a1', undefined, undefined],
  ['1a', undefined, undefined], [undefined, undefined, undefined], [TOKEN, undefined, undefined],
  ['32k', undefined, 32_000], ['32K', undefined, 32_768], ['1.5k', undefined, 1500], ['1.25K', undefined, 1280], ['1.2345k', undefined, 1234],
  ['2m', undefined, 2e6], ['2M', undefined, 2 * 2 ** 20], ['2g', undefined, 2e9], ['2G', undefined, 2 * 2 ** 30], ['2t', undefined, 2e12], ['2T', undefined, 2 * 2 ** 40],
  ['a2k', undefined, undefined], ['2kb', undefined, undefined], ['2x', undefined, undefined],
])('the number of the value %s is %p, and its amount %p', (value, integer, amount) => {
  const setting = value === undefined ? undefined : { value, origin: 'environment' as const, prop: 'a' };
  expect([knownInteger(setting), knownAmount(setting)]).toEqual([integer, amount]);
  expect(knownValue(setting)).toBe(value === TOKEN ? undefined : value);
});
