import { RegistryName } from './catalog-types';
import { ServerFamily } from '../../src/container/server-family';

/** What the name of a repository tells of its images. */
export interface Repository {
  readonly server: ServerFamily;
  /** What the version at the start of a tag is the version of; nothing for TEI, whose `2.0.1-` stands for no package. */
  readonly leadingPackage?: string;
  readonly registry?: RegistryName;
}

/**
 * The repositories whose images this library offers: those that serve a model on a SageMaker endpoint.
 *
 * A repository that is not named here is left out of the catalog: repositories for training, and the name `huggingface-llama.cpp`
 * of hub-docs, which is a slip for `huggingface-llamacpp`, the name in the SageMaker SDK and in deep-learning-containers.
 */
export const REPOSITORIES: Readonly<Record<string, Repository>> = {
  'djl-inference': { server: ServerFamily.LMI, leadingPackage: 'djlServing' },
  'huggingface-llamacpp': { server: ServerFamily.LLAMA_CPP, leadingPackage: 'llamaCpp' },
  'huggingface-pytorch-inference': { server: ServerFamily.INFERENCE_TOOLKIT, leadingPackage: 'pytorch' },
  'huggingface-pytorch-inference-neuron': { server: ServerFamily.INFERENCE_TOOLKIT, leadingPackage: 'pytorch' },
  'huggingface-pytorch-inference-neuronx': { server: ServerFamily.INFERENCE_TOOLKIT, leadingPackage: 'pytorch' },
  'huggingface-pytorch-tgi-inference': { server: ServerFamily.TGI, leadingPackage: 'pytorch' },
  'huggingface-sglang': { server: ServerFamily.SGLANG, leadingPackage: 'sglang' },
  'huggingface-tensorflow-inference': { server: ServerFamily.INFERENCE_TOOLKIT, leadingPackage: 'tensorflow' },
  'huggingface-vllm': { server: ServerFamily.VLLM, leadingPackage: 'vllm' },
  'huggingface-vllm-inference-neuronx': { server: ServerFamily.VLLM, leadingPackage: 'vllm' },
  'huggingface-vllm-omni': { server: ServerFamily.VLLM_OMNI, leadingPackage: 'vllmOmni' },
  'sglang': { server: ServerFamily.SGLANG, leadingPackage: 'sglang' },
  'tei': { server: ServerFamily.TEI, registry: 'sagemaker-algorithms' },
  'tei-cpu': { server: ServerFamily.TEI, registry: 'sagemaker-algorithms' },
  'vllm': { server: ServerFamily.VLLM, leadingPackage: 'vllm' },
};

/** The registry that holds a repository. */
export function registryOf(repository: string): RegistryName {
  return REPOSITORIES[repository]?.registry ?? 'deep-learning-containers';
}
