import { CfnParameter, Duration, Size } from 'aws-cdk-lib/core';
import { SGLANG_TUNED, SGLANG_TUNING, VLLM_TUNED, VLLM_TUNING } from './tuning-options';
import { ModelServer, SageMakerInstanceType } from '../../src';
import { secretFindings } from '../../src/checks/model/secrets';
import { serverFindings } from '../../src/checks/model/server';
import { variableFindings } from '../../src/checks/model/variables';
import { SERVERS } from '../../src/server/definitions';
import { IMAGE_NAMES, teiName, tgiName } from '../images';
import { found, image, modelPlanOf, newEndpoint, newStack, planOf, template } from '../util';

const { LLAMA_CPP, LMI, SGLANG, TGI_NEURON, TOOLKIT, TOOLKIT_NEURON, VLLM, VLLM_NEURON, VLLM_OMNI } = IMAGE_NAMES;

function variables(name: string, server: ModelServer) {
  return modelPlanOf({ container: image(name), server }).environment;
}

const CASES: [string, ModelServer, Record<string, string>][] = [
  [VLLM, ModelServer.vllm({
    maxModelLength: 8192,
    maxConcurrentSequences: 32,
    maxBatchedTokens: 4096,
    dataType: 'bfloat16',
    quantization: 'awq',
    keyValueCacheDataType: 'fp8',
    tensorParallelDegree: 2,
    gpuMemoryUtilization: 0.85,
    trustRemoteCode: true,
    servedModelName: 'mine',
    loraAdapters: { sql: '/opt/ml/model/sql' },
    ...VLLM_TUNING,
  }), {
    ...VLLM_TUNED,
    SM_VLLM_MAX_MODEL_LEN: '8192',
    SM_VLLM_MAX_NUM_SEQS: '32',
    SM_VLLM_MAX_NUM_BATCHED_TOKENS: '4096',
    SM_VLLM_DTYPE: 'bfloat16',
    SM_VLLM_QUANTIZATION: 'awq',
    SM_VLLM_KV_CACHE_DTYPE: 'fp8',
    SM_VLLM_TENSOR_PARALLEL_SIZE: '2',
    SM_VLLM_GPU_MEMORY_UTILIZATION: '0.85',
    SM_VLLM_TRUST_REMOTE_CODE: 'true',
    SM_VLLM_SERVED_MODEL_NAME: 'mine',
    SM_VLLM_ENABLE_LORA: 'true',
    SM_VLLM_LORA_MODULES: 'sql=/opt/ml/model/sql',
  }],
  ['vllm:server-sagemaker-cuda-v2.3', ModelServer.vllm({ trustRemoteCode: false, loraAdapters: { a: 'org/a', b: 'org/b' } }), {
    SM_VLLM_ENABLE_LORA: 'true',
    SM_VLLM_LORA_MODULES: '[{"name":"a","path":"org/a"},{"name":"b","path":"org/b"}]',
  }],
  [VLLM_OMNI, ModelServer.vllmOmni({ maxModelLength: 4096 }), { SM_VLLM_MAX_MODEL_LEN: '4096' }],
  [SGLANG, ModelServer.sglang({
    contextLength: 8192,
    maxRunningRequests: 16,
    dataType: 'bfloat16',
    quantization: 'fp8',
    tensorParallelDegree: 4,
    staticMemoryFraction: 0.8,
    trustRemoteCode: true,
    servedModelName: 'mine',
    extraArguments: { 'attention-backend': 'fa3' },
    ...SGLANG_TUNING,
  }), {
    ...SGLANG_TUNED,
    SM_SGLANG_CONTEXT_LENGTH: '8192',
    SM_SGLANG_MAX_RUNNING_REQUESTS: '16',
    SM_SGLANG_DTYPE: 'bfloat16',
    SM_SGLANG_QUANTIZATION: 'fp8',
    SM_SGLANG_TP: '4',
    SM_SGLANG_MEM_FRACTION_STATIC: '0.8',
    SM_SGLANG_TRUST_REMOTE_CODE: 'true',
    SM_SGLANG_SERVED_MODEL_NAME: 'mine',
    SM_SGLANG_ATTENTION_BACKEND: 'fa3',
  }],
  [tgiName('3.3.6'), ModelServer.tgi({
    tensorParallelDegree: 4,
    maxInputTokens: 1024,
    maxTotalTokens: 2048,
    maxBatchPrefillTokens: 4096,
    maxBatchTotalTokens: 65536,
    maxConcurrentRequests: 64,
    quantization: 'awq',
    keyValueCacheDataType: 'fp8_e5m2',
    gpuMemoryUtilization: 0.9,
    trustRemoteCode: true,
    loraAdapters: ['org/a', 'org/b'],
    speculativeTokens: 2,
    payloadLimit: Size.mebibytes(1),
    extraArguments: { 'max-best-of': '4' },
  }), {
    SM_NUM_GPUS: '4',
    MAX_INPUT_TOKENS: '1024',
    MAX_TOTAL_TOKENS: '2048',
    MAX_BATCH_PREFILL_TOKENS: '4096',
    MAX_BATCH_TOTAL_TOKENS: '65536',
    MAX_CONCURRENT_REQUESTS: '64',
    HF_MODEL_QUANTIZE: 'awq',
    KV_CACHE_DTYPE: 'fp8_e5m2',
    CUDA_MEMORY_FRACTION: '0.9',
    HF_MODEL_TRUST_REMOTE_CODE: 'true',
    LORA_ADAPTERS: 'org/a,org/b',
    SPECULATE: '2',
    PAYLOAD_LIMIT: '1048576',
    MAX_BEST_OF: '4',
  }],
  [tgiName('1.4.5'), ModelServer.tgi({ maxInputTokens: 1024, dataType: 'float16', messagesApi: true }), {
    MAX_INPUT_LENGTH: '1024', DTYPE: 'float16', MESSAGES_API_ENABLED: 'true',
  }],
  [teiName('1.9.3'), ModelServer.tei({
    dataType: 'float16',
    pooling: 'mean',
    maxBatchTokens: 32768,
    maxBatchRequests: 8,
    maxClientBatchSize: 64,
    maxConcurrentRequests: 256,
    autoTruncate: false,
    defaultPrompt: 'query: ',
    densePath: '2_Dense',
    servedModelName: 'mine',
    payloadLimit: Size.mebibytes(2),
  }), {
    DTYPE: 'float16',
    POOLING: 'mean',
    MAX_BATCH_TOKENS: '32768',
    MAX_BATCH_REQUESTS: '8',
    MAX_CLIENT_BATCH_SIZE: '64',
    MAX_CONCURRENT_REQUESTS: '256',
    AUTO_TRUNCATE: 'false',
    DEFAULT_PROMPT: 'query: ',
    DENSE_PATH: '2_Dense',
    SERVED_MODEL_NAME: 'mine',
    PAYLOAD_LIMIT: '2097152',
  }],
  [teiName('1.9.3'), ModelServer.tei({ defaultPromptName: 'query', tokenizationWorkers: 4 }), {
    DEFAULT_PROMPT_NAME: 'query', TOKENIZATION_WORKERS: '4',
  }],
  [LLAMA_CPP, ModelServer.llamaCpp({
    modelFile: '/opt/ml/model/a.gguf', contextSize: 4096, parallelSequences: 4, gpuLayers: 99, extraArguments: { 'hf-file': 'a.gguf' },
  }), {
    SM_LLAMA_CPP_MODEL: '/opt/ml/model/a.gguf',
    SM_LLAMA_CPP_CTX_SIZE: '4096',
    SM_LLAMA_CPP_PARALLEL: '4',
    SM_LLAMA_CPP_N_GPU_LAYERS: '99',
    SM_LLAMA_CPP_HF_FILE: 'a.gguf',
  }],
  [LMI, ModelServer.lmi({
    tensorParallelDegree: 2,
    maxModelLength: 8192,
    maxRollingBatchSize: 64,
    rollingBatch: 'vllm',
    dataType: 'bf16',
    quantization: 'fp8',
    gpuMemoryUtilization: 0.9,
    trustRemoteCode: true,
    modelLoadingTimeout: Duration.hours(1),
    maxBatchedTokens: 8192,
    enableLora: true,
    maxLoraRank: 64,
    maxLorasPerBatch: 2,
    toolCallParser: 'hermes',
    autoToolChoice: true,
    reasoningParser: 'qwen3',
    extraArguments: { 'enable-streaming': 'true' },
  }), {
    TENSOR_PARALLEL_DEGREE: '2',
    OPTION_MAX_MODEL_LEN: '8192',
    OPTION_MAX_ROLLING_BATCH_SIZE: '64',
    OPTION_ROLLING_BATCH: 'vllm',
    OPTION_DTYPE: 'bf16',
    OPTION_QUANTIZE: 'fp8',
    OPTION_GPU_MEMORY_UTILIZATION: '0.9',
    HF_MODEL_TRUST_REMOTE_CODE: 'true',
    OPTION_MODEL_LOADING_TIMEOUT: '3600',
    OPTION_MAX_ROLLING_BATCH_PREFILL_TOKENS: '8192',
    OPTION_ENABLE_LORA: 'true',
    OPTION_MAX_LORA_RANK: '64',
    OPTION_MAX_LORAS: '2',
    OPTION_TOOL_CALL_PARSER: 'hermes',
    OPTION_ENABLE_AUTO_TOOL_CHOICE: 'true',
    OPTION_REASONING_PARSER: 'qwen3',
    OPTION_ENABLE_STREAMING: 'true',
  }],
  [LMI, ModelServer.lmi({ toolCallParser: 'hermes' }), { OPTION_ENABLE_AUTO_TOOL_CHOICE: 'true' }],
  [TOOLKIT, ModelServer.inferenceToolkit({ trustRemoteCode: true, workers: 2 }), {
    HF_TRUST_REMOTE_CODE: 'true', SAGEMAKER_MODEL_SERVER_WORKERS: '2',
  }],
  [TOOLKIT_NEURON,
    ModelServer.inferenceToolkitNeuron({ batchSize: 2, sequenceLength: 512, trustRemoteCode: false, workers: 1 }), {
      HF_OPTIMUM_BATCH_SIZE: '2', HF_OPTIMUM_SEQUENCE_LENGTH: '512', HF_TRUST_REMOTE_CODE: 'false', SAGEMAKER_MODEL_SERVER_WORKERS: '1',
    }],
  [VLLM_NEURON,
    ModelServer.vllmNeuron({ tensorParallelDegree: 8, batchSize: 4, sequenceLength: 4096, servedModelName: 'mine' }), {
      SM_ON_SERVED_MODEL_NAME: 'mine',
      SM_ON_TENSOR_PARALLEL_SIZE: '8',
      SM_ON_BATCH_SIZE: '4',
      SM_ON_SEQUENCE_LENGTH: '4096',
    }],
  [TGI_NEURON,
    ModelServer.tgiNeuron({ cores: 2, autoCastType: 'bf16', maxBatchSize: 4, maxInputTokens: 1024, maxTotalTokens: 2048 }), {
      HF_NUM_CORES: '2', HF_AUTO_CAST_TYPE: 'bf16', MAX_BATCH_SIZE: '4', MAX_INPUT_TOKENS: '1024', MAX_TOTAL_TOKENS: '2048',
    }],
];

