import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnParameter, SecretValue } from 'aws-cdk-lib/core';
import { ModelData, ModelServer } from '../../src';
import { findingsOf } from '../../src/checks';
import { PlanScope } from '../../src/plan/plan-scope';
import { image, modelPlanOf, newStack, planOf } from '../util';

type Props = Parameters<typeof planOf>[0];

const VLLM = image('vllm:0.20.2-gpu-py312-cu130-ubuntu22.04-sagemaker');
const TGI = image('huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04');
const SGLANG = image('sglang:0.5.17-gpu-py312-cu130-ubuntu24.04-sagemaker');

const stack = newStack();
const modelData = ModelData.s3Prefix(s3.Bucket.fromBucketName(stack, 'Bucket', 'weights'), 'model');
const hubAccessToken = SecretValue.secretsManager('hub');
const text = new CfnParameter(stack, 'Text').valueAsString;
const list = new CfnParameter(stack, 'List', { type: 'CommaDelimitedList' }).valueAsList;

const vllm = (loraAdapters: Record<string, string>) => ({ container: VLLM, server: ModelServer.vllm({ loraAdapters }) });
const tgi = (loraAdapters: string[]) => ({ container: TGI, server: ModelServer.tgi({ loraAdapters }) });

const OF_HUB: [string, Props, string[]][] = [
  ['an id for vLLM', vllm({ sql: 'org/sql' }), ['org/sql']],
  ['an id without an organization', vllm({ sql: 'sql' }), ['sql']],
  ['an id beside a path for vLLM', vllm({ sql: 'org/sql', other: '/opt/ml/model/other' }), ['org/sql']],
  ['an id beside a token for vLLM', vllm({ sql: 'org/sql', other: text }), ['org/sql']],
  ['an id in the environment of vLLM', { container: VLLM, environment: { SM_VLLM_LORA_MODULES: 'sql=org/sql' } }, ['org/sql']],
  ['a list in the environment of vLLM', { container: VLLM, environment: { SM_VLLM_LORA_MODULES: '["sql=org/sql", null, "a=/a"]' } }, ['org/sql']],
  ['an object as an argument of vLLM', {
    container: VLLM, server: ModelServer.vllm({ extraArguments: { 'lora-modules': '{"name": "sql", "path": "org/sql"}' } }),
  }, ['org/sql']],
  ['an id for TGI', tgi(['org/sql']), ['org/sql']],
  ['an id with a revision for TGI', tgi(['org/sql@main', 'other=/opt/ml/model/other']), ['org/sql@main']],
  ['an id in the environment of TGI', { container: TGI, environment: { LORA_ADAPTERS: 'a=b, org/sql' } }, ['org/sql']],
];

const ELSEWHERE: [string, Props][] = [
  ['no adapter', { container: VLLM }],
  ['a path for vLLM', vllm({ sql: '/opt/ml/model/sql' })],
  ['paths for vLLM', vllm({ sql: '/opt/ml/model/sql', home: '~/other', here: './other' })],
  ['a token for vLLM', vllm({ sql: text })],
  ['a path in the environment, which wins', { ...vllm({ sql: 'org/sql' }), environment: { SM_VLLM_LORA_MODULES: 'sql=/opt/ml/model/sql' } }],
  ['a token in the environment', { container: VLLM, environment: { SM_VLLM_LORA_MODULES: text } }],
  ['what is no JSON in the environment', { container: VLLM, environment: { SM_VLLM_LORA_MODULES: '[sql=org/sql' } }],
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

test('what the user takes off the Hub is not downloaded from there', () => {
  const props = { ...vllm({ sql: 'org/sql' }), environment: { HF_HUB_OFFLINE: '1' }, modelData };
  expect(modelPlanOf(props).adaptersFromHub).toEqual([]);
  expect(ids({ ...props, networkIsolation: true })).not.toContain('hub-with-network-isolation');
});

test('an adapter of the Hub for a model in the container is not to be had with network isolation either', () => {
  expect(ids({ ...vllm({ sql: 'org/sql' }), modelId: '/models/one', networkIsolation: true })).toContain('hub-with-network-isolation');
  expect(ids({ ...vllm({ sql: '/models/sql' }), modelId: '/models/one', networkIsolation: true })).not.toContain('hub-with-network-isolation');
});
