import { argumentOf, argumentOfVariable, closestArgument, parseTable } from '../../src/server/argument-table';
import { LLAMA_CPP } from '../../src/server/llama-cpp';
import { LMI } from '../../src/server/lmi';
import { SGLANG } from '../../src/server/sglang';
import { TEI } from '../../src/server/tei';
import { TGI } from '../../src/server/tgi';
import { TGI_NEURON } from '../../src/server/tgi-neuron';
import { UNKNOWN_SERVER } from '../../src/server/unknown-server';
import { VLLM, VLLM_OMNI } from '../../src/server/vllm';
import { VLLM_NEURON } from '../../src/server/vllm-neuron';

function formOf(...[server, version, name]: Parameters<typeof argumentOf>): string {
  const found = argumentOf(server, version, name);
  return found.status === 'known' ? found.argument.form : found.status;
}

test.each([
  [VLLM, '0.21.0', 'max-model-len', 'amount'],
  [VLLM, '0.21.0', '--max_model_len', 'amount'],
  [VLLM, '0.21.0', 'enable-prefix-caching', 'boolean'],
  [VLLM, '0.21.0', 'no-enable-prefix-caching', 'boolean'],
  [VLLM, '0.21.0', 'enable-prefix-cach', 'boolean'],
  [VLLM, '0.21.0', 'no-enable-prefix-cach', 'boolean'],
  [VLLM, '0.21.0', 'headless', 'flag'],
  [VLLM, '0.21.0', 'no-headless', 'not-in-version'],
  [VLLM, '0.21.0', 'speculative-config', 'json'],
  [VLLM, '0.21.0', 'speculative-config.num_speculative_tokens', 'json'],
  [VLLM, '0.21.0', 'served-model-name', 'list'],
  [VLLM, '0.21.0', 'hf-token', 'optional'],
  [VLLM, '0.21.0', 'gpu-memory-utilization', 'number'],
  [SGLANG, '0.5.8', 'context-length', 'integer'],
  [SGLANG, '0.5.8', 'context_length', 'not-in-version'],
  [TGI, '3.3.6', 'max-input-tokens', 'integer'],
  [TGI, '3.3.6', 'max-input-token', 'unknown'],
  [TEI, '1.8.2', 'auto-truncate', 'optional'],
  [LMI, '18.0.0', 'rolling-batch', 'string'],
])('%#: %s', (server, version, name, form) => {
  expect(formOf(server, version, name)).toBe(form);
});

test('the beginning of a name is the name of vLLM and SGLang, if only one argument begins so', () => {
  expect(argumentOf(SGLANG, '0.5.8', 'tp')).toMatchObject({ status: 'known', argument: { name: 'tp-size' } });
  expect(argumentOf(VLLM, '0.21.0', 'gpu-memory-util')).toMatchObject({ status: 'known', argument: { name: 'gpu-memory-utilization' } });
  expect(argumentOf(VLLM, '0.21.0', 'max')).toEqual({ status: 'not-in-version', removedIn: undefined, addedIn: undefined });
  expect(argumentOf(VLLM, '0.21.0', '')).toMatchObject({ status: 'not-in-version' });
  expect(argumentOf(TGI, '1.4.5', 'max-input-tok')).toEqual({ status: 'unknown' });
});

test.each([
  ['a version that was not read', VLLM, '0.12.0'],
  ['no version', VLLM, undefined],
  ['an image that is not known', UNKNOWN_SERVER, '0.21.0'],
  ['a server without a table', VLLM_OMNI, '0.21.0'],
  ['vLLM on AWS Neuron', VLLM_NEURON, '0.21.0'],
  ['TGI on AWS Neuron', TGI_NEURON, '3.3.6'],
])('%s is unknown', (_, server, version) => {
  expect(argumentOf(server, version, 'model')).toEqual({ status: 'unknown' });
});

test('an argument that is gone has the version that removed it, and one that is to come the version that added it', () => {
  expect(argumentOf(VLLM, '0.17.1', 'swap-space')).toMatchObject({ status: 'known' });
  expect(argumentOf(VLLM, '0.21.0', 'swap-space')).toEqual({ status: 'not-in-version', removedIn: '0.18.0', addedIn: undefined });
  expect(argumentOf(VLLM, '0.13.0', 'allow-deprecated-quantization')).toEqual({ status: 'not-in-version', removedIn: undefined, addedIn: '0.14.0' });
  expect(argumentOf(TGI, '1.4.5', 'max-input-tokens')).toEqual({ status: 'not-in-version', removedIn: undefined, addedIn: '2.0.0' });
  expect(argumentOf(TGI, '1.1.0', 'max-batch-size')).toEqual({ status: 'not-in-version', removedIn: '0.9.3', addedIn: '1.4.2' });
  expect(argumentOf(TEI, '1.2.3', 'default-prompt')).toEqual({ status: 'not-in-version', removedIn: undefined, addedIn: '1.4.0' });
  expect(argumentOf(LLAMA_CPP, 'b10964', 'mmap')).toEqual({ status: 'not-in-version', removedIn: 'b10964', addedIn: undefined });
});

test('only vLLM and SGLang have no arguments but those that are known', () => {
  expect(argumentOf(VLLM, '0.21.0', 'task')).toMatchObject({ status: 'not-in-version' });
  expect(argumentOf(TGI, '3.3.6', 'cuda-visible-devices')).toEqual({ status: 'unknown' });
  expect(argumentOf(LMI, '18.0.0', 'max-model-len')).toEqual({ status: 'unknown' });
});

