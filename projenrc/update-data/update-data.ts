import { ProductionVariantInstanceType } from '@aws-sdk/client-sagemaker';
import { partition as partitionOf } from '@aws-sdk/core/client';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { catalogOf } from './catalog';
import { CatalogInputs, KnownRegion } from './catalog-types';
import { readCatalog, readHandKept, writeCatalog } from './data-folder';
import { UpstreamFiles } from './upstream-files';

/** Renews the data folder from upstream's files: all of it, or nothing if anything is wrong with a file. */
export function updateData(dataFolder: string, files: UpstreamFiles, report: (line: string) => void): void {
  const inputs: CatalogInputs = {
    ...readHandKept(dataFolder),
    previous: readCatalog(dataFolder),
    instanceTypes: Object.values(ProductionVariantInstanceType),
    regions: RegionInfo.regions.map(({ name, partition, domainSuffix, dlcRepositoryAccount }) => ({
      name, partition: partition!, dnsSuffix: domainSuffix!, deepLearningContainersAccount: dlcRepositoryAccount,
    })),
    findRegion: regionOfSdk,
  };
  writeCatalog(dataFolder, catalogOf(files, inputs, report));
}

/** A region in the table of the AWS SDK for JavaScript, which describes the regions that it knows, and guesses the partition of others. */
function regionOfSdk(name: string): KnownRegion | undefined {
  const partition: ReturnType<typeof partitionOf> & { readonly description?: string } = partitionOf(name);
  return partition.description === undefined ? undefined : { name, partition: partition.name, dnsSuffix: partition.dnsSuffix };
}
