import * as s3 from 'aws-cdk-lib/aws-s3';
import { Aws } from 'aws-cdk-lib/core';
import { ContainerImage, HuggingFaceSageMakerEndpointProps, ModelData, RoutingStrategy } from '../../../src';
import { plainTextFindings } from '../../../src/checks/endpoint/plain-text';
import { found, image, newStack, planOf } from '../../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const TOKEN = `hf_${'aB3'.repeat(11)}x`;
const bucket = s3.Bucket.fromBucketName(newStack(), 'Bucket', 'weights');
const asset = (options: object): Props => ({ container: ContainerImage.fromAsset('/nonexistent', options) });

test.each<[string, Props]>([
  ['modelId', { modelId: `organization/${TOKEN}` }],
  ['modelRevision', { modelRevision: TOKEN }],
  ['modelRevision', { modelRevision: `${TOKEN}-${Aws.REGION}` }],
  ['container', { container: image(`models:${TOKEN}`) }],
  ['container.file', asset({ file: TOKEN })],
  ['container.buildArgs.HF_TOKEN', asset({ buildArgs: { HF_TOKEN: TOKEN } })],
  ['container.buildArgs', asset({ buildArgs: { [TOKEN]: '1' } })],
  ['modelData', { modelData: ModelData.s3Prefix(bucket, TOKEN) }],
  ['modelData', { modelData: ModelData.s3Archive(bucket, 'a.tar.gz?X-Amz-Signature=0123456789abcdef') }],
  ['asyncInference.outputPrefix', { asyncInference: { outputBucket: bucket, outputPrefix: TOKEN } }],
  ['dataCapture.prefix', { dataCapture: { bucket, samplingPercentage: 1, prefix: TOKEN } }],
  ['dataCapture.jsonContentTypes', { dataCapture: { bucket, samplingPercentage: 1, jsonContentTypes: [TOKEN] } }],
  ['vpcConfig.subnets', { vpcConfig: { subnets: [TOKEN], securityGroupIds: ['sg-0'] } }],
  ['routingStrategy', { routingStrategy: RoutingStrategy.of(TOKEN) }],
  ['endpointName', { endpointName: TOKEN }],
])('a secret is found in %s once', (prop, props) => {
  expect(found(plainTextFindings(planOf(props)))).toEqual([{ id: 'secret-in-plain-text', prop, values: { kind: expect.any(String) } }]);
});

test('each prop with a secret is found', () => {
  expect(plainTextFindings(planOf({ modelId: `organization/${TOKEN}`, modelRevision: TOKEN })).map(({ prop }) => prop)).toEqual(['modelId', 'modelRevision']);
});

test('a build argument that is a secret by its name is found, and a build secret is not', () => {
  expect(found(plainTextFindings(planOf(asset({ buildArgs: { INDEX_PASSWORD: 'correct-horse', VERSION: '1.2.3.4.5.6' } })))))
    .toEqual([{ id: 'secret-by-meaning', prop: 'container.buildArgs.INDEX_PASSWORD', values: {} }]);
  expect(plainTextFindings(planOf(asset({ buildSecrets: { INDEX_PASSWORD: 'src=correct-horse' } })))).toEqual([]);
});
