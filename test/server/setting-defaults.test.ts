import { Size } from 'aws-cdk-lib/core';
import { ModelServer, SageMakerInstanceType } from '../../src';
import { shareOf } from '../../src/instance/instance-share';
import { INFERENCE_TOOLKIT } from '../../src/server/inference-toolkit';
import { LLAMA_CPP } from '../../src/server/llama-cpp';
import { LMI } from '../../src/server/lmi';
import { ServerDefinition } from '../../src/server/server-definition';
import { ServerContext, serverDefaultFor, ServerSetting, Weights } from '../../src/server/server-setting';
import { SGLANG } from '../../src/server/sglang';
import { TEI } from '../../src/server/tei';
import { TGI } from '../../src/server/tgi';
import { UNKNOWN_SERVER } from '../../src/server/unknown-server';
import { VLLM, VLLM_OMNI } from '../../src/server/vllm';
import { image, modelPlanOf } from '../util';

const HUB: Weights = { kind: 'hub', modelId: 'org/hub' };
const S3: Weights = { kind: 'local', path: '/opt/ml/model', fromS3: true };
const PATH: Weights = { kind: 'local', path: '/models/a', fromS3: false };
const GGUF: Weights = { kind: 'local', path: '/models/a.gguf', fromS3: false };

function settingOf({ settings }: ServerDefinition, name: string): ServerSetting {
  return settings.find(setting => setting.name === name)!;
}

function defaultOf(server: ServerDefinition, name: string, rest: Partial<ServerContext>): unknown {
  const share = shareOf(SageMakerInstanceType.ML_G6E_12XLARGE, 4);
  return settingOf(server, name).default!({ modelId: 'org/model', weights: HUB, share, fallbackShares: [], options: {}, needsHub: false, ...rest });
}

test.each<[ServerDefinition, string, Partial<ServerContext>, unknown]>([
  [VLLM, 'modelOnHub', {}, 'org/hub'],
  [VLLM, 'modelOnHub', { weights: PATH }, undefined],
  [VLLM, 'modelInContainer', {}, undefined],
  [VLLM, 'modelInContainer', { weights: PATH }, '/models/a'],
  [UNKNOWN_SERVER, 'modelOnHub', {}, 'org/hub'],
  [UNKNOWN_SERVER, 'revision', { modelRevision: 'main' }, 'main'],
  [UNKNOWN_SERVER, 'hubToken', { hubAccessToken: 'token' }, 'token'],
  [VLLM, 'offline', { weights: S3 }, '1'],
  [VLLM, 'offline', { weights: S3, needsHub: true }, undefined],
  [VLLM, 'offline', { weights: PATH }, undefined],
  [VLLM, 'offline', {}, undefined],
  [VLLM, 'servedModelName', { weights: S3 }, 'org/model'],
  [VLLM, 'servedModelName', { weights: PATH }, undefined],
  [VLLM, 'servedModelName', {}, undefined],
  [VLLM, 'host', {}, '0.0.0.0'],
  [VLLM, 'enableLora', {}, undefined],
  [VLLM, 'enableLora', { options: { loraAdapters: { a: 'b' } } }, true],
  [VLLM, 'autoToolChoice', {}, undefined],
  [VLLM, 'autoToolChoice', { options: { toolCallParser: 'hermes' } }, true],
  [LMI, 'autoToolChoice', { options: { toolCallParser: 'hermes' } }, true],
  [VLLM, 'lmCache', {}, undefined],
  [VLLM, 'lmCache', { repositoryName: 'huggingface-vllm' }, '0'],
  [VLLM, 'lmCache', { repositoryName: 'mirror/of/huggingface-vllm' }, '0'],
  [VLLM, 'lmCache', { repositoryName: 'my-huggingface-vllm' }, undefined],
  [VLLM, 'lmCache', { repositoryName: 'huggingface-vllm/mine' }, undefined],
  [INFERENCE_TOOLKIT, 'task', { task: 'fill-mask' }, 'fill-mask'],
  [TEI, 'task', { task: 'sentence-similarity' }, 'sentence-similarity'],
  [TEI, 'task', { task: 'feature-extraction' }, undefined],
  [LLAMA_CPP, 'modelOnHub', {}, 'org/hub'],
  [LLAMA_CPP, 'modelOnHub', { options: { modelFile: '/a.gguf' } }, undefined],
  [LLAMA_CPP, 'modelOnHub', { weights: PATH }, undefined],
  [LLAMA_CPP, 'modelFile', {}, undefined],
  [LLAMA_CPP, 'modelFile', { weights: PATH }, undefined],
  [LLAMA_CPP, 'modelFile', { weights: GGUF }, '/models/a.gguf'],
  [LLAMA_CPP, 'modelInContainer', {}, undefined],
  [LLAMA_CPP, 'modelInContainer', { weights: PATH }, '/models/a'],
  [LLAMA_CPP, 'modelInContainer', { weights: PATH, options: { modelFile: '/a.gguf' } }, undefined],
  [LLAMA_CPP, 'modelInContainer', { weights: GGUF }, undefined],
])('%#: the default of a setting', (server, name, context, expected) => {
  expect(defaultOf(server, name, context)).toBe(expected);
});