test.each(CASES)('with %s, the typed options become environment variables', (name, server, expected) => {
  const options = Object.keys(server._options);
  expect(variables(name, server)).toMatchObject(expected);
  expect(options.filter(option => !server._definition.settings.some(setting => setting.typed && setting.name === option))).toEqual([]);
});

test('these cases include every typed option of every server', () => {
  for (const server of SERVERS.filter(({ family }) => family !== 'vllm-omni')) { // whose options are those of vLLM
    const typed = server.settings.filter(setting => setting.typed).map(({ name }) => name);
    const tested = CASES.filter(([, { _definition }]) => _definition === server).flatMap(([, { _options }]) => Object.keys(_options));
    expect([...new Set(tested)].sort()).toEqual(typed.sort());
  }
});

const findingsWith = (container: string, server: ModelServer) => found(serverFindings(modelPlanOf({ container: image(container), server })));

test.each<[string, string, ModelServer, string, object]>([
  ['a version before the option', tgiName('2.3.1'), ModelServer.tgi({ keyValueCacheDataType: 'fp8_e5m2' }), 'keyValueCacheDataType',
    { server: 'Text Generation Inference', variables: [{ name: 'KV_CACHE_DTYPE', since: '2.4.0' }], version: '2.3.1' }],
  ['a version after the option', tgiName('2.4.0'), ModelServer.tgi({ messagesApi: true }), 'messagesApi',
    { variables: [{ name: 'MESSAGES_API_ENABLED', since: '1.4.0', before: '2.4.0' }], version: '2.4.0' }],
  ['a version before an option that was removed later', tgiName('1.3.3'), ModelServer.tgi({ messagesApi: true }), 'messagesApi', { version: '1.3.3' }],
  ['a version of TGI without a payload limit', tgiName('2.4.0'), ModelServer.tgi({ payloadLimit: Size.mebibytes(1) }), 'payloadLimit',
    { variables: [{ name: 'PAYLOAD_LIMIT', since: '2.4.1' }] }],
  ['a version of TEI without a served model name', teiName('1.8.2'), ModelServer.tei({ servedModelName: 'mine' }), 'servedModelName',
    { variables: [{ name: 'SERVED_MODEL_NAME', since: '1.9.0' }] }],
])('an option is rejected for %s', (_what, container, server, option, values) => {
  expect(findingsWith(container, server)).toEqual([
    { id: 'server-option-version', prop: `server.${option}`, values: expect.objectContaining(values) },
  ]);
});

