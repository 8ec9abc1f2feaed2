import { ImageFacts } from './catalog-types';
import { REPOSITORIES } from '../../src/container/repositories';
import { ServerFamily } from '../../src/container/server-family';
import { AcceleratorKind } from '../../src/instance/accelerator-kind';
import { Architecture } from '../../src/instance/architecture';

/** What stands before a version in a tag, and the package that it is the version of. */
const PACKAGES: Readonly<Record<string, string>> = {
  deepspeed: 'deepspeed',
  fastertransformer: 'fasterTransformer',
  lmi: 'lmi',
  optimum: 'optimumNeuron',
  sdk: 'neuronSdk',
  tei: 'tei',
  tensorrtllm: 'tensorRtLlm',
  tgi: 'tgi',
  transformers: 'transformers',
};

const ACCELERATORS: Readonly<Record<string, AcceleratorKind>> = {
  cpu: AcceleratorKind.NONE,
  cuda: AcceleratorKind.GPU,
  gpu: AcceleratorKind.GPU,
  neuron: AcceleratorKind.NEURON,
  neuronx: AcceleratorKind.NEURON,
};

/** Reads the facts that are written in the name of an image. */
export function factsOfTag(repository: string, tag: string): ImageFacts {
  const { server, leadingPackage } = REPOSITORIES[repository];
  const parts = tag.split('-');
  const cuda = parts.find(part => /^cu\d{2,3}$/.test(part));
  const acceleratorKind = parts.map(part => ACCELERATORS[part]).find(kind => kind) ?? (cuda ? AcceleratorKind.GPU : undefined);
  if (!acceleratorKind) {
    throw new Error(`${repository}:${tag}: the tag must say for which device the image is (cpu, gpu, cuNNN, neuron or neuronx)`);
  }
  return withoutUndefined({
    server: tag.startsWith('omni-') ? ServerFamily.VLLM_OMNI : server,
    acceleratorKind,
    architecture: [...repository.split('-'), ...parts].includes('arm64') ? Architecture.ARM_64 : undefined,
    cudaVersion: cuda && cudaVersionOf(cuda),
    python: pythonVersionOf(parts.find(part => /^py\d{2,}$/.test(part))),
    operatingSystem: parts.find(part => /^(ubuntu|amzn)[\d.]+$/.test(part)),
    versions: versionsIn(parts, leadingPackage),
  });
}

/** `cu130` -> `13.0`. */
export function cudaVersionOf(component: string): string {
  return component.replace(/^cu(\d+)(\d)$/, '$1.$2');
}

/** `py312` -> `3.12`. */
export function pythonVersionOf(component?: string): string | undefined {
  return component?.replace(/^py(\d)(\d+)$/, '$1.$2');
}

/** A copy without the keys that have no value, so that JSON and comparisons do not see them. */
export function withoutUndefined<T extends object>(row: T): T {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as T;
}

function versionsIn(parts: string[], leadingPackage?: string): Record<string, string> {
  const versions: Record<string, string> = {};
  if (leadingPackage && /^b?\d/.test(parts[0])) {
    versions[leadingPackage] = parts[0];
  }
  for (const part of parts) {
    const [, name, version] = /^([a-z]+)(\d+(?:\.\d+)+)$/.exec(part) ?? [];
    if (name in PACKAGES) {
      versions[packageOf(name, version)] = version;
    }
  }
  return versions;
}

/** TGI for Neuron has two series of numbers: see `TGI` in src/container/repositories.ts. */
function packageOf(name: string, version: string): string {
  return name === 'optimum' && Number(version.split('.')[0]) >= 3 ? 'tgi' : PACKAGES[name];
}
