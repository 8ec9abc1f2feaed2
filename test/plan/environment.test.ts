import * as s3 from 'aws-cdk-lib/aws-s3';
import { SecretValue } from 'aws-cdk-lib/core';
import { ModelData, ModelServer } from '../../src';
import { ContainerEnvironment, environmentOf } from '../../src/plan/environment';
import { IMAGE_NAMES } from '../images';
import { image, modelPlanOf, newStack } from '../util';

const { AWS_VLLM, LLAMA_CPP, LMI, SGLANG, TEI, TGI, TGI_NEURON, TOOLKIT, VLLM, VLLM_NEURON, VLLM_OMNI } = IMAGE_NAMES;

const GENERAL = { SAGEMAKER_CONTAINER_LOG_LEVEL: '20', SAGEMAKER_REGION: 'eu-west-1' };

const TGI_2_0_4 = 'huggingface-pytorch-tgi-inference:2.1.1-tgi2.0.4-gpu-py310-cu121-ubuntu22.04';
const TEI_1_6_0 = 'tei:2.0.1-tei1.6.0-gpu-py310-cu122-ubuntu22.04';
const OLD_VLLM = 'vllm:0.14.0-gpu-py312-cu129-ubuntu22.04-sagemaker'; // whose start script does not read HF_MODEL_ID
const OWN = 'my-server:1.0';

const HOST = { SM_VLLM_HOST: '0.0.0.0' };
const PAYLOAD = { PAYLOAD_LIMIT: '6291456' };
const ONE_GPU = { SM_NUM_GPUS: '1' };

function bucket() {
  return s3.Bucket.fromBucketName(newStack(), 'Bucket', 'weights');
}

function environment(name: string, props: Parameters<typeof modelPlanOf>[0] = {}) {
  return modelPlanOf({ modelId: 'org/model', container: image(name), ...props }).environment;
}

test.each<[string, Record<string, string>]>([
  [OWN, { HF_MODEL_ID: 'org/model' }],
  [TGI, { HF_MODEL_ID: 'org/model', ...ONE_GPU, ...PAYLOAD }],
  [TGI_2_0_4, { HF_MODEL_ID: 'org/model', ...ONE_GPU }],
  [TGI_NEURON, { HF_MODEL_ID: 'org/model', MODEL_ID: 'org/model' }],
  [TEI, { HF_MODEL_ID: 'org/model', ...PAYLOAD }],
  [TOOLKIT, { HF_MODEL_ID: 'org/model' }],
  [VLLM, { SM_VLLM_MODEL: 'org/model', HF_MODEL_ID: 'org/model', ...HOST }],
  [AWS_VLLM, { SM_VLLM_MODEL: 'org/model', HF_MODEL_ID: 'org/model', ...HOST }],
  [OLD_VLLM, { SM_VLLM_MODEL: 'org/model', HF_MODEL_ID: 'org/model', ...HOST }],
  [VLLM_OMNI, { SM_VLLM_MODEL: 'org/model', HF_MODEL_ID: 'org/model', ...HOST }],
  [VLLM_NEURON, { SM_ON_MODEL: 'org/model' }],
  [SGLANG, { HF_MODEL_ID: 'org/model', SM_SGLANG_MODEL_PATH: 'org/model' }],
  [LLAMA_CPP, { HF_MODEL_ID: 'org/model', SM_LLAMA_CPP_HF_REPO: 'org/model' }],
  [LMI, { HF_MODEL_ID: 'org/model' }],
])('%s loads the model from the Hub', (name, expected) => {
  expect(environment(name)).toEqual({ ...GENERAL, ...expected });
});