test('values are those of the version', () => {
  const valuesOf = (...[server, version, name]: Parameters<typeof argumentOf>) => {
    const found = argumentOf(server, version, name);
    return found.status === 'known' ? found.argument.values : undefined;
  };
  // https://github.com/vllm-project/vllm/blob/v0.27.0/vllm/tool_parsers/__init__.py
  expect(valuesOf(VLLM, '0.14.0', 'tool-call-parser')).toHaveLength(31);
  expect(valuesOf(VLLM, '0.27.0', 'tool-call-parser')).toHaveLength(45);
  expect(valuesOf(VLLM, '0.14.0', 'tool-call-parser')).not.toContain('step3p5');
  expect(valuesOf(VLLM, '0.17.0', 'tool-call-parser')).toContain('step3p5');
  expect(valuesOf(VLLM, '0.22.1', 'tool-call-parser')).toContain('minimax');
  expect(valuesOf(VLLM, '0.25.1', 'tool-call-parser')).not.toContain('minimax');
  // https://github.com/vllm-project/vllm/blob/v0.27.0/vllm/config/lora.py
  expect(valuesOf(VLLM, '0.21.0', 'max-lora-rank')).toEqual(['1', '8', '16', '32', '64', '128', '256', '320', '512']);
  // https://github.com/sgl-project/sglang/blob/v0.5.12/python/sglang/srt/server_args.py
  expect(valuesOf(SGLANG, '0.5.8', 'kv-cache-dtype')).toEqual(['auto', 'bf16', 'bfloat16', 'fp4_e2m1', 'fp8_e4m3', 'fp8_e5m2']);
  // https://github.com/huggingface/text-generation-inference/blob/v1.0.3/launcher/src/main.rs
  expect(valuesOf(TGI, '1.0.3', 'quantize')).toEqual(['bitsandbytes', 'bitsandbytes-fp4', 'bitsandbytes-nf4', 'gptq']);
  // https://github.com/huggingface/text-embeddings-inference/blob/v1.2.3/backends/core/src/lib.rs
  expect(valuesOf(TEI, '1.2.3', 'pooling')).toEqual(['cls', 'mean', 'splade']);
  // https://github.com/deepjavalibrary/djl-serving/blob/v0.36.0/engines/python/setup/djl_python/properties_manager/properties.py
  expect(valuesOf(LMI, '18.0.0', 'rolling-batch')).toEqual(['auto', 'disable', 'lmi-dist', 'trtllm', 'vllm']);
});

test('a plugin adds parsers, and the capitalization of a quantization does not matter', () => {
  expect(argumentOf(VLLM, '0.21.0', 'tool-call-parser')).toMatchObject({ argument: { unless: 'tool-parser-plugin', caseless: false } });
  expect(argumentOf(VLLM, '0.21.0', 'quantization')).toMatchObject({ argument: { unless: undefined, caseless: true } });
});

test.each([
  [VLLM, '0.21.0', 'max-model-length', 'max-model-len'],
  [VLLM, '0.21.0', 'tensor-parallel', 'tensor-parallel-size'],
  [VLLM, '0.21.0', 'tensor-paralel-size', 'tensor-parallel-size'],
  [VLLM, '0.21.0', 'enable-auto-tools-choice', 'enable-auto-tool-choice'],
  [VLLM, '0.21.0', 'disable-log-requests', 'enable-log-requests'],
  [VLLM, '0.21.0', 'lora-rank', 'max-lora-rank'],
  [VLLM, '0.21.0', 'enable-reasoning', undefined],
  [VLLM, '0.21.0', 'num-scheduler-steps', undefined],
  [VLLM, '0.21.0', 'xyz', undefined],
  [VLLM, '0.12.0', 'max-model-length', undefined],
  [VLLM_OMNI, '0.18.0', 'max-model-length', undefined],
  [SGLANG, '0.5.8', 'mem-fraction', 'mem-fraction-static'],
  [SGLANG, '0.5.8', 'context-len', 'context-length'],
])('%#: the closest argument', (server, version, name, expected) => {
  expect(closestArgument(server, version, name)).toBe(expected);
});

test.each([
  [VLLM, 'SM_VLLM_MAX_MODEL_LEN', 'max-model-len'],
  [VLLM, 'HF_TOKEN', undefined],
  [SGLANG, 'SM_SGLANG_TP', 'tp'],
  [LMI, 'OPTION_ROLLING_BATCH', 'rolling-batch'],
  [TGI, 'MAX_INPUT_TOKENS', 'max-input-tokens'],
  [UNKNOWN_SERVER, 'MAX_INPUT_TOKENS', undefined],
  [UNKNOWN_SERVER, 'undefined', undefined],
])('%#: the argument of a variable', (server, variable, argument) => {
  expect(argumentOfVariable(server, variable)).toBe(argument);
});

test('a table is read', () => {
  expect(parseTable('\n1.0 1.1 2.0\nalpha i\nbeta>1<2 s~!plugin x|y<1|z>1\ngamma>10<12 f\n')).toEqual({
    versions: ['1.0', '1.1', '2.0'],
    rows: [
      { name: 'alpha', since: 0, before: Infinity, form: 'integer', values: undefined, caseless: false, unless: undefined },
      {
        name: 'beta',
        since: 1,
        before: 2,
        form: 'string',
        values: [{ value: 'x', since: 0, before: Infinity }, { value: 'y', since: 0, before: 1 }, { value: 'z', since: 1, before: Infinity }],
        caseless: true,
        unless: 'plugin',
      },
      { name: 'gamma', since: 10, before: 12, form: 'flag', values: undefined, caseless: false, unless: undefined },
    ],
  });
});
