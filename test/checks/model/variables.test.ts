import { ModelServer, SageMakerInstanceType } from '../../../src';
import { findingsOf } from '../../../src/checks';
import { image, planOf } from '../../util';

const tgi = (version: string) => image(`huggingface-pytorch-tgi-inference:2.0.0-tgi${version}-gpu-py310-cu121-ubuntu22.04`);
const TGI = tgi('3.3.6');
const TGI_NEURON = image('huggingface-pytorch-tgi-inference:2.1.2-optimum0.0.28-neuronx-py310-ubuntu22.04');
const LMI = image('djl-inference:0.36.0-lmi24.0.0-cu129');
const VLLM = image('huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04');
const TEI = image('tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04');

function messages(container: typeof TGI, name: string): string[] {
  const instanceType = container === TGI_NEURON ? SageMakerInstanceType.ML_INF2_XLARGE : SageMakerInstanceType.ML_G5_2XLARGE;
  return findingsOf(planOf({ container, instanceType, environment: { [name]: '1' } }))
    .filter(({ id }) => id.includes('variable-of-another')).map(({ message }) => message);
}

test.each([
  ['TGI', TGI, ['MAX_CLIENT_BATCH_SIZE', 'MAX_BATCH_SIZE', 'MAX_CONCURRENT_REQUESTS', 'PAYLOAD_LIMIT', 'ANY']],
  ['TGI on AWS Neuron', TGI_NEURON, [
    'MAX_BATCH_PREFILL_TOKENS', 'MAX_CONCURRENT_REQUESTS', 'PAYLOAD_LIMIT', 'MESSAGES_API_ENABLED', 'MAX_CLIENT_BATCH_SIZE', 'MAX_BATCH_TOTAL_TOKENS', 'MAX_INPUT_LENGTH',
  ]],
  ['LMI', LMI, ['SM_NUM_GPUS', 'MAX_BATCH_SIZE', 'MAX_CONCURRENT_REQUESTS']],
  ['TEI', TEI, ['MAX_CLIENT_BATCH_SIZE', 'PAYLOAD_LIMIT']],
])('%s reads what it reads', (_server, container, names) => {
  expect(names.flatMap(name => messages(container, name))).toEqual([]);
});

test.each([
  ['Text Generation Inference', TGI, ['MAX_BATCH_REQUESTS', 'AUTO_TRUNCATE', 'SM_VLLM_MAX_MODEL_LEN', 'HF_NUM_CORES']],
  ['Text Generation Inference on AWS Neuron', TGI_NEURON, ['SM_NUM_GPUS', 'HF_MODEL_QUANTIZE', 'HF_MODEL_TRUST_REMOTE_CODE', 'MAX_BATCH_TOKENS']],
  ['Large Model Inference', LMI, ['MAX_INPUT_LENGTH', 'MAX_CLIENT_BATCH_SIZE']],
  ['Text Embeddings Inference', TEI, ['MAX_BATCH_SIZE', 'SM_NUM_GPUS']],
  ['vLLM', VLLM, ['MAX_CLIENT_BATCH_SIZE', 'PAYLOAD_LIMIT']],
])('%s does not read what another server reads', (title, container, names) => {
  expect(names.flatMap(name => messages(container, name))).toEqual(names.map(name =>
    `'environment.${name}' is not read by ${title}, and has no effect; leave it out, or take the option of 'server'`));
});

test.each([
  ['1.3.4', 'MESSAGES_API_ENABLED', ["from 1.4.0, and 'container' has 1.3.4; leave it out, or take a newer image"]],
  ['1.4.0', 'MESSAGES_API_ENABLED', []],
  ['2.3.1', 'MESSAGES_API_ENABLED', []],
  ['2.4.0', 'MESSAGES_API_ENABLED', ["before 2.4.0, and 'container' has 2.4.0; leave it out"]],
  ['3.3.6', 'MESSAGES_API_ENABLED', ["before 2.4.0, and 'container' has 3.3.6; leave it out"]],
  ['2.4.0', 'PAYLOAD_LIMIT', ["from 2.4.1, and 'container' has 2.4.0; leave it out, or take a newer image"]],
])('TGI %s and %s', (version, name, expected) => {
  expect(messages(tgi(version), name)).toEqual(expected.map(text => `'environment.${name}' is read by Text Generation Inference ${text}`));
});

test('a server of an image of one\'s own reads the same', () => {
  const props = { container: image('mine:1'), server: ModelServer.tgi(), environment: { MAX_CLIENT_BATCH_SIZE: '8' } };
  expect(findingsOf(planOf(props))).toEqual([]);
});
