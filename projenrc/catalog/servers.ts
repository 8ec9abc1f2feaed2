import { ServerFamily } from '../../src/container/server-family';

/** How the catalog describes a server. */
export interface CatalogServer {
  readonly name: string;

  /** The packages that can have the server's own version; the first one that an image has. */
  readonly packages: readonly [string, ...string[]];
}

/** All servers. */
export const SERVERS: Readonly<Record<ServerFamily, CatalogServer>> = {
  [ServerFamily.INFERENCE_TOOLKIT]: { name: 'Hugging Face inference toolkit with Transformers', packages: ['transformers'] },
  [ServerFamily.LLAMA_CPP]: { name: 'llama.cpp', packages: ['llamaCpp'] },
  // images older than LMI's own version numbers have the version of DJL Serving
  [ServerFamily.LMI]: { name: 'Large Model Inference', packages: ['lmi', 'djlServing'] },
  [ServerFamily.SGLANG]: { name: 'SGLang', packages: ['sglang'] },
  [ServerFamily.TEI]: { name: 'Text Embeddings Inference', packages: ['tei'] },
  [ServerFamily.TGI]: { name: 'Text Generation Inference', packages: ['tgi'] },
  [ServerFamily.VLLM]: { name: 'vLLM', packages: ['vllm'] },
  [ServerFamily.VLLM_OMNI]: { name: 'vLLM-Omni', packages: ['vllmOmni'] },
};
