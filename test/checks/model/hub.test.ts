import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Lazy } from 'aws-cdk-lib/core';
import { ModelData } from '../../../src';
import { image, newEndpoint, newStack } from '../../util';

const NEURON = { container: image('huggingface-vllm-inference-neuronx:0.11.0-optimum0.4.5-neuronx-py310-sdk2.26.1-ubuntu22.04') };

test('fails with a model of the Hub in a partition that does not reach it', () => {
  expect(() => newEndpoint(newStack({ region: 'us-iso-east-1' })))
    .toThrow("'modelId' names a model of the Hugging Face Hub, which the partition aws-iso does not reach; put the weights into Amazon S3 and name them with 'modelData', or name a mirror with 'environment.HF_ENDPOINT'");
});

test('warns of a model of the Hub in China', () => {
  const stack = newStack({ region: 'cn-north-1' });
  newEndpoint(stack);
  Annotations.fromStack(stack).hasWarning('/Stack/Endpoint', Match.stringLikeRegexp('may not be reached from the partition aws-cn.*\\[ack: huggingface-sagemaker:hub-hard-to-reach\\]'));
});

test.each(['us-iso-east-1', 'cn-north-1', 'eu-west-1', undefined])('says nothing in region %s of a mirror of the Hub, of weights from S3, or of others', (region) => {
  const stack = newStack({ region });
  newEndpoint(stack, { environment: { HF_ENDPOINT: 'https://hub.example.com' } }, 'One');
  newEndpoint(stack, { modelData: ModelData.s3Prefix(s3.Bucket.fromBucketName(stack, 'Bucket', 'weights'), 'model') }, 'Two');
  newEndpoint(stack, { environment: { HF_MODEL_ID: '/opt/ml/model' } }, 'Three');
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('fails with a revision where the model does not come from the Hub', () => {
  expect(() => newEndpoint(newStack(), { modelId: '/opt/ml/model', modelRevision: 'main' }))
    .toThrow("'modelRevision' is a revision on the Hugging Face Hub, from which this model does not come; leave it out");
});

test('fails with a revision where the server cannot be told one', () => {
  expect(() => newEndpoint(newStack(), { ...NEURON, environment: {}, modelRevision: 'main' }))
    .toThrow("'modelRevision' cannot be told to vLLM on AWS Neuron");
});

test('fails with a revision without a name', () => {
  expect(() => newEndpoint(newStack(), { modelRevision: '' })).toThrow("'modelRevision' must be a branch, a tag or a commit, got \"\"; name one, or leave it out");
  expect(() => newEndpoint(newStack(), { modelRevision: 'a' })).not.toThrow();
  expect(() => newEndpoint(newStack(), { modelRevision: Lazy.string({ produce: () => 'main' }) })).not.toThrow();
});