test.each<[string, string, ModelServer, string, object]>([
  ['a number below -1, by which vLLM chooses', VLLM, ModelServer.vllm({ maxModelLength: -2 }), 'maxModelLength',
    { allowed: 'an integer of at least 1, or -1', got: -2 }],
  ['no length', VLLM, ModelServer.vllm({ maxModelLength: 0 }), 'maxModelLength', { got: 0 }],
  // https://github.com/ggml-org/llama.cpp/blob/master/common/arg.cpp
  ['no sequence', LLAMA_CPP, ModelServer.llamaCpp({ parallelSequences: 0 }), 'parallelSequences', { got: 0 }],
  ['0', VLLM, ModelServer.vllm({ maxConcurrentSequences: 0 }), 'maxConcurrentSequences', { allowed: 'an integer of at least 1', got: 0 }],
  ['a fraction of a layer', LLAMA_CPP, ModelServer.llamaCpp({ gpuLayers: 0.5 }), 'gpuLayers', { allowed: 'an integer of at least 0', got: 0.5 }],
  ['a fraction of a sequence', VLLM, ModelServer.vllm({ maxConcurrentSequences: 1.5 }), 'maxConcurrentSequences', { got: 1.5 }],
  ['no memory', VLLM, ModelServer.vllm({ gpuMemoryUtilization: 0 }), 'gpuMemoryUtilization', { got: 0 }],
  ['more than all memory', VLLM, ModelServer.vllm({ gpuMemoryUtilization: 1.1 }), 'gpuMemoryUtilization', { got: 1.1 }],
  ['an empty string', VLLM, ModelServer.vllm({ dataType: '' }), 'dataType', { got: '' }],
  ['an empty map', VLLM, ModelServer.vllm({ loraAdapters: {} }), 'loraAdapters', { got: {} }],
  ['a list with a comma', tgiName('3.3.6'), ModelServer.tgi({ loraAdapters: ['a,b'] }), 'loraAdapters', { got: ['a,b'] }],
])('an option is rejected if it is %s', (_what, container, server, option, values) => {
  expect(findingsWith(container, server)).toEqual([
    { id: 'server-option', prop: `server.${option}`, values: expect.objectContaining(values) },
  ]);
});

