import { RegistryName, registryOf } from '../../src/container/repositories';
import { Catalog, ImageRow } from '../update-data/catalog-types';

const REGISTRY_TITLES: Record<RegistryName, string> = {
  'deep-learning-containers': 'Deep Learning Containers',
  'sagemaker-algorithms': 'SageMaker algorithms (Text Embeddings Inference)',
};

/** Two Markdown tables: the regions of each registry, and the listed regions of each repository. */
export function supportedRegions({ images: { images }, registries: { registries, regionSets } }: Catalog): string[] {
  const names = Object.keys(registries) as RegistryName[];
  const repositories = [...new Set(images.map(({ repository }) => repository))];
  return [
    '| Registry | Regions with an account |',
    '|:--|:--|',
    ...names.map(name => [name, Object.keys(registries[name]).sort()] as const)
      .map(([name, regions]) => `| ${REGISTRY_TITLES[name]} | ${regions.length}: ${regions.join(', ')} |`),
    '',
    '| Repository | Images | Listed regions |',
    '|:--|--:|:--|',
    ...repositories.map(repository => {
      const rows = images.filter(row => row.repository === repository);
      return `| \`${repository}\` | ${rows.length} | ${listedFor(rows, regionSets, Object.keys(registries[registryOf(repository)]))} |`;
    }),
  ];
}

function listedFor(rows: ImageRow[], regionSets: Readonly<Record<string, readonly string[]>>, all: string[]): string {
  const listed = new Set(rows.flatMap(({ regions }) => regions ? regionSets[regions] : []));
  if (listed.size === 0) {
    return 'not listed by region';
  }
  const missing = all.filter(region => !listed.has(region)).sort();
  if (missing.length === 0) {
    return `all ${all.length} regions of the registry`;
  }
  return missing.length <= listed.size
    ? `${listed.size} regions: all except ${missing.join(', ')}`
    : `${listed.size} regions: ${[...listed].sort().join(', ')}`;
}