test.each<[string, Record<string, string>]>([
  [OWN, { HF_MODEL_ID: '/opt/ml/model', HF_HUB_OFFLINE: '1' }],
  [TGI, { HF_MODEL_ID: '/opt/ml/model', HF_HUB_OFFLINE: '1', ...ONE_GPU, ...PAYLOAD }],
  [TGI_NEURON, { HF_MODEL_ID: '/opt/ml/model', MODEL_ID: '/opt/ml/model', HF_HUB_OFFLINE: '1' }],
  [TEI, { HF_MODEL_ID: '/opt/ml/model', ...PAYLOAD }],
  [TOOLKIT, {}],
  [VLLM, { SM_VLLM_MODEL: '/opt/ml/model', SM_VLLM_SERVED_MODEL_NAME: 'org/model', HF_HUB_OFFLINE: '1', ...HOST }],
  [AWS_VLLM, { SM_VLLM_MODEL: '/opt/ml/model', SM_VLLM_SERVED_MODEL_NAME: 'org/model', HF_HUB_OFFLINE: '1', ...HOST }],
  [VLLM_NEURON, { SM_ON_MODEL: '/opt/ml/model', SM_ON_SERVED_MODEL_NAME: 'org/model', HF_HUB_OFFLINE: '1' }],
  [SGLANG, { SM_SGLANG_MODEL_PATH: '/opt/ml/model', SM_SGLANG_SERVED_MODEL_NAME: 'org/model', HF_HUB_OFFLINE: '1' }],
  [LLAMA_CPP, { SM_LLAMA_CPP_MODEL_DIR: '/opt/ml/model' }],
  [LMI, { HF_MODEL_ID: '/opt/ml/model', HF_HUB_OFFLINE: '1' }],
])('%s loads weights from S3, without the Hub', (name, expected) => {
  expect(environment(name, { modelData: ModelData.s3Prefix(bucket(), 'model') })).toEqual({ ...GENERAL, ...expected });
});

test.each<[string, string, Record<string, string>]>([
  [TGI, '/opt/ml/model', { HF_MODEL_ID: '/opt/ml/model', ...ONE_GPU, ...PAYLOAD }],
  [TOOLKIT, '/opt/ml/model', {}],
  [VLLM, '/opt/ml/weights', { SM_VLLM_MODEL: '/opt/ml/weights', ...HOST }],
  [LLAMA_CPP, '/opt/ml/model/a.gguf', { SM_LLAMA_CPP_MODEL: '/opt/ml/model/a.gguf' }],
])('%s loads the model at %s in the container', (name, modelId, expected) => {
  expect(environment(name, { modelId })).toEqual({ ...GENERAL, ...expected });
});

test.each<[string, Record<string, string>]>([
  [TGI, { HF_MODEL_ID: '/opt/ml/model' }],
  [TGI_NEURON, { MODEL_ID: '/opt/ml/model' }],
  [TEI, { HF_MODEL_ID: '/opt/ml/model' }],
  [VLLM, { SM_VLLM_MODEL: '/opt/ml/model' }],
  [VLLM, { HF_MODEL_ID: '/opt/ml/model' }],
  [VLLM_NEURON, { SM_ON_MODEL: '/opt/ml/model' }],
  [SGLANG, { SM_SGLANG_MODEL_PATH: '/opt/ml/model' }],
  [LLAMA_CPP, { SM_LLAMA_CPP_MODEL: '/opt/ml/model/model.gguf' }],
  [LMI, { OPTION_MODEL_ID: 's3://bucket/model/' }],
])('%s loads the model that the user sets, by any name that it reads', (name, userEnvironment) => {
  const names = ['HF_MODEL_ID', 'MODEL_ID', 'SM_VLLM_MODEL', 'SM_ON_MODEL', 'SM_SGLANG_MODEL_PATH', 'SM_LLAMA_CPP_HF_REPO', 'OPTION_MODEL_ID'];
  const found = environment(name, { environment: userEnvironment });
  expect(Object.fromEntries(Object.entries(found).filter(([key]) => names.includes(key) && !(key in userEnvironment)))).toEqual({});
  expect(found).toMatchObject(userEnvironment);
});

test.each([
  [TGI, 'HF_MODEL_REVISION'],
  [TEI, 'HF_MODEL_REVISION'],
  [TOOLKIT, 'HF_MODEL_REVISION'],
  [VLLM, 'SM_VLLM_REVISION'],
  [AWS_VLLM, 'SM_VLLM_REVISION'],
  [SGLANG, 'SM_SGLANG_REVISION'],
  [LMI, 'HF_REVISION'],
  [TGI_NEURON, 'REVISION'],
  [OWN, 'HF_MODEL_REVISION'],
])('%s gets the revision as %s', (name, variable) => {
  expect(environment(name, { modelRevision: 'main' })).toHaveProperty(variable, 'main');
});

