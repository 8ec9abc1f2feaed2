import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnParameter } from 'aws-cdk-lib/core';
import { ModelData } from '../../../src';
import { modelDataFindings } from '../../../src/checks/model/model-data';
import { PlanScope } from '../../../src/plan/plan-scope';
import { found, modelPlanOf, newStack } from '../../util';

function bucket(region?: string) {
  return s3.Bucket.fromBucketAttributes(newStack(), 'Bucket', { bucketName: 'weights', region });
}

function findings(modelData?: ModelData, scope?: Partial<PlanScope>) {
  return found(modelDataFindings(modelPlanOf({ modelData }, scope)));
}

test.each<[string, ModelData, object]>([
  ['an archive of another format', ModelData.s3Archive(bucket(), 'model.zip'), { id: 'model-data-archive', values: { key: 'model.zip' } }],
  ['a prefix that begins with a slash', ModelData.s3Prefix(bucket(), '/model'), { id: 'model-data-key', values: { key: '/model/' } }],
  ['an empty prefix', ModelData.s3Prefix(bucket(), ''), { id: 'model-data-key', values: { key: '/' } }],
  ['an archive whose key begins with a slash', ModelData.s3Archive(bucket(), '/a.tar.gz'), { id: 'model-data-key', values: { key: '/a.tar.gz' } }],
  ['a long prefix', ModelData.s3Prefix(bucket(), 'a'.repeat(1011)), { id: 'model-data-address', values: { maximum: 1024, got: 1025 } }],
  ['a bucket in another region', ModelData.s3Prefix(bucket('us-east-1'), 'a'), {
    id: 'model-data-in-other-region', values: { region: 'eu-west-1', bucketRegion: 'us-east-1' },
  }],
])('%s is found', (_case, modelData, expected) => {
  expect(findings(modelData)).toMatchObject([{ prop: 'modelData', ...expected }]);
});

test('an archive without a key has neither a key nor the ending of an archive', () => {
  expect(findings(ModelData.s3Archive(bucket(), '')).map(({ id }) => id)).toEqual(['model-data-archive', 'model-data-key']);
});

test.each<[string, ModelData | undefined]>([
  ['no weights in Amazon S3', undefined],
  ['an archive', ModelData.s3Archive(bucket(), 'model.tar.gz')],
  ['a prefix', ModelData.s3Prefix(bucket('eu-west-1'), 'model')],
  ['the longest prefix', ModelData.s3Prefix(bucket(), 'a'.repeat(1010))],
  ['a key that is an unresolved token', ModelData.s3Archive(bucket(), new CfnParameter(newStack(), 'Key').valueAsString)],
  ['a bucket whose region is an unresolved token', ModelData.s3Prefix(bucket(new CfnParameter(newStack(), 'Region').valueAsString), 'a')],
])('nothing is found in %s', (_case, modelData) => {
  expect(findings(modelData)).toEqual([]);
});

test('nothing is found if the region of the endpoint is an unresolved token', () => {
  expect(findings(ModelData.s3Prefix(bucket('us-east-1'), 'a'), { region: newStack({}).region })).toEqual([]);
});
