import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnParameter } from 'aws-cdk-lib/core';
import { ContainerImage, ModelData, ModelServer, SageMakerInstanceType } from '../../../src';
import { findingsOf } from '../../../src/checks';
import { variableFindings } from '../../../src/checks/model/variables';
import { IMAGES, tgi } from '../../images';
import { found, image, modelPlanOf, newStack, planOf } from '../../util';

const { LMI, SGLANG, TEI, TGI_NEURON, VLLM, VLLM_OMNI } = IMAGES;

type Props = Parameters<typeof modelPlanOf>[0];

const TGI = tgi('3.3.6');

function findings(props: Props) {
  return found(variableFindings(modelPlanOf(props)));
}

function ofVariable(container: typeof TGI, name: string) {
  const instanceType = container === TGI_NEURON ? SageMakerInstanceType.ML_INF2_XLARGE : SageMakerInstanceType.ML_G5_2XLARGE;
  return findings({ container, instanceType, environment: { [name]: '1' } });
}

test.each([
  ['TGI', TGI, ['MAX_CLIENT_BATCH_SIZE', 'MAX_BATCH_SIZE', 'MAX_CONCURRENT_REQUESTS', 'PAYLOAD_LIMIT', 'ANY']],
  ['TGI on AWS Neuron', TGI_NEURON, [
    'MAX_BATCH_PREFILL_TOKENS', 'MAX_CONCURRENT_REQUESTS', 'PAYLOAD_LIMIT', 'MESSAGES_API_ENABLED', 'MAX_CLIENT_BATCH_SIZE',
    'MAX_BATCH_TOTAL_TOKENS', 'MAX_INPUT_LENGTH',
  ]],
  ['LMI', LMI, ['SM_NUM_GPUS', 'MAX_BATCH_SIZE', 'MAX_CONCURRENT_REQUESTS', 'OPTION_ANY']],
  ['TEI', TEI, ['MAX_CLIENT_BATCH_SIZE', 'PAYLOAD_LIMIT', 'HF_HUB_OFFLINE', 'HUGGINGFACE_HUB_TOKEN', 'HUGGING_FACE_HUB_TOKEN']],
  ['vLLM', VLLM, ['SM_VLLM_ANY']],
  ['an image that is not known', image('mine:1'), ['SM_NUM_GPUS', 'SM_VLLM_ANY']],
])('%s may read a variable', (_server, container, names) => {
  expect(names.flatMap(name => ofVariable(container, name))).toEqual([]);
});

test.each([
  ['Text Generation Inference', TGI, ['MAX_BATCH_REQUESTS', 'AUTO_TRUNCATE', 'SM_VLLM_MAX_MODEL_LEN', 'HF_NUM_CORES']],
  ['Text Generation Inference on AWS Neuron', TGI_NEURON, ['SM_NUM_GPUS', 'HF_MODEL_QUANTIZE', 'HF_MODEL_TRUST_REMOTE_CODE', 'MAX_BATCH_TOKENS']],
  ['Large Model Inference', LMI, ['MAX_INPUT_LENGTH', 'MAX_CLIENT_BATCH_SIZE']],
  ['Text Embeddings Inference', TEI, ['MAX_BATCH_SIZE', 'SM_NUM_GPUS']],
  ['vLLM', VLLM, ['MAX_CLIENT_BATCH_SIZE', 'PAYLOAD_LIMIT', 'SM_SGLANG_ANY', 'HF_OPTIMUM_ANY']],
])('%s does not read what another server reads', (server, container, names) => {
  expect(names.flatMap(name => ofVariable(container, name)))
    .toEqual(names.map(name => ({ id: 'variable-of-another-server', prop: `environment.${name}`, values: { server } })));
});

test.each([
  ['MAX_MODEL_LEN', VLLM, 'vLLM', 'SM_VLLM_MAX_MODEL_LEN'],
  ['VLLM_GPU_MEMORY_UTILIZATION', VLLM, 'vLLM', 'SM_VLLM_GPU_MEMORY_UTILIZATION'],
  ['TOOL_CALL_PARSER', SGLANG, 'SGLang', 'SM_SGLANG_TOOL_CALL_PARSER'],
])('%s is not read without the prefix', (name, container, server, variable) => {
  expect(ofVariable(container, name)).toEqual([{ id: 'variable-without-prefix', prop: `environment.${name}`, values: { server, variable } }]);
});

test.each([
  ['a variable of vLLM itself', VLLM, 'VLLM_ATTENTION_BACKEND'],
  ['a name of one word', VLLM, 'RUNNER'],
  ['a name that has the server in its middle', VLLM, 'MAX_VLLM_MODEL_LEN'],
  ['a server that reads names without a prefix', TGI, 'MAX_NUM_SEQS'],
])('%s may have a similar name', (_what, container, name) => {
  expect(ofVariable(container, name)).toEqual([]);
});

