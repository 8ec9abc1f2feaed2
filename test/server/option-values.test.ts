import { CfnParameter, Lazy } from 'aws-cdk-lib/core';
import { ModelServer, SageMakerInstanceType, SglangOptions, VllmOptions } from '../../src';
import { argumentFindings } from '../../src/checks/model/arguments';
import { serverFindings } from '../../src/checks/model/server';
import { effectiveSetting } from '../../src/plan/effective-setting';
import { found, image, modelPlanOf, newEndpoint, newStack, template } from '../util';

const vllm = (version: string) => `vllm:${version}-gpu-py312-cu130-ubuntu22.04-sagemaker`;
const HUGGING_FACE = 'huggingface-vllm:0.22.1-transformers5.10.2-gpu-py312-cu130-ubuntu22.04';
const SGLANG = 'sglang:0.5.17-gpu-py312-cu130-ubuntu24.04-sagemaker';
const FOUR_GPUS = SageMakerInstanceType.ML_G6E_12XLARGE;

function variables(name: string, server: ModelServer, environment: Record<string, string> = {}) {
  return modelPlanOf({ container: image(name), instanceType: FOUR_GPUS, server, environment }).environment;
}

describe('tool calling', () => {
  test.each<[VllmOptions, Record<string, string>, string | undefined]>([
    [{ toolCallParser: 'hermes' }, {}, 'true'],
    [{ toolCallParser: 'hermes', autoToolChoice: false }, {}, undefined],
    [{ toolCallParser: 'hermes' }, { SM_VLLM_ENABLE_AUTO_TOOL_CHOICE: 'false' }, 'false'],
    [{}, {}, undefined],
  ])('with %j and %j, SM_VLLM_ENABLE_AUTO_TOOL_CHOICE is %j', (options, environment, expected) => {
    expect(variables(vllm('0.27.1'), ModelServer.vllm(options), environment).SM_VLLM_ENABLE_AUTO_TOOL_CHOICE).toBe(expected);
  });

  test.each<[string, string, object, ModelServer]>([
    // the parsers of a version are those of its package: https://pypi.org/project/vllm/#history
    [vllm('0.14.0'), 'toolCallParser', { version: '0.14.0', got: 'gemma4' }, ModelServer.vllm({ toolCallParser: 'gemma4' })],
    [vllm('0.27.1'), 'toolCallParser', { closest: 'hermes' }, ModelServer.vllm({ toolCallParser: 'hermez' })],
    [vllm('0.27.1'), 'reasoningParser', { closest: 'deepseek_r1' }, ModelServer.vllm({ reasoningParser: 'deepseek-r1' })],
    [vllm('0.27.1'), 'maxLoraRank', { form: 'integer' }, ModelServer.vllm({ maxLoraRank: 24 })],
    [vllm('0.27.1'), 'runner', {}, ModelServer.vllm({ runner: 'embed' })],
    [SGLANG, 'toolCallParser', { closest: 'hermes' }, ModelServer.sglang({ toolCallParser: 'hermez' })],
    [SGLANG, 'keyValueCacheDataType', {}, ModelServer.sglang({ keyValueCacheDataType: 'fp8' })],
  ])('%s does not allow a value of %s', (name, option, values, server) => {
    const container = image(name.replace('0.14.0-gpu-py312-cu130', '0.14.0-gpu-py312-cu129'));
    expect(found(argumentFindings(modelPlanOf({ container, server })))).toEqual([
      { id: 'argument-value', prop: `server.${option}`, values: expect.objectContaining(values) },
    ]);
  });
});

describe('prefix caching', () => {
  const ON = 'SM_VLLM_ENABLE_PREFIX_CACHING';
  const OFF = 'SM_VLLM_NO_ENABLE_PREFIX_CACHING';

  // https://docs.vllm.ai/en/latest/features/automatic_prefix_caching/
  test.each<[string, boolean | undefined, Record<string, string>]>([
    ['0.27.1', true, { [ON]: 'true' }], ['0.27.1', false, { [OFF]: 'true' }], ['0.27.1', undefined, {}],
    ['0.17.0', true, { [ON]: '' }], ['0.17.0', false, { [OFF]: '' }],
  ])('with vLLM %s and %j', (version, prefixCaching, expected) => {
    const set = variables(vllm(version), ModelServer.vllm({ prefixCaching }));
    expect(Object.fromEntries([ON, OFF].filter(name => name in set).map(name => [name, set[name]]))).toEqual(expected);
  });

  test.each<[Record<string, string>, string]>([
    [{ [OFF]: 'true' }, 'false'], [{ [ON]: 'true' }, 'true'], [{}, 'true'],
  ])('%j overrides the option', (environment, value) => {
    const model = modelPlanOf({ container: image(vllm('0.27.1')), server: ModelServer.vllm({ prefixCaching: true }), environment });
    expect(effectiveSetting(model, 'prefixCaching')?.value).toBe(value);
  });
});

