import { HuggingFaceSageMakerEndpointProps, SageMakerInstanceType } from '../../src';
import { image } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const type = (name: string) => SageMakerInstanceType.of(`ml.${name}`);
const tgi = (version: string) => image(`huggingface-pytorch-tgi-inference:2.0.0-tgi${version}-gpu-py310-cu121-ubuntu22.04`);
const tei = (version: string) => image(`tei:2.0.1-tei${version}-gpu-py310-cu122-ubuntu22.04`);
const TGI_NEURON = image('huggingface-pytorch-tgi-inference:2.1.2-optimum0.0.28-neuronx-py310-ubuntu22.04');

/** What TGI and TEI refuse of their own settings. */
export const TOKEN_CASES: Record<string, { readonly mistake: Props; readonly neighbour: Props }> = {
  'tgi-input-below-total': {
    mistake: { environment: { MAX_INPUT_LENGTH: '2048', MAX_TOTAL_TOKENS: '2048' } },
    neighbour: { environment: { MAX_INPUT_LENGTH: '2047', MAX_TOTAL_TOKENS: '2048' } },
  },
  'tgi-input-twice': {
    mistake: { container: tgi('2.0.0'), environment: { MAX_INPUT_LENGTH: '1', MAX_INPUT_TOKENS: '1' } },
    neighbour: { container: tgi('1.4.5'), environment: { MAX_INPUT_LENGTH: '1', MAX_INPUT_TOKENS: '1' } },
  },
  'tgi-total-in-batch': {
    mistake: { environment: { MAX_TOTAL_TOKENS: '4097', MAX_BATCH_TOTAL_TOKENS: '4096' } },
    neighbour: { environment: { MAX_TOTAL_TOKENS: '4096', MAX_BATCH_TOTAL_TOKENS: '4096' } },
  },
  'tgi-prefill': {
    mistake: { container: tgi('2.3.1'), environment: { MAX_INPUT_TOKENS: '2049', MAX_BATCH_PREFILL_TOKENS: '2048' } },
    neighbour: { container: tgi('2.4.0'), environment: { MAX_INPUT_TOKENS: '2049', MAX_BATCH_PREFILL_TOKENS: '2048' } },
  },
  'tgi-prefill-in-batch': {
    mistake: { container: tgi('2.4.0'), environment: { MAX_BATCH_TOTAL_TOKENS: '2048', MAX_BATCH_PREFILL_TOKENS: '2049' } },
    neighbour: { container: tgi('2.4.0'), environment: { MAX_BATCH_TOTAL_TOKENS: '2048', MAX_BATCH_PREFILL_TOKENS: '2048' } },
  },
  'tgi-neuron-input-below-total': {
    mistake: { container: TGI_NEURON, instanceType: type('inf2.xlarge'), environment: { MAX_INPUT_TOKENS: '2048', MAX_TOTAL_TOKENS: '2048' } },
    neighbour: { container: TGI_NEURON, instanceType: type('inf2.xlarge'), environment: { MAX_INPUT_TOKENS: '2047', MAX_TOTAL_TOKENS: '2048' } },
  },
  'tgi-sharded-on-one': {
    mistake: { environment: { SHARDED: 'true' } }, neighbour: { environment: { SHARDED: 'true' }, instanceType: type('g5.12xlarge') },
  },
  'tgi-exl2-shards': {
    mistake: { instanceType: type('g5.12xlarge'), environment: { QUANTIZE: 'exl2' } },
    neighbour: { instanceType: type('g5.2xlarge'), environment: { QUANTIZE: 'exl2' } },
  },
  'tgi-quantization-and-data-type': {
    mistake: { environment: { QUANTIZE: 'awq', DTYPE: 'float16' } },
    neighbour: { environment: { QUANTIZE: 'bitsandbytes', DTYPE: 'float16' } },
  },
  'tei-prompt-twice': {
    mistake: { container: tei('1.8.2'), environment: { DEFAULT_PROMPT: 'a', DEFAULT_PROMPT_NAME: 'b' } },
    neighbour: { container: tei('1.8.2'), environment: { DEFAULT_PROMPT: 'a' } },
  },
  'tei-token-twice': {
    mistake: { container: tei('1.8.2'), environment: { HF_TOKEN: 'a', HF_API_TOKEN: 'b' } },
    neighbour: { container: tei('1.6.0'), environment: { HF_TOKEN: 'a', HF_API_TOKEN: 'b' } },
  },
};
