import { Token } from 'aws-cdk-lib/core';
import { ImageProfile } from './image-profile';
import { repositoryOf } from './repositories';
import { ServerFamily } from './server-family';
import { AcceleratorKind } from '../instance/accelerator-kind';
import { Architecture } from '../instance/architecture';

const { GPU, NEURON, NONE } = AcceleratorKind;

/** The parts of a tag that name a device. */
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
  const known = repositoryOf(name) ?? repositoryOf(name.replace(/-arm64$/, ''));
  if (!known) {
    return undefined;
  }
  const parts = Token.isUnresolved(tag) ? [] : tag.split('-');
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
  return Token.isUnresolved(tag) ? undefined : deviceOf(tag.split('-'));
}

function deviceOf(parts: readonly string[]): AcceleratorKind | undefined {
  return DEVICES.find(([pattern]) => parts.some(part => pattern.test(part)))?.[1];
}

function firstGroup(parts: readonly string[], patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const match = parts.map(part => pattern.exec(part)).find(each => each);
    if (match) {
      return match[1];
    }
  }
  return undefined;
}
