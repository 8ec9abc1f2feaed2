import { HuggingFaceSageMakerEndpointProps, ModelServer, SageMakerInstanceType } from '../../src';
import { image } from '../util';

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const VLLM = image('huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04');
const AWS_VLLM = image('vllm:0.20.2-gpu-py312-cu130-ubuntu22.04-sagemaker');
const LIST_VLLM = image('vllm:0.28.0-gpu-py312-cu130-ubuntu22.04-sagemaker');
const SIMILAR_VLLM = image('vllm:0.21.0-gpu-py312-cu131-ubuntu24.04-sagemaker');

const TGI_NEURON = image('huggingface-pytorch-tgi-inference:2.1.2-optimum0.0.28-neuronx-py310-ubuntu22.04');
const TOOLKIT = image('huggingface-pytorch-inference:2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04');
const INF2 = SageMakerInstanceType.of('ml.inf2.xlarge');

/** What a version of a server rejects of its arguments. */
export const SERVER_CASES: Record<string, { readonly mistake: Props; readonly neighbor: Props }> = {
  'server-key': {
    mistake: { container: VLLM, environment: { VLLM_API_KEY: 'key' } },
    neighbor: { container: VLLM, environment: { VLLM_KEY: 'key' } },
  },
  'lora-adapters': {
    mistake: { container: VLLM, server: ModelServer.vllm({ loraAdapters: { a: 'a', b: 'b' } }) },
    neighbor: { container: LIST_VLLM, server: ModelServer.vllm({ loraAdapters: { a: 'a', b: 'b' } }) },
  },
  'tgi-neuron-batch-size': {
    mistake: { container: TGI_NEURON, instanceType: INF2 },
    neighbor: { container: TGI_NEURON, instanceType: INF2, server: ModelServer.tgiNeuron({ maxBatchSize: 4 }) },
  },
  'remote-code-ignores-revision': {
    mistake: { container: TOOLKIT, server: ModelServer.inferenceToolkit({ trustRemoteCode: true }), modelRevision: 'abc' },
    neighbor: { container: TOOLKIT, modelRevision: 'abc' },
  },
  'start-script-value': {
    mistake: { container: AWS_VLLM, environment: { SM_VLLM_SPECULATIVE_CONFIG: '{"method":"ngram"}' } },
    neighbor: { container: AWS_VLLM, environment: { SM_VLLM_SPECULATIVE_CONFIG: '\'{"method":"ngram"}\'' } },
  },
  'argument-name': {
    mistake: { container: VLLM, environment: { SM_VLLM_TASK: 'embed' } }, neighbor: { container: VLLM, environment: { SM_VLLM_RUNNER: 'pooling' } },
  },
  'argument-name-doubtful': {
    mistake: { container: SIMILAR_VLLM, environment: { SM_VLLM_TASK: 'embed' } },
    neighbor: { container: SIMILAR_VLLM, environment: { SM_VLLM_RUNNER: 'pooling' } },
  },
  'argument-value': {
    mistake: { container: VLLM, environment: { SM_VLLM_DTYPE: 'fp16' } }, neighbor: { container: VLLM, environment: { SM_VLLM_DTYPE: 'float16' } },
  },
  'argument-value-doubtful': {
    mistake: { container: VLLM, environment: { SM_VLLM_ENFORCE_EAGER: '0' } },
    neighbor: { container: VLLM, environment: { SM_VLLM_ENFORCE_EAGER: 'false' } },
  },
};