test('without an image, or its version, only what no version reads is found', () => {
  const environment = { MAX_CLIENT_BATCH_SIZE: '1' };
  expect(findings({ container: undefined, server: ModelServer.sglang(), environment })).toMatchObject([{ id: 'variable-of-another-server' }]);
  expect(findings({ container: image('mine:1'), server: ModelServer.tgi(), environment: { MESSAGES_API_ENABLED: 'true' } })).toEqual([]);
});

test('the value of another variable may be the name of a task', () => {
  expect(findings({ container: VLLM, environment: { MAX_CLIENT_BATCH_SIZE: 'text-generation' } })).toMatchObject([{ id: 'variable-of-another-server' }]);
});

test('the start script of your own image may read a similar name', () => {
  const container = ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(newStack(), 'Own', 'team/vllm'), '0.21.0');
  expect(findings({ container, server: ModelServer.vllm(), environment: { MAX_MODEL_LEN: '4096' } })).toEqual([]);
});

test.each<[string, string, { readonly since?: string; readonly before?: string } | undefined]>([
  ['1.3.4', 'MESSAGES_API_ENABLED', { since: '1.4.0', before: '2.4.0' }],
  ['1.4.0', 'MESSAGES_API_ENABLED', undefined],
  ['2.3.1', 'MESSAGES_API_ENABLED', undefined],
  ['2.4.0', 'MESSAGES_API_ENABLED', { since: '1.4.0', before: '2.4.0' }],
  ['2.4.0', 'PAYLOAD_LIMIT', { since: '2.4.1', before: undefined }],
  ['1.4.5', 'MAX_INPUT_TOKENS', { since: '2.0.0', before: undefined }],
  ['3.3.6', 'MAX_INPUT_LENGTH', undefined],
])('TGI %s and the variable %s', (version, name, versions) => {
  expect(ofVariable(tgi(version), name)).toEqual(versions === undefined ? [] : [
    { id: 'variable-of-another-version', prop: `environment.${name}`, values: { server: 'Text Generation Inference', version, ...versions } },
  ]);
});

describe('the variable of the snippets of the Hub', () => {
  const withTask = (container: typeof TGI, HF_TASK: string) => findings({ container, environment: { HF_TASK } });

  test.each([
    ['Text Generation Inference', TGI, 'text-classification'], ['Text Generation Inference', TGI, 'feature-extraction'],
    ['vLLM', VLLM, 'text-classification'], ['vLLM', VLLM, 'text-to-image'], ['Text Embeddings Inference', TEI, 'text-generation'],
  ])('has no effect in %s', (server, container, task) => {
    expect(withTask(container, task)).toEqual([{ id: 'variable-of-another-server', prop: 'environment.HF_TASK', values: { server } }]);
  });

  test.each([
    ['TGI generates text', TGI, 'text-generation'], ['TGI serves T5', TGI, 'text2text-generation'], ['vLLM generates text', VLLM, 'text-generation'],
    ['vLLM reads images', VLLM, 'image-text-to-text'], ['TEI computes embeddings', TEI, 'feature-extraction'], ['LMI reads it', LMI, 'fill-mask'],
    ['vLLM-Omni serves all modalities', VLLM_OMNI, 'text-to-speech'],
    ['it is an unresolved token', VLLM, new CfnParameter(newStack(), 'Task').valueAsString], ['the image is not known', image('mine:1'), 'fill-mask'],
  ])('is accepted, because %s', (_why, container, task) => {
    expect(withTask(container, task)).toEqual([]);
  });
});

test('the message names the version that reads a variable', () => {
  const environment = { MESSAGES_API_ENABLED: 'true' };
  const message = (version: string) => variableFindings(modelPlanOf({ container: tgi(version), environment }))[0].message;
  expect(message('1.3.4')).toContain('Inference 1.3.4, which reads it only from version 1.4.0');
  expect(message('2.4.0')).toContain('Inference 2.4.0, which reads it only before version 2.4.0');
});

test('a server in an image of your own reads the same variables', () => {
  expect(findings({ container: image('mine:1'), server: ModelServer.tgi(), environment: { MAX_CLIENT_BATCH_SIZE: '8' } })).toEqual([]);
});

test('what the library sets is not examined', () => {
  const model = modelPlanOf({ container: VLLM, environment: { MAX_MODEL_LEN: '4096' } });
  expect(variableFindings(model)).toHaveLength(1);
  expect(variableFindings({ ...model, origins: { ...model.origins, MAX_MODEL_LEN: 'library' } })).toEqual([]);
});