test('several adapters are rejected if the start script does not accept a list', () => {
  expect(findingsWith(VLLM, ModelServer.vllm({ loraAdapters: { a: 'a', b: 'b' } }))).toEqual([
    { id: 'lora-adapters', prop: 'server.loraAdapters', values: { image: VLLM, got: 2 } },
  ]);
});

test.each<[string, string, ModelServer, object]>([
  ['another server', VLLM, ModelServer.sglang(), { server: 'SGLang', inImage: 'vLLM' }],
  ['the same server on AWS Neuron', VLLM_NEURON, ModelServer.vllm(), { server: 'vLLM', inImage: 'vLLM on AWS Neuron' }],
])('an image with %s is rejected', (_what, container, server, values) => {
  const instanceType = SageMakerInstanceType.ML_INF2_XLARGE;
  expect(found(serverFindings(modelPlanOf({ container: image(container), instanceType, server })))).toEqual([
    { id: 'server-of-image', prop: 'server', values },
  ]);
});

test.each<[string, ModelServer, Record<string, string>]>([
  [VLLM, ModelServer.vllm({ maxModelLength: -1 }), { SM_VLLM_MAX_MODEL_LEN: '-1' }],
  [LLAMA_CPP, ModelServer.llamaCpp({ gpuLayers: 0, contextSize: 0, parallelSequences: -1 }), {
    SM_LLAMA_CPP_N_GPU_LAYERS: '0', SM_LLAMA_CPP_CTX_SIZE: '0', SM_LLAMA_CPP_PARALLEL: '-1',
  }],
])('passes with %s and a number by which the server chooses', (name, server, expected) => {
  expect(variables(name, server)).toMatchObject(expected);
  expect(() => newEndpoint(newStack(), { modelId: 'org/a-GGUF', container: image(name), server, environment: {} })).not.toThrow();
});

