import { Catalog, CatalogInputs } from './catalog-types';
import { imageRows, upstreamImages } from './images';
import { instanceRows } from './instance-types';
import { knownRegions, registriesData, registryAccounts, regionSets, unknownRegionWarnings, withKnownRegions } from './registries';
import { ageLines, datedSources } from './source-dates';
import { UPSTREAM_SOURCES, UpstreamFiles } from './upstream-files';

const { sdk, dlc, hubDocs, optimumNeuron, karpenter } = UPSTREAM_SOURCES;
const REGION_INFO = 'https://github.com/aws/aws-cdk/tree/main/packages/aws-cdk-lib/region-info';
const INSTANCE_TYPE_ENUM = 'https://github.com/aws/aws-sdk-js-v3/tree/main/clients/client-sagemaker';

/** Everything that a run writes, from what upstream says now; `report` gets a line on the age of each source, and on everything that is left out. */
export function catalogOf(files: UpstreamFiles, given: CatalogInputs, report: (line: string) => void = () => {}): Catalog {
  ageLines(files, new Date()).forEach(report);
  const named = upstreamImages(files, given.additionalImages, report);
  const inputs = { ...given, regions: knownRegions(named, given) };
  unknownRegionWarnings(named, inputs).forEach(line => report(`warning: ${line}`));
  const images = withKnownRegions(named, inputs);
  const sets = regionSets(images, inputs);
  return {
    images: {
      sources: datedSources([dlc, sdk, hubDocs, optimumNeuron], files),
      images: imageRows(images, inputs.previous?.images.images ?? [], sets.ofImages),
    },
    registries: registriesData(registryAccounts(images, inputs), sets, inputs, [...datedSources([sdk], files), { url: REGION_INFO }]),
    instanceTypes: {
      sources: [{ url: INSTANCE_TYPE_ENUM }, ...datedSources([karpenter, sdk], files)],
      instanceTypes: instanceRows(files, inputs),
    },
  };
}
