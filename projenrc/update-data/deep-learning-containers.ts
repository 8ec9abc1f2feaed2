import { ImageFacts } from './catalog-types';
import { cudaVersionOf, pythonVersionOf, withoutUndefined } from './tag-facts';
import { asText, asTexts, DLC_FOLDER, UpstreamFiles, yamlOf } from './upstream-files';
import { UpstreamImage } from './upstream-image';
import { REPOSITORIES } from '../../src/container/repositories';
import { ServerFamily } from '../../src/container/server-family';
import { AcceleratorKind } from '../../src/instance/accelerator-kind';

const ACCELERATORS: Readonly<Record<string, AcceleratorKind>> = {
  cpu: AcceleratorKind.NONE,
  gpu: AcceleratorKind.GPU,
  neuronx: AcceleratorKind.NEURON,
};

/** The package that `version` is the version of, where a tag such as `server-sagemaker-cuda-v2.3` does not say it. */
const VERSIONED: Readonly<Record<string, { readonly server: ServerFamily; readonly package: string }>> = {
  'vLLM': { server: ServerFamily.VLLM, package: 'vllm' },
  'vLLM-Omni': { server: ServerFamily.VLLM_OMNI, package: 'vllmOmni' },
  'SGLang': { server: ServerFamily.SGLANG, package: 'sglang' },
};

/** The images that the data behind AWS's list of Deep Learning Containers names: one file for each image. */
export function imagesOfDeepLearningContainers(files: UpstreamFiles): UpstreamImage[] {
  const paths = Object.keys(files).filter(path => path.startsWith(`${DLC_FOLDER}/`) && path.endsWith('.yml'));
  const images = paths.sort().flatMap(path => imageOf(files, path));
  if (images.length === 0) {
    throw new Error(`${DLC_FOLDER}: must hold a .yml file for each image, got none for SageMaker`);
  }
  return images;
}

function imageOf(files: UpstreamFiles, path: string): UpstreamImage[] {
  // a folder has the name of its repository, unless a file names another one
  const folder = path.slice(DLC_FOLDER.length + 1).split('/')[0];
  const fields = yamlOf(files, path);
  const repository = optionalText(fields, 'ecr_repository', path) ?? folder;
  // images for EC2 of the same repository are not made for SageMaker's endpoints
  if (!(repository in REPOSITORIES) || asText(fields.platform, `${path}: platform`) !== 'sagemaker') {
    return [];
  }
  // the first tag names this image; those after it move to the next one, and are in several files
  const [tag] = asTexts(fields.tags, `${path}: tags`);
  return [{ repository, tag, list: 'deep-learning-containers', path, facts: factsOf(fields, tag, path) }];
}

function factsOf(fields: Record<string, unknown>, tag: string, path: string): Partial<ImageFacts> {
  const accelerator = asText(fields.accelerator, `${path}: accelerator`);
  if (!(accelerator in ACCELERATORS)) {
    throw new Error(`${path}: accelerator: must be one of ${Object.keys(ACCELERATORS).join(', ')}, got '${accelerator}'`);
  }
  const cuda = optionalText(fields, 'cuda', path);
  const versioned = VERSIONED[asText(fields.framework, `${path}: framework`)];
  return withoutUndefined({
    server: versioned?.server,
    acceleratorKind: ACCELERATORS[accelerator],
    cudaVersion: cuda && cudaVersionOf(cuda),
    python: pythonVersionOf(optionalText(fields, 'python', path)),
    operatingSystem: optionalText(fields, 'os', path),
    versions: {
      // a tag that begins with a version says it whole, where the file may say `0.11` for 0.11.0
      ...versioned && !/^\d/.test(tag) && { [versioned.package]: publicVersion(asText(fields.version, `${path}: version`)) },
      ...engineVersions(optionalText(fields, 'engine', path)),
    },
  });
}

/** `0.27.0+amzn2023.4bdc8a78` -> `0.27.0`: what follows is AWS's own mark. */
function publicVersion(version: string): string {
  return version.split('+')[0];
}

/** `LMI 28.0.0, vLLM 0.26.0` -> the version of vLLM; the others are in the tag. */
function engineVersions(engine: string = ''): Record<string, string> {
  const version = /vLLM (\d[\w.]*)/.exec(engine)?.[1];
  return version ? { vllm: version } : {};
}

function optionalText(fields: Record<string, unknown>, name: string, path: string): string | undefined {
  return fields[name] === undefined ? undefined : asText(fields[name], `${path}: ${name}`);
}
