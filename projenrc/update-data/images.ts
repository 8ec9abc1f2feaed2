import { AdditionalImage, ImageFacts, ImageList, ImageRow } from './catalog-types';
import { imagesOfDeepLearningContainers } from './deep-learning-containers';
import { imagesOfDocumentation } from './documentation-pages';
import { withFullTags } from './moving-tags';
import { compareNaturally } from './natural-order';
import { imagesOfSageMakerSdk } from './sagemaker-sdk';
import { factsOfTag, withoutUndefined } from './tag-facts';
import { UpstreamFiles } from './upstream-files';
import { isKnownRepository, SkippedImage, UpstreamImage } from './upstream-image';
import { REPOSITORIES } from '../../src/container/repositories';

const ADDITIONAL_IMAGES_FILE = 'data/additional-images.json';

/** Every image that any of the lists names, as often as it is named; `report` gets a line on those that are left out. */
export function upstreamImages(
  files: UpstreamFiles, additionalImages: readonly AdditionalImage[], report: (line: string) => void,
): readonly UpstreamImage[] {
  const lists = [imagesOfDeepLearningContainers(files), imagesOfSageMakerSdk(files), ...imagesOfDocumentation(files)];
  skippedLines(lists.flatMap(({ skipped }) => skipped)).forEach(report);
  const { images, unresolved } = withFullTags([...lists.flatMap(list => list.images), ...additionalImages.map(imageOfAdditional)]);
  unresolved.forEach(line => report(`warning: ${line}`));
  return images;
}

/** The number of images of each repository that the library does not know, by list. */
function skippedLines(skipped: readonly SkippedImage[]): string[] {
  const counts = new Map<string, number>();
  for (const { repository, list } of skipped) {
    counts.set(`${repository} ${list}`, (counts.get(`${repository} ${list}`) ?? 0) + 1);
  }
  return [...counts].sort(([left], [right]) => compareNaturally(left, right)).map(([key, count]) => {
    const [repository, list] = key.split(' ');
    return `skipped: ${repository}, ${count} image${count === 1 ? '' : 's'} (${list})`;
  });
}

/**
 * The rows of data/images.json: one for each image that is named, and those of before that nobody names any more.
 *
 * @param regionSets the name of the set of regions of an image of the SDK, by `repository:tag`
 */
export function imageRows(
  images: readonly UpstreamImage[], previous: readonly ImageRow[], regionSets: Readonly<Record<string, string>>,
): ImageRow[] {
  const rows = new Map(previous.map((row): [string, ImageRow] => [keyOf(row), { ...row, listedBy: [] }]));
  for (const [key, named] of groupByKey(images)) {
    rows.set(key, rowOf(named));
  }
  const withRegions = [...rows].map(([key, row]) => rowWithRegions(row, regionSets[key]));
  return withRegions.sort((left, right) => compareNaturally(left.repository, right.repository) || compareNaturally(left.tag, right.tag));
}

/** What names an image within AWS's registries. */
export function keyOf({ repository, tag }: { readonly repository: string; readonly tag: string }): string {
  return `${repository}:${tag}`;
}

function groupByKey(images: readonly UpstreamImage[]): Map<string, UpstreamImage[]> {
  const groups = new Map<string, UpstreamImage[]>();
  for (const image of images) {
    groups.set(keyOf(image), [...groups.get(keyOf(image)) ?? [], image]);
  }
  return groups;
}

function rowOf(named: readonly UpstreamImage[]): ImageRow {
  const { repository, tag } = named[0];
  let facts = factsOfTag(repository, tag);
  for (const image of named) {
    facts = mergedFacts(facts, image);
  }
  const versions = Object.fromEntries(Object.entries(facts.versions).sort(([left], [right]) => compareNaturally(left, right)));
  const listedBy = [...new Set(named.map(image => image.list))].sort() as ImageList[];
  return { repository, tag, ...facts, versions, listedBy };
}

/** A list may add to what the tag says, and must not contradict it. */
function mergedFacts(facts: ImageFacts, image: UpstreamImage): ImageFacts {
  const { versions, ...others } = image.facts ?? {};
  for (const [name, value] of [...Object.entries(others), ...Object.entries(versions ?? {})]) {
    const known = ({ ...facts, ...facts.versions } as Record<string, unknown>)[name];
    if (known !== undefined && known !== value) {
      throw new Error(`${image.path}: ${name} of ${keyOf(image)}: must be '${known}' as in the tag, got '${value}'`);
    }
  }
  return { ...facts, ...others, versions: { ...facts.versions, ...versions } };
}

function rowWithRegions(row: ImageRow, regions: string | undefined): ImageRow {
  const { repository, tag, server, acceleratorKind, architecture, cudaVersion, python, operatingSystem, supportedUntil, versions, listedBy } = row;
  return withoutUndefined({
    repository, tag, server, acceleratorKind, architecture, cudaVersion, python, operatingSystem, supportedUntil, versions, regions, listedBy,
  });
}

function imageOfAdditional({ repository, tag, facts }: AdditionalImage): UpstreamImage {
  if (!isKnownRepository(repository)) {
    throw new Error(`${ADDITIONAL_IMAGES_FILE}: repository: must be one of ${Object.keys(REPOSITORIES).join(', ')}, got '${repository}'`);
  }
  return { repository, tag, list: 'additional-images', path: ADDITIONAL_IMAGES_FILE, facts };
}
