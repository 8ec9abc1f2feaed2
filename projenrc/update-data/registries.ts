import { CatalogInputs, ImageRow, RegistriesData } from './catalog-types';
import { keyOf } from './images';
import { compareNaturally } from './natural-order';
import { Availability, UpstreamImage } from './upstream-image';
import { RegistryName, registryOf } from '../../src/container/repositories';

type Accounts = Record<RegistryName, Record<string, string>>;

/** The images without the regions that aws-cdk-lib does not know: it says which partition and DNS suffix a region has. */
export function withKnownRegions(images: readonly UpstreamImage[], inputs: CatalogInputs): UpstreamImage[] {
  return images.map(image => {
    const unknown = unknownRegions(image, inputs);
    return unknown.length === 0 ? image : { ...image, availability: withoutRegions(image.availability!, unknown) };
  });
}

/** A warning for each region that aws-cdk-lib does not know, with the files that name it. */
export function unknownRegionWarnings(images: readonly UpstreamImage[], inputs: CatalogInputs): string[] {
  const filesOf = new Map<string, Set<string>>();
  for (const image of images) {
    for (const region of unknownRegions(image, inputs)) {
      filesOf.set(region, (filesOf.get(region) ?? new Set()).add(image.path));
    }
  }
  return [...filesOf].map(([region, files]) =>
    `${[...files].join(', ')}: region ${region} is left out, since aws-cdk-lib does not know it (upgrade aws-cdk-lib)`);
}

/** The accounts of both registries in every region: the SDK repeats them with each image, and aws-cdk-lib may know a newer region. */
export function registryAccounts(images: readonly UpstreamImage[], inputs: CatalogInputs): Accounts {
  const accounts: Accounts = { 'deep-learning-containers': {}, 'sagemaker-algorithms': {} };
  for (const { repository, path, availability } of images) {
    const registry = registryOf(repository);
    for (const [region, account] of Object.entries(availability?.accounts ?? {})) {
      const other = accounts[registry][region] ?? account;
      if (other !== account) {
        throw new Error(`${path}: account of ${registry} in ${region}: must be ${other} as for other images, got ${account}`);
      }
      accounts[registry][region] = account;
    }
  }
  for (const { name, deepLearningContainersAccount: account } of inputs.regions) {
    const other = accounts['deep-learning-containers'][name] ?? account;
    if (account && other !== account) {
      throw new Error(`aws-cdk-lib: account of deep-learning-containers in ${name}: must be ${other} as in the SageMaker SDK, got ${account}`);
    }
    if (account) {
      accounts['deep-learning-containers'][name] = account;
    }
  }
  return {
    'deep-learning-containers': sorted(accounts['deep-learning-containers']),
    'sagemaker-algorithms': sorted(accounts['sagemaker-algorithms']),
  };
}

/** The lists of regions that images share, each under a name, and which image has which. */
export interface RegionSets {
  readonly sets: Readonly<Record<string, readonly string[]>>;
  /** The name of the set by `repository:tag`. */
  readonly ofImages: Readonly<Record<string, string>>;
}

/** Names each list of regions after the first framework of the SDK that has it, and after its version where the name is taken. */
export function regionSets(images: readonly UpstreamImage[], inputs: CatalogInputs): RegionSets {
  const sets = new Map<string, readonly string[]>();
  const ofImages: Record<string, string> = {};
  for (const image of inNamingOrder(images)) {
    const { framework, version, accounts } = image.availability;
    const name = nameOfSet(sets, Object.keys(accounts).sort(), [framework, `${framework}-${version}`, keyOf(image)]);
    const other = ofImages[keyOf(image)] ??= name;
    if (other !== name) {
      throw new Error(`${image.path}: regions of ${keyOf(image)}: must be those of the set '${other}', got those of '${name}'`);
    }
  }
  for (const row of rowsWithoutSet(inputs, ofImages)) {
    const regions = inputs.previous!.registries.regionSets[row.regions!];
    ofImages[keyOf(row)] = nameOfSet(sets, regions, [row.regions!, `kept-${row.regions}`, keyOf(row)]);
  }
  return { sets: Object.fromEntries([...sets].sort(([left], [right]) => compareNaturally(left, right))), ofImages };
}

/** data/registries.json. */
export function registriesData(accounts: Accounts, sets: RegionSets, inputs: CatalogInputs, sources: readonly string[]): RegistriesData {
  const suffixes = inputs.regions.map(({ partition, dnsSuffix }): [string, { dnsSuffix: string }] => [partition, { dnsSuffix }]);
  return {
    sources,
    partitions: sorted(Object.fromEntries(suffixes)),
    regions: sorted(Object.fromEntries(inputs.regions.map(({ name, partition }) => [name, partition]))),
    registries: accounts,
    regionSets: sets.sets,
  };
}

type AvailableImage = UpstreamImage & { readonly availability: Availability };

/** The order in which sets get their names: it must not depend on the order of a file. */
function inNamingOrder(images: readonly UpstreamImage[]): AvailableImage[] {
  const available = images.filter((image): image is AvailableImage => image.availability !== undefined);
  return available.sort((left, right) => compareNaturally(left.availability.framework, right.availability.framework)
    || compareNaturally(left.availability.version, right.availability.version) || compareNaturally(keyOf(left), keyOf(right)));
}

/** The images that had a set of regions before, and that the SDK does not name any more. */
function rowsWithoutSet({ previous }: CatalogInputs, ofImages: Readonly<Record<string, string>>): ImageRow[] {
  return previous?.images.images.filter(row => row.regions !== undefined && !(keyOf(row) in ofImages)) ?? [];
}

function unknownRegions({ availability }: UpstreamImage, { regions }: CatalogInputs): string[] {
  return Object.keys(availability?.accounts ?? {}).filter(region => !regions.some(({ name }) => name === region));
}

function withoutRegions(availability: Availability, regions: readonly string[]): Availability {
  return { ...availability, accounts: Object.fromEntries(Object.entries(availability.accounts).filter(([region]) => !regions.includes(region))) };
}

function nameOfSet(sets: Map<string, readonly string[]>, regions: readonly string[], names: readonly string[]): string {
  const same = [...sets].find(([, others]) => others.join() === regions.join());
  if (same) {
    return same[0];
  }
  const name = names.find(candidate => !sets.has(candidate))!;
  sets.set(name, regions);
  return name;
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([left], [right]) => compareNaturally(left, right)));
}
