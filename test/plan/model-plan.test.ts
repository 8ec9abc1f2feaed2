import * as s3 from 'aws-cdk-lib/aws-s3';
import { Duration, SecretValue, Token } from 'aws-cdk-lib/core';
import { HuggingFaceSageMakerEndpointProps, HuggingFaceTask, ModelData, ModelServer, SageMakerInstanceType } from '../../src';
import { ServerFamily } from '../../src/container/server-family';
import { ModelPlan } from '../../src/plan/model-plan';
import { IMAGES } from '../images';
import { image, modelPlanOf, newStack, type } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const { AWS_VLLM, VLLM, TGI, TOOLKIT } = IMAGES;

/** Its start script knows only flags that are on: https://github.com/aws/deep-learning-containers/commit/1c1aacc0ac */
const OLD_VLLM = image('vllm:0.17.0-gpu-py312-cu129-ubuntu22.04-sagemaker');
const TOKEN = Token.asString({ Ref: 'Value' });
const modelData = ModelData.s3Prefix(s3.Bucket.fromBucketName(newStack(), 'Bucket', 'weights'), 'model/');
const S3_PATH = '/opt/ml/model';

test.each<[string, Props, number, string[]]>([
  ['an image of the user', { container: VLLM }, 600, []],
  ['the image that the library chooses for GPUs', { container: undefined }, 1800, []],
  ['the image that the library chooses for AWS Neuron', { container: undefined, instanceType: type('inf2.8xlarge') }, 3600, []],
  ['the image that the library chooses for CPUs', { container: undefined, task: HuggingFaceTask.FEATURE_EXTRACTION, instanceType: type('c7i.xlarge') }, 600, []],
  ['an unknown instance type', { container: undefined, instanceType: SageMakerInstanceType.of('ml.z99.xlarge') }, 600, []],
  ['a time', { startupHealthCheckTimeout: Duration.minutes(15) }, 900, ['startupHealthCheckTimeout']],
  ['seconds', { startupHealthCheckTimeoutInSeconds: 700 }, 700, ['startupHealthCheckTimeoutInSeconds']],
  ['both', { startupHealthCheckTimeout: Duration.minutes(15), startupHealthCheckTimeoutInSeconds: 700 }, 900,
    ['startupHealthCheckTimeout', 'startupHealthCheckTimeoutInSeconds']],
])('the time that a container may take to start with %s', (_case, props, startupHealthCheckTimeoutInSeconds, startupTimeoutProps) => {
  expect(modelPlanOf(props)).toMatchObject({ startupHealthCheckTimeoutInSeconds, startupTimeoutProps });
});

test('the time for the download of the weights has no default', () => {
  expect(modelPlanOf().modelDataDownloadTimeoutInSeconds).toBeUndefined();
  expect(modelPlanOf({ modelDataDownloadTimeout: Duration.minutes(15) }).modelDataDownloadTimeoutInSeconds).toBe(900);
});

test.each<[string, Props, ModelPlan['weights'], boolean]>([
  ['the Hub', { modelId: 'org/model' }, { kind: 'hub', modelId: 'org/model' }, true],
  ['the Hub, by an unresolved token', { modelId: TOKEN }, { kind: 'hub', modelId: TOKEN }, false],
  ['the Hub, if the container is not offline', { environment: { HF_HUB_OFFLINE: '0' } }, { kind: 'hub', modelId: 'mistralai/Mistral-7B-Instruct-v0.1' }, true],
  ['the cache of an offline container', { environment: { HF_HUB_OFFLINE: '1' } }, { kind: 'hub', modelId: 'mistralai/Mistral-7B-Instruct-v0.1' }, false],
  ['a path in the image', { modelId: '/models/a' }, { kind: 'local', path: '/models/a', fromS3: false }, false],
  ['Amazon S3', { modelId: 'org/model', modelData }, { kind: 'local', path: S3_PATH, fromS3: true }, false],
  ['a variable', { container: VLLM, environment: { SM_VLLM_MODEL: 'org/other' } }, { kind: 'hub', modelId: 'org/other' }, true],
  ['a variable with a path', { container: VLLM, environment: { SM_VLLM_MODEL: '/models/a' } }, { kind: 'local', path: '/models/a', fromS3: false }, false],
  ['a variable with an address', { container: VLLM, environment: { SM_VLLM_MODEL: 's3://bucket/a' } }, { kind: 'local', path: 's3://bucket/a', fromS3: false }, false],
  ['a variable with an unresolved token', { container: VLLM, environment: { SM_VLLM_MODEL: TOKEN } }, { kind: 'hub', modelId: TOKEN }, false],
  ['a folder of Amazon S3', { container: VLLM, modelData, environment: { SM_VLLM_MODEL: `${S3_PATH}/a` } },
    { kind: 'local', path: `${S3_PATH}/a`, fromS3: true }, false],
  ['another path than that of Amazon S3', { container: VLLM, modelData, environment: { SM_VLLM_MODEL: '/models/a' } },
    { kind: 'local', path: '/models/a', fromS3: false }, false],
])('the weights come from %s', (_case, props, weights, isFromHub) => {
  expect(modelPlanOf(props)).toMatchObject({ weights, isFromHub });
});

