import { RegistryName } from '../../src/container/repositories';
import { ServerFamily } from '../../src/container/server-family';
import { AcceleratorKind } from '../../src/instance/accelerator-kind';
import { Architecture } from '../../src/instance/architecture';

/** A list of images that AWS or Hugging Face publishes, or our own data/additional-images.json. */
export type ImageList = 'deep-learning-containers' | 'sagemaker-python-sdk' | 'hub-docs' | 'optimum-neuron' | 'additional-images';

/** What is known of an image: a row of data/images.json without its name. */
export interface ImageFacts {
  readonly server: ServerFamily;
  readonly acceleratorKind: AcceleratorKind;
  readonly cudaVersion?: string;
  readonly python?: string;
  readonly operatingSystem?: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** A row of data/images.json. */
export interface ImageRow extends ImageFacts {
  readonly repository: string;
  readonly tag: string;
  /** A name of `regionSets` in data/registries.json. */
  readonly regions?: string;
  readonly listedBy: readonly ImageList[];
}

/** A region that aws-cdk-lib knows. */
export interface KnownRegion {
  readonly name: string;
  readonly partition: string;
  readonly dnsSuffix: string;
  /** The account of the registry `deep-learning-containers`, where aws-cdk-lib knows it. */
  readonly deepLearningContainersAccount?: string;
}

/** data/images.json. */
export interface ImagesData {
  readonly sources: readonly string[];
  readonly images: readonly ImageRow[];
}

/** data/registries.json. */
export interface RegistriesData {
  readonly sources: readonly string[];
  readonly partitions: Readonly<Record<string, { readonly dnsSuffix: string }>>;
  readonly regions: Readonly<Record<string, string>>;
  readonly registries: Readonly<Record<RegistryName, Readonly<Record<string, string>>>>;
  readonly regionSets: Readonly<Record<string, readonly string[]>>;
}

/** What is known of an instance type: a value of data/instance-types.json. */
export interface InstanceRow {
  readonly vcpus?: number;
  readonly memoryMiB?: number;
  readonly architecture?: Architecture;
  readonly acceleratorKind?: AcceleratorKind;
  readonly acceleratorName?: string;
  readonly acceleratorCount?: number;
  /** Of each accelerator. */
  readonly acceleratorMemoryMiB?: number;
  readonly localStorageGB?: number;
}

/** data/instance-types.json. */
export interface InstanceTypesData {
  readonly sources: readonly string[];
  readonly instanceTypes: Readonly<Record<string, InstanceRow>>;
}

/** A row of data/accelerators.json, which is kept by hand. */
export interface AcceleratorRow {
  readonly name: string;
  readonly kind: AcceleratorKind;
  readonly memoryMiB?: number;
  readonly source: string;
}

/** data/accelerators.json, which is kept by hand. */
export interface AcceleratorsData {
  /** By the name that Karpenter's list gives it. */
  readonly accelerators: Readonly<Record<string, AcceleratorRow>>;
  /** The accelerator of instance families that Karpenter's list lacks. */
  readonly families: Readonly<Record<string, string>>;
}

/** A row of data/additional-images.json, which is kept by hand. */
export interface AdditionalImage {
  readonly repository: string;
  readonly tag: string;
  readonly reason: string;
}

/** Everything that a run writes. */
export interface Catalog {
  readonly images: ImagesData;
  readonly registries: RegistriesData;
  readonly instanceTypes: InstanceTypesData;
}

/** The inputs of a run, in addition to upstream's files. */
export interface CatalogInputs {
  readonly additionalImages: readonly AdditionalImage[];
  readonly accelerators: AcceleratorsData;
  /** The instance types that SageMaker's API takes. */
  readonly instanceTypes: readonly string[];
  readonly regions: readonly KnownRegion[];
  /** What is in data/ now: nothing that once had a constant may vanish. */
  readonly previous?: Catalog;
}
