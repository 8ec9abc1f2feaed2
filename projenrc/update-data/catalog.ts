import { Catalog, CatalogInputs } from './catalog-types';
import { imageRows, upstreamImages } from './images';
import { instanceRows } from './instance-types';
import { registriesData, registryAccounts, regionSets } from './registries';
import { UPSTREAM_SOURCES, UpstreamFiles, urlOf } from './upstream-files';

const { sdk, gpuInfo, dlc, hubDocs, optimumNeuron, karpenter } = UPSTREAM_SOURCES;
const REGION_INFO = 'https://github.com/aws/aws-cdk/tree/main/packages/aws-cdk-lib/region-info';
const INSTANCE_TYPE_ENUM = 'https://github.com/aws/aws-sdk-js-v3/tree/main/clients/client-sagemaker';

/** Everything that a run writes, from what upstream says now. */
export function catalogOf(files: UpstreamFiles, inputs: CatalogInputs): Catalog {
  const images = upstreamImages(files, inputs.additionalImages);
  const sets = regionSets(images, inputs);
  return {
    images: {
      sources: [dlc, sdk, hubDocs, optimumNeuron].map(urlOf),
      images: imageRows(images, inputs.previous?.images.images ?? [], sets.ofImages),
    },
    registries: registriesData(registryAccounts(images, inputs), sets, inputs, [urlOf(sdk), REGION_INFO]),
    instanceTypes: {
      sources: [INSTANCE_TYPE_ENUM, urlOf(karpenter), urlOf(gpuInfo)],
      instanceTypes: instanceRows(files, inputs),
    },
  };
}