test.each<[string, Props, string | undefined]>([
  ['the image', { container: VLLM }, '0.21.0'],
  ['the user', { container: VLLM, server: ModelServer.vllm({ version: '0.20.1' }) }, '0.20.1'],
  ['nobody, if it is an unresolved token', { container: VLLM, server: ModelServer.vllm({ version: TOKEN }) }, undefined],
  ['nobody, if the image is that of another server', { container: TGI, server: ModelServer.vllm() }, undefined],
])('the version of the server is from %s', (_case, props, version) => {
  expect(modelPlanOf(props).serverVersion).toBe(version);
});

test.each<[string, Props, ServerFamily | undefined]>([
  ['by the prop', { task: HuggingFaceTask.FEATURE_EXTRACTION }, ServerFamily.TEI],
  ['by the variable of the Hub', { environment: { HF_TASK: 'feature-extraction' } }, ServerFamily.TEI],
  ['by the prop rather than the variable', { task: HuggingFaceTask.FEATURE_EXTRACTION, environment: { HF_TASK: 'text-generation' } }, ServerFamily.TEI],
  ['by an unresolved token', { environment: { HF_TASK: TOKEN } }, ServerFamily.VLLM],
  ['by an empty variable', { environment: { HF_TASK: '' } }, ServerFamily.VLLM],
  ['by a value of another type', { environment: { HF_TASK: 7 as any } }, ServerFamily.VLLM],
  ['by nothing', {}, ServerFamily.VLLM],
])('the library chooses the server for the task that is set %s', (_case, props, family) => {
  expect(modelPlanOf({ container: undefined, instanceType: type('g6.xlarge'), ...props }).server.family).toBe(family);
});

test.each<[string, Props, Partial<ModelPlan>]>([
  ['an image of the user', { container: VLLM }, { hasOwnImage: true, noImage: undefined }],
  ['a chosen image', { container: undefined }, { hasOwnImage: false, noImage: undefined }],
  ['no image', { container: undefined, task: HuggingFaceTask.of('mask-generation'), server: ModelServer.tei() }, { hasOwnImage: false }],
  ['a task that the server reads', { container: TOOLKIT, environment: { HF_TASK: 'fill-mask' } }, { task: 'fill-mask' }],
  ['a task that only the user names', { container: VLLM, task: HuggingFaceTask.TEXT_GENERATION }, { task: 'text-generation' }],
  ['no task', { container: VLLM }, { task: undefined }],
])('a plan with %s', (_case, props, expected) => {
  expect(modelPlanOf(props)).toMatchObject(expected);
});

test.each<[string, Props, string]>([
  ['the option', { container: VLLM, server: ModelServer.vllm({ servedModelName: 'name' }) }, 'name'],
  ['the variable', { container: VLLM, environment: { SM_VLLM_SERVED_MODEL_NAME: 'name' } }, 'name'],
  ['the model that it loads', { container: VLLM, environment: { SM_VLLM_MODEL: 'org/other' } }, 'org/other'],
  ['the path that it loads', { container: VLLM, environment: { SM_VLLM_MODEL: '/models/a' } }, '/models/a'],
  ['the prop, if it loads the weights from Amazon S3', { container: VLLM, modelData }, 'mistralai/Mistral-7B-Instruct-v0.1'],
  ['the prop, with a server that has no name for the model', { container: TGI }, 'mistralai/Mistral-7B-Instruct-v0.1'],
])('requests address the model by %s', (_case, props, name) => {
  expect(modelPlanOf(props).servedModelName).toBe(name);
});

test.each<[string, Props, boolean]>([
  ['the Hub', { container: VLLM }, true],
  ['Amazon S3', { container: VLLM, modelData }, false],
  ['Amazon S3, with an adapter from the Hub', { container: AWS_VLLM, modelData, server: ModelServer.vllm({ loraAdapters: { a: 'org/adapter' } }) }, true],
  ['the Hub, by a variable instead of Amazon S3', { container: VLLM, modelData, environment: { SM_VLLM_MODEL: 'org/other' } }, true],
  ['a path in the image', { container: VLLM, modelId: '/models/a' }, true],
])('the container gets the Hub token with weights from %s: %p', (_case, props, isSet) => {
  const { environment } = modelPlanOf({ ...props, hubAccessToken: SecretValue.ssmSecure('token') });
  expect('HF_TOKEN' in environment || 'HUGGING_FACE_HUB_TOKEN' in environment).toBe(isSet);
});

test('the revision is only for the Hub', () => {
  expect(Object.values(modelPlanOf({ container: TGI, modelRevision: 'abc' }).environment)).toContain('abc');
  expect(Object.values(modelPlanOf({ container: TGI, modelRevision: 'abc', modelData }).environment)).not.toContain('abc');
});

test('an argument becomes a variable, unless it is a flag that is off', () => {
  const extraArguments = { 'max-lora-rank': '8', 'enforce-eager': 'true', 'enable-lora': 'false' };
  const { environment } = modelPlanOf({ container: OLD_VLLM, server: ModelServer.vllm({ extraArguments }) });
  expect(environment).toMatchObject({ SM_VLLM_MAX_LORA_RANK: '8', SM_VLLM_ENFORCE_EAGER: '' });
  expect(environment).not.toHaveProperty('SM_VLLM_ENABLE_LORA');
});
