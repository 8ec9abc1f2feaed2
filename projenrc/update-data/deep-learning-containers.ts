import { ImageFacts } from './catalog-types';
import { cudaVersionOf, pythonVersionOf, withoutUndefined } from './tag-facts';
import { asText, asTexts, DLC_FOLDER, pathsOf, UPSTREAM_SOURCES, UpstreamFiles, yamlOf } from './upstream-files';
import { isKnownRepository, NamedImages, UpstreamImage } from './upstream-image';
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
export function imagesOfDeepLearningContainers(files: UpstreamFiles): NamedImages {
  const entries = pathsOf(UPSTREAM_SOURCES.dlc, files).map(path => entryOf(files, path));
  const images = entries.filter(({ repository }) => isKnownRepository(repository)).flatMap(imageOf);
  if (images.length === 0) {
    throw new Error(`${DLC_FOLDER}: must hold a .yml file for each image, got none for SageMaker`);
  }
  const skipped = entries.filter(({ repository, fields }) => !isKnownRepository(repository) && fields.platform === SAGEMAKER);
  return { images, skipped: skipped.map(({ repository }) => ({ repository, list: 'deep-learning-containers' })) };
}

/** The images for EC2 of the same repositories are not made for SageMaker's endpoints. */
const SAGEMAKER = 'sagemaker';

/** What a file says about an image. */
interface Entry {
  readonly repository: string;
  readonly path: string;
  readonly fields: Record<string, unknown>;
}

/** A folder has the name of its repository, unless a file names another one. */
function entryOf(files: UpstreamFiles, path: string): Entry {
  const [folder] = path.slice(DLC_FOLDER.length + 1).split('/');
  const fields = yamlOf(files, path);
  return { repository: optionalText(fields, 'ecr_repository', path) ?? folder, path, fields };
}

function imageOf({ repository, path, fields }: Entry): UpstreamImage[] {
  if (asText(fields.platform, `${path}: platform`) !== SAGEMAKER) {
    return [];
  }
  // the first tag names this image; those after it move to the next one, and are in several files
  const [tag] = asTexts(fields.tags, `${path}: tags`);
  const version = publicVersion(asText(fields.version, `${path}: version`));
  return [{ repository, tag, list: 'deep-learning-containers', path, version, facts: factsOf(fields, tag, path) }];
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
    supportedUntil: dateOf(fields, 'eop', path),
    versions: {
      // a tag that begins with a version says it whole, where the file may say `0.11` for 0.11.0
      ...versioned && !/^\d/.test(tag) && { [versioned.package]: publicVersion(asText(fields.version, `${path}: version`)) },
      ...transformersVersion(optionalText(fields, 'transformers', path)),
      ...engineVersions(optionalText(fields, 'engine', path)),
    },
  });
}

/** `0.27.0+amzn2023.4bdc8a78` -> `0.27.0`: what follows is AWS's own mark. */
function publicVersion(version: string): string {
  return version.split('+')[0];
}

function transformersVersion(version: string | undefined): Record<string, string> {
  return version === undefined ? {} : { transformers: version };
}

/** A day, which YAML may read as a date. */
function dateOf(fields: Record<string, unknown>, name: string, path: string): string | undefined {
  const value = fields[name];
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : value;
  if (text !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(String(text))) {
    throw new Error(`${path}: ${name}: must be a day such as 2027-08-21, got ${JSON.stringify(text)}`);
  }
  return text as string | undefined;
}

/** `LMI 28.0.0, vLLM 0.26.0` -> the version of vLLM; the others are in the tag. */
function engineVersions(engine: string = ''): Record<string, string> {
  const version = /vLLM (\d[\w.]*)/.exec(engine)?.[1];
  return version ? { vllm: version } : {};
}

function optionalText(fields: Record<string, unknown>, name: string, path: string): string | undefined {
  return fields[name] === undefined ? undefined : asText(fields[name], `${path}: ${name}`);
}
