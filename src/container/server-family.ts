/** The model server in a container image. */
export enum ServerFamily {
  /** vLLM. */
  VLLM = 'vllm',

  /** vLLM-Omni, for models with several modalities. */
  VLLM_OMNI = 'vllm-omni',

  /** SGLang. */
  SGLANG = 'sglang',

  /** Text Generation Inference by Hugging Face. */
  TGI = 'tgi',

  /** Text Embeddings Inference by Hugging Face. */
  TEI = 'tei',

  /** The llama.cpp server. */
  LLAMA_CPP = 'llama-cpp',

  /** Large Model Inference (LMI) by AWS, based on DJL Serving. */
  LMI = 'lmi',

  /** The Hugging Face inference toolkit, which runs Transformers pipelines. */
  INFERENCE_TOOLKIT = 'inference-toolkit',
}