/** What the start script makes of a flag: `--flag true` in old images, which turns it on, too. */
test.each<[string, ModelServer, string | undefined]>([
  ['vllm:0.27.1-gpu-py312-cu130-ubuntu22.04-sagemaker', ModelServer.vllm({ trustRemoteCode: true }), 'true'],
  ['vllm:0.18.0-gpu-py312-cu129-ubuntu22.04-sagemaker', ModelServer.vllm({ trustRemoteCode: true }), 'true'],
  ['vllm:0.17.1-gpu-py312-cu129-ubuntu22.04-sagemaker', ModelServer.vllm({ trustRemoteCode: true }), ''],
  ['vllm:0.13.0-gpu-py312-cu129-ubuntu22.04-sagemaker', ModelServer.vllm({ trustRemoteCode: true }), ''],
  ['vllm:0.13.0-gpu-py312-cu129-ubuntu22.04-sagemaker', ModelServer.vllm({ trustRemoteCode: false }), undefined],
  ['vllm:0.13.0-gpu-py312-cu129-ubuntu22.04-sagemaker', ModelServer.vllm({ extraArguments: { 'trust-remote-code': 'true' } }), ''],
  ['vllm:0.13.0-gpu-py312-cu129-ubuntu22.04-sagemaker', ModelServer.vllm({ extraArguments: { 'trust-remote-code': 'false' } }), undefined],
  [VLLM, ModelServer.vllm({ trustRemoteCode: false }), undefined],
  [VLLM, ModelServer.vllm({ extraArguments: { 'trust-remote-code': 'false' } }), 'false'],
  ['mine:1', ModelServer.vllm({ trustRemoteCode: true }), 'true'],
  ['mine:1', ModelServer.vllm({ trustRemoteCode: true, version: '0.14.0' }), ''],
  [SGLANG, ModelServer.sglang({ trustRemoteCode: true }), 'true'],
  [SGLANG, ModelServer.sglang({ trustRemoteCode: false }), undefined],
  ['sglang:0.5.9-gpu-py312-cu129-ubuntu24.04-sagemaker', ModelServer.sglang({ trustRemoteCode: true }), ''],
  ['sglang:0.5.9-gpu-py312-cu129-ubuntu24.04-sagemaker', ModelServer.sglang({ trustRemoteCode: false }), undefined],
  [tgiName('3.3.6'), ModelServer.tgi({ trustRemoteCode: false }), 'false'],
])('with %s and %j, the variable for remote code is %j', (name, server, expected) => {
  const set = variables(name, server);
  expect(Object.keys(set).filter(key => key.endsWith('TRUST_REMOTE_CODE')).map(key => set[key])).toEqual(expected === undefined ? [] : [expected]);
});

