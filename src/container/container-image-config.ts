import { ImageProfile } from './image-profile';

/** The result of binding a container image to a construct. */
export interface ContainerImageConfig {
  /**
   * The URI of the image: `registry/repository:tag` or `registry/repository@digest`, with up to 255 characters.
   *
   * For example `123456789012.dkr.ecr.eu-west-1.amazonaws.com/my-server:1.0`.
   */
  readonly imageName: string;

  /**
   * The properties of the image that the library knows.
   *
   * @default - unknown
   */
  readonly profile?: ImageProfile;
}
