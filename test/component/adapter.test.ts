import * as s3 from 'aws-cdk-lib/aws-s3';
import { Stack, Token } from 'aws-cdk-lib/core';
import { addModel, COMPONENT, newHost } from './component-stack';
import { HuggingFaceSageMakerEndpointProps, InferenceComponent, InferenceComponentOptions, ModelData, ModelServer } from '../../src';
import { adapterVariables } from '../../src/component/adapter';
import { IMAGES } from '../images';
import { image, modelPlanOf, newStack, onlyResource, template } from '../util';

const archive = (stack: Stack, key = 'sql.tar.gz') =>
  ModelData.s3Archive(stack.node.tryFindChild('Adapters') as s3.IBucket | undefined ?? s3.Bucket.fromBucketName(stack, 'Adapters', 'adapters'), key);

const UNKNOWN = Token.asNumber({ Ref: 'AWS::NoValue' });

/** A component with an adapter of the highest of these ranks. */
function adapted(options: Partial<InferenceComponentOptions> = {}, ...ranks: (number | undefined)[]) {
  const stack = newStack();
  const chat = addModel(newHost(stack), options);
  (ranks.length === 0 ? [undefined] : ranks).forEach((maxRank, index) => chat.addAdapter(`Adapter${index}`, { modelData: archive(stack), maxRank }));
  const of = template(stack);
  const resources = Object.entries<any>(of.findResources(COMPONENT));
  return {
    of,
    base: resources.find(([, { Properties }]) => Properties.RuntimeConfig)!,
    adapters: resources.filter(([, { Properties }]) => !Properties.RuntimeConfig),
    environment: onlyResource(of, 'AWS::SageMaker::Model').resource.Properties.PrimaryContainer.Environment,
  };
}

test('an adapter names its base and its archive, and nothing else', () => {
  const { base: [baseId, base], adapters: [[, adapter]] } = adapted();
  expect(adapter.Properties).toEqual({
    InferenceComponentName: expect.stringMatching(/^stackgpu\w{8}-adapter0-\w{8}$/),
    EndpointName: base.Properties.EndpointName,
    Specification: { BaseInferenceComponentName: base.Properties.InferenceComponentName, Container: { ArtifactUrl: 's3://adapters/sql.tar.gz' } },
  });
  expect(adapter.DependsOn).toEqual([baseId]);
});

test('the role may read the archive', () => {
  expect(JSON.stringify(adapted().of.findResources('AWS::IAM::Policy'))).toContain(':s3:::adapters/sql.tar.gz');
});

test.each<[string, Partial<InferenceComponentOptions>, (number | undefined)[], Record<string, string | undefined>]>([
  ['vLLM', {}, [], { SM_VLLM_ENABLE_LORA: 'true', VLLM_ALLOW_RUNTIME_LORA_UPDATING: 'true', SM_VLLM_MAX_LORA_RANK: undefined }],
  ['vLLM with ranks', {}, [8, 24, undefined], { SM_VLLM_MAX_LORA_RANK: '32' }],
  ['vLLM with the highest rank', {}, [512], { SM_VLLM_MAX_LORA_RANK: '512' }],
  ['an old start script of vLLM', { container: image('huggingface-vllm:0.14.0-gpu') }, [], { SM_VLLM_ENABLE_LORA: '' }],
  ['Large Model Inference', { container: IMAGES.LMI }, [16], { OPTION_ENABLE_LORA: 'true', OPTION_MAX_LORA_RANK: '16' }],
  ['variables of the user', { environment: { SM_VLLM_MAX_LORA_RANK: '256', VLLM_ALLOW_RUNTIME_LORA_UPDATING: '1' } }, [16],
    { SM_VLLM_MAX_LORA_RANK: '256', VLLM_ALLOW_RUNTIME_LORA_UPDATING: '1', SM_VLLM_ENABLE_LORA: 'true' }],
  ['an unknown server', { container: image('own:1', '111122223333'), environment: { MODEL: 'x' } }, [16], { MODEL: 'x' }],
])('%s gets the variables that it needs', (_, options, ranks, expected) => {
  const { environment } = adapted(options, ...ranks);
  expect(Object.fromEntries(Object.keys(expected).map(name => [name, environment[name]]))).toEqual(expected);
});

describe('all variables that adapters need', () => {
  const variablesOf = (ranks: number[], props: Partial<HuggingFaceSageMakerEndpointProps> = { container: IMAGES.VLLM }) =>
    adapterVariables(modelPlanOf(props), ranks);
  const VLLM = { SM_VLLM_ENABLE_LORA: 'true', VLLM_ALLOW_RUNTIME_LORA_UPDATING: 'true' };

  test.each([
    [[], undefined], [[1], '1'], [[2], '8'], [[8], '8'], [[9], '16'], [[16], '16'], [[17], '32'], [[33], '64'], [[65], '128'], [[129], '256'],
    [[257], '320'], [[320], '320'], [[321], '512'], [[512], '512'], [[64, 8], '64'],
    [[UNKNOWN], '512'], [[8, UNKNOWN], '512'],
  ])('of vLLM with the ranks %j: %s', (ranks, rank) => {
    expect(variablesOf(ranks)).toEqual(rank === undefined ? VLLM : { ...VLLM, SM_VLLM_MAX_LORA_RANK: rank });
  });

  test('of Large Model Inference are its own', () => {
    expect(variablesOf([], { container: IMAGES.LMI })).toEqual({ OPTION_ENABLE_LORA: 'true' });
  });

  test('are not those that the user sets, also with an argument', () => {
    expect(variablesOf([8], { container: IMAGES.VLLM, environment: { SM_VLLM_MAX_LORA_RANK: '64' } })).toEqual(VLLM);
    expect(variablesOf([], { container: IMAGES.VLLM, server: ModelServer.vllm({ extraArguments: { 'enable-lora': 'true' } }) }))
      .toEqual({ VLLM_ALLOW_RUNTIME_LORA_UPDATING: 'true' });
  });

  test('are none for a server that loads no adapters', () => expect(variablesOf([8], { container: IMAGES.TEI })).toEqual({}));
});

