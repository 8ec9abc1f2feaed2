import * as ecr from 'aws-cdk-lib/aws-ecr';
import { CfnParameter } from 'aws-cdk-lib/core';
import { ContainerImage, ModelServer } from '../../../src';
import { argumentFindings } from '../../../src/checks/model/arguments';
import { serverFindings } from '../../../src/checks/model/server';
import { startScriptFindings } from '../../../src/checks/model/start-script';
import { found, image, modelPlanOf, newStack } from '../../util';

const vllm = (version: string) => image(`vllm:${version}-gpu-py312-cu130-ubuntu22.04-sagemaker`);
const HUGGING_FACE = image('huggingface-vllm:0.22.1-transformers5.10.2-gpu-py312-cu130-ubuntu22.04');
const NOT_PUBLIC = image('huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04');
const SGLANG = image('sglang:0.5.17-gpu-py312-cu130-ubuntu24.04-sagemaker');
const JSON_VALUE = '{"method":"ngram"}';

type Container = ReturnType<typeof image>;
const findingsIn = (container: Container, environment: Record<string, string>) => found(startScriptFindings(modelPlanOf({ container, environment })));

// https://github.com/aws/deep-learning-containers/commit/6311ff38 and 5b354ff5
test.each<[string, Container, Record<string, string>, string]>([
  ['JSON in 0.20.2', vllm('0.20.2'), { SM_VLLM_SPECULATIVE_CONFIG: JSON_VALUE }, 'quotes'],
  ['JSON in 0.23.0', vllm('0.23.0'), { SM_VLLM_SPECULATIVE_CONFIG: JSON_VALUE }, 'quotes'],
  ['JSON in the image of Hugging Face', HUGGING_FACE, { SM_VLLM_SPECULATIVE_CONFIG: JSON_VALUE }, 'quotes'],
  ['blanks', vllm('0.20.2'), { SM_VLLM_SERVED_MODEL_NAME_X: 'a b' }, 'blanks'],
  ['blanks in an argument that is known', vllm('0.20.2'), { SM_VLLM_CHAT_TEMPLATE: 'a b' }, 'blanks'],
  ['several blanks', vllm('0.20.2'), { SM_VLLM_CHAT_TEMPLATE: 'a  b' }, 'blanks'],
  ['a percent sign', vllm('0.25.1'), { SM_VLLM_CHAT_TEMPLATE: '{% if x %}' }, 'percent'],
  ['a semicolon after a blank', vllm('0.25.1'), { SM_VLLM_CHAT_TEMPLATE: 'a ;b' }, 'comment'],
  ['a number sign after a blank', vllm('0.20.2'), { SM_VLLM_SERVED_MODEL_NAME: "'a #b'" }, 'comment'],
  ['several lines', vllm('0.19.0'), { SM_VLLM_CHAT_TEMPLATE: 'a\nb' }, 'lines'],
  ['several lines with SGLang', SGLANG, { SM_SGLANG_CHAT_TEMPLATE: 'a\nb' }, 'lines'],
  ['several lines with llama.cpp', image('llama-cpp:server-sagemaker-cuda-v1.0'), { SM_LLAMA_CPP_CHAT_TEMPLATE: 'a\nb' }, 'lines'],
])('%s does not reach the server', (_what, container, environment, damage) => {
  const [name] = Object.keys(environment);
  expect(findingsIn(container, environment)).toEqual([{ id: 'start-script-value', prop: `environment.${name}`, values: { damage } }]);
});

