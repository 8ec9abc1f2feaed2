import { ImageFacts, ImageList } from './catalog-types';
import { REPOSITORIES } from '../../src/container/repositories';

/** An image as one of upstream's lists names it. */
export interface UpstreamImage {
  readonly repository: string;
  readonly tag: string;
  readonly list: ImageList;
  /** The file that names it. */
  readonly path: string;
  /** The version of the server that the list says, if the tag begins with it, maybe in a shorter form. */
  readonly version?: string;
  /** What the list contains in addition to the name. */
  readonly facts?: Partial<ImageFacts>;
  readonly availability?: Availability;
}

/** Where the SageMaker SDK says that an image is. */
export interface Availability {
  readonly framework: string;
  readonly version: string;
  readonly accounts: Readonly<Record<string, string>>;
}

/** An image of a repository that this library does not know. */
export interface SkippedImage {
  readonly repository: string;
  readonly list: ImageList;
}

/** What a list of upstream names. */
export interface NamedImages {
  readonly images: readonly UpstreamImage[];
  readonly skipped: readonly SkippedImage[];
}

/** Whether the catalog has the images of a repository. */
export function isKnownRepository(name: string): boolean {
  return Object.hasOwn(REPOSITORIES, name);
}