test('the flag of LoRA is written as the start script reads it', () => {
  const server = ModelServer.vllm({ loraAdapters: { sql: '/opt/ml/model/sql' } });
  expect(variables('vllm:0.17.0-gpu-py312-cu129-ubuntu22.04-sagemaker', server).SM_VLLM_ENABLE_LORA).toBe('');
  expect(variables('vllm:0.18.0-gpu-py312-cu129-ubuntu22.04-sagemaker', server).SM_VLLM_ENABLE_LORA).toBe('true');
});

test.each<[string, string, boolean]>([
  ['vllm:0.27.1-gpu-py312-cu130-ubuntu22.04-sagemaker', 'true', true],
  ['vllm:0.27.1-gpu-py312-cu130-ubuntu22.04-sagemaker', '', true],
  ['vllm:0.27.1-gpu-py312-cu130-ubuntu22.04-sagemaker', 'false', false],
  ['vllm:0.14.0-gpu-py312-cu129-ubuntu22.04-sagemaker', 'false', true],
  ['vllm:0.14.0-gpu-py312-cu129-ubuntu22.04-sagemaker', '', true],
])('%s with SM_VLLM_TRUST_REMOTE_CODE=%j runs code of the model: %s', (name, value, runs) => {
  const { models: [model] } = planOf({ container: image(name), environment: { SM_VLLM_TRUST_REMOTE_CODE: value } });
  expect(variableFindings(model).map(({ id }) => id)).toEqual(runs ? ['huggingface-sagemaker:remote-code-without-revision'] : []);
});

test('a Hub token in an extra argument is rejected', () => {
  const server = ModelServer.vllm({ extraArguments: { 'hf-token': `hf_${'a'.repeat(34)}` } });
  expect(found(secretFindings(modelPlanOf({ container: image(VLLM), server })))).toEqual([
    { id: 'token-in-environment', prop: 'server.extraArguments', values: {} },
  ]);
});

test('the server of your own image decides the names of the variables, by its version', () => {
  const own = 'my-mirror/of-tgi:1';
  expect(variables(own, ModelServer.tgi({ version: '1.4.0', maxInputTokens: 10 }))).toHaveProperty('MAX_INPUT_LENGTH', '10');
  expect(variables(own, ModelServer.tgi({ maxInputTokens: 10 }))).toHaveProperty('MAX_INPUT_TOKENS', '10');
});

test.each([
  ['v3.0.1', 'MAX_INPUT_TOKENS'], ['3.0.1', 'MAX_INPUT_TOKENS'], ['3', 'MAX_INPUT_TOKENS'], ['v1.4.0', 'MAX_INPUT_LENGTH'], ['2.0.0rc1', 'MAX_INPUT_TOKENS'],
])('version %s of TGI reads %s', (version, variable) => {
  expect(variables('my-mirror/of-tgi:1', ModelServer.tgi({ version, maxInputTokens: 10 }))).toHaveProperty(variable, '10');
});