test.each<[string, Container, Record<string, string>]>([
  ['a percent sign before 0.20.2', vllm('0.19.0'), { SM_VLLM_CHAT_TEMPLATE: '{% if x %}' }],
  ['JSON before 0.20.2', vllm('0.19.0'), { SM_VLLM_SPECULATIVE_CONFIG: JSON_VALUE }],
  ['JSON from 0.24.0', vllm('0.24.0'), { SM_VLLM_SPECULATIVE_CONFIG: JSON_VALUE }],
  ['JSON in single quotes', vllm('0.20.2'), { SM_VLLM_SPECULATIVE_CONFIG: `'${JSON_VALUE}'` }],
  ['quotes in single quotes', vllm('0.20.2'), { SM_VLLM_HF_OVERRIDES: '\'{"a":"it\'\\\'\'s"}\'' }],
  ['a number sign without a blank', vllm('0.25.1'), { SM_VLLM_SERVED_MODEL_NAME: 'a#b' }],
  ['JSON without a supervisor', vllm('0.20.2'), { SM_VLLM_SPECULATIVE_CONFIG: JSON_VALUE, PROCESS_AUTO_RECOVERY: 'false' }],
  ['words of a list', vllm('0.20.2'), { SM_VLLM_LORA_MODULES: 'a=/a b=/b' }],
  ['two percent signs', vllm('0.25.1'), { SM_VLLM_CHAT_TEMPLATE: '50%%' }],
  ['a script that is not public', NOT_PUBLIC, { SM_VLLM_SPECULATIVE_CONFIG: JSON_VALUE }],
  ['another variable', vllm('0.20.2'), { MY_VALUE: JSON_VALUE }],
  ['a line with an end', vllm('0.19.0'), { SM_VLLM_CHAT_TEMPLATE: 'a\n' }],
  ['blanks around a word', vllm('0.20.2'), { SM_VLLM_SERVED_MODEL_NAME: ' a ' }],
  ['several lines with a newer script', vllm('0.28.0'), { SM_VLLM_CHAT_TEMPLATE: 'a\nb' }],
  ['several lines with TGI', image('huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04'), { QUANTIZE: 'a\nb' }],
  ['what is not a string', vllm('0.20.2'), { SM_VLLM_CHAT_TEMPLATE: 5 as unknown as string }],
  ['an unresolved token', vllm('0.20.2'), { SM_VLLM_CHAT_TEMPLATE: `"${new CfnParameter(newStack(), 'Template').valueAsString}"` }],
])('%s has no finding', (_what, container, environment) => {
  expect(findingsIn(container, environment)).toEqual([]);
});

const OLD_VLLM = image('vllm:0.17.0-gpu-py312-cu129-ubuntu22.04-sagemaker');
const OLD_SGLANG = image('sglang:0.5.8-gpu-py312-cu129-ubuntu24.04-sagemaker');

// https://github.com/aws/deep-learning-containers/commit/1c1aacc0ac
test.each<[string, Container, Record<string, string>, string[], boolean]>([
  ['true with SGLang', OLD_SGLANG, { SM_SGLANG_TRUST_REMOTE_CODE: 'true' }, ['TRUST_REMOTE_CODE'], true],
  ['False with SGLang', OLD_SGLANG, { SM_SGLANG_DISABLE_RADIX_CACHE: 'False' }, ['DISABLE_RADIX_CACHE'], true],
  ['false with vLLM', OLD_VLLM, { SM_VLLM_TRUST_REMOTE_CODE: 'false' }, ['TRUST_REMOTE_CODE'], false],
  ['two with vLLM', OLD_VLLM, { SM_VLLM_TRUST_REMOTE_CODE: 'true', SM_VLLM_ENFORCE_EAGER: 'true' }, ['TRUST_REMOTE_CODE', 'ENFORCE_EAGER'], true],
])('an old start script forwards %s', (_what, container, environment, names, ends) => {
  expect(findingsIn(container, environment)).toEqual(names.map(name => ({
    id: 'start-script-flag', prop: expect.stringMatching(`^environment\\.SM_(VLLM|SGLANG)_${name}$`), values: expect.objectContaining({ ends }),
  })));
});

