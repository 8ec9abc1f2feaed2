import { CfnParameter } from 'aws-cdk-lib/core';
import { ModelServer } from '../../../src';
import { findingsOf } from '../../../src/checks';
import { IMAGES, tei } from '../../images';
import { found, image, newStack, planOf, type } from '../../util';

const { TGI } = IMAGES;

const TGI_NEURON = image('huggingface-pytorch-tgi-inference:1.13.1-optimum0.0.20-neuronx-py310-ubuntu22.04');

type Props = Parameters<typeof planOf>[0];

const TOKEN = new CfnParameter(newStack(), 'Tokens').valueAsString;

function findings(props: Props) {
  return found(findingsOf(planOf(props))).filter(({ id }) => /^(tgi|tei)-/.test(id));
}

/** What the server uses: a variable, or a default. */
const variable = (name: string, tokens: number) => ({ setting: `environment.${name}`, tokens, isDefault: false });
const byDefault = (option: string, tokens: number) => ({ setting: `server.${option}`, tokens, isDefault: true });

const prefill = (version: string, prop: string, tokens: object, limit: object, isTooLow: boolean) =>
  ({ id: 'tgi-prefill', prop, values: { version, prefill: tokens, limit, isTooLow } });
const DEFAULT_PREFILL = byDefault('maxBatchPrefillTokens', 4096);
const DEFAULT_INPUT = byDefault('maxInputTokens', 1024);
const DEFAULT_TOTAL = byDefault('maxTotalTokens', 2048);

const input = (tokens: number) => variable('MAX_INPUT_LENGTH', tokens);
const belowTotal = (prop: string, longest: object, total: object) => ({ id: 'tgi-input-below-total', prop, values: { input: longest, total } });

test.each<[string, Record<string, string>, object[]]>([
  ['1.4.5', {}, []],
  ['1.4.5', { MAX_INPUT_LENGTH: '6000', MAX_TOTAL_TOKENS: '8192' }, [
    prefill('1.4.5', 'environment.MAX_INPUT_LENGTH', DEFAULT_PREFILL, input(6000), true),
  ]],
  ['1.4.5', { MAX_INPUT_LENGTH: '4097', MAX_TOTAL_TOKENS: '8192' }, [
    prefill('1.4.5', 'environment.MAX_INPUT_LENGTH', DEFAULT_PREFILL, input(4097), true),
  ]],
  ['1.4.5', { MAX_INPUT_LENGTH: '4096', MAX_TOTAL_TOKENS: '8192' }, []],
  ['1.4.5', { MAX_INPUT_LENGTH: '6000', MAX_TOTAL_TOKENS: '8192', MAX_BATCH_PREFILL_TOKENS: '6000' }, []],
  ['1.4.5', { MAX_INPUT_LENGTH: '6000', MAX_TOTAL_TOKENS: '8192', MAX_BATCH_PREFILL_TOKENS: '5999' }, [
    prefill('1.4.5', 'environment.MAX_BATCH_PREFILL_TOKENS', variable('MAX_BATCH_PREFILL_TOKENS', 5999), input(6000), true),
  ]],
  ['1.4.5', { MAX_INPUT_LENGTH: '6000', MAX_TOTAL_TOKENS: '8192', MAX_BATCH_PREFILL_TOKENS: TOKEN }, []],
  ['1.1.0', { MAX_INPUT_LENGTH: '3000' }, [belowTotal('environment.MAX_INPUT_LENGTH', input(3000), DEFAULT_TOTAL)]],
  ['1.1.0', { MAX_INPUT_LENGTH: '2048' }, [belowTotal('environment.MAX_INPUT_LENGTH', input(2048), DEFAULT_TOTAL)]],
  ['1.1.0', { MAX_INPUT_LENGTH: '2047' }, []],
  ['1.1.0', { MAX_INPUT_LENGTH: '3000', MAX_TOTAL_TOKENS: TOKEN }, []],
  ['1.1.0', { MAX_TOTAL_TOKENS: '1024' }, [belowTotal('environment.MAX_TOTAL_TOKENS', DEFAULT_INPUT, variable('MAX_TOTAL_TOKENS', 1024))]],
  ['1.1.0', { MAX_TOTAL_TOKENS: '1025' }, []],
  ['1.1.0', { MAX_BATCH_TOTAL_TOKENS: '4095' }, [
    prefill('1.1.0', 'environment.MAX_BATCH_TOTAL_TOKENS', DEFAULT_PREFILL, variable('MAX_BATCH_TOTAL_TOKENS', 4095), false),
  ]],
  ['1.1.0', { MAX_BATCH_TOTAL_TOKENS: '4096' }, []],
  ['1.1.0', { MAX_BATCH_TOTAL_TOKENS: '2047', MAX_BATCH_PREFILL_TOKENS: '1024' }, [{
    id: 'tgi-total-in-batch',
    prop: 'environment.MAX_BATCH_TOTAL_TOKENS',
    values: { total: DEFAULT_TOTAL, batch: variable('MAX_BATCH_TOTAL_TOKENS', 2047) },
  }]],
  ['1.1.0', { MAX_INPUT_TOKENS: '3000' }, []], // it does not read this variable
  ['0.9.3', { MAX_INPUT_LENGTH: '3000' }, []],
  ['2.0.0', { MAX_INPUT_TOKENS: '6000', MAX_TOTAL_TOKENS: '8192' }, []],
  ['2.0.0', { MAX_INPUT_TOKENS: '3000' }, []],
  ['2.0.0', { MAX_INPUT_TOKENS: '3000', MAX_INPUT_LENGTH: '3000' }, [
    { id: 'tgi-input-twice', prop: 'environment', values: { variables: ['MAX_INPUT_TOKENS', 'MAX_INPUT_LENGTH'] } },
  ]],
  ['3.3.6', { MAX_INPUT_TOKENS: '6000' }, []],
  ['2.4.0', { MAX_BATCH_PREFILL_TOKENS: '2048', MAX_BATCH_TOTAL_TOKENS: '2048' }, []],
  ['2.4.0', { MAX_BATCH_PREFILL_TOKENS: '2049', MAX_BATCH_TOTAL_TOKENS: '2048' }, [{
    id: 'tgi-prefill-in-batch',
    prop: 'environment.MAX_BATCH_PREFILL_TOKENS',
    values: { prefill: variable('MAX_BATCH_PREFILL_TOKENS', 2049), limit: variable('MAX_BATCH_TOTAL_TOKENS', 2048) },
  }]],
])('TGI %s with %j', (version, environment, expected) => {
  const container = image(`huggingface-pytorch-tgi-inference:2.0.0-tgi${version}-gpu-py310-cu121-ubuntu22.04`);
  expect(findings({ container, environment })).toEqual(expected);
});

