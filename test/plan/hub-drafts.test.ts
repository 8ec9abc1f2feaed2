import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Token } from 'aws-cdk-lib/core';
import { ModelData, ModelServer, SageMakerInstanceType } from '../../src';
import { findingsOf } from '../../src/checks';
import { draftsFromHub } from '../../src/plan/hub-drafts';
import { newStack, planOf } from '../util';

const bucket = Bucket.fromBucketName(newStack(), 'Bucket', 'weights');
const plan = (server: ModelServer, networkIsolation: boolean) => planOf({
  instanceType: SageMakerInstanceType.ML_G6E_2XLARGE, container: undefined, modelData: ModelData.s3Prefix(bucket, 'qwen3'), networkIsolation, server,
});
const drafted = (model: string) => ModelServer.vllm({ speculativeConfig: { model, num_speculative_tokens: 4 } });

test('a draft model on the Hub keeps the container online', () => {
  expect(plan(drafted('Qwen/Qwen3-0.6B'), false).models[0].environment).not.toHaveProperty('HF_HUB_OFFLINE');
  expect(plan(drafted('/opt/ml/model/draft'), false).models[0].environment).toHaveProperty('HF_HUB_OFFLINE', '1');
});

test('a draft model on the Hub is rejected without a network', () => {
  expect(findingsOf(plan(drafted('Qwen/Qwen3-0.6B'), true)).map(({ message }) => message).join()).toContain('downloads the draft model Qwen/Qwen3-0.6B from the Hugging Face Hub');
  expect(findingsOf(plan(drafted('/opt/ml/model/draft'), true)).filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('a method without a draft model needs no Hub', () => {
  const ngram = ModelServer.vllm({ speculativeConfig: { method: 'ngram', num_speculative_tokens: 4 } });
  expect(plan(ngram, false).models[0].draftsFromHub).toEqual([]);
});

test.each<[string, Record<string, string>, object, string[]]>([
  ['a configuration', { CONFIG: '{"model": "org/draft"}' }, {}, ['org/draft']],
  ['the option of a configuration', {}, { speculativeConfig: { model: 'org/draft' } }, ['org/draft']],
  ['a model', { DRAFT: 'org/draft' }, {}, ['org/draft']],
  ['the option of a model', {}, { speculativeDraftModel: 'org/draft' }, ['org/draft']],
  ['both', { CONFIG: '{"model": "org/one"}', DRAFT: 'org/two' }, {}, ['org/one', 'org/two']],
  ['an offline container', { DRAFT: 'org/draft', HF_HUB_OFFLINE: '1' }, {}, []],
  ['a model that is not a string', { CONFIG: '{"model": 7}' }, {}, []],
  ['a configuration that is null', { CONFIG: 'null' }, {}, []],
  ['a configuration that is not JSON', { CONFIG: '{' }, {}, []],
  ['a path', { CONFIG: '{"model": "/draft"}', DRAFT: '/draft' }, {}, []],
  ['an unresolved token', { DRAFT: Token.asString({ Ref: 'Draft' }) }, {}, []],
  ['nothing', {}, {}, []],
])('the draft models from the Hub with %s', (_what, environment, options, expected) => {
  const settings = [
    { name: 'speculativeConfig', form: 'json', variables: [{ name: 'CONFIG' }] }, { name: 'speculativeDraftModel', form: 'text', variables: [{ name: 'DRAFT' }] },
  ];
  expect(draftsFromHub({ server: { settings }, environment, origins: {} } as any, { ...options })).toEqual(expected);
});
