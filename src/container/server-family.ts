/** The program in a container image that serves the model. */
export enum ServerFamily {
  /** vLLM. */
  VLLM = 'vllm',

  /** vLLM-Omni, for models of several modalities. */
  VLLM_OMNI = 'vllm-omni',

  /** SGLang. */
  SGLANG = 'sglang',

  /** Hugging Face's Text Generation Inference. */
  TGI = 'tgi',

  /** Hugging Face's Text Embeddings Inference. */
  TEI = 'tei',

  /** llama.cpp's server. */
  LLAMA_CPP = 'llama-cpp',

  /** AWS's Large Model Inference on Deep Java Library Serving. */
  LMI = 'lmi',

  /** The Hugging Face inference toolkit, which runs a Transformers pipeline. */
  INFERENCE_TOOLKIT = 'inference-toolkit',
}
