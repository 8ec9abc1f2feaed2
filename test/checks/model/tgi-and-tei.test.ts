import { CfnParameter } from 'aws-cdk-lib/core';
import { ModelServer, SageMakerInstanceType } from '../../../src';
import { findingsOf } from '../../../src/checks';
import { image, newStack, planOf } from '../../util';

const TOKEN = new CfnParameter(newStack(), 'Tokens').valueAsString;
const TGI_NEURON = image('huggingface-pytorch-tgi-inference:2.1.2-optimum0.0.28-neuronx-py310-ubuntu22.04');

function messages(props: Parameters<typeof planOf>[0]): string[] {
  return findingsOf(planOf(props)).filter(({ id }) => /:tgi-/.test(id)).map(({ message }) => message);
}

function tgi(version: string, environment: Record<string, string>): string[] {
  return messages({ container: image(`huggingface-pytorch-tgi-inference:2.0.0-tgi${version}-gpu-py310-cu121-ubuntu22.04`), environment });
}

const PREFILL = (version: string, got: string, bound: string, advice: string) => `the prefill tokens of TGI ${version} must be from the longest prompt to the tokens of a batch, `
  + `got ${got}, which is ${bound}; ${advice}`;
const SET = "set 'maxBatchPrefillTokens' (MAX_BATCH_PREFILL_TOKENS)";
const CHANGE = "change 'maxBatchPrefillTokens' (MAX_BATCH_PREFILL_TOKENS), or leave it out";
const RAISE = "; lower 'maxInputTokens' (MAX_INPUT_TOKENS), or raise 'maxTotalTokens' (MAX_TOTAL_TOKENS)";

test.each<[string, Record<string, string>, string[]]>([
  ['1.4.5', {}, []],
  ['1.4.5', { MAX_INPUT_LENGTH: '6000', MAX_TOTAL_TOKENS: '8192' }, [PREFILL('1.4.5', '4096 by default', 'below 6000', SET)]],
  ['1.4.5', { MAX_INPUT_LENGTH: '4097', MAX_TOTAL_TOKENS: '8192' }, [PREFILL('1.4.5', '4096 by default', 'below 4097', SET)]],
  ['1.4.5', { MAX_INPUT_LENGTH: '4096', MAX_TOTAL_TOKENS: '8192' }, []],
  ['1.4.5', { MAX_INPUT_LENGTH: '4000', MAX_TOTAL_TOKENS: '8192' }, []],
  ['1.4.5', { MAX_INPUT_LENGTH: '6000', MAX_TOTAL_TOKENS: '8192', MAX_BATCH_PREFILL_TOKENS: '6000' }, []],
  ['1.4.5', { MAX_INPUT_LENGTH: '6000', MAX_TOTAL_TOKENS: '8192', MAX_BATCH_PREFILL_TOKENS: '5999' }, [PREFILL('1.4.5', '5999', 'below 6000', CHANGE)]],
  ['1.4.5', { MAX_INPUT_LENGTH: '6000', MAX_TOTAL_TOKENS: '8192', MAX_BATCH_PREFILL_TOKENS: TOKEN }, []],
  ['1.1.0', { MAX_INPUT_LENGTH: '3000' }, [`the longest prompt must be below the longest context, got 3000 and 2048 by default${RAISE}`]],
  ['1.1.0', { MAX_INPUT_LENGTH: '2048' }, [`the longest prompt must be below the longest context, got 2048 and 2048 by default${RAISE}`]],
  ['1.1.0', { MAX_INPUT_LENGTH: '2047' }, []],
  ['1.1.0', { MAX_INPUT_LENGTH: '2000' }, []],
  ['1.1.0', { MAX_INPUT_LENGTH: '3000', MAX_TOTAL_TOKENS: TOKEN }, []],
  ['1.1.0', { MAX_TOTAL_TOKENS: '1024' }, [`the longest prompt must be below the longest context, got 1024 by default and 1024${RAISE}`]],
  ['1.1.0', { MAX_TOTAL_TOKENS: '1025' }, []],
  ['1.1.0', { MAX_BATCH_TOTAL_TOKENS: '4095' }, [PREFILL('1.1.0', '4096 by default', 'above 4095', SET)]],
  ['1.1.0', { MAX_BATCH_TOTAL_TOKENS: '4096' }, []],
  ['1.1.0', { MAX_BATCH_TOTAL_TOKENS: '2047', MAX_BATCH_PREFILL_TOKENS: '1024' }, [
    "the longest context must be at most the tokens of a batch, got 2048 by default and 2047; raise 'maxBatchTotalTokens' (MAX_BATCH_TOTAL_TOKENS), or leave it out",
  ]],
  ['1.1.0', { MAX_INPUT_TOKENS: '3000' }, []], // which it does not read
  ['0.9.3', { MAX_INPUT_LENGTH: '3000' }, []],
  ['2.0.0', { MAX_INPUT_TOKENS: '6000', MAX_TOTAL_TOKENS: '8192' }, []],
  ['2.0.0', { MAX_INPUT_TOKENS: '3000' }, []],
  ['3.3.6', { MAX_INPUT_TOKENS: '6000' }, []],
])('TGI %s with %j', (version, environment, expected) => {
  expect(tgi(version, environment)).toEqual(expected);
});

test.each<[string, number, number, string[]]>([
  ['as long as', 4096, 4096, [`the longest prompt must be below the longest context that the model is compiled for, got 4096 and 4096${RAISE}`]],
  ['below', 4095, 4096, []],
])('on AWS Neuron, a prompt %s the context', (_what, maxInputTokens, maxTotalTokens, expected) => {
  const props = { container: TGI_NEURON, instanceType: SageMakerInstanceType.ML_INF2_XLARGE };
  expect(messages({ ...props, server: ModelServer.tgiNeuron({ maxInputTokens, maxTotalTokens }) })).toEqual(expected);
  expect(messages({ ...props, environment: { MAX_INPUT_LENGTH: `${maxInputTokens}`, MAX_TOTAL_TOKENS: `${maxTotalTokens}` } })).toEqual(expected);
  expect(messages({ ...props, environment: { MAX_INPUT_TOKENS: TOKEN, MAX_TOTAL_TOKENS: `${maxTotalTokens}` } })).toEqual([]);
});