test.each<[string, Props, string]>([
  ['the option', { modelRevision: 'abc' }, 'modelRevision'], ['a variable', { environment: { HF_MODEL_REVISION: 'abc' } }, 'environment.HF_MODEL_REVISION'],
])('the inference toolkit ignores the revision of %s on a GPU', (_what, props, prop) => {
  const on = (container: typeof TGI, instanceType: SageMakerInstanceType) => findings({
    container, instanceType, ...props, environment: { HF_MODEL_TRUST_REMOTE_CODE: 'true', HF_TRUST_REMOTE_CODE: 'true', ...props!.environment },
  }).filter(({ id }) => id.startsWith('remote-code'));
  expect(on(IMAGES.TOOLKIT, SageMakerInstanceType.ML_G5_2XLARGE)).toEqual([{ id: 'remote-code-ignores-revision', prop, values: {} }]);
  expect(on(IMAGES.TOOLKIT_CPU, SageMakerInstanceType.ML_C6I_LARGE)).toEqual([]);
});

test('an argument is not found, because you name the server together with it', () => {
  expect(findings({ container: TGI, server: ModelServer.tgi({ extraArguments: { 'auto-truncate': 'true' } }) })).toEqual([]);
});

describe('code from the repository of the model', () => {
  const weights = ModelData.s3Prefix(s3.Bucket.fromBucketName(newStack(), 'Bucket', 'weights'), 'a');
  const expected = (prop: string) => [{ id: 'remote-code-without-revision', prop, values: {} }];

  test.each<[string, Props, string]>([
    ['by an option', { server: ModelServer.vllm({ trustRemoteCode: true }) }, 'server.trustRemoteCode'],
    ['by a variable', { environment: { SM_VLLM_TRUST_REMOTE_CODE: '' } }, 'environment.SM_VLLM_TRUST_REMOTE_CODE'],
    ['by an alias', { container: TGI, environment: { TRUST_REMOTE_CODE: 'true' } }, 'environment.TRUST_REMOTE_CODE'],
    ['of a model that a variable names instead of the weights in Amazon S3', {
      modelData: weights, environment: { HF_MODEL_ID: 'org/model', SM_VLLM_MODEL: 'org/model', SM_VLLM_TRUST_REMOTE_CODE: 'true' },
    }, 'environment.SM_VLLM_TRUST_REMOTE_CODE'],
  ])('may run %s', (_case, props, prop) => {
    expect(findings({ container: VLLM, ...props })).toEqual(expected(prop));
  });

  test.each<[string, Props]>([
    ['the option is false', { server: ModelServer.vllm({ trustRemoteCode: false }) }],
    ['the variable is an unresolved token', { environment: { SM_VLLM_TRUST_REMOTE_CODE: new CfnParameter(newStack(), 'Value').valueAsString } }],
    ['the variable is an unresolved token for a start script that passes any value', {
      container: image('mine:1'),
      server: ModelServer.vllm({ version: '0.17.0' }),
      environment: { SM_VLLM_TRUST_REMOTE_CODE: new CfnParameter(newStack(), 'Value').valueAsString },
    }],
    ['the revision is pinned', { modelRevision: 'abc', environment: { SM_VLLM_TRUST_REMOTE_CODE: 'true' } }],
    ['a variable pins the revision', { environment: { SM_VLLM_TRUST_REMOTE_CODE: 'true', SM_VLLM_REVISION: 'abc' } }],
    ['an alias pins the revision', { container: TGI, environment: { TRUST_REMOTE_CODE: 'true', REVISION: 'abc' } }],
    ['the weights are in Amazon S3', { modelData: weights, environment: { SM_VLLM_TRUST_REMOTE_CODE: 'true' } }],
    ['a variable names a path', { environment: { HF_MODEL_ID: '/opt/ml/model', SM_VLLM_MODEL: '/opt/ml/model', SM_VLLM_TRUST_REMOTE_CODE: 'true' } }],
  ])('is not found if %s', (_case, props) => {
    expect(findings({ container: VLLM, ...props })).toEqual([]);
  });
});

test('an argument of another version is found once', () => {
  const all = found(findingsOf(planOf({ container: tgi('2.3.1'), environment: { PAYLOAD_LIMIT: '4000000' } })));
  expect(all.filter(({ prop }) => prop === 'environment.PAYLOAD_LIMIT').map(({ id }) => id)).toEqual(['variable-of-another-version']);
});

test.each<[typeof TGI, string, string | undefined]>([
  [VLLM, 'sm_vllm_max_model_len', 'SM_VLLM_MAX_MODEL_LEN'], [VLLM, 'hf_token', 'HF_TOKEN'], [TGI, 'Max_Total_Tokens', 'MAX_TOTAL_TOKENS'],
  [VLLM, 'https_proxy', undefined], [VLLM, 'my_variable', undefined],
])('the names of variables are case-sensitive: %#', (container, name, expected) => {
  expect(ofVariable(container, name)).toEqual(expected === undefined ? []
    : [{ id: 'variable-name-case', prop: `environment.${name}`, values: { name: expected } }]);
});
