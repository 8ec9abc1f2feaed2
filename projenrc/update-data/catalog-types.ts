import { DatedSource } from './source-dates';
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
  /** Only for images that are not built for x86_64, as AWS's other images are. */
  readonly architecture?: Architecture;
  readonly cudaVersion?: string;
  readonly python?: string;
  readonly operatingSystem?: string;
  /** The day on which AWS's patches end, such as `2027-08-21`. */
  readonly supportedUntil?: string;
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

/** A region of which the partition is known. */
export interface KnownRegion {
  readonly name: string;
  readonly partition: string;
  readonly dnsSuffix: string;
  /** The account of the registry `deep-learning-containers`, where aws-cdk-lib knows it. */
  readonly deepLearningContainersAccount?: string;
}

/** data/images.json. */
export interface ImagesData {
  readonly sources: readonly DatedSource[];
  readonly images: readonly ImageRow[];
}

/** data/registries.json. */
export interface RegistriesData {
  readonly sources: readonly DatedSource[];
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
  /** The network bandwidth that is always available, in Mbit/s. */
  readonly networkMbps?: number;
}

/** data/instance-types.json. */
export interface InstanceTypesData {
  readonly sources: readonly DatedSource[];
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
  /** The size of instance types that Karpenter's list lacks. */
  readonly sizes: Readonly<Record<string, InstanceSizeRow>>;
}

/** The size of an instance type, with its source. */
export interface InstanceSizeRow extends Required<Pick<InstanceRow, 'vcpus' | 'memoryMiB' | 'architecture' | 'localStorageGB'>> {
  readonly source: string;
}

/** A row of data/additional-images.json, which is kept by hand. */
export interface AdditionalImage {
  readonly repository: string;
  readonly tag: string;
  readonly reason: string;
  /** What the repository and the tag do not say. */
  readonly facts?: Partial<ImageFacts>;
}

/** The versions of vLLM that support an architecture: a value of data/vllm-architectures.json. */
export interface ArchitectureRow {
  /** The newest version that was read and does not support it yet. */
  readonly after?: string;
  /** The first version that was read and supports it. */
  readonly since?: string;
  /** The last version that was read and supports it. */
  readonly until?: string;
  /** The first version that was read and rejects it by name. */
  readonly before?: string;
}

/** data/vllm-architectures.json. */
export interface ArchitecturesData {
  readonly source: string;
  /** The versions that were read. */
  readonly versions: readonly string[];
  /** Architectures that not every version supports. */
  readonly architectures: Readonly<Record<string, ArchitectureRow>>;
  /** The architectures of models on the Hub. */
  readonly models: Readonly<Record<string, readonly string[]>>;
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
  /** The instance types that SageMaker's API accepts. */
  readonly instanceTypes: readonly string[];
  readonly regions: readonly KnownRegion[];
  /** A second source, for a region that is not in `regions`: undefined if it does not know the region either. */
  readonly findRegion: (name: string) => KnownRegion | undefined;
  /** What is in data/ now: nothing that once had a constant may vanish. */
  readonly previous?: Catalog;
}
