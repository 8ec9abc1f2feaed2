import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnParameter, SecretValue } from 'aws-cdk-lib/core';
import { ModelData, ModelServer } from '../../src';
import { findingsOf } from '../../src/checks';
import { adaptersFromHub, HUB_ID, textOf } from '../../src/plan/hub-adapters';
import { PlanScope } from '../../src/plan/plan-scope';
import { IMAGES } from '../images';
import { modelPlanOf, newStack, planOf } from '../util';

const { AWS_VLLM, SGLANG, TGI } = IMAGES;

type Props = Parameters<typeof planOf>[0];

const stack = newStack();
const modelData = ModelData.s3Prefix(s3.Bucket.fromBucketName(stack, 'Bucket', 'weights'), 'model');
const hubAccessToken = SecretValue.secretsManager('hub');
const text = new CfnParameter(stack, 'Text').valueAsString;
const list = new CfnParameter(stack, 'List', { type: 'CommaDelimitedList' }).valueAsList;

const vllm = (loraAdapters: Record<string, string>) => ({ container: AWS_VLLM, server: ModelServer.vllm({ loraAdapters }) });
const tgi = (loraAdapters: string[]) => ({ container: TGI, server: ModelServer.tgi({ loraAdapters }) });

const OF_HUB: [string, Props, string[]][] = [
  ['an id for vLLM', vllm({ sql: 'org/sql' }), ['org/sql']],
  ['an id without an organization', vllm({ sql: 'sql' }), ['sql']],
  ['an ID and a path for vLLM', vllm({ sql: 'org/sql', other: '/opt/ml/model/other' }), ['org/sql']],
  ['an ID and an unresolved token for vLLM', vllm({ sql: 'org/sql', other: text }), ['org/sql']],
  ['an id in the environment of vLLM', { container: AWS_VLLM, environment: { SM_VLLM_LORA_MODULES: 'sql=org/sql' } }, ['org/sql']],
  ['a list in the environment of vLLM', { container: AWS_VLLM, environment: { SM_VLLM_LORA_MODULES: '["sql=org/sql", null, "a=/a"]' } }, ['org/sql']],
  ['an object as an argument of vLLM', {
    container: AWS_VLLM, server: ModelServer.vllm({ extraArguments: { 'lora-modules': '{"name": "sql", "path": "org/sql"}' } }),
  }, ['org/sql']],
  ['an id for TGI', tgi(['org/sql']), ['org/sql']],
  ['an id with a revision for TGI', tgi(['org/sql@main', 'other=/opt/ml/model/other']), ['org/sql@main']],
  ['an id in the environment of TGI', { container: TGI, environment: { LORA_ADAPTERS: 'a=b, org/sql' } }, ['org/sql']],
];

const ELSEWHERE: [string, Props][] = [
  ['no adapter', { container: AWS_VLLM }],
  ['a path for vLLM', vllm({ sql: '/opt/ml/model/sql' })],
  ['paths for vLLM', vllm({ sql: '/opt/ml/model/sql', home: '~/other', here: './other' })],
  ['a token for vLLM', vllm({ sql: text })],
  ['a path in the environment, which takes precedence', { ...vllm({ sql: 'org/sql' }), environment: { SM_VLLM_LORA_MODULES: 'sql=/opt/ml/model/sql' } }],
  ['a token in the environment', { container: AWS_VLLM, environment: { SM_VLLM_LORA_MODULES: text } }],
  ['a value that is not JSON in the environment', { container: AWS_VLLM, environment: { SM_VLLM_LORA_MODULES: '[sql=org/sql' } }],
  ['a name and a path for TGI, which it does not download', tgi(['sql=/opt/ml/model/sql', 'other=a/b'])],
  ['a list that is a token for TGI', tgi(list)],
  ['a server without adapters', { container: SGLANG, environment: { LORA_ADAPTERS: 'org/sql' } }],
];

const ids = (props: Props, scope?: Partial<PlanScope>) => findingsOf(planOf(props, scope)).map(({ id }) => id.replace('huggingface-sagemaker:', ''));

describe.each(OF_HUB)('with %s', (_what, props, expected) => {
  test('the adapter comes from the Hub', () => {
    expect(modelPlanOf(props).adaptersFromHub).toEqual(expected);
  });

  test('weights from S3 switch the Hub not off, and need its token', () => {
    const { environment } = modelPlanOf({ ...props, modelData, hubAccessToken });
    expect(environment.HF_HUB_OFFLINE).toBeUndefined();
    expect(stack.resolve(environment.HF_TOKEN)).toBe('{{resolve:secretsmanager:hub:SecretString:::}}');
    expect(ids({ ...props, modelData, hubAccessToken })).not.toContain('hub-access-token-without-hub');
  });

  test('the Hub must be in reach', () => {
    expect(ids({ ...props, modelData, networkIsolation: true })).toContain('hub-with-network-isolation');
    expect(ids({ ...props, modelData }, { partition: 'aws-iso' })).toContain('hub-out-of-reach');
    expect(ids({ ...props, modelData }, { partition: 'aws-cn' })).toContain('hub-hard-to-reach');
    const vpc = ec2.Vpc.fromVpcAttributes(newStack(), 'Vpc', { vpcId: 'vpc-0', availabilityZones: ['eu-west-1a'], isolatedSubnetIds: ['subnet-0'] });
    expect(ids({ ...props, modelData, vpc })).toContain('hub-without-way-out');
  });
});

