import { componentMetricsFile } from './component-metrics';
import { gpuMemory } from './data';
import { endpointMetricsFile, endpointMetricTableFile } from './endpoint-metrics';
import { imageCatalogFile } from './image-catalog';
import { imageConstantsFile } from './image-constants';
import { InferenceAmiRow, inferenceAmisFile } from './inference-amis';
import { instanceConstantsFile } from './instance-constants';
import { instanceFactsFile } from './instance-facts';
import { lmiEnginesFile } from './lmi-engines';
import { modelStructuresFile } from './model-structures';
import { networkBandwidthsFile } from './network-bandwidths';
import { RecommendedImageRow, recommendedImagesFile } from './recommended-images';
import { registryAccountsFile } from './registry-accounts';
import { argumentData, serverArgumentsFile } from './server-arguments';
import { troubleshootingFile } from './troubleshooting';
import { vllmArchitecturesFile } from './vllm-architectures';
import { ArchitecturesData, Catalog } from '../update-data/catalog-types';
import { StructuresData } from '../update-data/model-structures/update-structures';

/** The lines of every generated file, by its path in the repository. */
export function generatedFiles(
  catalog: Catalog, recommendedImages: readonly RecommendedImageRow[], architectures: ArchitecturesData, amis: readonly InferenceAmiRow[],
  structures: StructuresData,
): Readonly<Record<string, string[]>> {
  const { images: { images }, instanceTypes: { instanceTypes }, registries } = catalog;
  return {
    'src/cli/troubleshooting.generated.ts': troubleshootingFile(),
    'src/container/deep-learning-container-image.generated.ts': imageConstantsFile(images),
    'src/container/image-catalog.generated.ts': imageCatalogFile(catalog),
    'src/container/lmi-engines.generated.ts': lmiEnginesFile(images),
    'src/container/recommended-images.generated.ts': recommendedImagesFile(recommendedImages, images),
    'src/container/registry-accounts.generated.ts': registryAccountsFile(registries),
    'src/instance/inference-ami-families.generated.ts': inferenceAmisFile(amis),
    'src/instance/sagemaker-instance-type.generated.ts': instanceConstantsFile(instanceTypes),
    'src/instance/instance-facts.generated.ts': instanceFactsFile(instanceTypes, gpuMemory()),
    'src/instance/network-bandwidths.generated.ts': networkBandwidthsFile(instanceTypes),
    'src/model/model-structures.generated.ts': modelStructuresFile(structures),
    'src/server/vllm-architectures.generated.ts': vllmArchitecturesFile(architectures, images),
    'src/monitoring/endpoint-metric-table.generated.ts': endpointMetricTableFile(),
    'src/monitoring/component-metrics.generated.ts': componentMetricsFile(),
    'src/monitoring/endpoint-metrics.generated.ts': endpointMetricsFile(),
    'src/server/server-arguments.generated.ts': serverArgumentsFile(argumentData()),
  };
}