describe('JSON and other values', () => {
  const JSON_VALUE = { method: 'ngram', num_speculative_tokens: 4 };
  const TEXT = '{"method":"ngram","num_speculative_tokens":4}';

  // https://github.com/aws/deep-learning-containers/commit/6311ff38: before it, a supervisor removed quotes, and split at blanks
  test.each<[string, Record<string, string>, string]>([
    [vllm('0.19.1'), {}, TEXT], [vllm('0.20.2'), {}, `'${TEXT}'`], [vllm('0.23.0'), {}, `'${TEXT}'`], [vllm('0.24.0'), {}, TEXT],
    [vllm('0.28.0'), {}, TEXT], [HUGGING_FACE, {}, `'${TEXT}'`], [vllm('0.20.2'), { PROCESS_AUTO_RECOVERY: 'false' }, TEXT], ['mine:1', {}, TEXT],
  ])('%s with %j gets JSON as %s', (name, environment, expected) => {
    const typed = ModelServer.vllm({ speculativeConfig: JSON_VALUE });
    const untyped = ModelServer.vllm({ extraArguments: { 'speculative-config': TEXT } });
    for (const server of [typed, untyped]) {
      expect(variables(name, server, environment).SM_VLLM_SPECULATIVE_CONFIG).toBe(expected);
    }
  });

  test.each<[string, ModelServer, string, string]>([
    ['quotes in JSON', ModelServer.vllm({ hfOverrides: { a: 'it\'s' } }), 'SM_VLLM_HF_OVERRIDES', '\'{"a":"it\'\\\'\'s"}\''],
    ['blanks in an option', ModelServer.vllm({ servedModelName: 'my model' }), 'SM_VLLM_SERVED_MODEL_NAME', "'my model'"],
    ['a percent sign', ModelServer.vllm({ chatTemplate: '{% x %}' }), 'SM_VLLM_CHAT_TEMPLATE', "'{%% x %%}'"],
    ['two percent signs', ModelServer.vllm({ extraArguments: { 'max-log-len': '%%' } }), 'SM_VLLM_MAX_LOG_LEN', '%%'],
    ['several words of an argument', ModelServer.vllm({ extraArguments: { 'lora-modules': 'a=/x b=/y' } }), 'SM_VLLM_LORA_MODULES', 'a=/x b=/y'],
    ['JSON in single quotes', ModelServer.vllm({ extraArguments: { 'hf-overrides': '\'{"a":1}\'' } }), 'SM_VLLM_HF_OVERRIDES', '\'{"a":1}\''],
  ])('vLLM 0.20.2 gets %s', (_what, server, variable, expected) => {
    expect(variables(vllm('0.20.2'), server)[variable]).toBe(expected);
  });

  test('an unresolved token stays one', () => {
    const stack = newStack();
    const count = new CfnParameter(stack, 'Count', { type: 'Number' }).valueAsNumber;
    const method = new CfnParameter(stack, 'Method').valueAsString;
    const server = ModelServer.vllm({
      speculativeConfig: { method, num_speculative_tokens: count, prompt_lookup_max: Lazy.any({ produce: () => 'x' }) },
    });
    newEndpoint(stack, { container: image(vllm('0.27.1')), server, environment: {} });
    const [{ Properties: { PrimaryContainer } }] = Object.values(template(stack).findResources('AWS::SageMaker::Model'));
    expect(PrimaryContainer.Environment.SM_VLLM_SPECULATIVE_CONFIG).toEqual({
      'Fn::Join': ['', [
        '{"method":"', { Ref: 'Method' }, '","num_speculative_tokens":', { Ref: 'Count' }, ',"prompt_lookup_max":"x"}',
      ]],
    });
  });

  const circle: Record<string, unknown> = {};
  circle.self = circle;
  test.each<[string, any, string]>([
    ['an empty map', {}, 'server-option'], ['a string', '{}', 'prop-type'], ['a map that contains itself', circle, 'prop-type'],
  ])('%s is rejected', (_what, hfOverrides, id) => {
    expect(found(serverFindings(modelPlanOf({ container: image(vllm('0.27.1')), server: ModelServer.vllm({ hfOverrides }) })))).toEqual([
      expect.objectContaining({ id, prop: 'server.hfOverrides' }),
    ]);
  });
});

describe('several accelerators', () => {
  test.each<[VllmOptions, string | undefined]>([
    [{}, '4'], [{ dataParallelDegree: 4 }, undefined], [{ pipelineParallelDegree: 2 }, undefined], [{ expertParallel: true }, '4'],
  ])('with vLLM and %j, SM_VLLM_TENSOR_PARALLEL_SIZE is %j', (options, expected) => {
    expect(variables(vllm('0.27.1'), ModelServer.vllm(options)).SM_VLLM_TENSOR_PARALLEL_SIZE).toBe(expected);
  });

  test.each<[SglangOptions, string | undefined]>([
    [{}, '4'], [{ dataParallelDegree: 2, tensorParallelDegree: 2 }, '2'], [{ pipelineParallelDegree: 2 }, undefined],
  ])('with SGLang and %j, SM_SGLANG_TP is %j', (options, expected) => {
    expect(variables(SGLANG, ModelServer.sglang(options)).SM_SGLANG_TP).toBe(expected);
  });
});

describe('without types', () => {
  test('options that are not set are left out', () => {
    const { _version, _options, _extraArguments } = ModelServer.vllm({
      version: null, extraArguments: null, dataType: null, quantization: undefined, prefixCaching: false, maxModelLength: 0,
    } as any);
    expect([_version, _extraArguments]).toEqual([undefined, {}]);
    expect(Object.entries(_options)).toEqual([['prefixCaching', false], ['maxModelLength', 0]]);
  });

  test.each([undefined, null as any])('no options are %p', options => {
    const { _version, _options, _extraArguments } = ModelServer.tgi(options);
    expect([_version, _options, _extraArguments]).toEqual([undefined, {}, {}]);
  });

  test('the version and the arguments are kept', () => {
    const { _version, _options, _extraArguments } = ModelServer.vllm({ version: '0.21.0', extraArguments: { seed: '1' } });
    expect([_version, _options, _extraArguments]).toEqual(['0.21.0', {}, { seed: '1' }]);
  });
});