test('a request may be as large as SageMaker allows', () => {
  // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
  expect((defaultOf(TGI, 'payloadLimit', {}) as Size).toBytes()).toBe(6_291_456);
});

// 32 attention heads that share 4 key-value heads run on 8 GPUs only if these are copied
const HEADS = { attention: 32, keyValue: 4 };

test.each([
  [undefined, undefined, undefined, undefined],
  [0, undefined, undefined, undefined],
  [1, undefined, undefined, 1],
  [1, HEADS, undefined, 1],
  [4, undefined, 4, 4],
  [8, undefined, 8, 8],
  [8, HEADS, 8, 4],
  [2, { attention: 25, keyValue: 5 }, 1, 1],
])('of %p accelerators, a model with the heads %j uses %p with vLLM and SGLang, and %p with TGI', (count, heads, several, all) => {
  const share = shareOf(SageMakerInstanceType.ML_G6E_12XLARGE, count);
  expect(defaultOf(VLLM, 'tensorParallelDegree', { share, heads })).toBe(several);
  expect(defaultOf(SGLANG, 'tensorParallelDegree', { share, heads })).toBe(several);
  expect(defaultOf(TGI, 'tensorParallelDegree', { share, heads })).toBe(all);
});

test.each<[ServerDefinition, string, [version: string | undefined, value: string | undefined][]]>([
  // https://github.com/vllm-project/vllm/blob/v0.17.0/vllm/config/cache.py and https://github.com/vllm-project/vllm/blob/v0.20.2/vllm/config/cache.py
  [VLLM, 'gpuMemoryUtilization', [['0.17.0', '0.9'], ['0.17.1', undefined], ['0.20.1', undefined], ['0.20.2', '0.92'], [undefined, undefined]]],
  [VLLM, 'tensorParallelDegree', [[undefined, '1']]],
  [VLLM, 'maxModelLength', [['0.20.2', undefined]]],
  [VLLM_OMNI, 'gpuMemoryUtilization', [['0.20.2', undefined]]],
  [VLLM_OMNI, 'tensorParallelDegree', [[undefined, undefined]]],
  [SGLANG, 'tensorParallelDegree', [[undefined, '1']]],
  // https://github.com/huggingface/text-generation-inference/blob/v1.4.5/launcher/src/main.rs
  [TGI, 'maxInputTokens', [['0.9.3', undefined], ['0.9.4', '1024'], ['1.4.5', '1024'], ['2.0.0', undefined]]],
  [TGI, 'maxTotalTokens', [['0.9.4', '2048'], ['2.0.0', undefined]]],
  [TGI, 'maxBatchPrefillTokens', [['0.9.4', '4096'], ['2.0.0', undefined]]],
])('%#: the defaults of a server itself', (server, name, versions) => {
  expect(versions.map(([version]) => [version, serverDefaultFor(settingOf(server, name), version)])).toEqual(versions);
});

test.each<[string, ModelServer, string, Record<string, string>]>([
  // https://github.com/aws/deep-learning-containers/commit/1c1aacc0ac
  ['vllm:0.17.1-gpu-py312-cu129-ubuntu22.04-sagemaker', ModelServer.vllm(), 'HF_MODEL_ID', { HF_MODEL_ID: 'org/a', SM_VLLM_MODEL: 'org/a' }],
  ['vllm:0.18.0-gpu-py312-cu129-ubuntu22.04-sagemaker', ModelServer.vllm(), 'HF_MODEL_ID', { HF_MODEL_ID: 'org/a' }],
  ['sglang:0.5.17-gpu-py312-cu130-ubuntu24.04-sagemaker', ModelServer.sglang(), 'HF_MODEL_ID', { HF_MODEL_ID: 'org/a', SM_SGLANG_MODEL_PATH: 'org/a' }],
  ['huggingface-llamacpp:b9522-gpu-cu130-ubuntu24.04', ModelServer.llamaCpp(), 'HF_MODEL_ID', { HF_MODEL_ID: 'org/a', SM_LLAMA_CPP_HF_REPO: 'org/a' }],
  ['huggingface-pytorch-tgi-inference:2.7.0-optimum3.3.6-neuronx-py310-ubuntu22.04', ModelServer.tgiNeuron(), 'HF_MODEL_ID',
    { HF_MODEL_ID: 'org/a', MODEL_ID: 'org/a' }],
  ['vllm:0.17.1-gpu-py312-cu129-ubuntu22.04-sagemaker', ModelServer.vllm(), 'SM_VLLM_MODEL', { SM_VLLM_MODEL: 'org/a' }],
])('%s: %j reads the model of the variable %s', (name, server, variable, expected) => {
  const { environment } = modelPlanOf({ container: image(name), server, environment: { [variable]: 'org/a' } });
  expect(Object.fromEntries(Object.entries(environment).filter(([, value]) => value === 'org/a'))).toEqual(expected);
});