test.each<[string, Container, Record<string, string>]>([
  ['an empty string', OLD_SGLANG, { SM_SGLANG_TRUST_REMOTE_CODE: '' }],
  ['one flag of vLLM that is true', OLD_VLLM, { SM_VLLM_TRUST_REMOTE_CODE: 'true' }],
  ['a word that begins with true', OLD_SGLANG, { SM_SGLANG_TRUST_REMOTE_CODE: 'true1' }],
  ['a word that ends with true', OLD_SGLANG, { SM_SGLANG_TRUST_REMOTE_CODE: 'untrue' }],
  ['another argument', OLD_SGLANG, { SM_SGLANG_ANY: 'true' }],
  ['another variable', OLD_SGLANG, { ANY: 'true' }],
  ['one flag of vLLM with a longer word', OLD_VLLM, { SM_VLLM_TRUST_REMOTE_CODE: 'xfalse' }],
  ['what is not a string', OLD_SGLANG, { SM_SGLANG_TRUST_REMOTE_CODE: true as unknown as string }],
  ['a value that is not a flag', OLD_SGLANG, { SM_SGLANG_SERVED_MODEL_NAME: 'true' }],
  ['a newer version', SGLANG, { SM_SGLANG_TRUST_REMOTE_CODE: 'true' }],
  ['an unresolved token', OLD_SGLANG, { SM_SGLANG_TRUST_REMOTE_CODE: new CfnParameter(newStack(), 'Flag').valueAsString }],
])('%s has no finding of a flag', (_what, container, environment) => {
  expect(findingsIn(container, environment)).toEqual([]);
});

test.each<[string, Parameters<typeof modelPlanOf>[0]]>([
  ['the start script of your own image', {
    container: ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(newStack(), 'Own', 'sglang'), '0.5.8'),
    server: ModelServer.sglang({ version: '0.5.8' }),
  }],
  ['no image', { container: undefined, server: ModelServer.sglang({ version: '0.5.8' }) }],
  ['a version that is not known', { container: image('mine:1'), server: ModelServer.sglang() }],
])('%s may accept a word', (_what, props) => {
  expect(startScriptFindings(modelPlanOf({ ...props, environment: { SM_SGLANG_TRUST_REMOTE_CODE: 'true' } }))).toEqual([]);
});

test('what the library sets is not examined', () => {
  const model = modelPlanOf({ container: vllm('0.20.2'), environment: { SM_VLLM_SPECULATIVE_CONFIG: JSON_VALUE } });
  expect(startScriptFindings(model)).toHaveLength(1);
  expect(startScriptFindings({ ...model, origins: { ...model.origins, SM_VLLM_SPECULATIVE_CONFIG: 'library' } })).toEqual([]);
});

test('a typed flag has no finding', () => {
  const server = ModelServer.sglang({ trustRemoteCode: true, extraArguments: { 'disable-radix-cache': 'true' } });
  expect(found(startScriptFindings(modelPlanOf({ container: OLD_SGLANG, server })))).toEqual([]);
});

test('a value in single quotes is what they surround', () => {
  const findings = (value: string) => argumentFindings(modelPlanOf({ container: vllm('0.20.2'), environment: { SM_VLLM_DTYPE: value } }));
  expect(findings("'half'")).toEqual([]);
  expect(found(findings("'fp16'"))).toEqual([expect.objectContaining({ id: 'argument-value', values: expect.objectContaining({ got: 'fp16' }) })]);
});

// https://github.com/aws/deep-learning-containers/issues/6564
const ADAPTERS = { a: 'org/a', b: 'org/b' };

test.each<[string, Container, number, ModelServer?]>([
  ['vllm 0.20.2', vllm('0.20.2'), 1], ['vllm 0.27.1', vllm('0.27.1'), 1], ['vllm 0.28.0', vllm('0.28.0'), 0],
  ['vllm on Amazon Linux', image('vllm:server-sagemaker-cuda-v2.3'), 1], ['vllm-omni', image('vllm:omni-sagemaker-cuda-v1.5'), 1, ModelServer.vllmOmni({ loraAdapters: ADAPTERS })],
  ['huggingface-vllm 0.21.0', NOT_PUBLIC, 1],
])('several adapters with %s', (_image, container, count, server = ModelServer.vllm({ loraAdapters: ADAPTERS })) => {
  const list = JSON.stringify([{ name: 'a', path: '/a' }, { name: 'b', path: '/b' }]);
  for (const props of [{ server }, { environment: { SM_VLLM_LORA_MODULES: list } }]) {
    expect(found(serverFindings(modelPlanOf({ container, ...props }))).filter(({ id }) => id === 'lora-adapters')).toHaveLength(count);
  }
});
