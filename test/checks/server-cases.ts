import { HuggingFaceSageMakerEndpointProps, ModelProfile, ModelServer, SageMakerInstanceType } from '../../src';
import { IMAGES } from '../images';
import { image } from '../util';

const { VLLM_NEURON } = IMAGES;

type Props = Partial<HuggingFaceSageMakerEndpointProps>;

const VLLM = image('huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04');
const AWS_VLLM = image('vllm:0.20.2-gpu-py312-cu130-ubuntu22.04-sagemaker');
const LIST_VLLM = image('vllm:0.28.0-gpu-py312-cu130-ubuntu22.04-sagemaker');
const SIMILAR_VLLM = image('vllm:0.21.0-gpu-py312-cu131-ubuntu24.04-sagemaker');

const TGI_NEURON = image('huggingface-pytorch-tgi-inference:2.1.2-optimum0.0.28-neuronx-py310-ubuntu22.04');
const TOOLKIT = image('huggingface-pytorch-inference:2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04');
const SGLANG = image('sglang:0.5.8-gpu-py312-cu129-ubuntu24.04-sagemaker');
const TEI = image('tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04');
const LMI = image('djl-inference:0.36.0-lmi24.0.0-cu129');
const TENSORRT = image('djl-inference:0.33.0-tensorrtllm0.21.0-cu128');
const TGI_OLD = image('huggingface-pytorch-tgi-inference:2.1.1-tgi2.0.1-gpu-py310-cu121-ubuntu22.04');
const TGI_24 = image('huggingface-pytorch-tgi-inference:2.4.0-tgi2.4.0-gpu-py311-cu124-ubuntu22.04');
const TGI_3 = image('huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04');
const G4DN = SageMakerInstanceType.of('ml.g4dn.xlarge');
const G5 = SageMakerInstanceType.of('ml.g5.12xlarge');
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
  'neuron-compiled-setting': {
    mistake: { container: VLLM_NEURON, instanceType: SageMakerInstanceType.ML_INF2_XLARGE, modelId: 'org/a-neuron-bs-1', environment: { SM_ON_BATCH_SIZE: '4' } },
    neighbor: { container: VLLM_NEURON, instanceType: SageMakerInstanceType.ML_INF2_XLARGE, modelId: 'org/a-neuron-bs-4', environment: { SM_ON_BATCH_SIZE: '4' } },
  },
  'remote-code-ignores-revision': {
    mistake: { container: TOOLKIT, server: ModelServer.inferenceToolkit({ trustRemoteCode: true }), modelRevision: 'abc' },
    neighbor: { container: TOOLKIT, modelRevision: 'abc' },
  },
  'tool-choice-without-parser': {
    mistake: { container: VLLM, environment: { SM_VLLM_ENABLE_AUTO_TOOL_CHOICE: 'true' } },
    neighbor: { container: VLLM, environment: { SM_VLLM_ENABLE_AUTO_TOOL_CHOICE: 'true', SM_VLLM_TOOL_CALL_PARSER: 'hermes' } },
  },
  'cpu-adapters-below-adapters': {
    mistake: { container: VLLM, environment: { SM_VLLM_MAX_LORAS: '2', SM_VLLM_MAX_CPU_LORAS: '1' } },
    neighbor: { container: VLLM, environment: { SM_VLLM_MAX_LORAS: '2', SM_VLLM_MAX_CPU_LORAS: '2' } },
  },
  'batched-tokens-below-sequences': {
    mistake: { container: VLLM, server: ModelServer.vllm({ maxBatchedTokens: 255, maxConcurrentSequences: 256 }) },
    neighbor: { container: VLLM, server: ModelServer.vllm({ maxBatchedTokens: 256, maxConcurrentSequences: 256 }) },
  },
  'batched-tokens-below-context': {
    mistake: { container: VLLM, server: ModelServer.vllm({ maxBatchedTokens: 4095, maxModelLength: 4096, extraArguments: { 'no-enable-chunked-prefill': '' } }) },
    neighbor: { container: VLLM, server: ModelServer.vllm({ maxBatchedTokens: 4096, maxModelLength: 4096, extraArguments: { 'no-enable-chunked-prefill': '' } }) },
  },
  'more-workers-than-accelerators': {
    mistake: { container: VLLM, instanceType: G5, environment: { SM_VLLM_PIPELINE_PARALLEL_SIZE: '8' } },
    neighbor: { container: VLLM, instanceType: G5, environment: { SM_VLLM_PIPELINE_PARALLEL_SIZE: '4' } },
  },
  'sglang-on-old-gpu': {
    mistake: { container: SGLANG, instanceType: SageMakerInstanceType.of('ml.p3.2xlarge') },
    neighbor: { container: SGLANG, instanceType: SageMakerInstanceType.of('ml.g4dn.xlarge') },
  },
  'tei-batch-below-context': {
    mistake: { container: TEI, modelProfile: new ModelProfile({ contextLength: 16_385 }) },
    neighbor: { container: TEI, modelProfile: new ModelProfile({ contextLength: 16_384 }) },
  },
  'image-uri': {
    mistake: { container: image('763104351884.dkr.ecr.us-east-1.amazonaws.com/tei:1') }, neighbor: { container: image('tei:1') },
  },
  'image-for-ec2': {
    mistake: { container: image('vllm:0.13.0-gpu-py312-cu129-ubuntu22.04-ec2') },
    neighbor: { container: image('vllm:0.13.0-gpu-py312-cu129-ubuntu22.04-sagemaker') },
  },
  'image-for-other-use': {
    mistake: { container: image('huggingface-pytorch-training:2.8.0-transformers4.56.2-gpu-py312-cu129-ubuntu22.04') },
    neighbor: { container: image('huggingface-pytorch-inference:2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04') },
  },
  'image-tag-shortened': {
    mistake: { container: image('huggingface-pytorch-inference:2.6-transformers4.51.3-gpu-py312-cu124-ubuntu22.04') },
    neighbor: { container: image('huggingface-pytorch-inference:2.6-transformers4.51-gpu-py312-cu124-ubuntu22.04') },
  },
  'instance-type-unknown': {
    mistake: { instanceType: SageMakerInstanceType.of('ml.g5.3xlarge') }, neighbor: { instanceType: SageMakerInstanceType.of('ml.g9.3xlarge') },
  },
  'task-name': {
    mistake: { container: TOOLKIT, environment: { HF_TASK: 'Text-to-Image' } },
    neighbor: { container: TOOLKIT, environment: { HF_TASK: 'text-to-image' } },
  },
  'quantization-of-name': {
    mistake: { container: VLLM, modelId: 'Qwen/Qwen3-8B-AWQ', environment: { SM_VLLM_QUANTIZATION: 'gptq' } },
    neighbor: { container: VLLM, modelId: 'Qwen/Qwen3-8B-AWQ', environment: { SM_VLLM_QUANTIZATION: 'awq_marlin' } },
  },
  'hub-model-while-offline': {
    mistake: { environment: { HF_HUB_OFFLINE: '1' } }, neighbor: { environment: { HF_HUB_OFFLINE: '0' } },
  },
  'weights-format-of-server': {
    mistake: { container: VLLM, modelId: 'onnx-community/Qwen3-8B-ONNX' },
    neighbor: { container: VLLM, modelId: 'Qwen/Qwen3-8B' },
  },
  'gguf-of-server': {
    mistake: { modelId: 'TheBloke/Llama-2-13B-chat-GGUF' }, neighbor: { modelId: 'TheBloke/Llama-2-13B-chat-AWQ' },
  },
  'token-placeholder': { mistake: { environment: { HF_TOKEN: '<YOUR_TOKEN>' } }, neighbor: { environment: { HF_TOKEN: '' } } },
  'start-script-value': {
    mistake: { container: AWS_VLLM, environment: { SM_VLLM_SPECULATIVE_CONFIG: '{"method":"ngram"}' } },
    neighbor: { container: AWS_VLLM, environment: { SM_VLLM_SPECULATIVE_CONFIG: '\'{"method":"ngram"}\'' } },
  },
  'sglang-model-variable': {
    mistake: { container: SGLANG, environment: { SM_SGLANG_MODEL: 'a/b' } }, neighbor: { container: SGLANG, environment: { SM_SGLANG_MODEL_PATH: 'a/b' } },
  },
  'sglang-served-model-name': {
    mistake: { container: SGLANG, server: ModelServer.sglang({ servedModelName: 'a:b' }) },
    neighbor: { container: SGLANG, server: ModelServer.sglang({ servedModelName: 'a-b' }) },
  },
  'sglang-data-parallel-attention': {
    mistake: { container: SGLANG, instanceType: G5, server: ModelServer.sglang({ dataParallelDegree: 4, dataParallelAttention: true }) },
    neighbor: { container: SGLANG, instanceType: G5, server: ModelServer.sglang({ tensorParallelDegree: 4, dataParallelDegree: 4 }) },
  },
  'sglang-chunked-prefill': {
    mistake: { container: SGLANG, environment: { SM_SGLANG_CHUNKED_PREFILL_SIZE: '100', SM_SGLANG_PAGE_SIZE: '64' } },
    neighbor: { container: SGLANG, environment: { SM_SGLANG_CHUNKED_PREFILL_SIZE: '128', SM_SGLANG_PAGE_SIZE: '64' } },
  },
  'quantization-on-old-gpu': {
    mistake: { container: AWS_VLLM, instanceType: G4DN, server: ModelServer.vllm({ quantization: 'mxfp4' }) },
    neighbor: { container: AWS_VLLM, instanceType: G5, server: ModelServer.vllm({ quantization: 'mxfp4' }) },
  },
  'quantization-and-data-type': {
    mistake: { container: AWS_VLLM, instanceType: G5, server: ModelServer.vllm({ quantization: 'awq', dataType: 'bfloat16' }) },
    neighbor: { container: AWS_VLLM, instanceType: G5, server: ModelServer.vllm({ quantization: 'awq', dataType: 'float16' }) },
  },
  'quantization-removed': {
    mistake: { container: LIST_VLLM, modelId: 'unsloth/Qwen3-8B-bnb-4bit' }, neighbor: { container: AWS_VLLM, modelId: 'unsloth/Qwen3-8B-bnb-4bit' },
  },
  'lmi-option-of-vllm': {
    mistake: { container: TENSORRT, server: ModelServer.lmi({ maxModelLength: 4096 }) },
    neighbor: { container: LMI, server: ModelServer.lmi({ maxModelLength: 4096 }) },
  },
  'lmi-pipeline-parallelism': {
    mistake: { container: LMI, environment: { PIPELINE_PARALLEL_DEGREE: '2' } },
    neighbor: { container: LMI, environment: { PIPELINE_PARALLEL_DEGREE: '1' } },
  },
  'lmi-values-contradict': {
    mistake: { container: LMI, environment: { OPTION_MAX_ROLLING_BATCH_SIZE: '64', OPTION_MAX_NUM_SEQS: '32' } },
    neighbor: { container: LMI, environment: { OPTION_MAX_ROLLING_BATCH_SIZE: '64' } },
  },
  'lmi-default-degree': {
    mistake: { container: LMI, instanceType: G5, modelProfile: new ModelProfile({ attentionHeads: 14, keyValueHeads: 2 }) },
    neighbor: { container: LMI, instanceType: G5, modelProfile: new ModelProfile({ attentionHeads: 16, keyValueHeads: 2 }) },
  },
  'lmi-bfloat16-on-old-gpu': {
    mistake: { container: LMI, instanceType: G4DN, server: ModelServer.lmi({ dataType: 'bf16' }) },
    neighbor: { container: LMI, instanceType: G4DN, server: ModelServer.lmi({ dataType: 'fp16' }) },
  },
  'tei-data-type-of-model': {
    mistake: { container: TEI, modelId: 'google/embeddinggemma-300m', server: ModelServer.tei({ dataType: 'float16' }) },
    neighbor: { container: TEI, modelId: 'google/embeddinggemma-300m' },
  },
  'tei-model-needs-gpu': {
    mistake: { container: TEI, instanceType: G4DN, modelId: 'intfloat/e5-mistral-7b-instruct' },
    neighbor: { container: TEI, instanceType: G5, modelId: 'intfloat/e5-mistral-7b-instruct' },
  },
  'context-above-model': {
    mistake: { container: VLLM, server: ModelServer.vllm({ maxModelLength: 4097 }), modelProfile: new ModelProfile({ contextLength: 4096 }) },
    neighbor: { container: VLLM, server: ModelServer.vllm({ maxModelLength: 4096 }), modelProfile: new ModelProfile({ contextLength: 4096 }) },
  },
  'expert-parallelism-without-experts': {
    mistake: { container: VLLM, server: ModelServer.vllm({ expertParallel: true }), modelProfile: new ModelProfile({ architecture: 'LlamaForCausalLM' }) },
    neighbor: { container: VLLM, server: ModelServer.vllm({ expertParallel: true }), modelProfile: new ModelProfile({ architecture: 'MixtralForCausalLM' }) },
  },
  'tgi-prompt-in-prefill': {
    mistake: { container: TGI_24, server: ModelServer.tgi({ maxInputTokens: 4096, maxTotalTokens: 8192, maxBatchPrefillTokens: 2048 }) },
    neighbor: { container: TGI_3, server: ModelServer.tgi({ maxInputTokens: 4096, maxTotalTokens: 8192, maxBatchPrefillTokens: 2048 }) },
  },
  'tgi-shards-on-old-gpu': {
    mistake: { container: TGI_OLD, instanceType: SageMakerInstanceType.of('ml.p3.8xlarge') },
    neighbor: { container: TGI_OLD, instanceType: SageMakerInstanceType.of('ml.p3.2xlarge') },
  },
  'start-script-flag': {
    mistake: { container: SGLANG, environment: { SM_SGLANG_TRUST_REMOTE_CODE: 'true' } },
    neighbor: { container: SGLANG, environment: { SM_SGLANG_TRUST_REMOTE_CODE: '' } },
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
