import { ProductionVariantInstanceType } from '@aws-sdk/client-sagemaker';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { catalogOf } from './catalog';
import { CatalogInputs } from './catalog-types';
import { readCatalog, readHandKept, writeCatalog } from './data-folder';
import { UpstreamFiles } from './upstream-files';

/** Renews the data folder from upstream's files: all of it, or, where anything is wrong with a file, nothing. */
export function updateData(dataFolder: string, files: UpstreamFiles): void {
  const inputs: CatalogInputs = {
    ...readHandKept(dataFolder),
    previous: readCatalog(dataFolder),
    instanceTypes: Object.values(ProductionVariantInstanceType),
    regions: RegionInfo.regions.map(({ name, partition, domainSuffix, dlcRepositoryAccount }) => ({
      name, partition: partition!, dnsSuffix: domainSuffix!, deepLearningContainersAccount: dlcRepositoryAccount,
    })),
  };
  writeCatalog(dataFolder, catalogOf(files, inputs));
}
