import { readFileSync } from 'fs';
import { join } from 'path';
import { InferenceAmiRow } from './inference-amis';
import { GpuMemoryRow } from './instance-facts';
import { RecommendedImageRow } from './recommended-images';
import { ArchitecturesData, Catalog } from '../update-data/catalog-types';
import { readCatalog } from '../update-data/data-folder';
import { StructuresData } from '../update-data/model-structures/update-structures';

const folder = join(__dirname, '..', '..', 'data');

/** The committed data, from which the code is generated. */
export function catalogData(): Catalog {
  const catalog = readCatalog(folder);
  if (!catalog) {
    throw new Error(`${folder}: must contain images.json, registries.json and instance-types.json (written by projen update-data)`);
  }
  return catalog;
}

/** The architectures that not every version of vLLM supports. */
export function vllmArchitectures(): ArchitecturesData {
  return JSON.parse(readFileSync(join(folder, 'vllm-architectures.json'), 'utf8'));
}

/** The structures of models. */
export function modelStructures(): StructuresData {
  return JSON.parse(readFileSync(join(folder, 'model-structures.json'), 'utf8'));
}

/** The instance families of the AMI with CUDA 13. */
export function inferenceAmis(): InferenceAmiRow[] {
  return JSON.parse(readFileSync(join(folder, 'inference-amis.json'), 'utf8')).families;
}

/** The memory of each GPU that CUDA reports. */
export function gpuMemory(): GpuMemoryRow[] {
  return JSON.parse(readFileSync(join(folder, 'gpu-memory.json'), 'utf8')).gpus;
}

/** The images that the library chooses by default. */
export function recommendedImages(): RecommendedImageRow[] {
  return JSON.parse(readFileSync(join(folder, 'recommended-images.json'), 'utf8')).images;
}
