import { SERVERS } from './servers';
import { AcceleratorKind } from '../../src/instance/accelerator-kind';
import { ImageRow } from '../update-data/catalog-types';

/** The names of packages, in the order in which they are listed. */
const PACKAGES: Readonly<Record<string, string>> = {
  djlServing: 'DJL Serving',
  deepspeed: 'DeepSpeed',
  fasterTransformer: 'FasterTransformer',
  tensorRtLlm: 'TensorRT-LLM',
  vllm: 'vLLM',
  pytorch: 'PyTorch',
  tensorflow: 'TensorFlow',
  transformers: 'Transformers',
  optimumNeuron: 'Optimum Neuron',
  neuronSdk: 'Neuron SDK',
};

/** The AWS repositories of servers for which Hugging Face also publishes images. */
const AWS_REPOSITORIES: readonly string[] = ['sglang', 'vllm'];

const SYSTEMS: Readonly<Record<string, string>> = { amzn: 'Amazon Linux', ubuntu: 'Ubuntu' };

/** Describes an image in one line, such as `Text Generation Inference 3.3.6 (PyTorch 2.7.0) for GPU with CUDA 12.4, Python 3.11, Ubuntu 22.04.` */
export function describeImage(image: ImageRow): string {
  const { name, packages: [ownPackage] } = SERVERS[image.server];
  const { [ownPackage]: version, ...others } = image.versions;
  const packages = Object.keys(PACKAGES).filter(key => key in others).map(key => `${PACKAGES[key]} ${others[key]}`);
  const server = [name, version].filter(part => part).join(' ') + (packages.length > 0 ? ` (${packages.join(', ')})` : '');
  const maker = AWS_REPOSITORIES.includes(image.repository) ? 'by AWS ' : '';
  const parts = [
    `${maker}for ${deviceOf(image)}`,
    image.python && `Python ${image.python}`,
    image.operatingSystem && systemOf(image.operatingSystem),
    releaseOf(image.tag),
  ];
  return `${server} ${parts.filter(part => part).join(', ')}.`;
}

function deviceOf({ acceleratorKind, cudaVersion, tag }: ImageRow): string {
  switch (acceleratorKind) {
    case AcceleratorKind.GPU: return cudaVersion ? `GPU with CUDA ${cudaVersion}` : 'GPU';
    case AcceleratorKind.NEURON: return tag.includes('neuronx') ? 'AWS Inferentia2 and AWS Trainium' : 'AWS Inferentia';
    case AcceleratorKind.NONE: return tag.endsWith('-full') ? 'CPU with all engines' : 'CPU';
  }
}

function systemOf(operatingSystem: string): string {
  return operatingSystem.replace(/^([a-z]+)(.*)$/, (_, name, version) => `${SYSTEMS[name] ?? name} ${version}`);
}

/** The image release by AWS, such as `-v2.1` at the end of a tag. */
function releaseOf(tag: string): string | undefined {
  const release = /-(v\d+(\.\d+)*)$/.exec(tag)?.[1];
  return release && `image release ${release}`;
}