test('without a version, the newest rules apply, and what is measured is not compared', () => {
  const container = image('mine:1');
  expect(findings({ container, server: ModelServer.tgi(), environment: { MAX_INPUT_TOKENS: '1', MAX_INPUT_LENGTH: '1' } })).toMatchObject([{ id: 'tgi-input-twice' }]);
  expect(findings({ container, server: ModelServer.tei(), environment: { HF_TOKEN: 'a', HF_API_TOKEN: 'b' } })).toMatchObject([{ id: 'tei-token-twice' }]);
  expect(findings({ container, server: ModelServer.tgi(), environment: { MAX_BATCH_PREFILL_TOKENS: '2049', MAX_BATCH_TOTAL_TOKENS: '2048' } })).toEqual([]);
});

test('an option and a variable of TGI are compared', () => {
  const server = ModelServer.tgi({ maxInputTokens: 4096 });
  expect(findings({ container: TGI, server, environment: { MAX_TOTAL_TOKENS: '4096' } })).toEqual([belowTotal(
    'server.maxInputTokens', { setting: 'server.maxInputTokens', tokens: 4096, isDefault: false }, variable('MAX_TOTAL_TOKENS', 4096),
  )]);
});

test.each([
  ['as long as the context', 4096, ['tgi-neuron-input-below-total']],
  ['shorter than the context', 4095, []],
])('on AWS Neuron, a prompt may be %s', (_case, maxInputTokens, expected) => {
  const props = { container: TGI_NEURON, instanceType: type('inf2.xlarge') };
  const ids = (other: Props) => findings({ ...props, ...other }).map(({ id }) => id);
  expect(ids({ server: ModelServer.tgiNeuron({ maxInputTokens, maxTotalTokens: 4096 }) })).toEqual(expected);
  expect(ids({ environment: { MAX_INPUT_LENGTH: `${maxInputTokens}`, MAX_TOTAL_TOKENS: '4096' } })).toEqual(expected);
  expect(ids({ environment: { MAX_INPUT_LENGTH: `${maxInputTokens}`, HF_SEQUENCE_LENGTH: '4096' } })).toEqual(expected);
  expect(ids({ environment: { MAX_INPUT_TOKENS: TOKEN, MAX_TOTAL_TOKENS: '4096' } })).toEqual([]);
});

