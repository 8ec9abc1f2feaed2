import { HuggingFaceSageMakerEndpointProps } from '../../src';
import { IMAGES, tei, tgi } from '../images';
import { type } from '../util';

const { TGI_NEURON } = IMAGES;

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

/** Settings that TGI and TEI reject. */
export const TOKEN_CASES: Record<string, { readonly mistake: Props; readonly neighbor: Props }> = {
  'tgi-input-below-total': {
    mistake: { environment: { MAX_INPUT_LENGTH: '2048', MAX_TOTAL_TOKENS: '2048' } },
    neighbor: { environment: { MAX_INPUT_LENGTH: '2047', MAX_TOTAL_TOKENS: '2048' } },
  },
  'tgi-input-twice': {
    mistake: { container: tgi('2.0.0'), environment: { MAX_INPUT_LENGTH: '1', MAX_INPUT_TOKENS: '1' } },
    neighbor: { container: tgi('1.4.5'), environment: { MAX_INPUT_LENGTH: '1', MAX_INPUT_TOKENS: '1' } },
  },
  'tgi-total-in-batch': {
    mistake: { environment: { MAX_TOTAL_TOKENS: '4097', MAX_BATCH_TOTAL_TOKENS: '4096' } },
    neighbor: { environment: { MAX_TOTAL_TOKENS: '4096', MAX_BATCH_TOTAL_TOKENS: '4096' } },
  },
  'tgi-prefill': {
    mistake: { container: tgi('2.3.1'), environment: { MAX_INPUT_TOKENS: '2049', MAX_BATCH_PREFILL_TOKENS: '2048' } },
    neighbor: { container: tgi('2.4.0'), environment: { MAX_INPUT_TOKENS: '2049', MAX_BATCH_PREFILL_TOKENS: '2048' } },
  },
  'tgi-prefill-in-batch': {
    mistake: { container: tgi('2.4.0'), environment: { MAX_BATCH_TOTAL_TOKENS: '2048', MAX_BATCH_PREFILL_TOKENS: '2049' } },
    neighbor: { container: tgi('2.4.0'), environment: { MAX_BATCH_TOTAL_TOKENS: '2048', MAX_BATCH_PREFILL_TOKENS: '2048' } },
  },
  'tgi-neuron-input-below-total': {
    mistake: { container: TGI_NEURON, instanceType: type('inf2.xlarge'), environment: { MAX_INPUT_TOKENS: '2048', MAX_TOTAL_TOKENS: '2048' } },
    neighbor: { container: TGI_NEURON, instanceType: type('inf2.xlarge'), environment: { MAX_INPUT_TOKENS: '2047', MAX_TOTAL_TOKENS: '2048' } },
  },
  'tgi-sharded-on-one': {
    mistake: { environment: { SHARDED: 'true' } }, neighbor: { environment: { SHARDED: 'true' }, instanceType: type('g5.12xlarge') },
  },
  'tgi-exl2-shards': {
    mistake: { instanceType: type('g5.12xlarge'), environment: { QUANTIZE: 'exl2' } },
    neighbor: { instanceType: type('g5.2xlarge'), environment: { QUANTIZE: 'exl2' } },
  },
  'tgi-quantization-and-data-type': {
    mistake: { environment: { QUANTIZE: 'awq', DTYPE: 'float16' } },
    neighbor: { environment: { QUANTIZE: 'bitsandbytes', DTYPE: 'float16' } },
  },
  'tei-prompt-twice': {
    mistake: { container: tei('1.8.2'), environment: { DEFAULT_PROMPT: 'a', DEFAULT_PROMPT_NAME: 'b' } },
    neighbor: { container: tei('1.8.2'), environment: { DEFAULT_PROMPT: 'a' } },
  },
  'tei-token-twice': {
    mistake: { container: tei('1.8.2'), environment: { HF_TOKEN: 'a', HF_API_TOKEN: 'b' } },
    neighbor: { container: tei('1.6.0'), environment: { HF_TOKEN: 'a', HF_API_TOKEN: 'b' } },
  },
};