describe.each(ELSEWHERE)('with %s', (_what, props) => {
  test('weights from S3 switch the Hub off', () => {
    const plan = modelPlanOf({ ...props, modelData, hubAccessToken });
    expect(plan.adaptersFromHub).toEqual([]);
    expect(plan.environment).toHaveProperty('HF_HUB_OFFLINE', '1');
    expect(plan.environment).not.toHaveProperty('HF_TOKEN');
    expect(ids({ ...props, modelData, hubAccessToken })).toContain('hub-access-token-without-hub');
    expect(ids({ ...props, modelData, networkIsolation: true }, { partition: 'aws-iso' }).filter(id => id.startsWith('hub-'))).toEqual([]);
  });
});

test('with HF_HUB_OFFLINE, no adapter is downloaded from the Hub', () => {
  const props = { ...vllm({ sql: 'org/sql' }), environment: { HF_HUB_OFFLINE: '1' }, modelData };
  expect(modelPlanOf(props).adaptersFromHub).toEqual([]);
  expect(ids({ ...props, networkIsolation: true })).not.toContain('hub-with-network-isolation');
});

test('an adapter from the Hub for a model in the container is also unavailable with network isolation', () => {
  expect(ids({ ...vllm({ sql: 'org/sql' }), modelId: '/models/one', networkIsolation: true })).toContain('hub-with-network-isolation');
  expect(ids({ ...vllm({ sql: '/models/sql' }), modelId: '/models/one', networkIsolation: true })).not.toContain('hub-with-network-isolation');
});

test.each([
  ...['a', '-a', 'ab.c_d-e', 'org/ab', 'org/a.b-c', 'a@main', 'org/a@refs/pr/1'].map((id): [string, boolean] => [id, true]),
  ...['.a', '~/a', '/a', 'a/', 'org/a/b', 'a b', 'org/a b', 'a@', '!a', ''].map((id): [string, boolean] => [id, false]),
])('%p is an ID on the Hub: %p', (id, expected) => {
  expect(HUB_ID.test(id)).toBe(expected);
});

const given = (form: string, environment: Record<string, unknown>, others: object = {}) => ({
  server: { settings: [{ name: 'loraAdapters', form, variables: [{ name: 'A' }], aliases: ['B'] }] }, environment, origins: {}, ...others,
}) as any;
const SCRIPT = { startScript: { joinsWords: 'without quotes' } };

test.each<[string, string, Record<string, unknown>, string[]]>([
  ['a name and an ID', 'map', { A: 'sql=org/sql' }, ['org/sql']],
  ['an ID', 'map', { A: 'org/sql' }, ['org/sql']],
  ['objects', 'map', { A: ' ["a=org/a", {"path": "org/b"}, {"path": 7}, {"path": null}, {}, null, "c=/c"]' }, ['org/a', 'org/b', '7']],
  ['an object', 'map', { A: '{"name": "sql", "path": "org/sql"}' }, ['org/sql']],
  ['a value that is not JSON', 'map', { A: '[org/sql' }, []],
  ['an unresolved token', 'map', { A: text }, []],
  ['nothing', 'map', {}, []],
  ['an offline container', 'map', { A: 'sql=org/sql', HF_HUB_OFFLINE: '1' }, []],
  ['another variable', 'map', { B: 'sql=org/sql' }, ['org/sql']],
  ['a revision with a bracket', 'map', { A: 'org/a@[b' }, ['org/a@[b']],
  ['IDs and paths', 'list', { A: 'org/a, org/b ,c=org/c,d@e=f,/d' }, ['org/a', 'org/b']],
])('the adapters from the Hub with %s', (_what, form, environment, expected) => {
  expect(adaptersFromHub(given(form, environment), {})).toEqual(expected);
});

test.each<[string, object, Record<string, unknown>, string | undefined]>([
  ['the variable', { A: 'a', B: 'b' }, { loraAdapters: ['c'] }, 'a'],
  ['the other variable', { B: 'b' }, { loraAdapters: ['c'] }, 'b'],
  ['an empty variable', { A: '' }, { loraAdapters: ['c'] }, ''],
  ['the option', {}, { loraAdapters: ['c', 'd'] }, 'c,d'],
  ['nothing', {}, {}, undefined],
])('what is set for a setting is in %s', (_what, environment, options, expected) => {
  expect(textOf(given('list', environment as Record<string, string>), 'loraAdapters', options)).toBe(expected);
});

test('a variable is as its start script reads it', () => {
  expect(textOf(given('list', { A: "'a b'" }, SCRIPT), 'loraAdapters', {})).toBe('a b');
  expect(textOf(given('list', { A: 7 }, SCRIPT), 'loraAdapters', {})).toBe(7); // a finding
  expect(textOf(given('list', {}), 'dataType', { dataType: 'half' })).toBeUndefined();
});
