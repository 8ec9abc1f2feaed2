import * as s3 from 'aws-cdk-lib/aws-s3';
import { HubSnapshot, HuggingFaceSageMakerEndpointProps, ModelData, ModelServer } from '../../src';
import { addModel, newHost } from '../component/component-stack';
import { endpointTemplate, newEndpoint, newStack, onlyResource, template, type } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const MODEL = 'AWS::SageMaker::Model';
const bucket = s3.Bucket.fromBucketName(newStack(), 'Bucket', 'weights');
const prefix = { S3DataSource: { S3Uri: 's3://weights/chat/', S3DataType: 'S3Prefix', CompressionType: 'None' } };

test.each<[string, Props, object]>([
  ['from the Hub', {}, {}],
  ['in objects of a prefix', { modelData: ModelData.s3Prefix(bucket, 'chat') }, { ModelDataSource: prefix }],
  ['in an archive', { modelData: ModelData.s3Archive(bucket, 'chat.tar.gz') }, { ModelDataUrl: 's3://weights/chat.tar.gz' }],
])('a model has its weights %s', (_, props, data) => {
  const { Image, Environment, ...rest } = onlyResource(endpointTemplate(props), MODEL).resource.Properties.PrimaryContainer;
  expect(rest).toEqual({ Mode: 'SingleModel', ...data });
  expect(Image).toContain('huggingface-pytorch-tgi-inference');
  expect(Environment).toHaveProperty('HF_MODEL_ID');
});

test.each<[boolean | undefined]>([[true], [false], [undefined]])('the network isolation of a model is %s', networkIsolation => {
  const props = { modelData: ModelData.s3Prefix(bucket, 'chat'), networkIsolation };
  expect(onlyResource(endpointTemplate(props), MODEL).resource.Properties.EnableNetworkIsolation).toBe(networkIsolation);
});

test('the model is created after the permission to read its weights, and after the copy of a snapshot', () => {
  const stack = newStack();
  const { modelId, modelData } = new HubSnapshot(stack, 'Weights', { modelId: 'org/model', modelRevision: '0123456789abcdef0123456789abcdef01234567' });
  newEndpoint(stack, { modelId, modelData, container: undefined, server: ModelServer.vllm(), instanceType: type('g6e.2xlarge') });
  const of = template(stack);
  const { DependsOn, Properties: { Tags } } = onlyResource(of, MODEL).resource;
  expect(DependsOn).toEqual(expect.arrayContaining([
    onlyResource(of, 'Custom::HuggingFaceHubSnapshot').id, expect.stringMatching(/^EndpointPolicy/),
  ]));
  expect(Tags).toEqual([{ Key: 'modelId', Value: 'org/model' }]);
});

test('a model of a component has the permission to pull its image', () => {
  const stack = newStack();
  addModel(newHost(stack));
  const of = template(stack);
  expect(onlyResource(of, MODEL).resource.Properties.PrimaryContainer.Image).toContain('huggingface-vllm');
  expect(JSON.stringify(of.findResources('AWS::IAM::Policy'))).toContain('ecr:BatchGetImage');
});
