import { asRecord, asText, asTexts, GPU_INFO_FILE, jsonOf, pathsOf, SDK_FOLDER, UPSTREAM_SOURCES, UpstreamFiles } from './upstream-files';
import { isKnownRepository, NamedImages, UpstreamImage } from './upstream-image';

/** A version of a framework in the SDK's table, with what other places of the file say about it. */
interface Entry {
  readonly framework: string;
  readonly version: string;
  readonly path: string;
  /** The file and the field, for errors. */
  readonly where: string;
  readonly fields: Record<string, unknown>;
  /** The start of the tag, if the entry has none itself. */
  readonly prefix?: string;
}

/** The images for inference that the SageMaker SDK names, with the regions and accounts that it names for them. */
export function imagesOfSageMakerSdk(files: UpstreamFiles): NamedImages {
  const paths = pathsOf(UPSTREAM_SOURCES.sdk, files).filter(path => path !== GPU_INFO_FILE);
  const tables = paths.flatMap(path => tablesOf(path, jsonOf(files, path)));
  const images = tables.filter(({ content }) => repositoriesIn(content).some(isKnownRepository)).flatMap(entriesOf).flatMap(imagesOfEntry);
  if (images.length === 0) {
    throw new Error(`${SDK_FOLDER}: must hold a .json file for each framework, got none that names a known repository`);
  }
  const skipped = tables.flatMap(({ content }) => repositoriesIn(content)).filter(repository => !isKnownRepository(repository));
  return { images, skipped: skipped.map(repository => ({ repository, list: 'sagemaker-python-sdk' })) };
}

/** The images of a framework for one kind of job. */
interface Table {
  readonly framework: string;
  readonly path: string;
  readonly content: Record<string, unknown>;
}

/** A file has one table, or one for each kind of job, of which those for inference are of use here. */
function tablesOf(path: string, file: Record<string, unknown>): Table[] {
  const framework = path.slice(SDK_FOLDER.length + 1).replace(/\.json$/, '');
  const jobs = Object.keys(file).filter(name => name.startsWith('inference'));
  const contents = 'versions' in file ? [file] : jobs.map(name => asRecord(file[name], `${path}: ${name}`));
  return contents.map(content => ({ framework, path, content }));
}

/** Each repository that is named anywhere in a table: one of other uses may have any form. */
function repositoriesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, nested]) => name === 'repository' && typeof nested === 'string' ? [nested] : repositoriesIn(nested));
}

function entriesOf({ framework, path, content }: Table): Entry[] {
  return Object.entries(asRecord(content.versions, `${path}: versions`)).flatMap(([version, value]) => {
    const where = `${path}: versions['${version}']`;
    const fields = asRecord(value, where);
    if ('repository' in fields) {
      return [{ framework, version, path, where, fields }];
    }
    return Object.entries(fields).filter(([name]) => name !== 'version_aliases').map(([base, nested]) => ({
      framework,
      version,
      path,
      where: `${where}['${base}']`,
      fields: asRecord(nested, `${where}['${base}']`),
      // a base is a framework with its version, such as pytorch2.6.0
      prefix: `${base.replace(/^[a-z]+/, '')}-transformers${version}`,
    }));
  });
}

function imagesOfEntry(entry: Entry): UpstreamImage[] {
  const { framework, version, path, where, fields } = entry;
  const repository = asText(fields.repository, `${where}.repository`);
  if (!isKnownRepository(repository)) {
    return [];
  }
  const accounts = accountsOf(fields.registries, `${where}.registries`);
  return tagsOf(entry, repository).map(tag => ({
    repository, tag, list: 'sagemaker-python-sdk', path, availability: { framework, version, accounts },
  }));
}

function accountsOf(registries: unknown, where: string): Record<string, string> {
  const accounts = asRecord(registries, where);
  for (const [region, account] of Object.entries(accounts)) {
    if (!/^\d{12}$/.test(String(account))) {
      throw new Error(`${where}['${region}']: must be the twelve digits of an account, got ${JSON.stringify(account)}`);
    }
  }
  return accounts as Record<string, string>;
}

/** The SDK puts a tag together from these parts: `retrieve` in sagemaker-core/src/sagemaker/core/image_uris.py. */
function tagsOf({ fields, prefix, where }: Entry, repository: string): string[] {
  const start = prefix ?? asText(fields.tag_prefix, `${where}.tag_prefix`);
  if (fields.container_version === undefined) {
    return [start];
  }
  const containers = asRecord(fields.container_version, `${where}.container_version`);
  const pythons = fields.py_versions === undefined ? [''] : asTexts(fields.py_versions, `${where}.py_versions`);
  const sdks = fields.sdk_versions === undefined ? [''] : asTexts(fields.sdk_versions, `${where}.sdk_versions`);
  return Object.entries(containers).flatMap(([processor, container]) => pythons.flatMap(python => sdks.map(sdk => {
    const end = asText(container, `${where}.container_version.${processor}`);
    const device = fields.processor_in_tag === false ? '' : deviceOf(processor, repository);
    return [start, device, python, sdk, end].filter(part => part).join('-');
  })));
}

/** The SDK writes a family of instances where the tag says which of the two Neuron SDKs is inside. */
function deviceOf(processor: string, repository: string): string {
  if (processor === 'cpu' || processor === 'gpu') {
    return processor;
  }
  return repository.endsWith('-neuron') ? 'neuron' : 'neuronx';
}
