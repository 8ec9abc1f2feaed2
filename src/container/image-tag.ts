import { Token } from 'aws-cdk-lib/core';
import { ImageProfile } from './image-profile';
import { ServerFamily } from './server-family';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { Architecture } from '../instance/architecture';

/** What the name of a repository determines, and where the tags of its images contain the version of the server. */
interface RepositoryProfile {
  readonly server: ServerFamily;
  /** Set only if it applies to every image of the repository. */
  readonly acceleratorKind?: AcceleratorKind;
  /** Patterns for the parts of a tag, in order of precedence. The first group of a pattern is the version. */
  readonly versions: readonly RegExp[];
}

const { GPU, NEURON, NONE } = AcceleratorKind;

/** A full version, such as `0.25.1` or `0.22.1rc0`. A shorter one, such as `0.25`, changes with each release, so it is ignored. */
const VERSION = '(\\d+\\.\\d+\\.\\d+(?:(?:a|b|rc|post|dev)\\d+)?)';
const LEADING = [new RegExp(`^${VERSION}$`)];
const TRANSFORMERS = [after('transformers')];

/**
 * TGI for Neuron was numbered by Optimum Neuron (`optimum0.0.28`) until it joined the numbers of TGI itself (`optimum3.3.6`):
 * https://github.com/awslabs/llm-hosting-container/tree/main/huggingface/pytorch/optimum/docker
 */
const TGI = [after('tgi'), /^optimum([3-9]\.\d+\.\d+)$/];

const REPOSITORIES: Readonly<Record<string, RepositoryProfile>> = {
  'djl-inference': { server: ServerFamily.LMI, versions: [after('lmi'), ...LEADING] },
  'huggingface-llamacpp': { server: ServerFamily.LLAMA_CPP, versions: [/^(b\d+)$/] },
  'huggingface-pytorch-inference': { server: ServerFamily.INFERENCE_TOOLKIT, versions: TRANSFORMERS },
  'huggingface-pytorch-inference-neuron': { server: ServerFamily.INFERENCE_TOOLKIT, acceleratorKind: NEURON, versions: TRANSFORMERS },
  'huggingface-pytorch-inference-neuronx': { server: ServerFamily.INFERENCE_TOOLKIT, acceleratorKind: NEURON, versions: TRANSFORMERS },
  'huggingface-pytorch-tgi-inference': { server: ServerFamily.TGI, versions: TGI },
  'huggingface-sglang': { server: ServerFamily.SGLANG, acceleratorKind: GPU, versions: LEADING },
  'huggingface-tensorflow-inference': { server: ServerFamily.INFERENCE_TOOLKIT, versions: TRANSFORMERS },
  'huggingface-vllm': { server: ServerFamily.VLLM, acceleratorKind: GPU, versions: LEADING },
  'huggingface-vllm-inference-neuronx': { server: ServerFamily.VLLM, acceleratorKind: NEURON, versions: LEADING },
  'huggingface-vllm-omni': { server: ServerFamily.VLLM_OMNI, acceleratorKind: GPU, versions: LEADING },
  'sglang': { server: ServerFamily.SGLANG, acceleratorKind: GPU, versions: LEADING },
  'tei': { server: ServerFamily.TEI, acceleratorKind: GPU, versions: [after('tei')] },
  'tei-cpu': { server: ServerFamily.TEI, acceleratorKind: NONE, versions: [after('tei')] },
  'vllm': { server: ServerFamily.VLLM, acceleratorKind: GPU, versions: LEADING },
};

/** The parts of a tag that identify an accelerator. */
const DEVICES: ReadonlyArray<readonly [RegExp, AcceleratorKind]> = [
  [/^(neuronx?|inf\d*)$/, NEURON],
  [/^(gpu|cuda|cu\d{2,3})$/, GPU],
  [/^cpu$/, NONE],
];

/**
 * Reads the properties of an image from its repository and tag, according to the naming scheme of AWS Deep Learning Containers.
 *
 * Only the last part of the repository name counts, so the prefix of a mirror is ignored.
 *
 * @returns undefined for an unknown repository
 */
export function profileOfTag(repository: string, tag: string): ImageProfile | undefined {
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  const known = entryOf(REPOSITORIES, name.replace(/-arm64$/, ''));
  if (!known) {
    return undefined;
  }
  const parts = isOpaque(tag) ? [] : tag.split('-');
  const profile: ImageProfile = {
    // the only server that shares a repository with another server
    server: name === 'vllm' && parts[0] === 'omni' ? ServerFamily.VLLM_OMNI : known.server,
    serverVersion: firstGroup(parts, known.versions),
    acceleratorKind: deviceOf(parts) ?? known.acceleratorKind,
    cudaVersion: firstGroup(parts, [/^cu(\d{2,3})$/])?.replace(/(\d)$/, '.$1'),
    architecture: [...parts, ...name.split('-')].includes('arm64') ? Architecture.ARM_64 : undefined,
  };
  return Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== undefined));
}

/** The accelerator in a tag; undefined if there is none. */
export function acceleratorOfTag(tag: string): AcceleratorKind | undefined {
  return isOpaque(tag) ? undefined : deviceOf(tag.split('-'));
}

function isOpaque(tag: string): boolean {
  return Token.isUnresolved(tag) || tag.startsWith('sha256:');
}

function deviceOf(parts: readonly string[]): AcceleratorKind | undefined {
  return DEVICES.find(([pattern]) => parts.some((part) => pattern.test(part)))?.[1];
}

function firstGroup(parts: readonly string[], patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const match = parts.map((part) => pattern.exec(part)).find((each) => each);
    if (match) {
      return match[1];
    }
  }
  return undefined;
}

function after(name: string): RegExp {
  return new RegExp(`^${name}${VERSION}$`);
}

/** Ignores inherited properties, because a repository may be called `constructor`. */
function entryOf<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