test('other servers have none of these findings', () => {
  const environment = { HF_TOKEN: 'a', HF_API_TOKEN: 'b', SHARDED: 'true', MAX_INPUT_LENGTH: '2', MAX_TOTAL_TOKENS: '1', SM_VLLM_TENSOR_PARALLEL_SIZE: '4' };
  expect(findings({ container: IMAGES.VLLM, instanceType: type('p3.8xlarge'), environment })).toEqual([]);
  expect(findings({ container: IMAGES.TOOLKIT, environment })).toEqual([]);
});

const sharded = (prop: string, values: object) => ({ id: 'tgi-sharded-on-one', prop, values });
const onG5 = (setting: string) => ({ setting, instanceType: 'ml.g5.2xlarge' });

test.each<[string, Props, object[]]>([
  ['one GPU of the instance', { environment: { SHARDED: 'true' } }, [sharded('environment.SHARDED', onG5('instanceType'))]],
  ['one GPU of the instance, by an argument', { server: ModelServer.tgi({ extraArguments: { sharded: 'true' } }) }, [
    sharded('server.extraArguments', onG5('instanceType')),
  ]],
  ['one GPU of a fallback type', {
    instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [type('g5.2xlarge')], environment: { SHARDED: 'true' },
  }, [sharded('environment.SHARDED', onG5('fallbackInstanceTypes'))]],
  ['a degree of 1, once for all types', {
    instanceType: type('g5.12xlarge'), fallbackInstanceTypes: [type('g5.2xlarge')], environment: { SHARDED: 'true', NUM_SHARD: '1' },
  }, [sharded('environment.SHARDED', { setting: 'environment.NUM_SHARD' })]],
  ['true in other letters', { environment: { SHARDED: 'True' } }, []],
  ['several GPUs', { instanceType: type('g5.12xlarge'), environment: { SHARDED: 'true' } }, []],
  ['a degree that is an unresolved token', { environment: { SHARDED: 'true', NUM_SHARD: TOKEN } }, []],
  ['false', { environment: { SHARDED: 'false' } }, []],
])('TGI may be sharded with %s', (_case, props, expected) => {
  expect(findings({ container: TGI, instanceType: type('g5.2xlarge'), ...props })).toEqual(expected);
});

test.each<[string, Props, object[]]>([
  ['exl2 and the degree of the library', { environment: { QUANTIZE: 'exl2' } }, [
    { id: 'tgi-exl2-shards', prop: 'environment.QUANTIZE', values: { degree: 4, setting: 'server.tensorParallelDegree' } },
  ]],
  ['exl2 by an option, and a degree by an alias', { server: ModelServer.tgi({ quantization: 'exl2' }), environment: { NUM_SHARD: '2' } }, [
    { id: 'tgi-exl2-shards', prop: 'server.quantization', values: { degree: 2, setting: 'environment.NUM_SHARD' } },
  ]],
  ['exl2 and a degree of 1', { server: ModelServer.tgi({ quantization: 'exl2', tensorParallelDegree: 1 }) }, []],
  ['a quantization and a data type', { server: ModelServer.tgi({ quantization: 'awq' }), environment: { DTYPE: 'float16' } }, [
    { id: 'tgi-quantization-and-data-type', prop: 'server.quantization', values: { other: 'environment.DTYPE' } },
  ]],
  ['an empty quantization and a data type', { environment: { QUANTIZE: '', DTYPE: 'float16' } }, []],
  ['a quantization', { environment: { QUANTIZE: 'awq' } }, []],
  ['a data type', { environment: { DTYPE: 'float16' } }, []],
  ['exl2 and a degree that is an unresolved token', { environment: { QUANTIZE: 'exl2', NUM_SHARD: TOKEN } }, []],
  // https://github.com/huggingface/text-generation-inference/blob/v3.3.6/server/text_generation_server/cli.py
  ['bitsandbytes and a data type', { server: ModelServer.tgi({ quantization: 'bitsandbytes-nf4', dataType: 'float16' }) }, []],
])('the quantization of TGI: %s', (_case, props, expected) => {
  expect(findings({ container: TGI, instanceType: type('g5.12xlarge'), ...props })).toEqual(expected);
});

