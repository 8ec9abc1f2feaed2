import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ModelData, ModelServer, SageMakerInstanceType } from '../../src';
import { findingsOf } from '../../src/checks';
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
