import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';

/** The text of upstream's files by their path below the folder that holds them. */
export type UpstreamFiles = Readonly<Record<string, string>>;

/** Where a file or a folder of files stands upstream. */
export interface UpstreamSource {
  /** The path here: a file, or a folder if `listed` is given. */
  readonly local: string;
  readonly repository: string;
  readonly ref: string;
  /** The path there. */
  readonly remote: string;
  /** How the names of the files of a folder end. They are listed, because they change with every release. */
  readonly listed?: string;
}

/** The table of the dates of the sources. */
export const DATES_FILE = 'SOURCES.md';

export const DLC_FOLDER = 'deep-learning-containers/docs/src/data';
export const SDK_FOLDER = 'sagemaker-python-sdk';
export const GPU_INFO_FILE = `${SDK_FOLDER}/instance_gpu_info.json`;
export const HUB_DOCS_FILE = 'hub-docs/dlcs.md';
export const OPTIMUM_NEURON_FILE = 'optimum-neuron/containers.mdx';
export const KARPENTER_FILE = 'ec2/karpenter-instance-types.md';

export const UPSTREAM_SOURCES = {
  // version 3 of the SDK; version 2 is on another branch
  sdk: {
    local: SDK_FOLDER,
    repository: 'aws/sagemaker-python-sdk',
    ref: 'master',
    remote: 'sagemaker-core/src/sagemaker/core/image_uri_config',
    listed: '.json',
  },
  dlc: { local: DLC_FOLDER, repository: 'aws/deep-learning-containers', ref: 'main', remote: 'docs/src/data', listed: '.yml' },
  hubDocs: { local: HUB_DOCS_FILE, repository: 'huggingface/hub-docs', ref: 'main', remote: 'docs/sagemaker/source/get-started/dlcs.md' },
  optimumNeuron: { local: OPTIMUM_NEURON_FILE, repository: 'huggingface/optimum-neuron', ref: 'main', remote: 'docs/source/containers.mdx' },
  karpenter: {
    local: KARPENTER_FILE,
    repository: 'aws/karpenter-provider-aws',
    ref: 'main',
    remote: 'website/content/en/preview/reference/instance-types.md',
  },
} satisfies Record<string, UpstreamSource>;

/** The address at which a person reads a source. */
export function urlOf(source: UpstreamSource): string {
  return `https://github.com/${source.repository}/${source.listed ? 'tree' : 'blob'}/${source.ref}/${source.remote}`;
}

/** Reads upstream's files from a folder. */
export function readUpstreamFolder(folder: string): UpstreamFiles {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new Error(`--from must name a folder with upstream's files, got '${folder}'`);
  }
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(path => path.split('\\').join('/'));
  const wanted = [DATES_FILE, ...Object.values(UPSTREAM_SOURCES).map(source => source.local)];
  const files = paths.filter(path => wanted.some(local => path === local || path.startsWith(`${local}/`)) && statSync(join(folder, path)).isFile());
  return Object.fromEntries(files.sort().map(path => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** The paths of the files of a source that is a folder, in an order that does not depend on the machine. */
export function pathsOf({ local, listed }: UpstreamSource, files: UpstreamFiles): string[] {
  return Object.keys(files).filter(path => path.startsWith(`${local}/`) && path.endsWith(listed ?? '')).sort();
}

/** The text of a file that must be there. */
export function textOf(files: UpstreamFiles, path: string): string {
  const text = files[path];
  if (!text?.trim()) {
    throw new Error(`${path}: the file must be there and hold text, got ${text === undefined ? 'no file' : 'an empty file'}`);
  }
  return text;
}

/** The content of a JSON file that must be there. */
export function jsonOf(files: UpstreamFiles, path: string): Record<string, unknown> {
  return asRecord(parsed(path, 'JSON', () => JSON.parse(textOf(files, path))), path);
}

/** The content of a YAML file that must be there. */
export function yamlOf(files: UpstreamFiles, path: string): Record<string, unknown> {
  return asRecord(parsed(path, 'YAML', () => parse(textOf(files, path))), path);
}

/** A value that must be an object; `where` names the file and the field. */
export function asRecord(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${where}: must be an object, got ${JSON.stringify(value)}`);
  }
  return value as Record<string, unknown>;
}

/** A value that must be a text; `where` names the file and the field. */
export function asText(value: unknown, where: string): string {
  if (typeof value !== 'string' || !value) {
    throw new Error(`${where}: must be a text, got ${JSON.stringify(value)}`);
  }
  return value;
}

/** A value that must be a list of texts with at least one; `where` names the file and the field. */
export function asTexts(value: unknown, where: string): string[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new Error(`${where}: must be a list with at least one text, got ${JSON.stringify(value)}`);
  }
  return value.map((item, i) => asText(item, `${where}[${i}]`));
}

function parsed<T>(path: string, format: string, parser: () => T): T {
  try {
    return parser();
  } catch (error) {
    const message = (error as Error).message;
    throw new Error(message.startsWith(path) ? message : `${path}: must be ${format}, got: ${message.split('\n')[0]}`);
  }
}