test.each([
  [TGI, 'HF_TOKEN'],
  ['huggingface-pytorch-tgi-inference:2.3.0-tgi2.2.0-gpu-py310-cu121-ubuntu22.04', 'HF_TOKEN'],
  [TGI_2_0_4, 'HUGGING_FACE_HUB_TOKEN'],
  [TEI, 'HF_TOKEN'],
  [TEI_1_6_0, 'HF_API_TOKEN'],
  [TOOLKIT, 'HF_API_TOKEN'],
  [VLLM, 'HF_TOKEN'],
  [SGLANG, 'HF_TOKEN'],
  [LMI, 'HF_TOKEN'],
  [OWN, 'HF_TOKEN'],
])('%s gets the Hub token as %s', (name, variable) => {
  const found = environment(name, { hubAccessToken: SecretValue.secretsManager('hub') });
  expect(newStack().resolve(found[variable])).toBe('{{resolve:secretsmanager:hub:SecretString:::}}');
  expect(Object.keys(found).filter(key => /TOKEN/.test(key))).toEqual([variable]);
});

test('with weights from S3, the model gets no Hub token', () => {
  const found = environment(TGI, { hubAccessToken: SecretValue.secretsManager('hub'), modelData: ModelData.s3Prefix(bucket(), 'model') });
  expect(Object.keys(found).filter(key => /TOKEN/.test(key))).toEqual([]);
});

test.each([TEI, TGI, VLLM])('a variable of %s without a name, which a check finds, is not the model', name => {
  expect(environment(name, { environment: { '': 'org/other', 'HF_HOME': '/tmp', 'HF_MODEL_REVISION': 'main' } })).toMatchObject({ '': 'org/other' });
});

test('a typed option is not set together with an alias in the environment', () => {
  const server = ModelServer.sglang({ tensorParallelDegree: 4, extraArguments: { 'tp-size': '2' } });
  const found = environment(SGLANG, { server });
  expect(found).toMatchObject({ SM_SGLANG_TP_SIZE: '2' });
  expect(found).not.toHaveProperty('SM_SGLANG_TP');
});

// the start scripts read only these names:
test.each<[string, string, Record<string, string>, Record<string, string>]>([
  // https://github.com/huggingface/text-generation-inference/blob/v3.3.6/sagemaker-entrypoint.sh
  ['TGI', TGI, { MODEL_ID: 'org/other' }, { HF_MODEL_ID: 'org/model', MODEL_ID: 'org/other' }],
  // https://github.com/huggingface/text-embeddings-inference/blob/v1.8.2/sagemaker-entrypoint-cuda-all.sh
  ['TEI', TEI, { MODEL_ID: 'org/other' }, { HF_MODEL_ID: 'org/model', MODEL_ID: 'org/other' }],
  // https://github.com/aws/deep-learning-containers/blob/main/scripts/docker/sglang/sagemaker_entrypoint.sh
  ['SGLang', SGLANG, { SM_SGLANG_MODEL: 'org/other' }, { SM_SGLANG_MODEL_PATH: 'org/model', SM_SGLANG_MODEL: 'org/other' }],
])('a variable that the start script of %s does not read replaces no other one', (_server, name, userEnvironment, expected) => {
  expect(environment(name, { environment: userEnvironment })).toMatchObject(expected);
});

// https://github.com/huggingface/huggingface_hub/blob/main/src/huggingface_hub/utils/_auth.py
test.each([
  [VLLM, 'HF_API_TOKEN'], [SGLANG, 'HUGGINGFACE_HUB_TOKEN'], [LMI, 'HF_API_TOKEN'], [LLAMA_CPP, 'HUGGING_FACE_HUB_TOKEN'], [TEI_1_6_0, 'HF_TOKEN'],
])('a name of the token that %s does not read, %s, replaces no other one', (name, variable) => {
  const found = environment(name, { hubAccessToken: SecretValue.secretsManager('hub'), environment: { [variable]: 'mine' } });
  expect(Object.keys(found).filter(key => /TOKEN/.test(key))).toHaveLength(2);
});

test('a token that the user names in the environment is the only one', () => {
  const found = environment(TGI, { hubAccessToken: SecretValue.secretsManager('hub'), environment: { HUGGING_FACE_HUB_TOKEN: 'mine' } });
  expect(Object.keys(found).filter(key => /TOKEN/.test(key))).toEqual(['HUGGING_FACE_HUB_TOKEN']);
});

