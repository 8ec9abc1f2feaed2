import { asRecord, asText, asTexts, jsonOf, SDK_FOLDER, SDK_FRAMEWORKS, UpstreamFiles } from './upstream-files';
import { UpstreamImage } from './upstream-image';
import { REPOSITORIES } from '../../src/container/repositories';

/** A version of a framework in the SDK's table, with what other parts of the file contain about it. */
interface Entry {
  readonly framework: string;
  readonly version: string;
  readonly path: string;
  /** The file and the field, for errors. */
  readonly where: string;
  readonly fields: Record<string, unknown>;
  /** The start of the tag where the entry has none itself. */
  readonly prefix?: string;
}

/** The images for inference that the SageMaker SDK names, with the regions and accounts that it names for them. */
export function imagesOfSageMakerSdk(files: UpstreamFiles): UpstreamImage[] {
  return SDK_FRAMEWORKS.flatMap(framework => entriesOf(files, framework).flatMap(imagesOfEntry));
}

function entriesOf(files: UpstreamFiles, framework: string): Entry[] {
  const path = `${SDK_FOLDER}/${framework}.json`;
  const content = jsonOf(files, path);
  const scope = 'versions' in content ? content : asRecord(content.inference, `${path}: inference`);
  return Object.entries(asRecord(scope.versions, `${path}: versions`)).flatMap(([version, value]) => {
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
  if (!(repository in REPOSITORIES)) {
    throw new Error(`${where}.repository: must be one of ${Object.keys(REPOSITORIES).join(', ')}, got '${repository}'`);
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
    return [start, deviceOf(processor, repository), python, sdk, end].filter(part => part).join('-');
  })));
}

/** The SDK writes a family of instances where the tag says which of the two Neuron SDKs is inside. */
function deviceOf(processor: string, repository: string): string {
  if (processor === 'cpu' || processor === 'gpu') {
    return processor;
  }
  return repository.endsWith('-neuron') ? 'neuron' : 'neuronx';
}