test.each<[string, Props, object[]]>([
  ['two prompts', { environment: { DEFAULT_PROMPT: 'a', DEFAULT_PROMPT_NAME: 'b' } }, [
    { id: 'tei-prompt-twice', prop: 'environment.DEFAULT_PROMPT', values: { other: 'environment.DEFAULT_PROMPT_NAME' } },
  ]],
  ['two prompts, by an option and an argument', { server: ModelServer.tei({ defaultPrompt: 'a', extraArguments: { 'default-prompt-name': 'b' } }) }, [
    { id: 'tei-prompt-twice', prop: 'server.defaultPrompt', values: { other: 'server.extraArguments' } },
  ]],
  ['one prompt', { server: ModelServer.tei({ defaultPrompt: 'a' }) }, []],
  ['two Hub tokens', { environment: { HF_TOKEN: 'a', HF_API_TOKEN: 'b' } }, [
    { id: 'tei-token-twice', prop: 'environment', values: { variables: ['HF_TOKEN', 'HF_API_TOKEN'] } },
  ]],
  ['two Hub tokens in the first version that reads both', { container: image('mine:1'), server: ModelServer.tei({ version: '1.6.1' }), environment: { HF_TOKEN: 'a', HF_API_TOKEN: 'b' } }, [
    { id: 'tei-token-twice', prop: 'environment', values: { variables: ['HF_TOKEN', 'HF_API_TOKEN'] } },
  ]],
  ['one Hub token', { environment: { HF_API_TOKEN: 'b' } }, []],
  ['the name of a prompt', { environment: { DEFAULT_PROMPT_NAME: 'b' } }, []],
  ['two Hub tokens of which it reads one', { container: tei('1.6.0'), environment: { HF_TOKEN: 'a', HF_API_TOKEN: 'b' } }, []],
])('TEI with %s', (_case, props, expected) => {
  expect(findings({ container: tei('1.8.2'), ...props })).toEqual(expected);
});

// https://github.com/huggingface/text-generation-inference/blob/v2.4.0/backends/v3/src/main.rs and
// https://github.com/huggingface/text-generation-inference/blob/v3.3.6/server/text_generation_server/models/model.py
test.each<[string, Record<string, string>, boolean]>([
  ['2.4.0', {}, true], ['2.4.0', { PREFILL_CHUNKING: '1' }, false], ['2.4.0', { MAX_BATCH_PREFILL_TOKENS: '4096' }, false],
  ['3.3.6', {}, false], ['3.3.6', { PREFILL_CHUNKING: '0' }, true], ['3.3.6', { SPECULATE: '2' }, true], ['3.3.6', { SPECULATE: '0' }, false],
  ['3.3.6', { PREFILL_CHUNKING: TOKEN }, false], ['2.4.0', { PREFILL_CHUNKING: 'True' }, false], ['2.4.0', { PREFILL_CHUNKING: 'x1' }, true],
  ['2.4.0', { PREFILL_CHUNKING: '1x' }, true], ['3.0.0', {}, false], ['2.4.1', {}, true], ['2.4.0', { PREFILL_CHUNKING: '1', SPECULATE: '2' }, true],
])('TGI %s with %j does not divide a prompt: %s', (version, environment, isFound) => {
  const tokens = { MAX_INPUT_TOKENS: '4096', MAX_TOTAL_TOKENS: '8192', MAX_BATCH_PREFILL_TOKENS: '2048' };
  const container = image(`huggingface-pytorch-tgi-inference:2.4.0-tgi${version}-gpu-py311-cu124-ubuntu22.04`);
  expect(findings({ container, environment: { ...tokens, ...environment } })).toEqual(isFound ? [{
    id: 'tgi-prompt-in-prefill',
    prop: 'environment.MAX_BATCH_PREFILL_TOKENS',
    values: {
      prefill: variable('MAX_BATCH_PREFILL_TOKENS', 2048), limit: variable('MAX_INPUT_TOKENS', 4096),
    },
  }] : []);
});

// https://github.com/huggingface/text-generation-inference/issues/2037
test.each<[string, Props, string[]]>([
  ['p3.8xlarge', {}, ['tgi-shards-on-old-gpu']], ['p3.8xlarge', { server: ModelServer.tgi({ tensorParallelDegree: 1 }) }, []],
  ['p3.2xlarge', {}, []], ['g4dn.12xlarge', {}, []], ['z99.48xlarge', {}, []], ['z99.48xlarge', { server: ModelServer.tgi({ tensorParallelDegree: 2 }) }, []],
])('TGI on %s (%#)', (instanceType, props, ids) => {
  const container = image('huggingface-pytorch-tgi-inference:2.1.1-tgi2.0.1-gpu-py310-cu121-ubuntu22.04');
  expect(findings({ container, instanceType: type(instanceType), ...props }).map(({ id }) => id)).toEqual(ids);
});
