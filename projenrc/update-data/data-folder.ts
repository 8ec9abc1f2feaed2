import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { AcceleratorsData, AdditionalImage, Catalog } from './catalog-types';

/** The files that a run writes, by the part of the catalog that they hold. */
const FILES: Readonly<Record<keyof Catalog, string>> = {
  images: 'images.json',
  registries: 'registries.json',
  instanceTypes: 'instance-types.json',
};

/** What is in a data folder now; nothing where a file is missing, as at the very first run. */
export function readCatalog(folder: string): Catalog | undefined {
  const entries = Object.entries(FILES);
  if (!entries.every(([, file]) => existsSync(join(folder, file)))) {
    return undefined;
  }
  return Object.fromEntries(entries.map(([part, file]) => [part, readJson(folder, file)])) as unknown as Catalog;
}

/** The part of a data folder that is kept by hand. */
export function readHandKept(folder: string): { additionalImages: AdditionalImage[]; accelerators: AcceleratorsData } {
  const { images } = readJson<{ images: AdditionalImage[] }>(folder, 'additional-images.json');
  if (!Array.isArray(images)) {
    throw new Error(`${join(folder, 'additional-images.json')}: images: must be a list, got ${JSON.stringify(images)}`);
  }
  return {
    additionalImages: images,
    accelerators: readJson(folder, 'accelerators.json'),
  };
}

/** Writes the catalog; all of its text is there before the first file is touched. */
export function writeCatalog(folder: string, catalog: Catalog): void {
  const texts = Object.entries(FILES).map(([part, file]): [string, string] => [file, formatJson(catalog[part as keyof Catalog])]);
  for (const [file, text] of texts) {
    writeFileSync(join(folder, file), text);
  }
}

/** JSON with one row a line, so that a change of one row is a change of one line. */
export function formatJson(value: unknown): string {
  return `${formatNested(value, '')}\n`;
}

function formatNested(value: unknown, indent: string): string {
  if (isRow(value, indent)) {
    return JSON.stringify(value);
  }
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => inner + formatNested(item, inner)).join(',\n')}\n${indent}]`;
  }
  const lines = Object.entries(value as object).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${formatNested(item, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** A row holds facts; the objects and lists above it, down to the second level, hold rows. */
function isRow(value: unknown, indent: string): boolean {
  const depth = indent.length / 2;
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0 || depth > 2
    || (depth === 2 && Object.values(value).some((item) => typeof item !== 'string' || !/^\d{12}$/.test(item)));
}

function readJson<T>(folder: string, file: string): T {
  try {
    return JSON.parse(readFileSync(join(folder, file), 'utf8'));
  } catch (error) {
    throw new Error(`${join(folder, file)}: must be a JSON file, got: ${(error as Error).message}`);
  }
}