test('the environment overrides the typed options, and these override the defaults', () => {
  const server = ModelServer.vllm({ tensorParallelDegree: 2, servedModelName: 'mine' });
  expect(environment(VLLM, { server })).toMatchObject({ SM_VLLM_TENSOR_PARALLEL_SIZE: '2', SM_VLLM_SERVED_MODEL_NAME: 'mine' });
  expect(environment(VLLM, { server, environment: { SM_VLLM_TENSOR_PARALLEL_SIZE: '4' } })).toHaveProperty('SM_VLLM_TENSOR_PARALLEL_SIZE', '4');
  expect(environment(TGI, { server: ModelServer.tgi({ tensorParallelDegree: 2 }), environment: { NUM_SHARD: '4' } }))
    .not.toHaveProperty('SM_NUM_GPUS');
});

test('an extra argument overrides a default and a typed option', () => {
  expect(environment(VLLM, { server: ModelServer.vllm({ extraArguments: { '--tensor-parallel-size': '3', 'max-log-len': '9', 'enforce-eager': 'true' } }) }))
    .toMatchObject({ SM_VLLM_TENSOR_PARALLEL_SIZE: '3', SM_VLLM_MAX_LOG_LEN: '9', SM_VLLM_ENFORCE_EAGER: 'true' });
});

test('an empty value of the user is a value', () => {
  expect(environment(OWN, { environment: { HF_MODEL_ID: '' } })).toEqual({ ...GENERAL, HF_MODEL_ID: '' });
});

test('the order of the keys is the same whatever the user sets', () => {
  expect(Object.keys(environment(OWN, { environment: { B: 'b', A: 'a' } })))
    .toEqual(['SAGEMAKER_CONTAINER_LOG_LEVEL', 'SAGEMAKER_REGION', 'HF_MODEL_ID', 'B', 'A']);
});

const REGION = 'eu-west-1';
/** A server with arguments that are variables, `ARG_` and the name, and a flag that older start scripts pass on as a word. */
const SERVER = { flagsSince: '2.0.0', argumentVariable: (argument: string) => `ARG_${argument}` };
const setting = (name: string, form: string, variable: string, others: object = {}) =>
  ({ name, form, typed: true, variables: [{ name: variable }], ...others });

interface Given {
  readonly settings?: object[];
  readonly options?: object;
  readonly extra?: Record<string, string>;
  readonly user?: Record<string, unknown>;
  readonly version?: string;
  readonly startScript?: object;
  readonly server?: object;
}

function environmentFor({ settings = [], options = {}, extra = {}, user = {}, server = SERVER, ...others }: Given): ContainerEnvironment {
  const { variables, origins } = environmentOf({
    region: REGION, server: { ...server, settings }, context: { options }, extraVariables: extra, userEnvironment: user, ...others,
  } as any);
  const own = (values: Readonly<Record<string, any>>) => Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith('SAGEMAKER_')));
  return { variables: own(variables), origins: own(origins) };
}

const A = setting('a', 'text', 'A', { aliases: ['A2'], default: () => 'default' });
const FLAG = setting('flag', 'flag', 'ON', { variables: [{ name: 'ON' }, { name: 'OFF', isNegative: true }] });
const COPIED = (before?: string) => setting('model', 'text', 'MODEL', { copied: { name: 'HUB', before }, aliases: ['HUB'], default: () => 'org/default' });
const NO_DEFAULT = setting('b', 'text', 'ARG_b', { typed: true });
const WORDS = { joinsWords: 'without quotes' };

