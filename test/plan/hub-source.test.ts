import * as s3 from 'aws-cdk-lib/aws-s3';
import { HuggingFaceSageMakerEndpointProps, ModelData, ModelServer } from '../../src';
import { isOffline } from '../../src/plan/hub-download';
import { HubSource, hubSource } from '../../src/plan/hub-source';
import { IMAGES } from '../images';
import { modelPlanOf, newStack } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const modelData = ModelData.s3Prefix(s3.Bucket.fromBucketName(newStack(), 'Bucket', 'weights'), 'model/');
const VLLM = { container: IMAGES.AWS_VLLM, modelId: 'org/model' };
const DRAFT = { method: 'eagle', model: 'org/draft' };
const adapters = { loraAdapters: { sql: 'org/sql' } };

test.each<[string, Props, HubSource | undefined]>([
  ['the model', VLLM, { prop: 'modelId', kind: 'model', ids: ['org/model'] }],
  ['the model that a variable names', { ...VLLM, environment: { SM_VLLM_MODEL: 'org/other' } },
    { prop: 'environment.SM_VLLM_MODEL', kind: 'model', ids: ['org/other'] }],
  ['the model, and adapters', { ...VLLM, server: ModelServer.vllm(adapters) }, { prop: 'modelId', kind: 'model', ids: ['org/model'] }],
  ['adapters of a model from Amazon S3', { ...VLLM, modelData, server: ModelServer.vllm(adapters) },
    { prop: 'server.loraAdapters', kind: 'adapters', ids: ['org/sql'] }],
  ['adapters that a variable names', { container: IMAGES.TGI, modelData, environment: { LORA_ADAPTERS: 'org/sql' } },
    { prop: 'environment.LORA_ADAPTERS', kind: 'adapters', ids: ['org/sql'] }],
  ['a draft model of a model from Amazon S3', { ...VLLM, modelData, server: ModelServer.vllm({ speculativeConfig: DRAFT }) },
    { prop: 'server.speculativeConfig', kind: 'draft', ids: ['org/draft'] }],
  ['nothing', { ...VLLM, modelData }, undefined],
  ['nothing, because the container is offline', { ...VLLM, environment: { HF_HUB_OFFLINE: '1' } }, undefined],
])('the container downloads %s', (_case, props, expected) => {
  expect(hubSource(modelPlanOf(props))).toEqual(expected);
});

// https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables#boolean-values
test.each([
  ['1', true], ['ON', true], ['yes', true], ['True', true], ['0', false], ['', false], ['11', false], ['yes!', false], ['no-yes', false],
])('with HF_HUB_OFFLINE %p, a container is offline: %p', (value, expected) => {
  expect(isOffline({ HF_HUB_OFFLINE: value })).toBe(expected);
  expect(isOffline({})).toBe(false);
});
