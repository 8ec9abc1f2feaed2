import { ImageProfile } from './image-profile';

/** What a container image answers when it is bound to a construct. */
export interface ContainerImageConfig {
  /**
   * The name of the image, as SageMaker takes it: `registry/repository:tag` or `registry/repository@digest`, at most 255 characters.
   *
   * For example `123456789012.dkr.ecr.eu-west-1.amazonaws.com/my-server:1.0`.
   */
  readonly imageName: string;

  /**
   * What is known of the image.
   *
   * @default - nothing is known
   */
  readonly profile?: ImageProfile;
}