test.each<[string, Given, Record<string, string>, Record<string, string>]>([
  ['a default', { settings: [A] }, { A: 'default' }, { A: 'library' }],
  ['an option', { settings: [A], options: { a: 'option' } }, { A: 'option' }, { A: 'option' }],
  ['an option that is not a typed one', { settings: [{ ...A, typed: false }], options: { a: 'option' } }, { A: 'default' }, { A: 'library' }],
  ['an argument', { settings: [A], options: { a: 'option' }, extra: { A: 'extra' } }, { A: 'extra' }, { A: 'argument' }],
  ['a variable', { settings: [A], extra: { A: 'extra' }, user: { A: 'user' } }, { A: 'user' }, { A: 'environment' }],
  ['another name', { settings: [A], user: { A2: 'user' } }, { A2: 'user' }, { A2: 'environment' }],
  ['another name, by an argument', { settings: [A], extra: { A2: 'extra' } }, { A2: 'extra' }, { A2: 'argument' }],
  ['no default and no option', { settings: [NO_DEFAULT] }, {}, {}],
  ['a default that a variable makes wrong', { settings: [{ ...A, unless: ['X'] }], user: { X: '1' } }, { X: '1' }, { X: 'environment' }],
  ['a default that an argument makes wrong', { settings: [{ ...A, unless: ['X'] }], extra: { X: '1' } }, { X: '1' }, { X: 'argument' }],
  ['a default that an option makes wrong', { settings: [{ ...A, unless: ['C', 'X'] }, setting('x', 'text', 'X')], options: { x: '1' } },
    { X: '1' }, { X: 'option' }],
  ['a default that nothing makes wrong', { settings: [{ ...A, unless: ['X'] }, setting('x', 'text', 'X')] }, { A: 'default' }, { A: 'library' }],
  ['an option, whatever makes the default wrong', { settings: [{ ...A, unless: ['X'] }], options: { a: 'option' }, user: { X: '1' } },
    { X: '1', A: 'option' }, { A: 'option', X: 'environment' }],
  ['a flag', { settings: [FLAG], options: { flag: true } }, { ON: 'true' }, { ON: 'option' }],
  ['a flag that is off', { settings: [FLAG], options: { flag: false } }, { OFF: 'true' }, { OFF: 'option' }],
  ['a flag of an older start script', { settings: [FLAG], options: { flag: true }, version: '1.0.0' }, { ON: '' }, { ON: 'option' }],
  ['a flag that is off, of an older start script', { settings: [FLAG], options: { flag: false }, version: '1.0.0' }, { OFF: '' }, { OFF: 'option' }],
  ['an argument in quotes', { settings: [NO_DEFAULT], options: { b: 'x y' }, startScript: WORDS }, { ARG_b: "'x y'" }, { ARG_b: 'option' }],
  ['a list of arguments', { settings: [{ ...NO_DEFAULT, form: 'list' }], options: { b: ['x y'] }, startScript: WORDS }, { ARG_b: 'x y' }, { ARG_b: 'option' }],
  ['a variable that is not an argument', { settings: [A], options: { a: 'x y' }, startScript: WORDS }, { A: 'x y' }, { A: 'option' }],
  ['a variable that ends as an argument begins', { settings: [setting('a', 'text', 'A_ARG_')], options: { a: 'x y' }, startScript: WORDS },
    { A_ARG_: 'x y' }, { A_ARG_: 'option' }],
  ['a variable of a server without other arguments', { server: {}, settings: [A], options: { a: 'x y' }, startScript: WORDS }, { A: "'x y'" }, { A: 'option' }],
  ['an option of another type, which is a finding', { settings: [{ ...NO_DEFAULT, form: 'count' }], options: { b: 'x' }, startScript: WORDS }, {}, {}],
])('the environment with %s', (_what, given, variables, origins) => {
  expect(environmentFor(given)).toEqual({ variables, origins });
});

test.each<[string, string | undefined, string | undefined, unknown, string | undefined]>([
  ['a model on the Hub', undefined, undefined, 'org/other', 'org/other'],
  ['a path with a slash at the end', undefined, undefined, 'org/other/', 'org/other/'],
  ['a path', undefined, undefined, '/models/a', undefined],
  ['an empty string', undefined, undefined, '', undefined],
  ['a value of another type', undefined, undefined, 7, undefined],
  ['a model, before a version', '2.0.0', '1.9.0', 'org/other', 'org/other'],
  ['a model, from a version on', '2.0.0', '2.0.0', 'org/other', undefined],
  ['a model, with an unknown version', '2.0.0', undefined, 'org/other', undefined],
])('the variable of the model gets that of the Hub, if it is %s', (_what, before, version, HUB, expected) => {
  const { variables, origins } = environmentFor({ settings: [COPIED(before)], user: { HUB }, version });
  expect([variables.MODEL, origins.MODEL]).toEqual([expected, expected && 'library']);
  expect([variables.HUB, origins.HUB]).toEqual([HUB, 'environment']);
});

test('a variable that is set is not replaced by that of the Hub', () => {
  expect(environmentFor({ settings: [COPIED()], user: { HUB: 'org/one', MODEL: 'org/two' } }).variables).toEqual({ HUB: 'org/one', MODEL: 'org/two' });
  expect(environmentFor({ settings: [COPIED()], user: { HUB: 'org/one' }, extra: { MODEL: 'org/two' } }).variables.MODEL).toBe('org/two');
  expect(environmentFor({ settings: [COPIED()], extra: { HUB: 'org/one' } }).variables).toEqual({ HUB: 'org/one' });
});
