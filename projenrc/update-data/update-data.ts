import { ProductionVariantInstanceType } from '@aws-sdk/client-sagemaker';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { catalogueOf } from './catalog';
import { CatalogueInputs } from './catalog-types';
import { readCatalogue, readHandKept, writeCatalogue } from './data-folder';
import { UpstreamFiles } from './upstream-files';

/** Renews the data folder from upstream's files: all of it, or, where anything is wrong with a file, nothing. */
export function updateData(dataFolder: string, files: UpstreamFiles, warn: (message: string) => void): void {
  const inputs: CatalogueInputs = {
    ...readHandKept(dataFolder),
    previous: readCatalogue(dataFolder),
    instanceTypes: Object.values(ProductionVariantInstanceType),
    regions: RegionInfo.regions.map(({ name, partition, domainSuffix, dlcRepositoryAccount }) => ({
      name, partition: partition!, dnsSuffix: domainSuffix!, deepLearningContainersAccount: dlcRepositoryAccount,
    })),
  };
  writeCatalogue(dataFolder, catalogueOf(files, inputs, warn));
}
