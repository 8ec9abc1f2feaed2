import { image } from './util';
import { ContainerImage } from '../src';

/** An image for each server and accelerator, as `repository:tag`. */
export const IMAGE_NAMES = {
  VLLM: 'huggingface-vllm:0.21.0-transformers5.8.1-gpu-py312-cu130-ubuntu22.04',
  AWS_VLLM: 'vllm:0.20.2-gpu-py312-cu130-ubuntu22.04-sagemaker',
  VLLM_OMNI: 'huggingface-vllm-omni:0.20.0-transformers5.8.1-gpu-py312-cu130-amzn2023',
  VLLM_NEURON: 'huggingface-vllm-inference-neuronx:0.11.0-optimum0.4.5-neuronx-py310-sdk2.26.1-ubuntu22.04',
  SGLANG: 'sglang:0.5.17-gpu-py312-cu130-ubuntu24.04-sagemaker',
  TGI: 'huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04',
  OLD_TGI: 'huggingface-pytorch-tgi-inference:2.0.1-tgi1.1.0-gpu-py39-cu118-ubuntu20.04',
  TGI_NEURON: 'huggingface-pytorch-tgi-inference:2.7.0-optimum3.3.6-neuronx-py310-ubuntu22.04',
  TEI: 'tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04',
  TEI_CPU: 'tei-cpu:2.0.1-tei1.8.2-cpu-py310-ubuntu22.04',
  AWS_LLAMA_CPP: 'llama-cpp:server-sagemaker-cpu-v1.0.1',
  LLAMA_CPP: 'huggingface-llamacpp:b9522-gpu-cu130-ubuntu24.04',
  LMI: 'djl-inference:0.36.0-lmi24.0.0-cu129',
  TOOLKIT: 'huggingface-pytorch-inference:2.6.0-transformers4.51.3-gpu-py312-cu124-ubuntu22.04',
  TOOLKIT_CPU: 'huggingface-pytorch-inference:2.6.0-transformers4.51.3-cpu-py312-ubuntu22.04',
  TOOLKIT_NEURON: 'huggingface-pytorch-inference-neuronx:2.8.0-transformers4.55.4-neuronx-py310-sdk2.26.0-ubuntu22.04',
  TOOLKIT_INFERENTIA1: 'huggingface-pytorch-inference-neuron:1.9.1-transformers4.12.3-neuron-py37-sdk1.17.1-ubuntu18.04',
};

/** The same, as the value of the prop `container`. */
export const IMAGES = Object.fromEntries(
  Object.entries(IMAGE_NAMES).map(([key, name]) => [key, image(name)]),
) as Record<keyof typeof IMAGE_NAMES, ContainerImage>;

/** The name of an image with a version of Text Generation Inference. */
export const tgiName = (version: string) => `huggingface-pytorch-tgi-inference:2.0.0-tgi${version}-gpu-py310-cu121-ubuntu22.04`;

/** The name of an image with a version of Text Embeddings Inference. */
export const teiName = (version: string) => `tei:2.0.1-tei${version}-gpu-py310-cu122-ubuntu22.04`;

export const tgi = (version: string) => image(tgiName(version));
export const tei = (version: string) => image(teiName(version));