test('a version may be an unresolved token, for which the latest rules apply', () => {
  const version = new CfnParameter(newStack(), 'Version').valueAsString;
  const server = ModelServer.tgi({ version, maxInputTokens: 10 });
  expect(variables('my-mirror/of-tgi:1', server)).toHaveProperty('MAX_INPUT_TOKENS', '10');
  expect(() => newEndpoint(newStack(), { container: image('my-mirror/of-tgi:1'), server })).not.toThrow();
});

test.each(['latest', 'vnext', '', 'v', 'tgi3.0.1', 'b'])('%j is not a version', version => {
  expect(findingsWith('mine:1', ModelServer.tgi({ version }))).toEqual([{ id: 'server-version', prop: 'server.version', values: { version } }]);
});

test('a build of llama.cpp is a version', () => {
  const props = { modelId: 'org/a-GGUF', container: image('mine:1'), server: ModelServer.llamaCpp({ version: 'b9522' }) };
  expect(modelPlanOf(props).serverVersion).toBe('b9522');
  expect(() => newEndpoint(newStack(), { ...props, environment: {} })).not.toThrow();
});

test('a number may be an unresolved token', () => {
  const stack = newStack();
  const parameter = new CfnParameter(stack, 'Length', { type: 'Number' });
  const server = ModelServer.vllm({ maxModelLength: parameter.valueAsNumber });
  expect(stack.resolve(variables(VLLM, server).SM_VLLM_MAX_MODEL_LEN)).toEqual({ Ref: 'Length' });
});

test('a list may be an unresolved token', () => {
  const stack = newStack();
  const parameter = new CfnParameter(stack, 'Adapters', { type: 'CommaDelimitedList' });
  const server = ModelServer.tgi({ loraAdapters: parameter.valueAsList });
  newEndpoint(stack, { container: image(tgiName('3.3.6')), server, environment: {} });
  template(stack).hasResourceProperties('AWS::SageMaker::Model', {
    PrimaryContainer: { Environment: { LORA_ADAPTERS: { 'Fn::Join': [',', { Ref: 'Adapters' }] } } },
  });
});

test.each<[string, string, string, string, string[]]>([
  ['the port of vLLM', VLLM, 'SM_VLLM_PORT', '8000', ['8080']],
  ['the port of vLLM if it is not a number', VLLM, 'SM_VLLM_PORT', 'x', ['8080']],
  ['the host of vLLM', VLLM, 'SM_VLLM_HOST', '127.0.0.1', ['0.0.0.0', '::']],
  ['the port of SGLang', SGLANG, 'SM_SGLANG_PORT', '30000', ['8080']],
  ['the API key of SGLang', SGLANG, 'SM_SGLANG_API_KEY', 'key', []],
  ['the API key of TGI', tgiName('3.3.6'), 'API_KEY', 'key', []],
  ['the API key of TEI', teiName('1.8.2'), 'API_KEY', 'key', []],
  ['the port of llama.cpp', LLAMA_CPP, 'SM_LLAMA_CPP_PORT', '8081', ['8080']],
])('a variable that changes %s is rejected', (_what, container, variable, value, allowed) => {
  expect(found(serverFindings(modelPlanOf({ container: image(container), environment: { [variable]: value } })))).toEqual([{
    id: 'reserved-variable',
    prop: `environment.${variable}`,
    values: { allowed, reason: expect.any(String), got: allowed.length > 0 ? value : undefined }, // a key may be a secret
  }]);
});

test('a reserved variable may have a value that works', () => {
  expect(() => newEndpoint(newStack(), { container: image(VLLM), environment: { SM_VLLM_PORT: '8080', SM_VLLM_HOST: '0.0.0.0' } })).not.toThrow();
});

test.each(['SM_VLLM_API_KEY', 'VLLM_API_KEY'])('warns of %s, which does not protect the endpoint', name => {
  expect(serverFindings(modelPlanOf({ container: image(VLLM), environment: { [name]: 'key' } }))).toEqual([expect.objectContaining({
    id: 'huggingface-sagemaker:server-key', severity: 'warning', prop: `environment.${name}`,
  })]);
});