test('the logs of an adapter are those of its base, and its resource is the default child', () => {
  const stack = newStack();
  const chat = addModel(newHost(stack));
  const adapter = chat.addAdapter('Sql', { modelData: archive(stack) });
  expect(adapter.logGroupName).toBe(chat.logGroupName);
  expect(adapter.endpoint).toBe(chat.endpoint);
  expect(adapter.node.defaultChild).toBe(adapter.node.findChild('InferenceComponent'));
});

test('a base without adapters gets no variables', () => {
  const stack = newStack();
  addModel(newHost(stack));
  expect(JSON.stringify(template(stack).toJSON())).not.toMatch(/LORA/);
});

test.each<[string, Partial<InferenceComponentOptions>]>([
  ['TGI', { container: IMAGES.TGI }],
  ['TEI', { container: IMAGES.TEI }],
  ['SGLang', { container: IMAGES.SGLANG }],
  ['the inference toolkit', { container: IMAGES.TOOLKIT }],
  ['an old vLLM', { container: image('huggingface-vllm:0.10.2-gpu') }],
])('%s cannot load adapters', (_, options) => {
  expect(() => adapted(options)).toThrow(/'addAdapter' requires a server that loads adapters while it runs, got /);
});

test.each([0, 1.5, 513])('a rank of %d is rejected', rank => {
  expect(() => adapted({}, rank)).toThrow(/'maxRank' must be an integer from 1 to 512/);
});

test('an adapter must be an archive', () => {
  const stack = newStack();
  const chat = addModel(newHost(stack));
  const modelData = ModelData.s3Prefix(s3.Bucket.fromBucketName(stack, 'Bucket', 'adapters'), 'sql');
  expect(() => chat.addAdapter('Sql', { modelData })).toThrow(/'modelData' must be an archive, got the prefix "sql\/"/);
  expect(() => chat.addAdapter('None', {} as any)).toThrow(/'modelData' must be a ModelData/);
});

test('another archive is another adapter; another rank is not', () => {
  const names = (key: string, maxRank: number) => {
    const stack = newStack();
    const adapter = addModel(newHost(stack)).addAdapter('Sql', { modelData: archive(stack, key), maxRank });
    const [id] = Object.keys(template(stack).findResources(COMPONENT, { Properties: { Specification: { Container: { ArtifactUrl: `s3://adapters/${key}` } } } }));
    return [id, stack.resolve(adapter.inferenceComponentName)];
  };
  const [id, name] = names('sql-1.tar.gz', 8);
  expect(names('sql-1.tar.gz', 16)).toEqual([id, name]);
  const [otherId, otherName] = names('sql-2.tar.gz', 8);
  expect(otherId).not.toBe(id);
  expect(otherName).not.toBe(name);
});

describe('a base that scales to zero', () => {
  const orders: [string, (chat: InferenceComponent, stack: Stack) => unknown][] = [
    ['before', (chat, stack) => [chat.autoScale({ minCapacity: 0, maxCapacity: 2 }), chat.addAdapter('Sql', { modelData: archive(stack) })]],
    ['after', (chat, stack) => [chat.addAdapter('Sql', { modelData: archive(stack) }), chat.autoScale({ minCapacity: 0, maxCapacity: 2 })]],
  ];

  test.each(orders)('starts with a request to an adapter, if autoScale is called %s addAdapter', (_, define) => {
    const stack = newStack();
    const chat = addModel(newHost(stack, { minInstanceCount: 0 }));
    define(chat, stack);
    const of = template(stack);
    const alarms = Object.values<any>(of.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
    expect(alarms.map(({ Dimensions: [{ Value }] }) => Value).sort())
      .toEqual(Object.values<any>(of.findResources(COMPONENT)).map(({ Properties }) => Properties.InferenceComponentName).sort());
    const [step] = Object.keys(of.findResources('AWS::ApplicationAutoScaling::ScalingPolicy', { Properties: { PolicyType: 'StepScaling' } }));
    expect(alarms.map(({ AlarmActions }) => AlarmActions)).toEqual([[{ Ref: step }], [{ Ref: step }]]);
    // deleted in the order that SageMaker requires: target, adapter, base
    expect(onlyResource(of, 'AWS::ApplicationAutoScaling::ScalableTarget').resource.DependsOn.sort()).toEqual(Object.keys(of.findResources(COMPONENT)).sort());
  });
});

test('an adapter is invoked by its own name', () => {
  const stack = newStack();
  const adapter = addModel(newHost(stack)).addAdapter('Sql', { modelData: archive(stack) });
  expect(stack.resolve(adapter.inferenceComponentName)).toMatch(/-sql-\w{8}$/);
  expect(JSON.stringify(stack.resolve(adapter.openAiBaseUrl))).toContain(`/inference-components/${stack.resolve(adapter.inferenceComponentName)}/openai`);
  expect(stack.resolve(adapter.metricInvocations().dimensions)).toEqual({ InferenceComponentName: stack.resolve(adapter.inferenceComponentName) });
});

test('adapters of vLLM in the options remain possible', () => {
  expect(adapted({ server: ModelServer.vllm({ loraAdapters: { sql: '/opt/ml/model/sql' } }) }).environment)
    .toMatchObject({ SM_VLLM_LORA_MODULES: 'sql=/opt/ml/model/sql', SM_VLLM_ENABLE_LORA: 'true' });
});
