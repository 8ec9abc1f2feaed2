import { ServerFamily } from './server-family';
import { ownEntry } from '../common/own-entry';
import { AcceleratorKind } from '../instance/accelerator-kind';

/** An ECR registry that has an account in each region. */
export type RegistryName = 'deep-learning-containers' | 'sagemaker-algorithms';

/** What the name of a repository says about its images, and how to read their tags. */
export interface Repository {
  readonly server: ServerFamily;

  /** @default 'deep-learning-containers' */
  readonly registry?: RegistryName;

  /** Only if it is the same for every image of the repository. */
  readonly acceleratorKind?: AcceleratorKind;

  /** The package whose version a tag begins with, for the catalog; undefined for TEI, where `2.0.1-` is not the version of a package. */
  readonly leadingPackage?: string;

  /** Patterns for the parts of a tag, in this order; the first group is the version of the server. */
  readonly versions: readonly RegExp[];
}

const { GPU, NEURON, NONE } = AcceleratorKind;

/** A complete version, such as `0.25.1` or `0.22.1rc0`. A shorter one such as `0.25` moves with each release, so it says nothing. */
const VERSION = '(\\d+\\.\\d+\\.\\d+(?:(?:a|b|rc|post|dev)\\d+)?)';
const LEADING = [new RegExp(`^${VERSION}$`)];
const TOOLKIT = { server: ServerFamily.INFERENCE_TOOLKIT, versions: [after('transformers')] };

/**
 * TGI for Neuron was numbered by Optimum Neuron (`optimum0.0.28`) until it joined the numbers of TGI itself (`optimum3.3.6`):
 * https://github.com/awslabs/llm-hosting-container/tree/main/huggingface/pytorch/optimum/docker
 */
const TGI = [after('tgi'), /^optimum([3-9]\.\d+\.\d+)$/];

/**
 * The repositories whose images serve a model on a SageMaker endpoint.
 *
 * The catalog has no image of any other repository: not of those for training, and not of `huggingface-llama.cpp`, which hub-docs names by
 * mistake. The SageMaker SDK and deep-learning-containers call it `huggingface-llamacpp`.
 */
export const REPOSITORIES: Readonly<Record<string, Repository>> = {
  'djl-inference': { server: ServerFamily.LMI, leadingPackage: 'djlServing', versions: [after('lmi'), ...LEADING] },
  'huggingface-llamacpp': { server: ServerFamily.LLAMA_CPP, leadingPackage: 'llamaCpp', versions: [/^(b\d+)$/] },
  'huggingface-pytorch-inference': { ...TOOLKIT, leadingPackage: 'pytorch' },
  'huggingface-pytorch-inference-neuron': { ...TOOLKIT, acceleratorKind: NEURON, leadingPackage: 'pytorch' },
  'huggingface-pytorch-inference-neuronx': { ...TOOLKIT, acceleratorKind: NEURON, leadingPackage: 'pytorch' },
  'huggingface-pytorch-tgi-inference': { server: ServerFamily.TGI, leadingPackage: 'pytorch', versions: TGI },
  'huggingface-sglang': { server: ServerFamily.SGLANG, acceleratorKind: GPU, leadingPackage: 'sglang', versions: LEADING },
  'huggingface-tensorflow-inference': { ...TOOLKIT, leadingPackage: 'tensorflow' },
  'huggingface-vllm': { server: ServerFamily.VLLM, acceleratorKind: GPU, leadingPackage: 'vllm', versions: LEADING },
  'huggingface-vllm-inference-neuronx': { server: ServerFamily.VLLM, acceleratorKind: NEURON, leadingPackage: 'vllm', versions: LEADING },
  'huggingface-vllm-omni': { server: ServerFamily.VLLM_OMNI, acceleratorKind: GPU, leadingPackage: 'vllmOmni', versions: LEADING },
  'llama-cpp': { server: ServerFamily.LLAMA_CPP, versions: [] },
  'llama-cpp-arm64': { server: ServerFamily.LLAMA_CPP, acceleratorKind: NONE, versions: [] },
  'sglang': { server: ServerFamily.SGLANG, acceleratorKind: GPU, leadingPackage: 'sglang', versions: LEADING },
  'tei': { server: ServerFamily.TEI, registry: 'sagemaker-algorithms', acceleratorKind: GPU, versions: [after('tei')] },
  'tei-cpu': { server: ServerFamily.TEI, registry: 'sagemaker-algorithms', acceleratorKind: NONE, versions: [after('tei')] },
  'vllm': { server: ServerFamily.VLLM, leadingPackage: 'vllm', versions: LEADING },
};

/** The facts about a repository of AWS; undefined if it is not known. A repository may be called `constructor`. */
export function repositoryOf(name: string): Repository | undefined {
  return ownEntry(REPOSITORIES, name);
}

/**
 * The registry of a repository of AWS.
 *
 * @see https://github.com/aws/sagemaker-python-sdk/tree/master/sagemaker-core/src/sagemaker/core/image_uri_config
 */
export function registryOf(repositoryName: string): RegistryName {
  return repositoryOf(repositoryName)?.registry ?? 'deep-learning-containers';
}

function after(name: string): RegExp {
  return new RegExp(`^${name}${VERSION}$`);
}
