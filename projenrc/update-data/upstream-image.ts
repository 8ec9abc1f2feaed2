import { ImageFacts, ImageList } from './catalog-types';

/** An image as one of upstream's lists names it. */
export interface UpstreamImage {
  readonly repository: string;
  readonly tag: string;
  readonly list: ImageList;
  /** The file that names it. */
  readonly path: string;
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
